import { openJournal } from '@cutover/journal';
import { expect, test } from 'vitest';
import { someCreates, someRun } from '../testing/some-run.ts';
import { idRows, runsOfIds } from './id-map.ts';

test('what was made, then what was there already; a picture that was replaced is told once, with the new image', async () => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun({ source: 'a', target: 'b' }));
  await journal.setPlanRun(run, run);
  const pair = (imageId: number) => ({
    kind: 'product-image' as const,
    source: { productId: 1, imageId, sku: 'S' },
    target: { productId: 2, imageId: imageId + 20 },
    message: 'm',
  });
  await journal.addFindings(run, [
    { ...pair(10), sign: '=' },
    { ...pair(11), sign: '~' },
    { kind: 'product-image', sign: '+', source: { productId: 1, imageId: 12 }, message: 'missing' },
    { kind: 'product-image', sign: '-', target: { productId: 2, imageId: 39 }, message: 'only there' },
  ]);
  const actions = await journal.addActions(run, someCreates([11, 12], { productId: 2, sku: 'S' }));
  const basis = await journal.saveBasis(run, 2, []);
  const [replaced = '', refused = ''] = actions.map(({ id }) => id);
  await journal.start([{ action: replaced, run, basis, sentName: 'a', sentVia: 'url', digest: 'd' }]);
  await journal.record([{ action: replaced, is: 'applied', how: 'answered', resultImageId: 51 }]);
  await journal.failed(refused, { code: '422', words: '' });
  const found = journal.run(run);
  if (found === undefined) throw new Error('the run is gone');
  expect([...idRows(journal, [found])]).toEqual([
    [1, 11, 2, 51, 'S'],
    [1, 10, 2, 30, 'S'],
  ]);
  await journal.close();
});

test('a repair leaves the rest as the migration before it has left it', async () => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const stores = { source: 'a', target: 'b' };
  const makes = async (
    command: 'migrate' | 'repair',
    made: Readonly<Record<number, number>>,
  ): Promise<string> => {
    const { id: run } = await journal.openRun(someRun({ ...stores, command }));
    const images = Object.keys(made).map(Number);
    const actions = await journal.addActions(run, someCreates(images, { productId: 2, sku: 'S' }));
    const basis = await journal.saveBasis(run, 2, []);
    for (const [at, { id: action }] of actions.entries()) {
      await journal.start([{ action, run, basis, sentName: 'a', sentVia: 'url', digest: 'd' }]);
      await journal.record([
        { action, is: 'applied', how: 'answered', resultImageId: made[images[at] ?? 0] ?? 0 },
      ]);
    }
    await journal.finishRun(run, 'done');
    return run;
  };
  await makes('migrate', { 9: 49 });
  const migrated = await makes('migrate', { 10: 50, 11: 51 });
  await journal.finishRun((await journal.openRun(someRun({ ...stores, command: 'verify' }))).id, 'differs');
  const repaired = await makes('repair', { 11: 61 });
  const [last, ...others] = journal.runs(stores);
  if (last === undefined) throw new Error('the run is gone');
  const runs = runsOfIds(journal, last);
  expect(runs.map(({ id }) => id)).toEqual([repaired, migrated]);
  expect([...idRows(journal, runs)]).toEqual([
    [1, 11, 2, 61, 'S'],
    [1, 10, 2, 50, 'S'],
  ]);
  expect(others.slice(1, 2).map((run) => runsOfIds(journal, run).length)).toEqual([1]);
  await journal.close();
});
