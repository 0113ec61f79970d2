import { describe, expect, it } from 'vitest';
import {
  planned,
  someCreate,
  someIntent,
  someRemove,
  someUpdate,
  started,
  stillJournal,
} from '../testing/samples.ts';

const seen = { url: 'https://cdn.example/a.png', contentType: 'image/png' };
const rendition = { is: 'rendition', origin: 'zoom', ...seen } as const;
const original = { is: 'original', origin: 'template:1', width: 4_000, height: 3_000, ...seen } as const;

describe('an attempt', () => {
  it('is open from the intent until somebody knows how it ended', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11));
    const action = actions[0]?.id ?? '';
    expect(journal.openAttempt(action)).toBeUndefined();
    const basis = await journal.saveBasis(run, 1, [5, 6]);
    expect(await journal.start([{ action, ...someIntent(run, basis) }])).toEqual([journal.action(action)]);
    expect(journal.openAttempt(action)).toEqual({
      attempt: 1,
      action,
      number: 1,
      sentName: 'picture.jpg',
      sentVia: 'url',
      basis: [5, 6],
    });
    expect(await journal.record([{ action, is: 'notDone', reason: 'looked twice' }])).toEqual([
      journal.action(action),
    ]);
    expect(journal.openAttempt(action)).toBeUndefined();
    expect(journal.action(action)).toMatchObject({ status: 'pending', attempts: 1, reason: 'looked twice' });
    const later = await journal.saveBasis(run, 1, []);
    await journal.start([{ action, ...someIntent(run, later), sentName: '', sentVia: 'upload' }]);
    expect(journal.openAttempt(action)).toEqual({
      attempt: 2,
      action,
      number: 2,
      sentName: '',
      sentVia: 'upload',
      basis: [],
    });
    expect(journal.senders([action, 'never sent'])).toEqual(new Map([[action, run]]));
    await journal.record([{ action, is: 'blocked', reason: 'cannot tell', candidates: [71] }]);
    expect(journal.openAttempt(action)?.number).toBe(2);
    expect(journal.action(action)).toMatchObject({
      status: 'blocked',
      attempts: 2,
      reason: 'cannot tell',
      candidates: [71],
    });
  });

  it('says what it hands over, be it a rendition or an original, and the next one says it again', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11));
    const action = actions[0]?.id ?? '';
    const basis = await journal.saveBasis(run, 1, []);
    await journal.start([{ action, ...someIntent(run, basis), handedOver: rendition }]);
    expect(journal.action(action)).toMatchObject({ status: 'started', handedOver: rendition });
    await journal.record([{ action, is: 'notDone', reason: 'looked twice' }]);
    expect(journal.action(action)).toMatchObject({ status: 'pending', handedOver: rendition });
    await journal.start([{ action, ...someIntent(run, basis) }]);
    expect(journal.action(action)).toMatchObject({ verb: 'create', handedOver: undefined });
    await journal.record([{ action, is: 'notDone', reason: 'looked twice' }]);
    await journal.start([{ action, ...someIntent(run, basis), handedOver: original }]);
    await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 71 }]);
    expect(journal.action(action)).toMatchObject({ verb: 'create', handedOver: original });
    expect(journal.renditionCount(run)).toBe(0);
  });

  it('needs a basis and a run that are in the journal, or nothing is started', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11));
    const action = actions[0]?.id ?? '';
    await expect(journal.start([{ action, ...someIntent(run, 99) }])).rejects.toMatchObject({
      code: 'unknown-run',
    });
    const basis = await journal.saveBasis(run, 1, []);
    await expect(journal.start([{ action, ...someIntent('nobody', basis) }])).rejects.toMatchObject({
      code: 'unknown-run',
    });
    expect(journal.action(action)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(journal.openAttempt(action)).toBeUndefined();
  });

  it('opens with the others of its request, in their order, or not at all', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11), someCreate(1, 12), someCreate(1, 13));
    const [first = '', second = '', third = ''] = actions.map(({ id: action }) => action);
    const intent = someIntent(run, await journal.saveBasis(run, 1, []));
    await journal.start([{ ...intent, action: second }]);
    await expect(
      journal.start([first, second, third].map((action) => ({ ...intent, action }))),
    ).rejects.toMatchObject({ code: 'transition' });
    const stati = (): (string | undefined)[] =>
      [first, second, third].map((action) => journal.action(action)?.status);
    expect(stati()).toEqual(['pending', 'started', 'pending']);
    const started = await journal.start([third, first].map((action) => ({ ...intent, action })));
    expect(started).toEqual([third, first].map((action) => journal.action(action)));
    // In the order in which they are sent.
    expect([third, first].map((action) => journal.openAttempt(action)?.attempt)).toEqual([2, 3]);
  });

  it('does not begin behind one whose record was refused, though both share a transaction', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, ...[11, 12, 13].map((image) => someCreate(1, image)));
    const [first = '', second = '', third = ''] = actions.map(({ id: action }) => action);
    const stati = () => [first, second, third].map((action) => journal.action(action)?.status);
    const intent = someIntent(run, await journal.saveBasis(run, 1, []));
    const applied = (action: string) =>
      ({ action, is: 'applied', how: 'answered', resultImageId: 71 }) as const;
    await journal.start([{ ...intent, action: first }]);
    await Promise.all([
      journal.record([applied(first)]),
      journal.start([{ ...intent, action: second }], [first]),
    ]);
    expect(stati()).toEqual(['applied', 'started', 'pending']);
    const came = await Promise.allSettled([
      journal.record([applied(second)]),
      journal.start([{ ...intent, action: third }], [second]),
    ]);
    expect(came).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'claimed' }) },
      { status: 'rejected', reason: expect.objectContaining({ code: 'not-before' }) },
    ]);
    expect(stati()).toEqual(['applied', 'started', 'pending']);
    expect(journal.openAttempt(third)).toBeUndefined();
  });

  it('is closed with the others of its request, each as it ended, or not at all', async () => {
    const journal = stillJournal();
    const creates = [11, 12, 13, 14].map((image) => someCreate(1, image));
    const { run, actions } = await planned(journal, ...creates);
    const [made = '', refused = '', again = '', unclear = ''] = actions.map(({ id: action }) => action);
    const basis = await journal.saveBasis(run, 1, []);
    await journal.start(actions.map(({ id: action }) => ({ ...someIntent(run, basis), action })));
    await expect(
      journal.record([
        { action: made, is: 'applied', how: 'answered', resultImageId: 71 },
        { action: refused, is: 'applied', how: 'answered', resultImageId: 71 },
      ]),
    ).rejects.toMatchObject({ code: 'claimed' });
    expect(actions.map(({ id: action }) => journal.action(action)?.status)).toEqual([
      'started',
      'started',
      'started',
      'started',
    ]);
    await journal.record([
      { action: made, is: 'applied', how: 'answered', resultImageId: 71 },
      { action: refused, is: 'failed', failure: { code: '422', words: 'no' } },
      { action: again, is: 'notDone', reason: '429: later' },
      { action: unclear, is: 'blocked', reason: 'cannot tell', candidates: [72] },
    ]);
    expect(actions.map(({ id: action }) => journal.action(action)?.status)).toEqual([
      'applied',
      'failed',
      'pending',
      'blocked',
    ]);
    expect(actions.map(({ id: action }) => journal.openAttempt(action) !== undefined)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('leaves with the action what was there before it, and what was sent', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11), someRemove(1, 5));
    const [create = '', removal = ''] = actions.map((action) => action.id);
    const basis = await journal.saveBasis(run, 1, [5]);
    const before = { description: 'alt', sort_order: 2, is_thumbnail: false, image_file: 'a/5.jpg' };
    await journal.start([{ action: create, ...someIntent(run, basis), sourceFile: 'a/11.jpg' }]);
    await journal.start([{ action: removal, ...someIntent(run, basis), before, archived: 'b'.repeat(64) }]);
    await journal.record([{ action: removal, is: 'notDone', reason: 'again' }]);
    await journal.start([{ action: removal, ...someIntent(run, basis) }]);
    await journal.record([{ action: removal, is: 'notDone', reason: 'again' }]);
    await journal.start([{ action: removal, ...someIntent(run, basis), archived: 'c'.repeat(64) }]);
    expect(journal.actions(run)).toMatchObject([
      { verb: 'create', sourceFile: 'a/11.jpg' },
      { verb: 'remove', before, archived: 'c'.repeat(64) },
    ]);
    const later = { ...before, description: 'somebody else was quicker' };
    await journal.record([{ action: removal, is: 'notDone', reason: 'again' }]);
    await journal.start([{ action: removal, ...someIntent(run, basis), before: later }]);
    expect(journal.action(removal)).toMatchObject({ before: later });
  });

  it('leaves with the action what the store showed once it was done', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11), someCreate(1, 12));
    const [answered = '', blind = ''] = actions.map((action) => action.id);
    const basis = await journal.saveBasis(run, 1, []);
    const shown = { description: 'trimmed', sort_order: 2, is_thumbnail: true, image_file: 'a/71.jpg' };
    await journal.start([{ action: answered, ...someIntent(run, basis) }]);
    await journal.record([{ action: answered, is: 'applied', how: 'answered', resultImageId: 71, shown }]);
    await journal.start([{ action: blind, ...someIntent(run, basis) }]);
    await journal.record([{ action: blind, is: 'applied', how: 'found', resultImageId: 72 }]);
    expect(journal.actions(run)).toMatchObject([{ shown }, { shown: undefined }]);
  });

  it('superseding is all or nothing', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11), someCreate(1, 12));
    const names = actions.map((action) => action.id);
    const all = (): string[] => journal.actions(run).map(({ status }) => status);
    await expect(
      journal.addActions(run, [someCreate(1, 13)], { actions: [...names, 'nobody'], reason: 'moved' }),
    ).rejects.toMatchObject({ code: 'transition' });
    expect(all()).toEqual(['pending', 'pending']);
    await journal.addActions(run, [someCreate(1, 13)], { actions: names, reason: 'moved' });
    expect(all()).toEqual(['superseded', 'superseded', 'pending']);
    expect(names.map((name) => journal.action(name)?.reason)).toEqual(['moved', 'moved']);
  });
});

describe('a claim', () => {
  it('belongs to one action of a target, in whichever order two ask', async () => {
    const journal = stillJournal();
    const first = await started(journal, someCreate(1, 11));
    const second = await started(journal, someCreate(1, 12));
    const outcomes = await Promise.allSettled([
      journal.record([{ action: first.action, is: 'applied', how: 'answered', resultImageId: 71 }]),
      journal.record([{ action: second.action, is: 'applied', how: 'found', resultImageId: 71 }]),
    ]);
    expect(outcomes.map((one) => (one.status === 'rejected' ? one.reason.code : 'done'))).toEqual([
      'done',
      'claimed',
    ]);
    expect(journal.action(second.action)).toMatchObject({ status: 'started', resultImageId: undefined });
    expect(journal.openAttempt(second.action)?.number).toBe(1);
    await journal.record([{ action: second.action, is: 'applied', how: 'found', resultImageId: 72 }]);
    expect(journal.claimed('target1', 1)).toEqual(new Set([71, 72]));
    expect(journal.claimed('target1', 2)).toEqual(new Set());
    expect(journal.claimed('target2', 1)).toEqual(new Set());
    const wanted = { description: 'alt', sort_order: 1, is_thumbnail: true };
    const link = { sourceProductId: 1001, targetProductId: 1, sourceFile: '', wanted };
    expect(journal.links({ source: 'source1', target: 'target1' }, [1, 2])).toEqual([
      { ...link, planRun: 'r0001-2222', sourceImageId: 11, targetImageId: 71 },
      { ...link, planRun: 'r0002-2222', sourceImageId: 12, targetImageId: 72 },
    ]);
    expect(journal.links({ source: 'source2', target: 'target1' }, [1])).toEqual([]);
  });

  it('is made by every applied create and by nothing else', async () => {
    const journal = stillJournal();
    const create = await started(journal, someCreate(1, 11));
    const update = await started(journal, someUpdate(1, 5));
    await expect(
      journal.record([{ action: create.action, is: 'applied', how: 'answered' }]),
    ).rejects.toMatchObject({
      code: 'transition',
    });
    await expect(
      journal.record([{ action: update.action, is: 'applied', how: 'answered', resultImageId: 5 }]),
    ).rejects.toMatchObject({ code: 'transition' });
    await journal.record([{ action: update.action, is: 'applied', how: 'already' }]);
    expect(journal.action(update.action)).toMatchObject({ status: 'applied' });
    expect(journal.claimed('target1', 1)).toEqual(new Set());
  });
});
