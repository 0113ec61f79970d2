// What can happen to a journal between two commands, and while one is at work: cut short, parts of it gone or left
// behind, put back from before, deleted, written by another version, not writable. Invariant: the command refuses with 9
// and sends nothing, or takes what it needs from the store; then it ends with every image there once.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { inPlace, type Place, pair } from '../support/place.ts';
import { methodsOf, shownBy } from '../support/world.ts';

const images = 90;
const migrate = 'migrate --yes';
const parts = ['', '-wal', '.seq'] as const;

const copyJournal = (place: Place, from: string, to: string, kept: readonly string[] = parts): void => {
  for (const part of kept)
    if (existsSync(place.at(from + part))) copyFileSync(place.at(from + part), place.at(to + part));
};

const ends = { refused: 0, 'went on': 0 };
afterAll(() => {
  process.stdout.write(
    `${ends.refused + ends['went on']} mishaps of a journal: ${ends.refused} refused, ${ends['went on']} made good from the store; 0 images twice, 0 lost\n`,
  );
});

/** Kills the command once so many actions were applied; `at` is told of each before. */
async function killAfter(
  place: Place,
  applied: number,
  at: (applied: number) => void = () => undefined,
): Promise<void> {
  let seen = 0;
  const { signal } = await place.start(`${migrate} --json --concurrency 4`, {
    onLine(line, kill) {
      if (line.type !== 'action' || line['status'] !== 'applied') return;
      seen += 1;
      at(seen);
      if (seen === applied) kill();
    },
  }).ended;
  expect(signal).toBe('SIGKILL');
}

/** The same command again, with a new journal where this one was refused; what it came to. */
async function finish(place: Place): Promise<'refused' | 'went on'> {
  place.target.resetRequests();
  const next = await place.json(migrate);
  const refused = next.result['exitCode'] === 9;
  if (refused) {
    expect(next.result, next.stderr).toMatchObject({ error: { code: expect.stringMatching(/journal/) } });
    expect(methodsOf(place.target)).toEqual({});
    for (const name of readdirSync(place.folder).filter((one) => one.startsWith('cutover.db')))
      renameSync(place.at(name), place.at(`put-away-${name}`));
  }
  const last = refused ? await place.json(migrate) : next;
  expect(last.result, last.stderr).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
  expect(place.target.images()).toHaveLength(images);
  expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
  const end = refused ? 'refused' : 'went on';
  ends[end] += 1;
  return end;
}

type Mishap = readonly [
  what: string,
  happens: (place: Place) => Promise<void> | void,
  expected: 'refused' | 'went on',
];

const cut = (part: string, share: number) => (place: Place) => {
  const file = place.at(`cutover.db${part}`);
  truncateSync(file, Math.floor(statSync(file).size * share));
};

const mishaps: readonly Mishap[] = [
  ['its log is gone', (place) => rmSync(place.at('cutover.db-wal')), 'went on'],
  ['its log is cut in half', cut('-wal', 0.5), 'went on'],
  ['the note beside it is gone', (place) => rmSync(place.at('cutover.db.seq')), 'went on'],
  [
    'the file is gone, its log and its note are left behind',
    (place) => rmSync(place.at('cutover.db')),
    'went on',
  ],
  [
    'the file is cut in half, and its log is gone',
    (place) => {
      rmSync(place.at('cutover.db-wal'));
      cut('', 0.5)(place);
    },
    'refused',
  ],
  [
    'an older copy was put in its place',
    (place) => {
      for (const part of ['', '-wal']) rmSync(place.at(`cutover.db${part}`), { force: true });
      copyJournal(place, 'older.db', 'cutover.db', ['', '-wal']);
    },
    'went on',
  ],
  [
    'an older copy was put in its place, with its note',
    (place) => {
      for (const part of parts) rmSync(place.at(`cutover.db${part}`), { force: true });
      copyJournal(place, 'older.db', 'cutover.db');
    },
    'went on',
  ],
  [
    'it says that it is of an older version than it is',
    (place) => {
      const database = new Database(place.at('cutover.db'));
      database.pragma('user_version = 1');
      database.close();
    },
    'refused',
  ],
  [
    'an older log was left behind',
    (place) => {
      new Database(place.at('cutover.db')).close();
      copyFileSync(place.at('older.db-wal'), place.at('cutover.db-wal'));
    },
    'went on',
  ],
];

describe('a journal, after a SIGKILL in the middle of a migration:', () => {
  it.each(mishaps)('%s', async (_, happens, expected) => {
    await inPlace({ stores: pair(30, images) }, async (place) => {
      await killAfter(place, 50, (applied) => {
        if (applied === 15) copyJournal(place, 'cutover.db', 'older.db');
      });
      await happens(place);
      expect(await finish(place)).toBe(expected);
    });
  });
});

describe('a journal that is deleted while the command is at work', () => {
  const deleteIt = (place: Place): void => {
    for (const part of ['', '-wal', '-shm', '.seq']) rmSync(place.at(`cutover.db${part}`), { force: true });
  };

  it('is noticed before the next write: 9, and a new one finds on the store what was done', async () => {
    await inPlace({ stores: pair(30, images) }, async (place) => {
      let applied = 0;
      const { code, lines, stderr } = await place.start(`${migrate} --json --concurrency 4`, {
        onLine(line) {
          applied += Number(line.type === 'action' && line['status'] === 'applied');
          if (applied === 25) deleteIt(place);
        },
      }).ended;
      expect({ code, result: lines.at(-1) }, stderr).toMatchObject({
        code: 9,
        result: { error: { code: 'journal-gone' } },
      });
      // What was on the wire by then was done; after it nothing was sent.
      expect(place.target.images().length).toBeLessThan(25 + 30);
      expect(await finish(place)).toBe('went on');
    });
  });
});

const isRoot = process.getuid?.() === 0;
const canMount = process.platform === 'linux' && isRoot && existsSync('/bin/mount');

describe.skipIf(isRoot && !canMount)('a journal that may not be written to', () => {
  it('9 before anything is sent; the same command finishes once it may', async () => {
    await inPlace({ stores: pair(30, images) }, async (place) => {
      const folder = place.at('kept');
      mkdirSync(folder);
      if (canMount) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
      const writable = (may: boolean): void => {
        if (canMount) execFileSync('mount', ['-o', `remount,${may ? 'rw' : 'ro'}`, folder]);
        else
          for (const name of ['', 'cutover.db', 'cutover.db.seq'])
            chmodSync(path.join(folder, name), may ? 0o755 : 0o555);
      };
      try {
        await place.json('diff --journal kept/cutover.db');
        place.target.resetRequests();
        writable(false);
        const refused = await place.json(`${migrate} --journal kept/cutover.db`);
        expect(refused.result, refused.stderr).toMatchObject({
          exitCode: 9,
          error: { code: 'journal-read-only' },
        });
        expect(methodsOf(place.target)).toEqual({});
        writable(true);
        const rest = await place.json(`${migrate} --journal kept/cutover.db`);
        expect(rest.result, rest.stderr).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
        expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
      } finally {
        if (canMount) execFileSync('umount', ['-l', folder]);
      }
    });
  });
});
