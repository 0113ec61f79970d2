import { expect, test } from 'vitest';
import { createScreenStore } from './screen-store.ts';

function opened() {
  let nowMs = 0;
  const ticks: (() => void)[] = [];
  let running = 0;
  const pacer = { quota: 150, left: 150, resetMs: 30_000, inFlight: 1 };
  const store = createScreenStore({
    now: () => nowMs,
    pacer: () => ({ target: { ...pacer } }),
    every: (intervalMs, callback) => {
      expect(intervalMs).toBe(250);
      running += 1;
      ticks.push(callback);
      return () => {
        running -= 1;
      };
    },
  });
  let frames = 0;
  const leave = store.subscribe(() => {
    frames += 1;
  });
  return {
    store,
    pacer,
    leave,
    tick: (ms: number) => {
      nowMs += ms;
      for (const callback of ticks) callback();
    },
    counts: () => ({ frames, running }),
  };
}

test('a thousand events are one frame at the next tick', () => {
  const { store, tick, counts } = opened();
  for (let done = 1; done <= 1_000; done += 1) {
    store.onEvent({ type: 'progress', run: 'r', phase: 'reading', done });
  }
  expect([counts(), store.snapshot().state.done]).toEqual([{ frames: 0, running: 1 }, 0]);
  tick(250);
  expect([counts(), store.snapshot().state.done]).toEqual([{ frames: 1, running: 1 }, 1_000]);
});

test('the snapshot stays the same object between frames', () => {
  const { store } = opened();
  store.onEvent({ type: 'notice', run: 'r', code: 'v2-gone' });
  expect(store.snapshot()).toBe(store.snapshot());
});

test('what a person asked for is shown at once; after the end nothing changes', () => {
  const { store, counts } = opened();
  store.setWish('paused');
  store.setWish('paused');
  expect([store.snapshot().moment.wish, counts()]).toEqual(['paused', { frames: 1, running: 1 }]);
  store.end();
  store.onEvent({ type: 'notice', run: 'r', code: 'v2-gone' });
  store.setWish('stopping');
  expect([
    store.snapshot().ended,
    store.snapshot().moment.wish,
    store.snapshot().state.latest,
    counts(),
  ]).toEqual([true, 'paused', [], { frames: 2, running: 0 }]);
});

test('without listeners nothing ticks', () => {
  const { leave, counts } = opened();
  leave();
  expect(counts()).toEqual({ frames: 0, running: 0 });
});
