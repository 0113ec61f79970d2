import { expect, it } from 'vitest';
import { EngineError, type EngineTrouble } from '../engine-error.ts';
import { createListingBound } from './listing-bound.ts';

/** Pages of 250 until the bound stops them, at most so many; how far they came, and how often the store was asked for its count. */
async function read(
  pagesMost: number,
  count: number | undefined,
  left: (page: number) => number | undefined,
) {
  let asked = 0;
  const bound = createListingBound('abc', 'v3', () => {
    asked += 1;
    return Promise.resolve(count);
  });
  for (let page = 1; page <= pagesMost; page++) {
    try {
      await bound.pass(250, left(page));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { pages: page, asked, told: error.trouble };
    }
  }
  return { pages: pagesMost, asked, told: undefined };
}

const untold = () => undefined;
const endless = (listed: number, counted?: number): EngineTrouble => ({
  code: 'store-endless',
  store: 'abc',
  via: 'v3',
  listed,
  counted,
});

it.each([
  ['what the first page counts, twice over', undefined, () => 700, 6, 0, endless(1_500, 700)],
  ['a count that grows with every page', undefined, (page: number) => page * 700, 6, 0, endless(1_500, 700)],
  ['a small catalog may grow to 1,000', undefined, () => 251, 5, 0, endless(1_250, 251)],
  ['where pages count nothing, the store is asked once', 600, untold, 5, 1, endless(1_250, 600)],
  [
    'a count that comes with a later page is of what was left then',
    undefined,
    (page: number) => (page < 3 ? undefined : 200),
    6,
    0,
    endless(1_500, 700),
  ],
])('%s', async (_, count, left, pages, asked, told) => {
  expect(await read(10_000, count, left)).toEqual({ pages, asked, told });
});

it('where nobody counts, ends at ten million', async () => {
  expect(await read(50_000, undefined, untold)).toEqual({
    pages: 40_001,
    asked: 1,
    told: endless(10_000_250),
  });
});

it('lets a catalog come to its end, and asks nothing of a small one', async () => {
  expect(await read(40, undefined, (page) => 10_000 - (page - 1) * 250)).toEqual({
    pages: 40,
    asked: 0,
    told: undefined,
  });
  expect(await read(4, 1, untold)).toEqual({ pages: 4, asked: 0, told: undefined });
  expect(await read(80, 10_000, untold)).toEqual({ pages: 80, asked: 1, told: undefined });
});
