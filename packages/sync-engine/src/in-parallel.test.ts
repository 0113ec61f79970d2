import { describe, expect, it } from 'vitest';
import { allOf, inParallel } from './in-parallel.ts';

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

  it('follows a width that changes, and never has more at work than it is', async () => {
    let width = 2;
    let open = 0;
    const seen: string[] = [];
    await inParallel(
      Array.from({ length: 24 }, (_, index) => index),
      () => width,
      async (item) => {
        open += 1;
        seen.push(`${open} of ${width}`);
        await nextTurn();
        if (item === 5) width = 4;
        // As if it were none, one goes on.
        if (item === 13) width = 0;
        open -= 1;
      },
    );
    const rising = (most: number): string[] => seen.filter((one) => one.endsWith(`of ${most}`));
    expect({
      all: seen.length,
      tooMany: seen.filter((one) => Number(one.split(' ')[0]) > Math.max(1, Number(one.split(' ')[2]))),
      most: [rising(2).toSorted().at(-1), rising(4).toSorted().at(-1), rising(0).at(-1)],
    }).toEqual({ all: 24, tooMany: [], most: ['2 of 2', '4 of 4', '1 of 0'] });
  });

  it('all of several works come to their end before the failure of one is thrown', async () => {
    const log: string[] = [];
    const slow = async (): Promise<void> => {
      await nextTurn();
      log.push('slow');
    };
    await expect(allOf([Promise.reject(new Error('broken')), slow()])).rejects.toThrow('broken');
    expect(log).toEqual(['slow']);
  });
});
