import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Spell } from '../journal.ts';
import { noon, someRun, stillJournal, temporaryFolder } from '../testing/samples.ts';

const later = '2026-11-21T12:00:07.000Z';
const sitting: Spell = {
  number: 1,
  is: 'sitting',
  word: '',
  store: '',
  from: noon,
  to: noon,
  times: 1,
  ms: 0,
  images: 0,
};
const wait: Spell = { ...sitting, number: 2, is: 'wait', word: 'quota', store: 's', to: later, ms: 7_000 };
const pace: Spell = { ...sitting, number: 3, is: 'pace', word: 'reading', images: 40 };

it('spells are kept with their run, told again as they were said last, and go with it', async () => {
  const journal = stillJournal();
  const { id: run } = await journal.openRun(someRun());
  const { id: other } = await journal.openRun(someRun());
  await journal.saveSpells(run, [wait, sitting], []);
  await journal.saveSpells(other, [pace], []);
  expect(journal.spells(run)).toEqual([sitting, wait]);
  const ended = { ...sitting, word: 'stopped', to: later, ms: 7_000 };
  await journal.saveSpells(run, [ended, pace], [2]);
  expect([journal.spells(run), journal.spells(other)]).toEqual([[ended, pace], [pace]]);
  expect(await journal.forgetRun(run)).toBe('forgotten');
  expect([journal.spells(run), journal.spells(other)]).toEqual([[], [pace]]);
  await expect(journal.saveSpells(run, [sitting], [])).rejects.toMatchObject({ name: 'JournalError' });
});

it.each([
  ['ended_at', 'then'],
  ['word', '\u001B[2J'],
  ['times', -1],
  ['store', 'x'.repeat(201)],
])('a %s that was never written is damage: %j', async (column, value) => {
  const path = join(temporaryFolder(), 'cutover.db');
  const journal = stillJournal(path);
  const { id: run } = await journal.openRun(someRun());
  await journal.saveSpells(run, [sitting], []);
  await journal.close();
  new Database(path)
    .exec(`update spells set ${column} = ${typeof value === 'number' ? value : `'${value}'`}`)
    .close();
  const read = stillJournal(path, { readOnly: true });
  expect(() => read.spells(run)).toThrow(expect.objectContaining({ code: 'damaged' }));
  await read.close();
});
