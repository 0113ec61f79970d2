// The processes of the demo: the one with the stores, and one for each command. Invariants: none outlives `clear`; a
// command that ends otherwise than it must is a DemoError with its own words. It must not know the order of the story.
import type { Environment } from '../terminal/io.ts';
import { number } from '../terminal/quantities.ts';
import { type Attempts, afterAction, noAttempts } from './attempts.ts';
import { type Child, type ChildEnd, startChild } from './child.ts';
import { type ActionLine, type DemoLine, parseLine, type ResultLine } from './lines.ts';
import type { StoreAddress } from './own-eyes.ts';

export interface StageOptions {
  readonly node: string;
  readonly binary: string;
  /** An empty folder for the journal and, where `keepState`, the stores' file. */
  readonly folder: string;
  readonly keepState: boolean;
  /** For the children; see cleanEnvironment. */
  readonly environment: Environment;
  /** Aborts to end the demo: every child is stopped and what is awaited rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** The demo did not prove what it says; the message tells what was seen. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

export interface StorePair {
  readonly source: StoreAddress;
  readonly target: StoreAddress;
}
/** Hears how far a command is, in words. */
export type Say = (words: string) => void;

export interface Stage {
  /** Starts `cutover sandbox` with these options and answers when it listens. */
  startStores(sandbox: readonly string[]): Promise<StorePair>;
  /** Runs a command to its end; it must end with one of the codes. */
  run(command: Command): Promise<ResultLine>;
  /** Runs `args` and sends SIGKILL at the first write that begins once `enough` is true; its request may be on the wire. */
  runUntilKilled(
    args: readonly string[],
    stores: StorePair,
    enough: (attempts: Attempts) => boolean,
    say: Say,
  ): Promise<Attempts>;
  clear(): Promise<void>;
}
export interface Command {
  readonly args: readonly [command: string, ...args: string[]];
  readonly stores: StorePair;
  readonly exitCodes: readonly number[];
  readonly say: Say;
  readonly onAction?: (line: ActionLine) => void;
}

export function createStage(options: StageOptions): Stage {
  const { signal, folder } = options;
  const children = new Set<Child>();
  let storesEnded = false;

  function start(args: readonly string[], environment: Environment, onLine: (line: DemoLine) => void): Child {
    signal.throwIfAborted();
    const child = startChild({
      node: options.node,
      binary: options.binary,
      args: [...args, '--json'],
      cwd: folder,
      environment: { ...options.environment, ...environment },
      onLine(line) {
        const known = parseLine(line);
        if (known !== undefined) onLine(known);
      },
    });
    children.add(child);
    return child;
  }
  const startCommand = (
    args: readonly string[],
    { source, target }: StorePair,
    onLine: (line: DemoLine) => void,
  ) => start([...args, '--journal', 'cutover.db'], storeVariables(source, target), onLine);

  async function end(child: Child): Promise<ChildEnd> {
    const onAbort = () => void child.stop();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const ended = await child.ended;
      signal.throwIfAborted();
      children.delete(child);
      if (storesEnded) throw new DemoError('the process with the stores was ended from outside');
      return ended;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  return {
    async startStores(sandbox) {
      const { promise, resolve, reject } = Promise.withResolvers<StorePair>();
      const state = options.keepState ? ['--state', 'stores.db'] : [];
      const args = ['sandbox', '--stores', '2', ...sandbox, ...state];
      const child = start(args, {}, (line) => {
        if (line.type !== 'sandbox') return;
        const [source, target] = line.stores;
        if (source !== undefined && target !== undefined) resolve({ source, target });
      });
      child.ended.then(({ words }) => {
        storesEnded = true;
        reject(new DemoError(`the stores did not start: ${words}`));
      }, reject);
      const onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    async run({ args, stores, exitCodes, say, onAction }) {
      let result: ResultLine | undefined;
      const child = startCommand(args, stores, (line) => {
        if (line.type === 'progress') say(progressWords(line));
        else if (line.type === 'action') onAction?.(line);
        else if (line.type === 'result') result = line;
      });
      const { code, signal: ending, words } = await end(child);
      if (result === undefined || code !== result.exitCode || !exitCodes.includes(result.exitCode)) {
        throw new DemoError(`cutover ${args[0]} ended with ${code ?? ending}: ${problemOf(result) ?? words}`);
      }
      return result;
    },
    async runUntilKilled(args, stores, enough, say) {
      let attempts = noAttempts;
      let killed = false;
      const child = startCommand(args, stores, (line) => {
        if (line.type === 'progress') say(progressWords(line));
        if (line.type !== 'action') return;
        attempts = afterAction(attempts, line);
        if (killed || line.status !== 'started' || !enough(attempts)) return;
        killed = true;
        child.kill();
      });
      const { code, signal: ending, words } = await end(child);
      if (killed && code === undefined) return attempts;
      throw new DemoError(
        `cutover ${args[0]} ended with ${code ?? ending} before it could be interrupted: ${words}`,
      );
    },
    async clear() {
      await Promise.all([...children].map((child) => child.stop()));
      children.clear();
    },
  };
}

function problemOf(result: ResultLine | undefined): string | undefined {
  return typeof result?.error === 'object' ? result.error.title : undefined;
}

/** The environment that names both stores. */
function storeVariables(source: StoreAddress, target: StoreAddress): Environment {
  return {
    CUTOVER_SOURCE_STORE: source.store,
    CUTOVER_SOURCE_API: source.api,
    CUTOVER_SOURCE_TOKEN: source.token,
    CUTOVER_TARGET_STORE: target.store,
    CUTOVER_TARGET_API: target.api,
    CUTOVER_TARGET_TOKEN: target.token,
  };
}

function progressWords({ phase, done, total }: Extract<DemoLine, { type: 'progress' }>): string {
  return total === undefined ? `${phase} ${number(done)}` : `${phase} ${number(done)} of ${number(total)}`;
}
