import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel.ts';

const nextTurn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('in parallel', () => {
  it('does all the work, at most so much at once', async () => {
    let open = 0;
    let most = 0;
    const done: number[] = [];
    await inParallel([1, 2, 3, 4, 5], 2, async (item) => {
      open += 1;
      most = Math.max(most, open);
      await nextTurn();
      open -= 1;
      done.push(item);
    });
    expect({ done, most }).toEqual({ done: [1, 2, 3, 4, 5], most: 2 });
  });

  it('takes nothing new after an error, waits for what is under way, and throws it', async () => {
    const log: string[] = [];
    async function* items(): AsyncGenerator<number> {
      try {
        for (let item = 1; item < 10; item += 1) yield await Promise.resolve(item);
      } finally {
        log.push('closed');
      }
    }
    const run = inParallel(items(), 2, async (item) => {
      log.push(`start ${item}`);
      await nextTurn();
      if (item === 1) throw new Error('broken');
      await nextTurn();
      log.push(`end ${item}`);
    });
    await expect(run).rejects.toThrow('broken');
    expect(log).toEqual(['start 1', 'start 2', 'end 2', 'closed']);
  });
});
