import { describe, expect, it } from 'vitest';
import { sourceOf } from '../action.ts';
import type { NewAction } from '../journal.ts';
import {
  noon,
  planned,
  someCreate,
  someIntent,
  somePutBack,
  someRemove,
  someRun,
  someUpdate,
  started,
  stillJournal,
} from '../testing/samples.ts';

describe('planned actions', () => {
  it('read back as planned, numbered in order through several plans of a run', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11));
    const repair = someUpdate(2, 21, { wanted: { is_thumbnail: true }, position: 1 });
    const more = await journal.addActions(run, [repair, someRemove(2, 21, { position: 1 })]);
    const asPlanned = {
      planRun: run,
      source: 'source1',
      target: 'target1',
      status: 'pending',
      attempts: 0,
      candidates: [],
      updatedAt: noon,
    };
    expect([...actions, ...more]).toEqual([
      { ...someCreate(1, 11), ...asPlanned, id: 'r0001-2222/0000001' },
      { ...repair, ...asPlanned, id: 'r0001-2222/0000002' },
      { ...someRemove(2, 21, { position: 1 }), ...asPlanned, id: 'r0001-2222/0000003' },
    ]);
    const foreign = ['putBack', 'replaces', 'resultImageId', 'archived', 'before', 'from', 'wanted'];
    expect([...actions, ...more].map((action) => foreign.filter((name) => name in action))).toEqual([
      ['resultImageId', 'from', 'wanted'],
      ['before', 'wanted'],
      ['replaces', 'archived', 'before'],
    ]);
    expect(journal.actions(run)).toEqual([...actions, ...more]);
    expect(journal.action('r0001-2222/0000002')).toEqual(more[0]);
    expect(journal.action('r0001-2222/0000009')).toBeUndefined();
  });

  it('say which archived bytes a create sends, and which remove belongs to a replace', async () => {
    const journal = stillJournal();
    const { run } = await planned(
      journal,
      somePutBack(1, 11),
      someRemove(1, 5, { replaces: true }),
      someRemove(1, 5),
    );
    expect(journal.actions(run)).toMatchObject([
      { verb: 'create', putBack: { sha256: 'a'.repeat(64), imageId: 11 } },
      { verb: 'remove', replaces: true },
      { verb: 'remove', replaces: false },
    ]);
  });

  it('are listed a page at a time, by status, of this plan alone', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(
      journal,
      someCreate(1, 1),
      someCreate(1, 2),
      someCreate(2, 3),
      someCreate(3, 4),
    );
    await planned(journal, someCreate(9, 9));
    const [a, b, c, d] = actions.map((action) => action.id);
    await journal.failed(b ?? '', { code: 'no-original', words: '' });
    const names = (of: Parameters<typeof journal.actions>[1]) =>
      journal.actions(run, of).map(({ id: action }) => action);
    expect(names({ limit: 2 })).toEqual([a, b]);
    expect(names({ after: b ?? '' })).toEqual([c, d]);
    expect(names({ status: ['pending'] })).toEqual([a, c, d]);
    expect(names({ status: ['failed', 'started'] })).toEqual([b]);
    expect(names({ status: [] })).toEqual([]);
  });

  it('say which slot they fill, and with what; nothing but a slot is set', async () => {
    const journal = stillJournal();
    const set = {
      verb: 'set',
      subject: { kind: 'swatch', productId: 1, slot: { optionId: 5, valueId: 6 } },
      from: { productId: 1001, slot: { optionId: 3, valueId: 4 } },
      position: 1,
    } as const satisfies NewAction;
    const putBack = {
      verb: 'set',
      subject: { kind: 'variant-image', productId: 1, slot: { variantId: 7 } },
      putBack: { sha256: 'a'.repeat(64) },
      position: 2,
    } as const satisfies NewAction;
    const { run, actions } = await planned(journal, set, putBack);
    expect(journal.actions(run)).toEqual(actions);
    expect(actions).toMatchObject([set, putBack]);
  });

  it('are counted by kind and status', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 1), someCreate(1, 2), someRemove(1, 5));
    await journal.addActions(run, [], { actions: [actions[0]?.id ?? ''], reason: 'moved' });
    const none = { pending: 0, started: 0, applied: 0, failed: 0, blocked: 0, superseded: 0 };
    expect(journal.actionCounts(run)).toEqual({
      create: { ...none, pending: 1, superseded: 1 },
      update: none,
      set: none,
      remove: { ...none, pending: 1 },
    });
  });

  it('name the products that wait and those that were written to', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(
      journal,
      someCreate(7, 1),
      someCreate(7, 2),
      someCreate(3, 3),
      someCreate(5, 4),
    );
    expect(journal.pendingProducts(run, 0, 10)).toEqual([3, 5, 7]);
    expect(journal.pendingProducts(run, 3, 1)).toEqual([5]);
    const basis = await journal.saveBasis(run, 7, []);
    for (const action of [actions[0], actions[2]])
      await journal.start([{ action: action?.id ?? '', ...someIntent(run, basis) }]);
    await journal.record([
      { action: actions[0]?.id ?? '', is: 'applied', how: 'answered', resultImageId: 70 },
    ]);
    expect(journal.pendingProducts(run, 0, 10)).toEqual([5, 7]);
    const none = { create: 0, update: 0, remove: 0, set: 0 };
    expect(journal.pendingOf(run, [3, 5, 7, 9])).toEqual(
      new Map([
        [5, { ...none, create: 1 }],
        [7, { ...none, create: 1 }],
      ]),
    );
    expect(journal.touchedProducts(run, 0, 10)).toEqual([7]);
    expect(journal.touchedProducts(run, 7, 10)).toEqual([]);
  });

  it('of products come by position, without those that were superseded', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(
      journal,
      someCreate(1, 12),
      someCreate(1, 11),
      someCreate(2, 21),
      someCreate(1, 13),
    );
    await journal.addActions(run, [], { actions: [actions[3]?.id ?? ''], reason: 'moved' });
    const of = journal.actionsOf(run, [2, 1, 4]);
    expect(
      [...of].map(([product, list]) => [product, list.map((action) => sourceOf(action)?.imageId)]),
    ).toEqual([
      [2, [21]],
      [1, [11, 12]],
      [4, []],
    ]);
  });
});

it('what a plan has missed are the images of its creates, but for those made in the place of another', async () => {
  const journal = stillJournal();
  const { run, actions } = await planned(
    journal,
    someCreate(1, 11),
    someCreate(1, 12),
    someCreate(2, 21),
    someCreate(1, 13),
    someCreate(3, 31),
    someCreate(1, 14),
    someRemove(1, 70, { from: { productId: 1001, imageId: 14 }, replaces: true }),
  );
  const [, failed, , superseded] = actions.map(({ id }) => id);
  await journal.failed(failed ?? '', { code: 'refused', words: '' });
  await journal.addActions(run, [], { actions: [superseded ?? ''], reason: 'moved' });
  expect(journal.missedBy(run, [1, 2])).toEqual([
    { sourceImageId: 11, targetProductId: 1 },
    { sourceImageId: 12, targetProductId: 1 },
    { sourceImageId: 21, targetProductId: 2 },
  ]);
});

describe('doubts', () => {
  it('are the started and blocked actions of the pair, whichever run planned them', async () => {
    const journal = stillJournal();
    const first = await started(journal, someCreate(1, 11));
    const second = await started(journal, someCreate(2, 21));
    await started(journal, someCreate(2, 22));
    await journal.record([
      { action: second.action, is: 'blocked', reason: 'cannot tell', candidates: [77, 78] },
    ]);
    await planned(journal, someCreate(1, 12));
    const { id: run } = await journal.openRun(someRun({ target: 'target2' }));
    const [elsewhere] = await journal.addActions(run, [someCreate(1, 11)]);
    await journal.start([
      { action: elsewhere?.id ?? '', ...someIntent(run, await journal.saveBasis(run, 1, [])) },
    ]);
    const states = (list: readonly { id: string; status: string; candidates: readonly number[] }[]) =>
      list.map(({ id, status, candidates }) => [id.slice(0, 5), status, candidates]);
    expect(states(journal.doubts({ source: 'source1', target: 'target1' }))).toEqual([
      ['r0001', 'started', []],
      ['r0002', 'blocked', [77, 78]],
      ['r0003', 'started', []],
    ]);
    expect(states(journal.doubtsOf({ source: 'source1', target: 'target1' }, [2]))).toEqual([
      ['r0002', 'blocked', [77, 78]],
      ['r0003', 'started', []],
    ]);
    await journal.record([{ action: first.action, is: 'notDone', reason: 'not there' }]);
    expect(journal.doubtsOf({ source: 'source1', target: 'target1' }, [1])).toEqual([]);
  });
});
