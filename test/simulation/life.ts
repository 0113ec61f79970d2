// What has come of one life of a process: it died, or came to its end.
import type { MigrateResult } from '@cutover/sync-engine';
import type { Failpoint } from './failpoints.ts';

export interface Life<Result = MigrateResult> {
  /** The failpoint at which it died; undefined: it came to its end. */
  readonly diedAt: Failpoint | undefined;
  readonly result: Result | undefined;
  readonly error: unknown;
  readonly failpointsPassed: number;
  /** The journal that it left, as it was before a power cut took anything from it. */
  readonly journalPath: string;
}
