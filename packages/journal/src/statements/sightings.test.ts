import { describe, expect, it } from 'vitest';
import type { Journal, SeenImage } from '../journal.ts';
import { planned, someCreate, someIntent, someRemove, someRun, stillJournal } from '../testing/samples.ts';

const seen = (image_id: number, description = ''): SeenImage => ({
  image_id,
  description,
  sort_order: 0,
  is_thumbnail: false,
  image_file: `a/1/${image_id}.jpg`,
});

async function writing(journal: Journal): Promise<string> {
  return (await journal.openRun(someRun())).id;
}

describe('what a run saw of a product', () => {
  it('before its first write is kept as it was saved first, after its last as it was saved last', async () => {
    const journal = stillJournal();
    const run = await writing(journal);
    for (const text of ['first', 'second']) {
      await journal.saveSighting(run, 'before', 7, [seen(1, text)]);
      await journal.saveSighting(run, 'after', 7, [seen(1, text), seen(2)]);
    }
    expect(journal.sightings(run, 'before', [7, 8])).toEqual(new Map([[7, [seen(1, 'first')]]]));
    expect(journal.sightedProducts(run, 0, 5)).toEqual([7]);
    expect(journal.sightings(run, 'after', [7])).toEqual(new Map([[7, [seen(1, 'second'), seen(2)]]]));
  });

  it('counts as the last word only where the newest run there came to its end', async () => {
    const journal = stillJournal();
    const older = await writing(journal);
    await journal.saveSighting(older, 'after', 7, [seen(1, 'older')]);
    await journal.saveSighting(older, 'after', 8, [seen(1, 'older')]);
    await journal.saveSighting(older, 'after', 9, [seen(1, 'older')]);
    const newer = await writing(journal);
    for (const product of [7, 8]) await journal.saveSighting(newer, 'before', product, []);
    await journal.saveSighting(newer, 'after', 7, [seen(1, 'newer')]);
    const foreign = await journal.openRun(someRun({ target: 'target2' }));
    await journal.saveSighting(foreign.id, 'after', 9, []);
    expect(journal.lastSightings({ source: 'source1', target: 'target1' }, [7, 8, 9])).toEqual(
      new Map([
        [7, [seen(1, 'newer')]],
        [8, undefined],
        [9, [seen(1, 'older')]],
      ]),
    );
    expect(journal.lastSightings({ source: 'source1', target: 'target1' }, [7, 8], newer)).toEqual(
      new Map([
        [7, [seen(1, 'older')]],
        [8, [seen(1, 'older')]],
      ]),
    );
  });
});

describe('what a run did', () => {
  it('is what it sent and what took effect, whoever planned it and whoever found it out', async () => {
    const journal = stillJournal();
    const plan = await planned(
      journal,
      ...[11, 12, 13, 14].map((image) => someCreate(1, image)),
      someRemove(2, 5),
    );
    const names = plan.actions.map(({ id: action }) => action);
    const [first = '', second = '', third = '', fourth = '', removal = ''] = names;
    const later = await writing(journal);
    await journal.setPlanRun(later, plan.run);
    const start = async (action: string, run: string): Promise<void> => {
      await journal.start([{ action, ...someIntent(run, await journal.saveBasis(run, 1, [])) }]);
    };
    await start(second, later);
    await journal.record([{ action: second, is: 'applied', how: 'found', resultImageId: 72 }]);
    await start(first, later);
    await journal.record([{ action: first, is: 'applied', how: 'answered', resultImageId: 71 }]);
    await start(third, plan.run);
    await journal.record([{ action: third, is: 'applied', how: 'answered', resultImageId: 73 }]);
    await start(fourth, later);
    await journal.failed(fourth, { code: '422', words: 'no' });
    await start(removal, later);
    await journal.record([{ action: removal, is: 'applied', how: 'already' }]);
    expect(journal.writtenProducts(later, 0, 10)).toEqual([1]);
    expect(journal.writtenProducts(later, 1, 10)).toEqual([]);
    const done = journal.writesOf(later, [1, 2]);
    expect([...done].map(([product, actions]) => [product, actions.map(({ id: action }) => action)])).toEqual(
      [
        [1, [second, first]],
        [2, []],
      ],
    );
  });

  it('is no link any more once we have removed what it made', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11), someCreate(1, 12), someRemove(1, 71));
    for (const [index, { id: action, verb }] of actions.entries()) {
      await journal.start([{ action, ...someIntent(run, await journal.saveBasis(run, 1, [])) }]);
      const made = verb === 'create' ? { resultImageId: 71 + index } : {};
      await journal.record([{ action, is: 'applied', how: 'answered', ...made }]);
    }
    expect(
      journal.links({ source: 'source1', target: 'target1' }, [1]).map((link) => link.targetImageId),
    ).toEqual([72]);
    expect(journal.claimed('target1', 1)).toEqual(new Set([71, 72]));
  });
});
