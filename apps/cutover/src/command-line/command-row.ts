// What a command is to whoever reads arguments or prints help: its words, its options, its exit codes. What it does is
// none of this file's business.
import type { OptionKey } from './option-table.ts';

export interface CommandRow {
  /** One line for the list of commands. */
  readonly summary: string;
  /** A paragraph or two: what it reads, what it writes, what the answer means. */
  readonly about: readonly string[];
  /** Arguments as the usage line shows them; undefined: none. */
  readonly operands?: string;
  readonly options: readonly OptionKey[];
  /** Those of its options that are taken, so that one set of flags serves the commands of a run, and do nothing here. */
  readonly idle?: readonly OptionKey[];
  readonly examples: readonly (readonly [line: string, says: string])[];
  readonly exitCodes: readonly number[];
  /** Does nothing but read: a closed stdout ends it with 0. */
  readonly readsOnly: boolean;
}
