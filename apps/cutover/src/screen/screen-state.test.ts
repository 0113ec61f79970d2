import type { ActionStatus } from '@cutover/journal';
import type { EngineEvent } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { doubtsIn, forgetRate, initialState, reduce, type ScreenState } from './screen-state.ts';

const run = 'r1';
const source = { productId: 7, imageId: 70, sku: 'MUG\u001b[2J' };

function fold(events: readonly EngineEvent[], start = initialState(0)): ScreenState {
  return events.reduce((state, event, at) => reduce(state, event, at * 1_000), start);
}
function action(id: string, status: ActionStatus, reason?: string): EngineEvent & { type: 'action' } {
  return {
    type: 'action',
    run,
    action: id,
    verb: 'create',
    kind: 'product-image',
    status,
    source,
    ...(reason === undefined ? {} : { reason }),
  };
}
function progress(phase: 'writing' | 'settling' | 'verifying', done: number): EngineEvent {
  return { type: 'progress', run, phase, done, total: 10 };
}
const writingTo = (done: number) => ({ type: 'progress', run, phase: 'writing', done, total: 10 }) as const;
const shown = { verb: 'create', sign: undefined, name: 'MUG\\u{1b}[2J', id: 'image 70' };

test('folds a run into counts, lists and phases', () => {
  const state = fold([
    { type: 'run', run, command: 'migrate', mode: 'transfer', resumed: true },
    { type: 'progress', run, phase: 'reading', done: 4 },
    { type: 'progress', run, phase: 'writing', done: 0, total: 10 },
    action('a1', 'started'),
    action('a2', 'started'),
    action('a1', 'applied'),
    action('a2', 'failed', 'no\npicture'),
    action('a3', 'started'),
    action('a3', 'blocked', 'two candidates'),
    action('a4', 'pending', 'not done'),
    { type: 'notice', run, code: 'writes-unanswered' },
    { type: 'wait', waitsFor: 'quota', by: 'queue', store: 'abc', ms: 5_000 },
    { type: 'wait', waitsFor: 'store', by: 'writes', store: 'def', ms: 5_000 },
    { type: 'wait', waitsFor: 'store', by: 'writes', store: 'def', ms: undefined },
  ]);
  expect(state).toEqual({
    ...initialState(0),
    run,
    command: 'migrate',
    mode: 'transfer',
    resumed: true,
    phase: 'writing',
    seen: ['reading', 'writing'],
    total: 10,
    samples: [{ atMs: 2_000, done: 0 }],
    waits: new Map([['queue quota abc', { waitsFor: 'quota', untilMs: 16_000 }]]),
    applied: { create: 1, update: 0, remove: 0, set: 0 },
    failed: 1,
    open: new Map([['a3', 'in doubt']]),
    troubles: [
      { ...shown, what: 'failed', words: 'no\\u{a}picture' },
      { ...shown, what: 'doubt', words: 'two candidates' },
    ],
    latest: [
      { ...shown, what: 'applied', words: '' },
      { ...shown, what: 'again', words: 'not done' },
      {
        what: 'notice',
        verb: undefined,
        sign: undefined,
        name: '',
        id: '',
        words: 'several writes got no answer: waiting until they are settled',
      },
    ],
  });
});

test('what is said to be in doubt is, until it is said to have come to an end', () => {
  const noAnswer: EngineEvent = { ...action('a2', 'started', 'no answer'), inDoubt: true };
  const writing = fold([action('a1', 'started'), action('a2', 'started'), noAnswer, action('a3', 'blocked')]);
  expect([doubtsIn(writing, false), doubtsIn(writing, true)]).toEqual([2, 3]);
  for (const end of ['applied', 'pending', 'failed'] as const)
    expect(doubtsIn(reduce(writing, action('a2', end), 6_000), false)).toBe(1);
});

test('findings are troubles in a check, not in a plan', () => {
  const finding: EngineEvent = {
    type: 'finding',
    run,
    sign: '~',
    kind: 'product-image',
    source,
    message: 'differs',
  };
  const unmatched: EngineEvent = {
    type: 'finding',
    run,
    rule: 'product-unmatched',
    kind: 'product-image',
    message: 'no product',
  };
  const planned = fold([{ type: 'progress', run, phase: 'planning', done: 0 }, finding, unmatched]);
  expect([planned.signs['~'], planned.unmatched, planned.troubles.map(({ words }) => words)]).toEqual([
    1,
    1,
    ['no product'],
  ]);
  const checked = fold([
    { type: 'run', run, command: 'verify', mode: 'transfer', resumed: false },
    finding,
    { ...finding, sign: '=' },
    { ...finding, sign: '-', severity: 'info' },
  ]);
  expect(checked.troubles).toEqual([
    { ...shown, verb: undefined, what: 'finding', sign: '~', words: 'differs' },
  ]);
});

test('lists stay short, however long the run', () => {
  const state = fold(Array.from({ length: 500 }, (_, at) => action(`a${at}`, 'applied')));
  expect([state.applied.create, state.latest.length, state.open.size]).toEqual([500, 20, 0]);
});

test('after a pause the rate starts over', () => {
  const state = fold([progress('writing', 1), progress('writing', 5)]);
  expect(forgetRate(state, 60_000).samples).toEqual([{ atMs: 60_000, done: 5 }]);
});

test('when the end is comes from the engine, as long as it says it', () => {
  const said: EngineEvent = { ...writingTo(5), leftMs: 90_000 };
  const ends = (...events: readonly EngineEvent[]) => fold(events).endsAtMs;
  expect([
    ends(writingTo(1)),
    ends(writingTo(1), said),
    ends(said, action('a1', 'started')),
    ends(said, writingTo(6)),
    forgetRate(fold([said]), 60_000).endsAtMs,
  ]).toEqual([undefined, 91_000, 90_000, undefined, undefined]);
});

test('where each image goes by itself from now on, the rate starts over', () => {
  const off: EngineEvent = { type: 'notice', run, code: 'batch-off', why: 'refused', products: 3 };
  const other: EngineEvent = { type: 'notice', run, code: 'v2-gone' };
  const samples = [
    { atMs: 0, done: 1 },
    { atMs: 1_000, done: 5 },
  ];
  const after = (notice: EngineEvent) => {
    const { samples: now, unsteadyUntilMs } = fold([writingTo(1), writingTo(5), notice]);
    return [now, unsteadyUntilMs];
  };
  expect([off, other].map(after)).toEqual([
    [[{ atMs: 2_000, done: 5 }], 62_000],
    [samples, 0],
  ]);
});

test('where somebody changes the pace, the rate starts over, unless the engine says what is left', () => {
  const paced: EngineEvent = { type: 'notice', run, code: 'pace-changed', by: 'key', quotaShare: 0.5 };
  const byRate = fold([writingTo(1), writingTo(5), paced]);
  const bySaying = fold([writingTo(1), { ...writingTo(5), leftMs: 90_000 }, paced]);
  expect([byRate.samples, bySaying.samples.length, bySaying.endsAtMs]).toEqual([
    [{ atMs: 2_000, done: 5 }],
    2,
    91_000,
  ]);
});

test('a resumed run counts on from what the journal holds', () => {
  const start = initialState(0, {
    applied: { create: 40, update: 2, remove: 0, set: 0 },
    failed: 3,
    doubts: ['a1', 'a2'],
  });
  expect(doubtsIn(start, false)).toBe(2);
  const later = fold(
    [{ type: 'action', run: 'r', action: 'a1', verb: 'create', kind: 'product-image', status: 'applied' }],
    start,
  );
  expect([later.applied, later.failed, doubtsIn(later, false)]).toEqual([
    { create: 41, update: 2, remove: 0, set: 0 },
    3,
    1,
  ]);
});
