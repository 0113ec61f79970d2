import { expect, test } from 'vitest';
import { createTelling } from './telling.ts';

const same = (text: string) => text;

function voice(isStopped = false) {
  let nowMs = 0;
  const lines: string[] = [];
  const lives: string[] = [];
  const ticks = new Set<() => void>();
  const telling = createTelling({
    line: (text) => lines.push(text),
    live: (text) => lives.push(text),
    now: () => nowMs,
    isStopped: () => isStopped,
    every: (_intervalMs, callback) => {
      ticks.add(callback);
      return () => ticks.delete(callback);
    },
    paint: { bold: same, dim: same, green: same, yellow: same, red: same },
  });
  const pass = (ms: number) => {
    nowMs += ms;
    for (const callback of ticks) callback();
  };
  return { telling, lines, lives, ticks, pass };
}

test('a step moves while it lasts and leaves one aligned line', async () => {
  const { telling, lines, lives, ticks, pass } = voice();
  telling.title('cutover demo');
  await telling.step(
    'diff',
    async (say) => {
      say('planning 3 of 9');
      pass(1_200);
      return 9;
    },
    (images) => ({ sign: '✓', words: `${images} missing\u001b[2J` }),
  );
  telling.fact('✓', 'nothing twice', '9 images');
  expect(lines).toEqual([
    'cutover demo',
    '  ✓ diff       1.2 s  9 missing\\u{1b}[2J',
    '  ✓ nothing twice     9 images',
  ]);
  expect(lives).toEqual(['  ⠋ diff       0.0 s  ', '  ⠹ diff       1.2 s  planning 3 of 9', '']);
  expect(ticks.size).toBe(0);
});

test.each([
  [false, 'did not go as it must'],
  [true, 'stopped'],
])('a step that fails says so and stops moving (stopped: %s)', async (isStopped, words) => {
  const { telling, lines, lives, ticks } = voice(isStopped);
  const step = telling.step(
    'audit',
    () => Promise.reject(new Error('gone')),
    () => ({ sign: '✓', words: '' }),
  );
  await expect(step).rejects.toThrow('gone');
  expect([lines, lives.at(-1), ticks.size]).toEqual([[`  ✗ audit      0.0 s  ${words}`], '', 0]);
});
