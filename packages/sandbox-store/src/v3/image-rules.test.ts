import { describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import type { Switches } from '../switches.ts';
import { noon, openTestStore, pictureForm, pictureUrl, type TestStore } from '../testing/test-store.ts';

const images = '/v3/catalog/products/77/images';

/** Sort order and thumbnail of each image, by id, as the API shows them. */
async function shape(store: TestStore): Promise<unknown[]> {
  const { body } = await store.send('GET', images);
  const rows = (body as { data: { id: number; sort_order: number; is_thumbnail: boolean }[] }).data;
  return rows.map(({ id, sort_order, is_thumbnail }) => [id, sort_order, is_thumbnail]);
}
async function storeWith(switches: Partial<Switches>, sorts: number[] = [0, 1, 2]): Promise<TestStore> {
  const store = await openTestStore({ switches });
  for (const sort of sorts) {
    await store.send('POST', images, { image_url: pictureUrl(sort), sort_order: sort });
  }
  return store;
}

describe('thumbnails', () => {
  it('has one at most: true on one clears the others', async () => {
    const store = await storeWith({});
    await store.send('PUT', `${images}/249`, { is_thumbnail: true });
    expect((await shape(store)).map((row) => (row as boolean[])[2])).toEqual([false, false, true]);
    await store.send('POST', images, { image_url: pictureUrl(9), is_thumbnail: true });
    expect(await shape(store)).toEqual([
      [247, 0, false],
      [248, 1, false],
      [249, 2, false],
      [250, 0, true],
    ]);
  });

  it.each([
    ['none', [false, false]],
    ['lowest-sort', [false, true]],
    ['lowest-id', [true, false]],
  ] as const)('thumbnail-succession %s', async (value, flags) => {
    const store = await storeWith({ 'thumbnail-succession': value }, [0, 7, 3]);
    expect((await store.send('DELETE', `${images}/247`)).status).toBe(204);
    expect((await shape(store)).map((row) => (row as boolean[])[2])).toEqual(flags);
  });

  it.each([
    ['kept', true],
    ['cleared', false],
  ] as const)('thumbnail-unset %s', async (value, flag) => {
    const store = await storeWith({ 'thumbnail-unset': value });
    await store.send('PUT', `${images}/247`, { is_thumbnail: false });
    expect(store.control.images(77).map(({ isThumbnail }) => isThumbnail)).toEqual([flag, false, false]);
  });
});

describe('sort order', () => {
  it.each([
    [
      'bump',
      [
        [247, 1, true],
        [248, 2, false],
        [249, 3, false],
      ],
    ],
    [
      'none',
      [
        [247, 1, true],
        [248, 1, false],
        [249, 2, false],
      ],
    ],
  ] as const)('sort-on-update %s', async (value, rows) => {
    const store = await storeWith({ 'sort-on-update': value });
    await store.send('PUT', `${images}/247`, { sort_order: 1 });
    expect(await shape(store)).toEqual(rows);
  });

  it('does not renumber when priority rises or stays', async () => {
    const store = await storeWith({});
    await store.send('PUT', `${images}/249`, { sort_order: 0 });
    await store.send('PUT', `${images}/247`, { sort_order: 0 });
    expect(await shape(store)).toEqual([
      [247, 0, true],
      [248, 1, false],
      [249, 0, false],
    ]);
  });

  it.each([
    ['none', [0, 1, 1]],
    ['bump', [0, 2, 1]],
  ] as const)('sort-on-create %s', async (value, sorts) => {
    const store = await storeWith({ 'sort-on-create': value }, [0, 1, 1]);
    expect(store.control.images(77).map(({ sortOrder }) => sortOrder)).toEqual(sorts);
  });

  it.each([
    ['zero', [4, 0]],
    ['last', [4, 5]],
  ] as const)('default-sort %s', async (value, sorts) => {
    const store = await storeWith({ 'default-sort': value }, [4]);
    await store.send('POST', images, { image_url: pictureUrl(2) });
    expect(store.control.images(77).map(({ sortOrder }) => sortOrder)).toEqual(sorts);
  });

  it.each([
    ['kept', noon],
    ['touched', noon + 1000],
  ] as const)('sort-bump-dates %s', async (value, date) => {
    const store = await storeWith({ 'sort-bump-dates': value });
    store.advance(1000);
    await store.send('PUT', `${images}/247`, { sort_order: 2 });
    expect(store.control.images(77).map(({ dateModified }) => dateModified)).toEqual([
      noon + 1000,
      noon,
      date,
    ]);
  });
});

describe('updating and removing', () => {
  it.each([
    ['200', 200],
    ['201', 201],
  ] as const)('v3-put-status %s', async (value, status) => {
    const store = await storeWith({ 'v3-put-status': value }, [0]);
    const answer = await store.send('PUT', `${images}/247`, { description: 'new' });
    expect([answer.status, store.control.images(77)[0]?.description]).toEqual([status, 'new']);
  });

  it.each([
    ['replaces', 9],
    ['ignored', 0],
  ] as const)('v3-put-image-url %s', async (value, seed) => {
    const store = await storeWith({ 'v3-put-image-url': value }, [0]);
    await store.send('PUT', `${images}/247`, { image_url: pictureUrl(9) });
    expect(Buffer.from(await store.control.pictureBytes(247))).toEqual(Buffer.from(tinyPicture(seed)));
  });

  it('replaces the picture by multipart', async () => {
    const store = await storeWith({}, [0]);
    await store.send('PUT', `${images}/247`, pictureForm(tinyPicture(6), 'six.png'));
    expect(store.control.images(77)[0]?.imageFile).toMatch(/six__\d{5}\.png$/);
  });

  it.each([
    ['404', 404],
    ['204', 204],
  ] as const)('v3-delete-missing-image %s', async (value, status) => {
    const store = await openTestStore({ switches: { 'v3-delete-missing-image': value } });
    expect((await store.send('DELETE', `${images}/9`)).status).toBe(status);
  });

  it('does not reach an image through another product', async () => {
    const store = await storeWith({}, [0]);
    const other = '/v3/catalog/products/78/images/247';
    const statuses = [];
    for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']] as const) {
      statuses.push((await store.send(method, other, body)).status);
    }
    expect([statuses, store.control.images().length]).toEqual([[404, 404, 404], 1]);
  });

  it.each([
    ['ignored', 200, 77],
    ['422', 422, 77],
  ] as const)('v3-unwritable-fields %s', async (value, status, productId) => {
    const store = await storeWith({ 'v3-unwritable-fields': value }, [0]);
    const answer = await store.send('PUT', `${images}/247`, {
      product_id: 78,
      date_modified: '2000-01-01T00:00:00+00:00',
    });
    expect([answer.status, store.control.images()[0]?.productId]).toEqual([status, productId]);
  });

  it.each([
    ['none', 200],
    ['255', 422],
  ] as const)('description-max %s', async (value, status) => {
    const store = await openTestStore({ switches: { 'description-max': value } });
    const answer = await store.send('POST', images, {
      image_url: pictureUrl(1),
      description: 'é'.repeat(256),
    });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['no', noon],
    ['yes', noon + 5],
  ] as const)('image-bumps-product %s', async (value, date) => {
    const store = await openTestStore({ switches: { 'image-bumps-product': value } });
    store.advance(5);
    await store.send('POST', images, { image_url: pictureUrl(1) });
    expect(store.control.products()[0]?.dateModified).toBe(date);
  });
});
