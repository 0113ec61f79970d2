// What every reporter is: it hears the engine's events while a command runs, and its outcome at the end.
import type { EngineEvent } from '@cutover/sync-engine';
import { type Ending, exitCodeOf } from '../command-line/exit-codes.ts';
import type { ExitCode, Problem } from '../problem.ts';

/** What a command has to say at its end, for people and for scripts alike. */
interface Told {
  readonly run?: string | undefined;
  readonly products?: number;
  readonly images?: number;
  /** What the result line holds beyond what every result line holds. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The result in words, for stdout when no script reads it. */
  readonly summary?: readonly string[];
  /** What people should know beside the result: behind it, and on stderr where a script reads the result. */
  readonly remarks?: readonly string[];
  /** The command to paste next. */
  readonly next?: string | undefined;
}

/** How a command ended: with a problem, whose code says how it exits, or with what it has come to. */
export type Outcome = Told &
  (
    | { readonly ended: Ending; readonly problem?: undefined }
    | { readonly problem: Problem; readonly ended?: undefined }
  );

/** What the process exits with; nobody else makes a code of an outcome. */
export const exitCodeOfOutcome = (outcome: Outcome): ExitCode =>
  outcome.problem === undefined ? exitCodeOf(outcome.ended) : outcome.problem.exitCode;

export interface RequestCounts {
  readonly v2: number;
  readonly v3: number;
  readonly content: number;
}

export interface Reporter {
  /** What hears the events of an engine; to be called where there is one. */
  listen(): Promise<(event: EngineEvent) => void>;
  /** A line of a command's own; `fields` become a JSON line, `text` is what people get on stdout. */
  line(type: string, fields: Readonly<Record<string, unknown>>, text: string | readonly string[]): void;
  /** The list of what was found is at its end, and something else follows, such as a question: says what it has left out. */
  listed(): void;
  /** The last thing: the outcome of the command. */
  finish(command: string, outcome: Outcome, requests: RequestCounts): void;
  /** Stops timers and takes the live line away; to be called once, before finish or instead of it. */
  close(): void;
}
