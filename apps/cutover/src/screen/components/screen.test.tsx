import type { EngineEvent } from '@cutover/sync-engine';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test } from 'vitest';
import { createScreenStore } from '../screen-store.ts';
import { Screen } from './screen.tsx';

afterEach(cleanup);

const esc = '\u001b';
const event: EngineEvent = {
  type: 'action',
  run: 'r',
  action: 'a1',
  verb: 'create',
  kind: 'product-image',
  status: 'failed',
  source: { productId: 7, imageId: 70, sku: 'MUG' },
  reason: 'gone',
};

// Ink hears keys from its effects on; they run when the scheduler gets its turn.
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function opened(options: { hasKeys?: boolean; color?: boolean } = {}) {
  const calls: string[] = [];
  const store = createScreenStore({ now: () => 0, pacer: () => ({}), every: () => () => undefined });
  const screen = render(
    <Screen
      store={store}
      facts={{ command: 'migrate', source: 'abc123', target: 'xyz789', mode: 'transfer' }}
      size={{ columns: 80, rows: 24 }}
      color={options.color ?? false}
      hasKeys={options.hasKeys ?? true}
      onPace={(step) => calls.push(step)}
      onPause={() => calls.push('pause')}
      onResume={() => calls.push('resume')}
      onStop={() => calls.push('stop')}
      onForceStop={() => calls.push('force')}
    />,
  );
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await turn();
      screen.stdin.write(key);
    }
    await turn();
  };
  const frame = () => screen.lastFrame() ?? '';
  return { calls, store, press, frame };
}

test.each([
  [['p'], ['pause']],
  [
    ['p', 'p'],
    ['pause', 'resume'],
  ],
  [['P'], ['pause']],
  [['q'], ['stop']],
  [['q', 'q', 'p'], ['stop']],
  [['\u0003'], ['stop']],
  [
    ['\u0003', '\u0003'],
    ['stop', 'force'],
  ],
  [
    ['q', '\u0003'],
    ['stop', 'force'],
  ],
  [
    ['p', 'q'],
    ['pause', 'stop'],
  ],
  // A keyboard whose plus takes a shift key gives `=` without it.
  [
    ['-', '+', '=', '<', '>'],
    ['less-quota', 'more-quota', 'more-quota', 'fewer-at-once', 'more-at-once'],
  ],
  [['q', '-'], ['stop']],
  [['x', '?', '\u0010'], []],
])('keys %j call %j', async (keys, expected) => {
  const { calls, press } = opened();
  await press(...keys);
  expect(calls).toEqual(expected);
});

test('the screen says what was asked for', async () => {
  const { press, frame } = opened();
  await press('p');
  expect(frame()).toContain('‖ paused; p goes on');
  await press('p');
  expect(frame()).not.toContain('paused');
  await press('q');
  expect(frame()).toContain('■ stopping safely; the same command continues');
});

test('? shows the help and hides it', async () => {
  const { press, frame } = opened();
  const helps: boolean[] = [];
  for (const key of ['?', '?']) {
    await press(key);
    helps.push(frame().includes('Show or hide this help.'));
  }
  expect(helps).toEqual([true, false]);
});

test('without a terminal on input there are no keys', async () => {
  const { calls, press, frame } = opened({ hasKeys: false });
  await press('q');
  expect([calls, frame().includes('Ctrl-C stops safely')]).toEqual([[], true]);
});

test('the last frame is the summary, and keys are over', async () => {
  const { store, press, calls, frame } = opened();
  store.onEvent(event);
  store.end();
  await press('q');
  expect([calls, frame().includes('help'), frame().includes('✗ create   MUG  image 70  gone')]).toEqual([
    [],
    false,
    true,
  ]);
});

test('no colour means no escape sequence at all', () => {
  const { store, frame } = opened({ color: false });
  store.onEvent(event);
  store.setWish('paused');
  expect(frame()).not.toContain(esc);
});
