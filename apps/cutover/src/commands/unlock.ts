// `unlock`: who holds what. The operating system's lock dies with its owner, so nothing is ever forced: what is held is
// told, and the note that a dead owner left is cleared.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clearLock } from '@cutover/journal';
import type { Context, RunCommand } from '../context.ts';
import { problemOf } from '../errors.ts';
import type { LockRow } from '../reporters/json-lines.ts';
import { targetLock } from '../wiring/locks.ts';

export const runUnlock: RunCommand = async (context) => {
  const { io, options } = context;
  const journal = clear(context, 'journal', resolve(io.cwd, options.journal));
  const targets = targetLocks(context).map((path) => clear(context, 'target', path));
  const locks = [journal, ...targets];
  const held = locks.find((lock) => lock.held);
  return await Promise.resolve({
    exitCode: held === undefined ? 0 : 6,
    facts: { locks },
    summary: locks.map(lockWords),
    ...(held === undefined
      ? {}
      : {
          problem: problemOf(
            held.of === 'journal' ? 'journal-held' : 'target-held',
            `${held.path} is held by ${ownerWords(held)}.`,
            'Wait until it is done, or stop that process: its lock ends with it.',
          ),
        }),
  });
};

/** The lock of the target named; without one, of every target store that this machine ever wrote to. */
function targetLocks({ io, options }: Context): string[] {
  const hash = options.target ?? options.source;
  if (hash !== undefined) {
    const isTarget = options.target !== undefined && options.target !== options.source;
    const api = isTarget ? (options.targetApi ?? options.sourceApi) : options.sourceApi;
    return [targetLock(io, { api, hash })];
  }
  const folder = join(io.stateFolder, 'targets');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).flatMap((name) => /^(.+)\.lock(?:\.json)?$/.exec(name)?.[1] ?? []);
  return [...new Set(names)].toSorted().map((name) => join(folder, name));
}

function clear({ io, command }: Context, of: LockRow['of'], path: string): LockRow {
  const us = {
    command: `cutover ${command}`,
    pid: io.pid,
    host: io.host,
    since: new Date(io.now()).toISOString(),
  };
  const found = clearLock(path, us, { now: io.now });
  return found.held
    ? { path, of, held: true, cleared: false, owner: found.owner }
    : { path, of, held: false, cleared: found.cleared, owner: found.dead };
}

function lockWords(lock: LockRow): string {
  const what = `${lock.of} ${lock.path}`;
  if (lock.held) return `${what}: held by ${ownerWords(lock)}`;
  if (lock.cleared) return `${what}: free; the note of ${ownerWords(lock)}, who is gone, was cleared`;
  return `${what}: free`;
}

function ownerWords({ owner }: LockRow): string {
  if (owner === undefined) return 'another process';
  const run = owner.run === undefined ? '' : `, run ${owner.run}`;
  return `${owner.command} (process ${owner.pid} on ${owner.host}, since ${owner.since}${run})`;
}
