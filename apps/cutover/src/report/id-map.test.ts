import { openJournal } from '@cutover/journal';
import { expect, test } from 'vitest';
import { someCreates, someRun } from '../testing/some-run.ts';
import { idRows } from './id-map.ts';

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
  expect([...idRows(journal, found)]).toEqual([
    [1, 11, 2, 51, 'S'],
    [1, 10, 2, 30, 'S'],
  ]);
  await journal.close();
});
