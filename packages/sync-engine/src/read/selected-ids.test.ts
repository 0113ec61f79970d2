import { describe, expect, it } from 'vitest';
import { idsOfSelected } from './selected-ids.ts';

const bare = { custom_url: undefined, date_modified: undefined, images: undefined, variants: undefined };

/** A store whose filters are generous: they divide at commas, trim, and ask nothing about upper and lower case. */
function storeOf(...skus: string[]) {
  const asked: string[] = [];
  const plain = (sku: string): string => sku.trim().toLowerCase();
  return {
    asked,
    v3: {
      async listProducts(
        filter: { readonly skus?: readonly string[] | undefined; readonly sku?: string | undefined } = {},
      ) {
        const wanted = filter.sku ?? filter.skus?.join(',') ?? '';
        asked.push(`${filter.sku === undefined ? 'sku:in' : 'sku'}=${wanted}`);
        const parts = new Set(wanted.split(',').map(plain));
        const products = skus.flatMap((sku, index) =>
          parts.has(plain(sku)) ? [{ ...bare, id: index + 1, sku, name: sku }] : [],
        );
        return await Promise.resolve({ products, pagination: undefined });
      },
    },
  };
}

describe('products by SKU', () => {
  it.each<[string, string[], string[], number[], string[]]>([
    ['are those that were named', ['A', 'B', 'C'], ['A', 'C'], [1, 3], ['sku:in=A,C']],
    ['are none where a list filter would make two of one', ['X', 'Y'], ['X,Y'], [], ['sku=X,Y']],
    ['are not those of another case', ['a', 'A'], ['A'], [2], ['sku:in=A']],
    ['are not those with a blank less', ['lead', ' lead'], [' lead'], [2], ['sku= lead']],
    [
      'are asked for with the plain ones together',
      ['A', 'B', 'C'],
      ['A', 'B,', 'C'],
      [1, 3],
      ['sku:in=A,C', 'sku=B,'],
    ],
  ])('%s', async (_, there, named, ids, requests) => {
    const store = storeOf(...there);
    expect(await idsOfSelected(store, { ids: [], skus: named })).toEqual(ids);
    expect(store.asked).toEqual(requests);
  });
});
