// What a view is given besides the folded events: facts that stay, and what is asked of the world at each frame.
import type { Mode } from '@cutover/journal';

export type ScreenCommand = 'audit' | 'diff' | 'migrate' | 'verify';

/** The facts of the title, known before the first event; strings are made harmless by the screen. */
export interface ScreenFacts {
  readonly command: ScreenCommand;
  /** Of a verify: how deep it looks. */
  readonly level?: string | undefined;
  /** The command as it was typed, where it is shown like another one. */
  readonly title?: string | undefined;
  readonly source: string;
  /** The source again in parity. */
  readonly target: string;
  readonly mode: Mode;
}

/** The part of a pacer's snapshot that is shown. `resetMs`: until the quota is whole again. */
export interface PacerFacts {
  readonly quota?: number | undefined;
  readonly left?: number | undefined;
  readonly resetMs?: number | undefined;
  /** How long a window of the quota is. */
  readonly windowMs?: number | undefined;
  readonly inFlight: number;
}
export interface PacerPair {
  readonly source?: PacerFacts | undefined;
  readonly target?: PacerFacts | undefined;
}

/** How fast the run is to go. */
export interface PaceFacts {
  /** Of each store’s quota, 0 to 1. */
  readonly quotaShare: number;
  /** Requests at once, at most; undefined: as many as the stores allow. */
  readonly concurrency: number | undefined;
}

/** What a person asked for. */
export type Wish = 'running' | 'paused' | 'stopping';

/** How the run stands in the journal. */
export interface Standing {
  /** Of a check: images looked at, as the run counts them. */
  readonly checked?: number | undefined;
  /** Of a comparison: its counts, as the run has saved them. */
  readonly counts?: Readonly<Record<string, number>> | undefined;
  /** Of an audit that is continued: what it had found before, by severity. */
  readonly foundBefore?: Readonly<Record<string, number>> | undefined;
  /** When the run was begun, by the clock on the wall. */
  readonly begunAt?: string | undefined;
  /** It came to its end, whatever it found. */
  readonly isFinished?: boolean | undefined;
}

/** Everything else that one frame depends on. */
export interface Moment extends Standing {
  readonly nowMs: number;
  readonly wish: Wish;
  readonly pacers: PacerPair;
  readonly pace?: PaceFacts | undefined;
}
