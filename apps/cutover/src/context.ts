// What a command is, and what every command is given.

import type { CommandRow, CommandRows } from './command-line/command-row.ts';
import type { Options } from './command-line/option-table.ts';
import type { Flags } from './command-line/resolve.ts';
import type { Outcome, Reporter, RequestCounts } from './reporters/reporter.ts';
import type { Environment, Io } from './terminal/io.ts';
import type { Output } from './terminal/output.ts';
import type { Secrets } from './terminal/secrets.ts';
import type { Stopping } from './terminal/stopping.ts';

/** Counts requests as they are made, for the result line. */
export interface RequestTally extends RequestCounts {
  count(kind: keyof RequestCounts): void;
}

export interface Context {
  /** The name of the command that runs. */
  readonly command: string;
  /** What there is besides, for the command to paste next. */
  readonly commands: CommandRows<CommandRow<string>>;
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

/** A command: what it is called, knows and says, and what it does. */
export interface Command extends CommandRow {
  readonly run: (context: Context) => Promise<Outcome>;
}
