import type { EngineEvent } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { showScreen } from './show-screen.tsx';

function shown(options: { stopping?: AbortSignal } = {}) {
  const { stdout, stdin, rawModes, text } = fakeTerminal();
  const listeners = new Set<(event: EngineEvent) => void>();
  const screen = showScreen({
    command: 'migrate',
    facts: { source: 'abc\u001b[2J123', target: 'xyz789', mode: 'transfer' },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pacer: () => ({}),
    pace: () => ({ quotaShare: 0.9, concurrency: undefined }),
    onPace: () => undefined,
    onPause: () => undefined,
    onResume: () => undefined,
    onStop: () => undefined,
    onForceStop: () => undefined,
    color: false,
    stdout,
    stdin,
    now: () => 0,
    ...options,
  });
  return { screen, listeners, rawModes, text };
}

test('closing leaves the last frame and gives the terminal back', async () => {
  const { screen, listeners, rawModes, text } = shown();
  for (const listener of listeners)
    listener({ type: 'progress', run: 'r', phase: 'writing', done: 7, total: 9 });
  await screen.close();
  await screen.close();
  expect({ listeners: listeners.size, rawModes }).toEqual({ listeners: 0, rawModes: [true, false] });
  expect(text().slice(text().lastIndexOf('stopped at'))).toMatch(/^stopped at 7 of 9 images/u);
  expect(text()).toContain('abc\\u{1b}[2J123');
  expect(text()).not.toContain('\u001b[2J');
});

test('a stop that came as a signal is a stop, also when it came before the screen', async () => {
  const stop = new AbortController();
  const ends: boolean[] = [];
  for (const when of ['never', 'while open', 'before'] as const) {
    const { screen, listeners, text } = shown(when === 'never' ? {} : { stopping: stop.signal });
    for (const listener of listeners)
      listener({ type: 'progress', run: 'r', phase: 'writing', done: 9, total: 9 });
    if (when === 'while open') stop.abort();
    await screen.close();
    ends.push(text().includes('stopped at 9 of 9 images'));
  }
  expect(ends).toEqual([false, true, true]);
});
