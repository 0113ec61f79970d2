// Questions to a person: on stderr, answered from the terminal's standard input. A secret is typed unseen. A signal
// ends every question.
import { createInterface } from 'node:readline';
import type { Io } from './io.ts';
import type { Output } from './output.ts';
import type { Stopping } from './stopping.ts';

/** May somebody be asked? */
export const canAsk = (io: Pick<Io, 'stdin' | 'stderr'>): boolean =>
  io.stdin.isTTY === true && io.stderr.isTTY === true;

export interface Asking {
  readonly io: Pick<Io, 'stdin'>;
  readonly out: Output;
  readonly stopping: Stopping;
}

/** The line typed, without spaces around it; '' when the input ended. */
export function askLine({ io, out, stopping }: Asking, question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: io.stdin, terminal: false });
    let answer = '';
    const stop = (): void => {
      reject(reasonOf(stopping));
      lines.close();
    };
    stopping.signal.addEventListener('abort', stop, { once: true });
    lines.once('line', (line) => {
      answer = line.trim();
      out.answered(true);
      lines.close();
    });
    lines.once('close', () => {
      stopping.signal.removeEventListener('abort', stop);
      io.stdin.pause();
      out.answered(false);
      resolve(answer);
    });
    out.ask(question);
    if (stopping.signal.aborted) stop();
  });
}

/** Yes or no; anything but `y` or `yes` is no. */
export async function askYes(asking: Asking, question: string): Promise<boolean> {
  return /^y(?:es)?$/i.test(await askLine(asking, `${question} [y/N] `));
}

/** The text typed, which the terminal does not show. */
export function askHidden({ io, out, stopping }: Asking, question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = '';
    const { stdin } = io;
    const end = (): void => {
      stopping.signal.removeEventListener('abort', stop);
      stdin.removeListener('data', onKeys);
      stdin.setRawMode?.(false);
      stdin.pause();
      out.answered(false);
    };
    const stop = (): void => {
      end();
      reject(reasonOf(stopping));
    };
    const onKeys = (chunk: Buffer | string): void => {
      for (const key of chunk.toString()) {
        if (key === '\r' || key === '\n' || key === '\u0004') {
          end();
          resolve(typed);
          return;
        }
        // Raw mode hands Ctrl-C over as a key; it stays a signal.
        if (key === '\u0003') {
          stopping.interrupt('SIGINT');
          return;
        }
        typed = key === '\u007F' || key === '\b' ? typed.slice(0, -1) : typed + key;
      }
    };
    stopping.signal.addEventListener('abort', stop, { once: true });
    // What is typed early is not shown either.
    stdin.setRawMode?.(true);
    out.ask(question);
    stdin.on('data', onKeys);
    stdin.resume();
    if (stopping.signal.aborted) stop();
  });
}

const reasonOf = (stopping: Stopping): Error =>
  stopping.signal.reason instanceof Error ? stopping.signal.reason : new Error('stopped');
