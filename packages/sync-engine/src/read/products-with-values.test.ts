import { expect, test } from 'vitest';
import type { Engine, StorePort } from '../engine.ts';
import { productsWithValues } from './products-with-values.ts';

const unsaid = { custom_url: undefined, date_modified: undefined, variants: undefined };

type Ids = readonly number[];

/**
 * A store that answers no page before the test says so, and then the last one first.
 * @param gone products that it has no more; `late`: those that its first answer lacks.
 */
function storeOf({ gone = [], late = [] }: { readonly gone?: Ids; readonly late?: Ids } = {}) {
  const asked: Ids[] = [];
  const overdue = new Set(late);
  const waiting: (() => void)[] = [];
  let most = 0;
  const v3: Pick<StorePort['v3'], 'sweepProducts'> = {
    async *sweepProducts({ ids = [], include = [] } = {}) {
      asked.push(ids);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
      });
      const products = ids
        .filter((id) => !gone.includes(id) && !overdue.delete(id))
        .map((id) => ({ id, name: `${id} with ${include.join(', ')}`, sku: '', ...unsaid }));
      yield { products, cursor: ids.at(-1) ?? 0 };
    },
  };
  return {
    port: { v3 },
    asked,
    most: () => most,
    async answerAll(): Promise<void> {
      for (let idle = 0; idle < 3; idle += 1) {
        await new Promise(setImmediate);
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
          next();
          idle = 0;
        }
      }
    },
  };
}

const idsUpTo = (last: number): Ids => Array.from({ length: last }, (_, index) => index + 1);
const going = (signal = new AbortController().signal): Pick<Engine, 'control'> => ({
  control: { stopping: signal, whileNotPaused: async () => await Promise.resolve() },
});

test('tens of products, 16 at once, in the order of their ids, without those that are gone', async () => {
  const store = storeOf({ gone: [17] });
  const read = productsWithValues(going(), store.port, idsUpTo(245), ['modifiers', 'options']);
  await store.answerAll();
  const found = await read;
  expect({
    most: store.most(),
    asked: store.asked.map(({ length }) => length).toSorted((a, b) => b - a),
    ids: found.map(({ id }) => id),
    name: found[0]?.name,
  }).toEqual({
    most: 16,
    // What is gone is asked for once more.
    asked: [...Array.from({ length: 24 }, () => 10), 5, 1].toSorted((a, b) => b - a),
    ids: idsUpTo(245).filter((id) => id !== 17),
    name: '1 with modifiers, options',
  });
});

test('a product that one answer lacks is asked for once more before it is taken for gone', async () => {
  const store = storeOf({ gone: [3], late: [2, 14] });
  const read = productsWithValues(going(), store.port, idsUpTo(15), ['options']);
  await store.answerAll();
  expect([
    (await read).map(({ id }) => id),
    store.asked.slice(2).toSorted(([a = 0], [b = 0]) => a - b),
  ]).toEqual([idsUpTo(15).filter((id) => id !== 3), [[2, 3], [14]]]);
});

test('of none nothing is asked', async () => {
  const store = storeOf();
  expect([await productsWithValues(going(), store.port, [], ['options']), store.asked]).toEqual([[], []]);
});

test('a stop lets those under way come to their end, and asks for no more', async () => {
  const store = storeOf();
  const stop = new AbortController();
  const read = productsWithValues(going(stop.signal), store.port, idsUpTo(400), ['options']);
  const ended = expect(read).rejects.toThrow();
  await new Promise(setImmediate);
  stop.abort(new Error('stopped'));
  await store.answerAll();
  await ended;
  expect(store.asked.length).toBe(16);
});
