import type { ActionStatus } from '@cutover/journal';
import type { EngineEvent } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { forgetRate, inDoubt, initialState, reduce, type ScreenState } from './screen-state.ts';

const run = 'r1';
const source = { productId: 7, imageId: 70, sku: 'MUG\u001b[2J' };

function fold(events: readonly EngineEvent[], start = initialState(0)): ScreenState {
  return events.reduce((state, event, at) => reduce(state, event, at * 1_000), start);
}
function action(id: string, status: ActionStatus, reason?: string): EngineEvent {
  return {
    type: 'action',
    run,
    action: id,
    kind: 'create',
    status,
    source,
    ...(reason === undefined ? {} : { reason }),
  };
}
function progress(phase: 'writing' | 'settling' | 'verifying', done: number): EngineEvent {
  return { type: 'progress', run, phase, done, total: 10 };
}
const shown = { kind: 'create', sign: undefined, sku: 'MUG\\u{1b}[2J', productId: 7, imageId: 70 };

test('folds a run into counts, lists and phases', () => {
  const state = fold([
    { type: 'run', run, command: 'migrate', mode: 'transfer', resumed: true },
    { type: 'progress', run, phase: 'reading', done: 4 },
    { type: 'progress', run, phase: 'writing', done: 0, total: 10, waitingForQuotaMs: 5_000 },
    action('a1', 'started'),
    action('a2', 'started'),
    action('a1', 'applied'),
    action('a2', 'failed', 'no\npicture'),
    action('a3', 'started'),
    action('a3', 'blocked', 'two candidates'),
    action('a4', 'pending', 'not done'),
    { type: 'notice', run, message: 'a word' },
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
    waitingUntilMs: 7_000,
    applied: { create: 1, update: 0, remove: 0 },
    failed: 1,
    open: new Map([['a3', { status: 'blocked', sinceMs: 8_000 }]]),
    troubles: [
      { ...shown, what: 'failed', words: 'no\\u{a}picture' },
      { ...shown, what: 'doubt', words: 'two candidates' },
    ],
    latest: [
      { ...shown, what: 'applied', words: '' },
      { ...shown, what: 'again', words: 'not done' },
      {
        what: 'notice',
        kind: undefined,
        sign: undefined,
        sku: '',
        productId: undefined,
        imageId: undefined,
        words: 'a word',
      },
    ],
  });
});

test('what is not on the wire any more is in doubt, and while settling everything open is', () => {
  const writing = fold([
    progress('writing', 0),
    action('a1', 'started'),
    action('a2', 'started'),
    action('a3', 'blocked'),
  ]);
  expect([
    inDoubt(writing, 2_500, 2),
    inDoubt(writing, 5_000, 2),
    inDoubt(writing, 5_000, 1),
    inDoubt(writing, 5_000, 0),
  ]).toEqual([1, 1, 2, 3]);
  const settling = reduce(writing, progress('settling', 0), 5_000);
  expect(inDoubt(settling, 5_000, 8)).toBe(3);
  expect(inDoubt(reduce(settling, action('a1', 'applied'), 6_000), 6_000, 8)).toBe(2);
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
    { ...shown, kind: undefined, what: 'finding', sign: '~', words: 'differs' },
  ]);
});

test('lists stay short, however long the run', () => {
  const state = fold(Array.from({ length: 500 }, (_, at) => action(`a${at}`, 'applied')));
  expect([state.applied.create, state.latest.length, state.open.size]).toEqual([500, 20, 0]);
});

test('after a pause the rate starts anew', () => {
  const state = fold([progress('writing', 1), progress('writing', 5)]);
  expect(forgetRate(state, 60_000).samples).toEqual([{ atMs: 60_000, done: 5 }]);
});

test('a resumed run counts on from what the journal holds', () => {
  const start = initialState(0, {
    applied: { create: 40, update: 2, remove: 0 },
    failed: 3,
    open: [
      { action: 'a1', status: 'started' },
      { action: 'a2', status: 'blocked' },
    ],
  });
  expect(inDoubt(start, 10_000, 0)).toBe(2);
  const later = fold([{ type: 'action', run: 'r', action: 'a1', kind: 'create', status: 'applied' }], start);
  expect([later.applied, later.failed, inDoubt(later, 10_000, 0)]).toEqual([
    { create: 41, update: 2, remove: 0 },
    3,
    1,
  ]);
});
