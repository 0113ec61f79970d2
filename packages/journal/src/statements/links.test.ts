import { expect, it } from 'vitest';
import type { NewAction, WantedFields } from '../journal.ts';
import { planned, someCreate, someIntent, someRemove, someUpdate, stillJournal } from '../testing/samples.ts';

const update = (targetImageId: number, wanted: WantedFields): NewAction =>
  someUpdate(1, targetImageId, { wanted });

it('a link holds what was last written to the image, in the order in which it was sent', async () => {
  const journal = stillJournal();
  const { run, actions } = await planned(
    journal,
    someCreate(1, 11),
    update(71, { description: 'third', sort_order: 7 }),
    update(71, { description: 'second', is_thumbnail: false }),
    update(71, { description: 'never sent' }),
    update(72, { description: 'of another image' }),
  );
  const basis = await journal.saveBasis(run, 1, []);
  const [create = '', third = '', second = '', , other = ''] = actions.map(({ id: action }) => action);
  const send = async (action: string, resultImageId?: number): Promise<void> => {
    await journal.start([{ action, ...someIntent(run, basis), sourceFile: 'a/blue.jpg' }]);
    await journal.record([{ action, is: 'applied', how: 'answered', resultImageId }]);
  };
  await send(create, 71);
  await send(second);
  await send(third);
  await send(other);
  expect(journal.links({ source: 'source1', target: 'target1' }, [1])).toEqual([
    {
      sourceProductId: 1001,
      sourceImageId: 11,
      targetProductId: 1,
      targetImageId: 71,
      sourceFile: 'a/blue.jpg',
      planRun: run,
      wanted: { description: 'third', sort_order: 7, is_thumbnail: false },
    },
  ]);
});

it('what was to go because another was made in its place stays known until it is gone, if that other was made', async () => {
  const journal = stillJournal();
  const replaced = (targetImageId: number, sourceImageId?: number): NewAction =>
    someRemove(1, targetImageId, { from: { productId: 1001, imageId: sourceImageId }, replaces: true });
  const { run, actions } = await planned(
    journal,
    ...[11, 12, 13, 14].map((image) => someCreate(1, image)),
    replaced(71, 11),
    replaced(72, 12),
    replaced(73),
    someRemove(1, 74, { from: { productId: 1001, imageId: 11 } }),
    replaced(75, 14),
  );
  const names = actions.map(({ id: action }) => action);
  const [first = '', second = '', third = ''] = names;
  const [failed = '', gone = ''] = names.slice(4);
  const basis = await journal.saveBasis(run, 1, [71, 72]);
  for (const [index, action] of [first, second, third].entries()) {
    await journal.start([{ action, ...someIntent(run, basis) }]);
    await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 81 + index }]);
  }
  await journal.failed(failed, { code: 'not-archived', words: 'the original is missing' });
  await journal.start([{ action: gone, ...someIntent(run, basis) }]);
  await journal.record([{ action: gone, is: 'applied', how: 'answered' }]);
  expect(journal.replacementsOpen({ source: 'source1', target: 'target1' }, [1, 2])).toEqual([
    { targetImageId: 71, sourceImageId: 11 },
  ]);
});

it('a link tells which rendition was handed over', async () => {
  const journal = stillJournal();
  const rendition = {
    is: 'rendition',
    url: 'https://cdn.example/a.png',
    origin: 'zoom',
    contentType: 'image/png',
    width: 1280,
    height: 960,
    contentLength: 4711,
  } as const;
  const { run, actions } = await planned(journal, someCreate(1, 11), someCreate(1, 12));
  const [first = '', second = ''] = actions.map(({ id: action }) => action);
  const basis = await journal.saveBasis(run, 1, []);
  await journal.start([{ action: first, ...someIntent(run, basis), handedOver: rendition }]);
  await journal.record([{ action: first, is: 'applied', how: 'found', resultImageId: 71 }]);
  const original = { is: 'original', origin: 'store-domain', contentType: 'image/png' } as const;
  await journal.start([{ action: second, ...someIntent(run, basis), handedOver: original }]);
  await journal.record([{ action: second, is: 'applied', how: 'answered', resultImageId: 72 }]);
  const links = journal.links({ source: 'source1', target: 'target1' }, [1]);
  expect(links.map((link) => [link.targetImageId, link.rendition])).toEqual([
    [71, rendition],
    [72, undefined],
  ]);
  expect(journal.renditionCount(run)).toBe(1);
});
