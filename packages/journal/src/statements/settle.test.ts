import { describe, expect, it } from 'vitest';
import type { Journal } from '../journal.ts';
import { planned, someCreate, someIntent, started, stillJournal } from '../testing/samples.ts';

async function blocked(journal: Journal, sourceImageId = 11): Promise<string> {
  const { action } = await started(journal, someCreate(1, sourceImageId));
  await journal.record([{ action, is: 'blocked', reason: 'cannot tell', candidates: [71, 72] }]);
  return action;
}

describe("a person's word on a blocked action", () => {
  it.each([
    [{ applied: 71 }, { status: 'applied', reason: undefined, resultImageId: 71 }],
    ['retry', { status: 'pending', reason: undefined, resultImageId: undefined }],
    ['skip', { status: 'failed', reason: 'skipped: settled by a person', resultImageId: undefined }],
  ] as const)('%o', async (how, left) => {
    const journal = stillJournal();
    const action = await blocked(journal);
    await journal.settle(action, how);
    expect(journal.action(action)).toMatchObject({ ...left, attempts: 1, candidates: [] });
    expect(journal.openAttempt(action)).toBeUndefined();
    expect(journal.doubts({ source: 'source1', target: 'target1' })).toEqual([]);
  });

  it('cannot give an image to two, nor leave a create without one', async () => {
    const journal = stillJournal();
    const first = await blocked(journal);
    const second = await blocked(journal, 12);
    await journal.settle(first, { applied: 71 });
    await expect(journal.settle(second, { applied: 71 })).rejects.toMatchObject({ code: 'claimed' });
    await expect(journal.settle(second, {})).rejects.toMatchObject({ code: 'transition' });
    expect(journal.action(second)).toMatchObject({ status: 'blocked', candidates: [71, 72] });
    expect(journal.openAttempt(second)?.number).toBe(1);
  });
});

describe('failed actions', () => {
  const reasons = [
    { code: '422', words: 'the image is too large' },
    { code: '422', words: 'not: an image' },
    { code: 'product-gone', words: 'the target does not have this product any more' },
    { code: 'gave-up', words: '6 times without an answer' },
    { code: '500', words: 'request 422' },
    { code: '503', words: '' },
  ];
  async function failedOnes(journal: Journal): Promise<{ run: string; names: string[] }> {
    const creates = reasons.map((_, index) => someCreate(1, index));
    const { run, actions } = await planned(journal, ...creates, someCreate(2, 99));
    const names = actions.map(({ id: action }) => action);
    for (const [index, failure] of reasons.entries()) await journal.failed(names[index] ?? '', failure);
    return { run, names };
  }

  it.each([
    [undefined, [0, 1, 2, 3, 4, 5]],
    ['422', [0, 1]],
    ['product-gone', [2]],
    ['WITHOUT AN', [3]],
    ['not: an image', [1]],
    ['request 422', [4]],
    ['nothing like it', []],
  ])('of the reason %s are taken up again', async (reason, again) => {
    const journal = stillJournal();
    const { run, names } = await failedOnes(journal);
    await failedOnes(journal);
    const counted = Object.values(journal.failures(run, reason)).reduce((sum, one) => sum + one, 0);
    expect(counted).toBe(again.length);
    expect(await journal.retryFailed(run, reason)).toBe(again.length);
    const pending = journal.actions(run, { status: ['pending'] }).map(({ id: action }) => action);
    expect(pending).toEqual([...again.map((index) => names[index]), names.at(-1)]);
  });

  it('show code and words apart, until they are taken up again', async () => {
    const journal = stillJournal();
    const { run, names } = await failedOnes(journal);
    expect(names.map((name) => journal.action(name)?.failure)).toEqual([...reasons, undefined]);
    await journal.retryFailed(run, undefined);
    expect(names.map((name) => journal.action(name)?.failure)).toEqual(names.map(() => undefined));
  });

  it('are counted by code', async () => {
    const journal = stillJournal();
    const { run } = await failedOnes(journal);
    expect(journal.failures(run)).toEqual({
      '422': 2,
      'product-gone': 1,
      'gave-up': 1,
      '500': 1,
      '503': 1,
    });
  });

  it('that were sent once are numbered on when they are sent again', async () => {
    const journal = stillJournal();
    const { run, action } = await started(journal);
    await journal.failed(action, { code: '422', words: 'no' });
    await journal.retryFailed(run);
    const basis = await journal.saveBasis(run, 1, []);
    await journal.start([{ action, ...someIntent(run, basis) }]);
    expect(journal.openAttempt(action)?.number).toBe(2);
  });
});
