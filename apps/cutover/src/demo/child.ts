// A child process that speaks JSON Lines: the real binary, run as a script would run it. Invariant: when `ended` resolves,
// every line that the child wrote has been passed on, a killed child's too. It must not know what the lines mean.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { withoutProxy } from '../command-line/proxy.ts';
import type { Environment } from '../terminal/io.ts';

export interface ChildEnd {
  /** Exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The last of what it said on stderr, on one line. */
  readonly words: string;
}

export interface Child {
  /** Rejects only when the process could not be started. */
  readonly ended: Promise<ChildEnd>;
  /** SIGKILL: it gets no chance to tidy up. */
  kill(): void;
  /** SIGTERM, and SIGKILL when that has not ended it after three seconds. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly node: string;
  readonly binary: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Environment;
  /** Each line of stdout that is JSON; others are passed over. */
  readonly onLine: (line: unknown) => void;
}

const patienceMs = 3_000;
const wordsMax = 4_000;

export function startChild(options: ChildOptions): Child {
  const { node, binary, args, cwd, environment, onLine } = options;
  const child = spawn(node, [binary, ...args], {
    cwd,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-wordsMax);
  });
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
  const linesRead = new Promise<void>((resolve) => lines.once('close', resolve));
  lines.on('line', (text) => {
    const line = parsed(text);
    if (line !== undefined) onLine(line);
  });
  const ended = new Promise<ChildEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      void linesRead.then(() =>
        resolve({
          code: code ?? undefined,
          signal: signal ?? undefined,
          words: words.trim().replaceAll(/\s*\n\s*/gu, ' / '),
        }),
      );
    });
  });
  // Whoever waits for the end hears of a failed start; nobody waiting must not end this process.
  ended.catch(() => undefined);

  return {
    ended,
    kill() {
      child.kill('SIGKILL');
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended.catch(() => undefined);
      clearTimeout(timer);
    },
  };
}

/** The environment without what would change a command's options: only what the demo says may count. */
export function cleanEnvironment(environment: Environment, own: Environment): Environment {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('CUTOVER_') || name === 'CUTOVER_CALLED_AS',
  );
  return {
    ...Object.fromEntries(kept),
    ...withoutProxy(['127.0.0.1', 'localhost']),
    ...own,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
