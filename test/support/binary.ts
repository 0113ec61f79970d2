// The built program as a child process, watched from outside as a script would: its lines, its words, its exit code.
// Invariant: no child outlives its test (`startChildren().clear`). It must not know what a line means.
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The program under test; another build of it can be named, such as one that was installed from a package. */
export const binary =
  process.env['CUTOVER_BINARY'] ??
  fileURLToPath(new URL('../../apps/cutover/dist/cutover.js', import.meta.url));

/** The commands that the program lists in `--help`. */
export const commandsIn = (help: string): string[] =>
  Array.from(
    (/^Commands\n((?: {2}.*\n)+)/mu.exec(help)?.[1] ?? '').matchAll(/^ {2}([a-z]+(?: [a-z]+)?) {2,}/gmu),
    ([, name = '']) => name,
  );

export type Line = Readonly<Record<string, unknown>> & { readonly type: string };
export type Variables = Readonly<Record<string, string>>;

export interface Ended {
  /** Exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** Each line of stdout that is a JSON object. */
  readonly lines: readonly Line[];
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves with the first line, past ones too, for which this holds; rejects when the program ends without one. */
  line(isWanted: (line: Line) => boolean): Promise<Line>;
  /** Resolves when stderr holds this; rejects when the program ends without having said it. */
  words(pattern: RegExp): Promise<void>;
  send(signal: NodeJS.Signals): void;
  /** Reads no more of stdout and closes it, as `head` does. */
  closeStdout(): void;
}

export interface StartOptions {
  readonly cwd: string;
  readonly variables?: Variables;
  /** Another program than the one under test. */
  readonly program?: string;
  /** What stands on stdin; default: nothing, closed. */
  readonly input?: string | Uint8Array;
  /** Hears each line as it comes; `kill` ends the program at once with SIGKILL. */
  readonly onLine?: (line: Line, kill: () => void) => void;
}

/** Only what a program needs of this machine: no option of ours may leak in from the shell that runs the tests. */
export function cleanVariables(home: string): Record<string, string> {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'LANG'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: `${home}/config`,
    CUTOVER_STATE_DIR: `${home}/state`,
    // One for all children: what one has compiled the next need not.
    XDG_CACHE_HOME: join(tmpdir(), 'cutover-test-cache'),
    NO_PROXY: '127.0.0.1,localhost',
  };
}

/** Starts programs and ends, in `clear`, those that still run. */
export function startChildren(): {
  start(args: readonly string[], options: StartOptions): Running;
  clear(): Promise<void>;
} {
  const children = new Map<ChildProcess, Promise<Ended>>();
  return {
    start(args, options) {
      const { child, running } = startChild(args, options);
      children.set(child, running.ended);
      return running;
    },
    async clear() {
      for (const child of children.keys())
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await Promise.allSettled(children.values());
    },
  };
}

function startChild(
  args: readonly string[],
  options: StartOptions,
): { child: ChildProcess; running: Running } {
  const { cwd, variables = {}, program = binary, input, onLine } = options;
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...cleanVariables(cwd), ...variables },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const { stdout: out, stderr: err, pid } = child;
  if (out === null || err === null || pid === undefined) throw new Error(`${binary} could not be started`);
  const said = { stdout: '', stderr: '' };
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of waiting) look();
  };
  out.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  err.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    wake();
  });
  const reader = createInterface({ input: out, crlfDelay: Number.POSITIVE_INFINITY });
  const read = new Promise<void>((resolve) => reader.once('close', resolve));
  reader.on('line', (text) => {
    const line = parseLine(text);
    if (line === undefined) return;
    lines.push(line);
    onLine?.(line, () => child.kill('SIGKILL'));
    wake();
  });
  // A program that ends before it has read its input is no failure of the test.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      void read.then(() => resolve({ code: code ?? undefined, signal: signal ?? undefined, lines, ...said }));
    });
  });

  function when<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then(({ code, signal }) =>
        reject(
          new Error(
            `cutover ${args.join(' ')} ended (${code ?? signal}) without ${what}:\n${said.stdout.slice(-2_000)}\n${said.stderr}`,
          ),
        ),
      );
    });
  }

  const running: Running = {
    pid,
    ended,
    line: (isWanted) => when(`the line ${isWanted.toString()}`, () => lines.find(isWanted)),
    words: async (pattern) =>
      void (await when(`the words ${pattern.source}`, () => (pattern.test(said.stderr) ? true : undefined))),
    send: (signal) => void child.kill(signal),
    closeStdout() {
      reader.close();
      out.destroy();
    },
  };
  return { child, running };
}

/** A JSON object with a type, or undefined for any other text. */
export function parseLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isLine = (value: unknown): value is Line =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
