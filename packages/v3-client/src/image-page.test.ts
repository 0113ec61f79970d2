import { StoreError } from '@cutover/store-http';
import { type Answer, createFakeStore } from '@cutover/store-http/testing';
import { describe, expect, it } from 'vitest';
import { createV3Reader, type V3ImageFilter } from './reader.ts';

const images = '/v3/catalog/products/77/images';
const pagination = { total: 3, count: 1, per_page: 1, current_page: 2, total_pages: 3 };

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof StoreError) return [error.class, error.next];
    throw error;
  }
}

describe('listImagePage', () => {
  it.each<[V3ImageFilter | undefined, string]>([
    [undefined, '?limit=250'],
    [{ page: 2, limit: 1 }, '?page=2&limit=1'],
    [{ includeFields: ['sort_order', 'description'] }, '?include_fields=sort_order,description&limit=250'],
    [{ excludeFields: ['url_tiny'], includeFields: [] }, '?exclude_fields=url_tiny&limit=250'],
  ])('%j asks %s, once', async (filter, query) => {
    const store = createFakeStore(() => ({
      body: { data: [{ id: 2, sort_order: 4 }], meta: { pagination } },
    }));
    expect(await createV3Reader(store.http).listImagePage(77, filter)).toEqual({
      images: [{ id: 2, sort_order: 4 }],
      pagination,
    });
    expect(store.requests).toEqual([`GET ${images}${query}`]);
  });

  it('takes 204 for none', async () => {
    const store = createFakeStore(() => ({ status: 204 }));
    expect(await createV3Reader(store.http).listImagePage(77)).toEqual({ images: [] });
  });

  it.each<[string, object[]]>([
    ['without an id', [{ sort_order: 4 }]],
    ['of another product', [{ id: 2, product_id: 78 }]],
    ['that comes twice', [{ id: 2 }, { id: 2 }]],
    ['with a field of another kind', [{ id: 2, sort_order: 'first' }]],
  ])('refuses a row %s, after it asked once more', async (_, data) => {
    const store = createFakeStore(() => ({ body: { data } }));
    expect(await failure(createV3Reader(store.http).listImagePage(77))).toEqual([
      'unexpected',
      'fail-action',
    ]);
    expect(store.requests.length).toBe(2);
  });
});

describe('getImageFields', () => {
  const get = async (answer: Answer, choice = {}) => {
    const store = createFakeStore(() => answer);
    const outcome = await failure(createV3Reader(store.http).getImageFields(77, 2, choice));
    return { outcome, requests: store.requests };
  };
  it('gives the fields that were asked for', async () => {
    const choice = { includeFields: ['description'], excludeFields: ['sort_order'] };
    expect(await get({ body: { data: { id: 2, description: null } } }, choice)).toEqual({
      outcome: { id: 2 },
      requests: [`GET ${images}/2?include_fields=description&exclude_fields=sort_order`],
    });
  });

  it('refuses another image', async () => {
    const { outcome } = await get({ body: { data: { id: 3 } } });
    expect(outcome).toEqual(['unexpected', expect.any(String)]);
  });
});
