import { expect, it } from 'vitest';
import type { Looked } from '../plan/looked.ts';
import { createConfirmations } from './confirmations.ts';

const range = (from: number, number: number): number[] =>
  Array.from({ length: number }, (_, index) => from + index);
const shown = (productId: number): Looked => ({ productId, images: [], slots: [] });

/** A clock that sleeps until it is woken. */
function createClock() {
  const sleeping: { readonly ms: number; wake(): void }[] = [];
  return {
    now: () => 0,
    monotonicMs: () => 0,
    sleep: async (ms: number, signal?: AbortSignal): Promise<void> =>
      await new Promise<void>((resolve, reject) => {
        sleeping.push({ ms, wake: resolve });
        signal?.addEventListener('abort', () => reject(new Error('woken')), { once: true });
      }),
    sleeping,
  };
}

function start(isAlone: () => boolean) {
  const reads: (readonly number[])[] = [];
  const clock = createClock();
  const confirmations = createConfirmations(
    clock,
    async (ids) => {
      reads.push(ids);
      return await Promise.resolve(ids.filter((id) => id !== 13).map(shown));
    },
    isAlone,
  );
  return { confirmations, clock, reads };
}

it('who is alone is not kept waiting; what is gone is not in the answer', async () => {
  const { confirmations, reads } = start(() => true);
  expect([...(await confirmations.look([12, 13])).keys()]).toEqual([12]);
  expect(reads).toEqual([[12, 13]]);
});

it('products of several requests are looked at together, as soon as they are fifty', async () => {
  const { confirmations, reads } = start(() => false);
  const looks = range(0, 5).map(async (one) => await confirmations.look(range(100 + one * 10, 10)));
  await Promise.all(looks);
  expect(reads).toEqual([range(100, 50)]);
});

it('nobody waits longer than five seconds, or than there is somebody to wait for', async () => {
  const { confirmations, clock, reads } = start(() => false);
  const first = confirmations.look([1]);
  const second = confirmations.look([2]);
  expect({ reads, sleeping: clock.sleeping.map(({ ms }) => ms) }).toEqual({ reads: [], sleeping: [5_000] });
  clock.sleeping[0]?.wake();
  await Promise.all([first, second]);
  const third = confirmations.look([3]);
  confirmations.hurry();
  await third;
  expect(reads).toEqual([[1, 2], [3]]);
});

it('a look that fails fails for all who asked', async () => {
  const gone = new Error('the store is away');
  const confirmations = createConfirmations(
    createClock(),
    async () => await Promise.reject(gone),
    () => false,
  );
  const looks = [confirmations.look([1]), confirmations.look([2])];
  confirmations.hurry();
  expect(await Promise.allSettled(looks)).toEqual([
    { status: 'rejected', reason: gone },
    { status: 'rejected', reason: gone },
  ]);
});
