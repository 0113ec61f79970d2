import { expect, it } from 'vitest';
import type { NewAction, WantedFields } from '../journal.ts';
import { planned, someCreate, someIntent, stillJournal } from '../samples.ts';

const update = (targetImageId: number, wanted: WantedFields): NewAction => ({
  kind: 'update',
  targetProductId: 1,
  targetImageId,
  wanted,
  position: 100,
});

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
  const [create = '', third = '', second = '', , other = ''] = actions.map(({ action }) => action);
  const send = async (action: string, resultImageId?: number): Promise<void> => {
    await journal.start([{ action, ...someIntent(run, basis), sourceFile: 'a/blue.jpg' }]);
    await journal.record([{ action, is: 'applied', how: 'answered', resultImageId }]);
  };
  await send(create, 71);
  await send(second);
  await send(third);
  await send(other);
  expect(journal.links('source1', 'target1', [1])).toEqual([
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
