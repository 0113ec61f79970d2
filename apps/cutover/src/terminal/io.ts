// Everything of the process that the commands may touch, as an argument: streams, folders, clock, signals, the exit.
// Commands read `process` nowhere else, so a test can be a whole machine; what stays with the process itself is the start
// (cutover.ts), a crash, and who owns a file or a lock.
import type { Readable } from 'node:stream';

/** A stream that text is written to. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string, done?: () => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'drain', listener: () => void): unknown;
}

/** Standard input; a terminal can be switched to raw mode for hidden answers. */
export type Source = Readable & {
  readonly isTTY?: boolean | undefined;
  setRawMode?: ((on: boolean) => unknown) | undefined;
};

/** The environment's variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Io {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Stdout goes into a pipe, whose reader may write to the terminal that stderr is. */
  readonly isPiped?: boolean | undefined;
  /** The working folder: relative paths and `cutover.json` are found from here. */
  readonly cwd: string;
  readonly temporaryFolder: string;
  /** Folder of the user's own `cutover.json`. */
  readonly configFolder: string;
  /** Folder of the locks of target stores. */
  readonly stateFolder: string;
  readonly platform: string;
  readonly host: string;
  readonly pid: number;
  /** Wall clock in ms, for display. */
  readonly now: () => number;
  /** Calls the listener at each SIGINT, SIGTERM or SIGHUP; returns what takes it off again. */
  onSignal(listener: (signal: string) => void): () => void;
  /** Calls the listener with an error that nobody caught; returns what takes it off again. */
  onFault(listener: (error: unknown) => void): () => void;
  /** Ends the process at once (the second Ctrl-C). */
  exitNow(code: number): void;
}
