// What `status` says of writes without an answer: while a run is at work they are on their way.
import { type Journal, openJournal } from '@cutover/journal';
import { expect, test } from 'vitest';
import type { Upcoming } from '../reporters/json-lines.ts';
import { someCreates, someRun } from '../testing/some-run.ts';
import { doubtNames, upcomingText } from './upcoming.ts';

const left: Upcoming = {
  run: 'r0001-aa28',
  pending: { create: 3, update: 0, remove: 0 },
  inDoubt: [
    { action: 'r0001-aa28/0000001', status: 'blocked', ageSeconds: 7200 },
    { action: 'r0001-aa28/0000002', status: 'started', ageSeconds: 3 },
    { action: 'r0001-aa28/0000003', status: 'started', ageSeconds: 3 },
  ],
  failed: {},
};
const heading = 'Left of r0001-aa28: 3 images to create, 0 to update, 0 to remove';
const names = {
  pictures: new Map([
    ['r0001-aa28/0000001', 'HAT-0036-CLA image 361'],
    ['r0001-aa28/0000002', 'HAT-0037-CLA image 362'],
  ]),
  looksNext: 'migrate',
} as const;
const blocked = '  HAT-0036-CLA image 361: blocked for 2 h, waits for `cutover settle`';

test('while the run is at work what it has sent is counted, and only what waits for a person is named', () => {
  expect(upcomingText(left, names, { isUnderWay: true })).toEqual([
    '',
    heading,
    '  sent and not answered yet: 2 writes',
    blocked,
  ]);
});

test('of a run that has stopped each of them is named', () => {
  expect(upcomingText(left, names)).toEqual([
    '',
    heading,
    blocked,
    '  HAT-0037-CLA image 362: sent 3 s ago, no answer; the next migrate looks',
    '  r0001-aa28/0000003: sent 3 s ago, no answer; the next migrate looks',
  ]);
});

test('a write in doubt is named by its product and picture, and by the command that looks at it', async () => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const begin = async (of: Parameters<typeof someRun>[0], odd: object) => {
    const run = await journal.openRun(someRun(of));
    const [create] = someCreates([0]);
    if (create === undefined) throw new Error('no create');
    const [action] = await journal.addActions(run.id, [{ ...create, ...odd }]);
    const basis = await journal.saveBasis(run.id, 3, []);
    const id = action?.id ?? '';
    await journal.start([{ action: id, run: run.id, basis, sentName: 'a.jpg', sentVia: 'url', digest: 'd' }]);
    return { run, id };
  };
  const named = await begin({}, { sku: 'MUG\u001B-01', from: { productId: 1, imageId: 12 } });
  const bare = await begin({ command: 'verify' }, { sku: '', from: { productId: 1, imageId: 13 } });
  const told = doubtNames(journal, named.run);
  expect([...told.pictures]).toEqual([
    [named.id, 'MUG\\u{1b}-01 image 12'],
    [bare.id, expect.stringMatching(/^product \d+ image 13$/u)],
  ]);
  const looks = (run: Parameters<typeof doubtNames>[1], of: Pick<Journal, 'doubts'> = journal) =>
    doubtNames(of, run).looksNext;
  expect([
    looks({ ...named.run, command: 'repair' }),
    looks({ ...named.run, command: 'repair', dryRun: true }),
    looks({ ...named.run, command: 'revert', finishedAt: 'then' }),
    looks(bare.run),
  ]).toEqual(['repair', 'migrate', 'migrate', 'migrate']);
  await journal.close();
});
