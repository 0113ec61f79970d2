// The program on a pseudo-terminal, of 80 by 24 unless it is said, with what a person would see on it. Invariant: what is shown is the
// terminal's own picture after every escape sequence, never the raw output.
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { binary, cleanVariables, type Variables } from './binary.ts';

export interface TerminalRun {
  /** Resolves when what is on the screen, or has scrolled out above it, matches; rejects when the program ends before. */
  shows(pattern: RegExp): Promise<string>;
  press(keys: string): void;
  /** Everything on the terminal, scrolled-out lines first. */
  text(): string;
  /** The lines that the terminal itself has broken, whole: it breaks anywhere. */
  tooLong(): string[];
  readonly ended: Promise<{ readonly code: number; readonly text: string }>;
  kill(): void;
}

const rows = 24;

export function onTerminal(args: string, cwd: string, variables: Variables, columns = 80): TerminalRun {
  const screen = new xterm.Terminal({ cols: columns, rows, scrollback: 5_000, allowProposedApi: true });
  const pty: IPty = spawn(process.execPath, [binary, ...args.split(' ')], {
    cols: columns,
    rows,
    cwd,
    name: 'xterm-256color',
    env: { ...cleanVariables(cwd), TERM: 'xterm-256color', ...variables },
  });
  const waiting = new Set<() => void>();
  let drawn = Promise.resolve();
  pty.onData((data) => {
    drawn = new Promise((resolve) => {
      screen.write(data, () => {
        for (const look of waiting) look();
        resolve();
      });
    });
  });
  const text = (): string => {
    const { active } = screen.buffer;
    return Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    )
      .join('\n')
      .trimEnd();
  };
  const tooLong = (): string[] => {
    const { active } = screen.buffer;
    const broken: string[] = [];
    for (let row = 1, before = ''; row <= active.length; row += 1) {
      const above = before === '' ? (active.getLine(row - 1)?.translateToString(true) ?? '') : before;
      const line = active.getLine(row);
      before = line?.isWrapped === true ? above + line.translateToString(true) : '';
      if (before === '' && above.length > columns) broken.push(above);
    }
    return broken;
  };
  const ended = new Promise<{ code: number; text: string }>((resolve) => {
    pty.onExit(({ exitCode }) => void drawn.then(() => resolve({ code: exitCode, text: text() })));
  });
  return {
    shows(pattern) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(text())) return;
          waiting.delete(look);
          resolve(text());
        };
        waiting.add(look);
        look();
        void ended.then((end) =>
          reject(new Error(`ended with ${end.code} and never showed ${pattern.source}:\n${end.text}`)),
        );
      });
    },
    press: (keys) => pty.write(keys),
    text,
    tooLong,
    ended,
    kill: () => pty.kill('SIGKILL'),
  };
}
