// Whether a run is under way right now, from the note beside the journal's lock. The note is a courtesy: it outlives an
// owner that was killed, so an owner of this machine must also be alive, and one elsewhere must have spoken lately.
import { lookAtLock, type Run, readLockNote } from '@cutover/journal';
import type { Io } from '../terminal/io.ts';
import type { Owner } from './owner.ts';

/** An owner elsewhere speaks every 5 s while it works; a store that holds it up may take longer. */
const silenceMaxMs = 120_000;

/** Who works on the journal at `path`; undefined: nobody, as far as can be seen from here. */
export function liveOwner(
  path: string,
  io: Pick<Io, 'host' | 'now'>,
  isAlive: (pid: number) => boolean = lives,
): Owner | undefined {
  const owner = readOwner(path);
  if (owner === undefined) return undefined;
  const isLive =
    owner.host === io.host ? isAlive(owner.pid) : io.now() - Date.parse(owner.heartbeat) < silenceMaxMs;
  return isLive ? owner : undefined;
}

/**
 * Who holds up the commands that need the journal at `path`. On this machine the lock itself tells, which dies with its
 * owner; of an owner elsewhere, on a shared disk, only the note can.
 */
export function journalOwner(path: string, io: Pick<Io, 'host' | 'now'>): Owner | undefined {
  const noted = liveOwner(path, io);
  try {
    const { held, owner } = lookAtLock(path);
    if (!held) return noted?.host === io.host ? undefined : noted;
    return owner === undefined ? nobodyKnown : { ...owner, run: owner.run, heartbeat: owner.heartbeat ?? '' };
  } catch {
    // A lock that cannot be looked at says nothing; a command that needs it will say why.
    return noted;
  }
}

/** Somebody who holds the lock and has left no note. */
const nobodyKnown: Owner = { run: undefined, command: 'another process', pid: 0, host: '', heartbeat: '' };

/** The run that this owner works on: the one it names, else the newest unfinished of its command. */
export function runUnderWay(owner: Owner | undefined, runs: readonly Run[]): string | undefined {
  if (owner === undefined) return undefined;
  if (owner.run !== undefined) return owner.run;
  return runs.find((run) => run.finishedAt === undefined && owner.command === `cutover ${run.command}`)?.id;
}

function readOwner(path: string): Owner | undefined {
  const note = readLockNote(path);
  if (note?.heartbeat === undefined) return undefined;
  const { run, command, pid, host, heartbeat } = note;
  return { run, command, pid, host, heartbeat };
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
