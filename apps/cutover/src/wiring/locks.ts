// Who may write: one process to a journal, and one on this machine to a target store, whichever journals they use.
import { acquireLock, JournalError, type Lock, lookAtJournal } from '@cutover/journal';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { visible } from '../terminal/visible.ts';
import type { NamedStore } from './stores.ts';
import { targetLock } from './target-lock.ts';

type Needs = Pick<Context, 'command' | 'io' | 'options' | 'out'>;

export interface HeldLocks {
  /** Says that we live, and for which run; cheap to call often. */
  heartbeat(run: string | undefined): void;
  readonly release: () => void;
}

/** Takes the journal's lock, and the store's for a command that writes to it; released by the function returned. */
export function takeLocks(context: Needs, written: NamedStore | undefined): HeldLocks {
  const { io, command } = context;
  let run: string | undefined;
  // Read again at each heartbeat, so that the note names the run as soon as there is one.
  const owner = {
    get run() {
      return run;
    },
    command: `cutover ${command}`,
    pid: io.pid,
    host: io.host,
    since: new Date(io.now()).toISOString(),
  };
  const path = journalPathOf(context);
  // First of all: beside a file that is no journal, not even a lock is left behind.
  lookAtJournal(path);
  const journal = acquireLock(path, owner);
  const locks: Lock[] = [journal];
  const release = (): void => {
    for (const lock of locks.toReversed()) lock.release();
  };
  try {
    if (written !== undefined) locks.push(acquireLock(targetLock(io, written), owner));
  } catch (error) {
    release();
    throw targetProblem(error, written);
  }
  const [dead] = locks.flatMap((lock) => lock.dead ?? []);
  if (dead !== undefined)
    context.out.say(
      visible(
        `Taking over from ${dead.command} (process ${dead.pid} on ${dead.host}, since ${dead.since}), which is not running any more.`,
      ),
    );
  return {
    heartbeat(current) {
      run = current;
      for (const lock of locks) lock.heartbeat();
    },
    release,
  };
}

function targetProblem(error: unknown, written: NamedStore | undefined): unknown {
  if (!(error instanceof JournalError)) return error;
  if (error.code !== 'held')
    return new CutoverError(
      'disk-full',
      error.message,
      'Name a folder that can be written with CUTOVER_STATE_DIR.',
      error,
    );
  const { owner } = error;
  const who =
    owner === undefined
      ? 'another process'
      : `${owner.command} (process ${owner.pid} on ${owner.host}, since ${owner.since})`;
  return new CutoverError(
    'target-held',
    `Store ${written?.hash ?? ''} is being written to by ${who}.`,
    'Wait until it is done; two at once would undo each other’s work.',
    error,
  );
}
