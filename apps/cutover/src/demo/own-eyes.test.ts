import { expect, test } from 'vitest';
import { differingSkus, type Fetch, lookAt, lookAtRest, type Sight } from './own-eyes.ts';

const address = { store: 'abc', api: 'http://127.0.0.1:1', token: 'secret' };
const nap = async (): Promise<void> => undefined;
const image = (image_file: string, description: string | null) => ({ id: 1, image_file, description });

function pages(...all: readonly unknown[][]): { fetch: Fetch; asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    fetch: async (url, headers) => {
      asked.push([url, headers]);
      const data = all[Number(new URL(url).searchParams.get('page')) - 1];
      return {
        status: 200,
        text: JSON.stringify({ data, meta: { pagination: { total_pages: all.length } } }),
      };
    },
  };
}

test('counts each picture by what stays the same in another store', async () => {
  const { fetch, asked } = pages(
    [
      {
        sku: 'A',
        images: [
          image('m/001/mug__12345.jpg', 'Tasse'),
          image('m/001/mug__12345.1699999999__54321.jpg', 'Tasse'),
          image('x/1/mug__b.png', null),
        ],
      },
    ],
    [
      {
        sku: 'B',
        variants: [
          { sku: 'B-1', image_url: '' },
          { sku: 'B-2', image_url: 'https://cdn.example/1_source_2.png' },
        ],
        modifiers: [
          {
            display_name: 'Wrap',
            option_values: [
              { label: 'Paper', adjusters: { image_url: 'https://cdn.example/2.png' } },
              { label: 'None', adjusters: null },
            ],
          },
        ],
        options: [
          {
            display_name: 'Finish',
            option_values: [
              { label: 'Oak', value_data: { image_url: 'https://cdn.example/3.png' } },
              { label: 'Red', value_data: { colors: ['#f00'] } },
            ],
          },
        ],
      },
    ],
  );
  expect(await lookAt(address, fetch, nap)).toEqual({
    products: 2,
    pictures: 6,
    byKind: { product: 3, variant: 1, modifier: 1, swatch: 1 },
    bySku: new Map([
      [
        'A',
        new Map([
          ['mug.jpg\nTasse', 2],
          ['mug__b.png\n', 1],
        ]),
      ],
      [
        'B',
        new Map([
          ['variant\nB-2', 1],
          ['modifier\nWrap\nPaper', 1],
          ['swatch\nFinish\nOak', 1],
        ]),
      ],
    ]),
  });
  const headers = { 'X-Auth-Token': 'secret', Accept: 'application/json' };
  const url =
    'http://127.0.0.1:1/stores/abc/v3/catalog/products?include=images,variants,modifiers,options&limit=250&page=';
  expect(asked).toEqual([
    [`${url}1`, headers],
    [`${url}2`, headers],
  ]);
});

test('a store that does not answer is not counted as empty', async () => {
  await expect(lookAt(address, async () => ({ status: 503, text: '' }), nap)).rejects.toThrow('answered 503');
  await expect(lookAt(address, async () => ({ status: 200, text: '{}' }), nap)).rejects.toThrow();
});

test('who has asked too often asks again later, and not for ever', async () => {
  const { fetch } = pages([{ sku: 'A', images: [image('m/1/mug.jpg', '')] }]);
  let naps = 0;
  const sleep = async () => void (naps += 1);
  const busy: Fetch = async (url, headers) => (naps < 2 ? { status: 429, text: '' } : fetch(url, headers));
  const { pictures } = await lookAt(address, busy, sleep);
  expect([pictures, naps]).toEqual([1, 2]);
  const never: Fetch = async () => ({ status: 429, text: '' });
  await expect(lookAt(address, never, sleep)).rejects.toThrow('answered 429');
});

function growing(counts: readonly number[]): Fetch {
  let look = 0;
  return async () => {
    const images = Array.from({ length: counts[look++] ?? look }, () => image('m/1/mug.jpg', ''));
    return {
      status: 200,
      text: JSON.stringify({ data: [{ sku: 'A', images }], meta: { pagination: { total_pages: 1 } } }),
    };
  };
}

test('looks until two counts agree, and gives up on a store that never rests', async () => {
  let naps = 0;
  const sleep = async () => void (naps += 1);
  const { pictures } = await lookAtRest(address, growing([3, 4, 6, 6, 9]), sleep);
  expect([pictures, naps]).toEqual([6, 3]);
  await expect(lookAtRest(address, growing([]), sleep)).rejects.toThrow('does not come to rest');
});

function sight(images: Readonly<Record<string, Readonly<Record<string, number>>>>): Sight {
  const bySku = new Map(Object.entries(images).map(([sku, marks]) => [sku, new Map(Object.entries(marks))]));
  return {
    products: bySku.size,
    pictures: 0,
    byKind: { product: 0, variant: 0, modifier: 0, swatch: 0 },
    bySku,
  };
}

test.each([
  ['as often', { A: { mug: 2 } }, {}, { A: { mug: 2 } }, []],
  ['once too often', { A: { mug: 1 } }, {}, { A: { mug: 2 } }, ['A']],
  ['once too seldom', { A: { mug: 2 } }, {}, { A: { mug: 1 } }, ['A']],
  ['another one', { A: { mug: 1 } }, {}, { A: { lamp: 1 } }, ['A']],
  ['what was there is still there', { A: { mug: 1 } }, { A: { old: 1 } }, { A: { mug: 1, old: 1 } }, []],
  ['what was there is gone', { A: { mug: 1 } }, { A: { old: 1 } }, { A: { mug: 1 } }, ['A']],
  ['no such product', { A: {}, B: { mug: 1 } }, {}, {}, ['B']],
])('differing products: %s', (_name, source, before, after, expected) => {
  expect(differingSkus(sight(source), sight(before), sight(after))).toEqual(expected);
});
