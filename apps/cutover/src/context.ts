// What every command is given.
import type { CommandName } from './commands/command-table.ts';
import type { Environment, Io } from './io.ts';
import type { Options } from './options/option-table.ts';
import type { Flags } from './options/resolve.ts';
import type { Output } from './output.ts';
import type { Outcome, Reporter, RequestCounts } from './reporters/reporter.ts';
import type { Secrets } from './secrets.ts';
import type { Stopping } from './stopping.ts';

/** Counts requests as they are made, for the result line. */
export interface RequestTally extends RequestCounts {
  count(kind: keyof RequestCounts): void;
}

export interface Context {
  readonly command: CommandName;
  readonly options: Options;
  readonly flags: Flags;
  readonly operands: readonly string[];
  readonly environment: Environment;
  readonly io: Io;
  readonly out: Output;
  readonly reporter: Reporter;
  readonly secrets: Secrets;
  readonly stopping: Stopping;
  readonly requests: RequestTally;
  /** How a person calls us: `cutover`, or `npx pnpm cutover` from a checkout. */
  readonly program: string;
  /** Puts what was thrown, with its causes, into the log file if there is one. */
  readonly logCause: (error: unknown) => void;
}

export type RunCommand = (context: Context) => Promise<Outcome>;
