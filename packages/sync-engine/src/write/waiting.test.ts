import { expect, it } from 'vitest';
import type { EngineEvent } from '../events.ts';
import { createWaiting } from './waiting.ts';

function start() {
  const events: EngineEvent[] = [];
  const waiting = createWaiting({
    clock: { now: () => 0, monotonicMs: () => 0, sleep: async () => await Promise.resolve() },
    control: { stopping: new AbortController().signal, whileNotPaused: async () => await Promise.resolve() },
    emit: (event) => void events.push(event),
    words: ({ code }) => code,
    target: { hash: 'def456' },
  });
  return { events, waiting };
}

it('a store is waited for by writes only where none came through to it', async () => {
  const { events, waiting } = start();
  await waiting('store', 9_000, { code: 'connection-broke' });
  const wait = { type: 'wait', waitsFor: 'store', by: 'writes', store: 'def456' } as const;
  expect(events).toEqual([
    { ...wait, ms: 9_000, why: 'connection-broke', isUnreached: true },
    { ...wait, ms: undefined },
  ]);
});

it('quota, and what is in doubt, say nothing of whether a store can be reached', async () => {
  const { events, waiting } = start();
  await Promise.all([waiting('quota', 1_000), waiting('quota', 2_000), waiting('doubts', 3_000)]);
  const wait = { type: 'wait', by: 'writes', store: 'def456' } as const;
  expect(events).toEqual([
    { ...wait, waitsFor: 'quota', ms: 1_000 },
    { ...wait, waitsFor: 'quota', ms: 2_000 },
    { ...wait, waitsFor: 'doubts', ms: 3_000 },
    // Of two that wait for the same the last one ends it.
    { ...wait, waitsFor: 'quota', ms: undefined },
    { ...wait, waitsFor: 'doubts', ms: undefined },
  ]);
});
