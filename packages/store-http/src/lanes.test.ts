import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLanes, type Lane } from './lanes.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const HOSTS = ['a', 'b', 'c'];

describe('lanes of pictures', () => {
  it('are never more than the bound, whatever hosts answer, and let in everybody in the end', async () => {
    const step = fc.record({
      host: fc.constantFrom(...HOSTS),
      came: fc.constantFrom('fast', 'slow', 'burdened', 'given up'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(step, { maxLength: 200 }),
        async (most, steps) => {
          const lanes = createLanes(most);
          const open: { lane: Lane; came: string }[] = [];
          let mostOpen = 0;
          let ended = 0;
          const end = (): void => {
            const { lane, came } = open.shift() ?? {};
            if (came === 'burdened') lane?.burdened();
            else lane?.answered(came === 'slow' ? 900 : 30, 'HEAD');
            lane?.leave();
            ended += 1;
          };
          const all = steps.map(async ({ host, came }) => {
            const stop = new AbortController();
            const entering = lanes.enter(host, stop.signal);
            if (came === 'given up') stop.abort();
            const lane = await entering;
            open.push({ lane, came });
            mostOpen = Math.max(mostOpen, open.length);
          });
          for (let turns = 0; turns < 10 * steps.length + 10; turns += 1) {
            await Promise.resolve();
            if (turns % 10 === 9 && open.length > 0) end();
          }
          for (let one = await settledOrNone(all); one.length < steps.length; one = await settledOrNone(all))
            end();
          while (open.length > 0) end();
          const givenUp = (await Promise.allSettled(all)).filter(
            ({ status }) => status === 'rejected',
          ).length;
          expect(mostOpen).toBeLessThanOrEqual(most);
          expect(ended + givenUp).toBe(steps.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['that is never at its limits', 1_000, 32, 32],
    ['that slows down from ten on', 10, 15, 25],
    ['that answers one after another', 1, 5, 13],
  ])('follow a host %s', async (_, capacity, least, mostExpected) => {
    expect(await widthAt({ most: 32, takesMs: (open) => 100 * Math.max(1, open / capacity) })).toSatisfy(
      (width: number) => width >= least && width <= mostExpected,
    );
  });

  it('are halved once where a host says that it is too much, and the others keep theirs', async () => {
    const lanes = createLanes(32);
    const busy = async (host: string): Promise<Lane[]> => {
      const open: Lane[] = [];
      for (let number = 0; number < 30; number += 1)
        void lanes.enter(host, undefined).then((lane) => open.push(lane));
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      return open;
    };
    const [first, second] = [await busy('a'), await busy('b')];
    for (const lane of first) {
      lane.burdened();
      lane.leave();
    }
    for (const lane of second) lane.leave();
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    expect({ a: first.length - 6, b: second.length - 6 }).toEqual({ a: 3, b: 6 });
  });
});

async function settledOrNone(all: readonly Promise<void>[]): Promise<readonly unknown[]> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  const settled: unknown[] = [];
  for (const one of all)
    void one.then(
      (value) => settled.push(value),
      (error: unknown) => settled.push(error),
    );
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  return settled;
}

/** How many are open on average, once it has settled. */
async function widthAt({
  most,
  takesMs,
}: {
  most: number;
  takesMs: (open: number) => number;
}): Promise<number> {
  const clock = createVirtualClock();
  const lanes = createLanes(most);
  let open = 0;
  const seen: number[] = [];
  const ask = async (): Promise<void> => {
    for (;;) {
      const lane = await lanes.enter('host', undefined);
      open += 1;
      const ms = takesMs(open);
      await clock.sleep(ms);
      if (clock.monotonicMs() > 60_000) seen.push(open);
      lane.answered(ms, 'HEAD');
      open -= 1;
      lane.leave();
    }
  };
  for (let number = 0; number < 100; number += 1) void ask();
  await clock.runUntil(120_000);
  return seen.reduce((sum, one) => sum + one, 0) / seen.length;
}
