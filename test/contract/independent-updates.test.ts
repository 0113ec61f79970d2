// What the independent store does with images in an update of products: as the API's pages have it, and where they are silent
// by its named choices (test/independent-store/README.md).
import { expect, it } from 'vitest';
import type { Choices } from '../independent-store/call.ts';
import { drawPicture, pictureOf } from '../independent-store/pictures.ts';
import { type IndependentStore, startStore } from '../independent-store/store.ts';
import { createRandom } from '../support/random.ts';

interface Met {
  readonly ids: readonly number[];
  /** Sends this body; the answer's status, its title and how many images each product has then. */
  put(path: string, body: unknown): Promise<readonly [number, string | undefined, readonly number[]]>;
  /** One that is served, and one that is not. */
  readonly good: string;
  readonly bad: string;
}

/** A store with a dozen products, of which the first has an image. */
async function met(choices: Partial<Choices>, play: (met: Met) => Promise<void>): Promise<void> {
  const store: IndependentStore = await startStore({
    hash: 'one',
    token: 'token',
    quota: { requests: 1_000, windowMs: 1_000 },
    firstId: 100,
    random: createRandom(1),
    choices,
  });
  try {
    const picture = pictureOf(await drawPicture(1, 'png'));
    if (picture === undefined) throw new Error('no picture');
    const products = Array.from({ length: 12 }, (_, at) =>
      store.catalog.addProduct({ name: `Product ${at}`, sku: `SKU-${at}` }),
    );
    const [first] = products;
    if (first === undefined) throw new Error('no product');
    const image = store.catalog.createImage(first, { file: { stem: 'mug', picture } });
    const original = `${store.origin}/s-one/images/stencil/original/products/${first.id}/${image.id}`;
    const name = `${(image.file.split('/').at(-1) ?? '').replace('.png', '')}.${image.modified}.png`;
    await play({
      ids: products.map(({ id }) => id),
      good: `${original}/${name}`,
      bad: `${store.origin}/none.png`,
      async put(path, body) {
        const answer = await fetch(`${store.origin}/stores/one/v3/${path}`, {
          method: 'PUT',
          headers: {
            'X-Auth-Token': 'token',
            Accept: 'application/json',
            'Content-Type': 'application/json',
            'User-Agent': 'test',
          },
          body: JSON.stringify(body),
        });
        const said = (await answer.json()) as { title?: string; errors?: { title?: string } };
        return [
          answer.status,
          said.title ?? said.errors?.title,
          products.slice(0, 3).map((one) => one.images.length),
        ];
      },
    });
    expect([...store.surprises]).toEqual([]);
  } finally {
    await store.close();
  }
}

it('takes ten products, and refuses an eleventh and one that does not exist with nothing done', async () => {
  await met({}, async ({ ids, put, good }) => {
    const all = ids.map((id) => ({ id, images: [{ image_url: good }] }));
    const tooMany = 'The request payload is too large. The maximum items allowed in the array is 10.';
    expect(await put('catalog/products', all.slice(0, 11))).toEqual([413, tooMany, [1, 0, 0]]);
    const withNone = [...all.slice(0, 9), { id: 1, images: [] }];
    const missing = 'The requested resource was not found.';
    expect(await put('catalog/products', withNone)).toEqual([404, missing, [1, 0, 0]]);
    expect(await put('catalog/products', all.slice(0, 10))).toEqual([200, undefined, [2, 1, 1]]);
  });
});

it.each([
  ['added', [3, 0, 0]],
  ['instead', [2, 0, 0]],
  ['ignored', [1, 0, 0]],
] as const)('images that are %s', async (updatedImages, after) => {
  await met({ updatedImages }, async ({ ids, put, good }) => {
    const images = [{ image_url: good }, { image_url: good, is_thumbnail: true }];
    expect(await put(`catalog/products/${ids[0]}?include=images`, { images })).toEqual([
      200,
      undefined,
      after,
    ]);
  });
});

it.each([
  ['request', 422, 'Product was not valid.', [1, 0, 0]],
  ['product', 207, 'Some of the images were not saved.', [1, 0, 1]],
  ['image', 207, 'Some of the images were not saved.', [1, 1, 1]],
] as const)('one bad address keeps back its %s', async (badAddress, status, title, after) => {
  await met({ badAddress }, async ({ ids, put, good, bad }) => {
    const products = [
      { id: ids[1], images: [{ image_url: good }, { image_url: bad }] },
      { id: ids[2], images: [{ image_url: good }] },
    ];
    expect(await put('catalog/products', products)).toEqual([status, title, after]);
  });
});
