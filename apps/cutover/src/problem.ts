// What a person is told when a command does not do what was asked: what happened, why, and what to do next.
// `errors.ts` holds every code there is and turns whatever was thrown into one of these.

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 130;

export interface Problem {
  /** Stable kebab-case code; its page is docs/errors/<code>.md. */
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly title: string;
  readonly why: string;
  /** The next step, in words or as a command to paste. */
  readonly next: string;
}
