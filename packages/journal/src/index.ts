export {
  handedOverBy,
  putBackBy,
  renditionOf,
  sourceOf,
  targetImageOf,
  targetSlotOf,
  wantedBy,
} from './action.ts';
export { backupJournal } from './files/backup.ts';
export { checkJournal, type JournalCheck, type JournalProblem } from './files/check.ts';
export { lookAtJournal } from './files/connection.ts';
export { dropPaceNote, type PaceNote, readPaceNote, writePaceNote } from './files/pace-note.ts';
export type * from './journal.ts';
export { JournalError, type JournalErrorCode } from './journal-error.ts';
export * from './light.ts';
export { acquireLock, clearLock, type Lock, type LockOptions, lookAtLock } from './lock/lock.ts';
export { readLockNote } from './lock/lock-note.ts';
export type { LockNote, LockOwner } from './lock-owner.ts';
export { type JournalOptions, openJournal } from './open-journal.ts';
export { journalOfPair, type PairJournal } from './pair-journal.ts';
export { type ActionStep, actionSteps, type PhaseStep, phaseStep, runPhases } from './transitions.ts';
