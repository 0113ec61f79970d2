// `unlock`: who holds what. The operating system's lock dies with its owner, so nothing is ever forced: what is held is
// told, and the note that a dead owner left is cleared.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { problemOf } from '../errors.ts';
import type { LockRow } from '../reporters/json-lines.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { targetLock } from '../wiring/target-lock.ts';

export const unlock: Command = {
  name: 'unlock',
  summary: 'show who holds the locks, and clear those of dead processes',
  about: [
    'Shows who owns the lock of the journal and of the target store (of every target store, if none is named). A lock ends with the process that holds it, so there is nothing to force: a process that is alive is named and left alone, and the note of a dead one is cleared.',
  ],
  options: ['journal', 'source', 'sourceApi', 'target', 'targetApi', ...everywhere],
  examples: [['cutover unlock', 'this folder’s journal, and every target store of this machine']],
  exitCodes: [0, 2, 6, 9, 130],
  readsOnly: false,
  async run(context) {
    const locks = [await clear(context, 'journal', journalPathOf(context))];
    for (const path of targetLocks(context)) locks.push(await clear(context, 'target', path));
    const held = locks.find((lock) => lock.held);
    return {
      facts: { locks },
      summary: locks.map(lockWords),
      ...(held === undefined
        ? { ended: 'done' }
        : {
            problem: problemOf(
              held.of === 'journal' ? 'journal-held' : 'target-held',
              `${held.path} is held by ${ownerWords(held)}.`,
              'Wait until it is done, or stop that process: its lock ends with it.',
            ),
          }),
    };
  },
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

async function clear({ io, command }: Context, of: LockRow['of'], path: string): Promise<LockRow> {
  const { clearLock } = await import('@cutover/journal');
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
  if (lock.cleared) return `${what}: free; the note of ${ownerWords(lock)}, which is gone, was cleared`;
  return `${what}: free`;
}

function ownerWords({ owner }: LockRow): string {
  if (owner === undefined) return 'another process';
  const run = owner.run === undefined ? '' : `, run ${owner.run}`;
  return `${owner.command} (process ${owner.pid} on ${owner.host}, since ${owner.since}${run})`;
}
