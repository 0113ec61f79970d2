// Looks at what requests for several products have left, many products to a look: one request confirms several.
import { PRODUCTS_A_LOOK } from '../at-a-time.ts';
import type { EngineClock } from '../engine.ts';
import type { Looked } from '../plan/looked.ts';

/** Longer no product waits for others to be looked at with it. */
const WAIT_MAX_MS = 5_000;

export interface Confirmations {
  /** What these products show now, by id; one that is gone is not in it. */
  look(productIds: readonly number[]): Promise<ReadonlyMap<number, Looked>>;
  /** Nobody else is about to ask: those that wait are looked at now. */
  hurry(): void;
}

interface Asking {
  readonly productIds: readonly number[];
  readonly answer: PromiseWithResolvers<ReadonlyMap<number, Looked>>;
}

/** @param isAlone whether nobody else is about to ask. */
export function createConfirmations(
  clock: EngineClock,
  read: (productIds: readonly number[]) => Promise<readonly Looked[]>,
  isAlone: () => boolean,
): Confirmations {
  let waiting: Asking[] = [];
  let timer = new AbortController();

  function flush(): void {
    timer.abort();
    const asked = waiting;
    waiting = [];
    if (asked.length === 0) return;
    read(asked.flatMap(({ productIds }) => productIds)).then(
      (looked) => {
        const seen = new Map(looked.map((one) => [one.productId, one]));
        for (const { answer } of asked) answer.resolve(seen);
      },
      (error: unknown) => {
        for (const { answer } of asked) answer.reject(error);
      },
    );
  }

  return {
    async look(productIds) {
      const answer = Promise.withResolvers<ReadonlyMap<number, Looked>>();
      const products = waiting.reduce((sum, one) => sum + one.productIds.length, productIds.length);
      waiting.push({ productIds, answer });
      if (products >= PRODUCTS_A_LOOK || isAlone()) flush();
      else if (waiting.length === 1) {
        timer = new AbortController();
        clock.sleep(WAIT_MAX_MS, timer.signal).then(flush, () => undefined);
      }
      return await answer.promise;
    },
    hurry: flush,
  };
}
