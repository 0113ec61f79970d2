import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import { openTestStore } from '../testing/test-store.ts';
import { CatalogFileError, catalogFromFile, parseCatalog } from './catalog-file.ts';
import { seededProducts } from './seeded-products.ts';

describe('seeded products', () => {
  const shape = { products: 120, images: 400, seed: 1 };

  it('are the same for the same seed and others for another', () => {
    expect(seededProducts(shape)).toEqual(seededProducts(shape));
    expect(seededProducts(shape)).not.toEqual(seededProducts({ ...shape, seed: 2 }));
  });

  it.each([
    [120, 400],
    [5, 3],
    [1, 7],
    [10, 0],
    [300, 2000],
    [0, 0],
  ])('%i products have %i images in all', (products, images) => {
    const made = seededProducts({ products, images, seed: 4 });
    expect([made.length, made.reduce((sum, product) => sum + product.images.length, 0)]).toEqual([
      products,
      images,
    ]);
  });

  it('give each product as many as asked for', () => {
    const made = seededProducts({ products: 9, imagesPerProduct: 4, images: 1, seed: 1 });
    expect(new Set(made.map(({ images }) => images.length))).toEqual(new Set([4]));
  });

  it('have unique SKUs, one thumbnail at most, and what a real catalog has', () => {
    const made = seededProducts(shape);
    const all = made.flatMap(({ images }) => images);
    expect(new Set(made.map(({ sku }) => sku)).size).toBe(120);
    expect(
      made.every(
        ({ images }) => images.length === 0 || images.filter(({ isThumbnail }) => isThumbnail).length === 1,
      ),
    ).toBe(true);
    const scripts = [
      'Cyrillic',
      'Greek',
      'Arabic',
      'Hebrew',
      'Hiragana',
      'Hangul',
      'Han',
      'Devanagari',
      'Emoji_Presentation',
    ];
    const text = all.map(({ description }) => description).join('');
    const absent = scripts.filter(
      (script) =>
        !new RegExp(`\\p{${script.startsWith('Emoji') ? script : `Script=${script}`}}`, 'u').test(text),
    );
    const hasTwins = ({ images }: (typeof made)[number]): boolean =>
      new Set(images.map(({ pictureSeed }) => pictureSeed)).size < images.length;
    expect({
      absent,
      decomposed: text.includes('e\u0301'),
      someWithoutText: all.some(({ description }) => description === ''),
      someWithoutImages: made.some(({ images }) => images.length === 0),
      someWithTwins: made.some(hasTwins),
    }).toEqual({
      absent: [],
      decomposed: true,
      someWithoutText: true,
      someWithoutImages: true,
      someWithTwins: true,
    });
  });
});

it('makes a target with the source’s SKUs under other ids and without images', async () => {
  const { sandbox } = await openTestStore({
    stores: [
      { hash: 'abc', catalog: { kind: 'seeded', products: 30, seed: 7 } },
      { hash: 'def', catalog: { kind: 'products-only', products: 30, likeSeed: 7 } },
    ],
  });
  const [source, target] = [sandbox.control('abc'), sandbox.control('def')];
  expect(target.products().map(({ sku, name }) => [sku, name])).toEqual(
    source.products().map(({ sku, name }) => [sku, name]),
  );
  const ids = new Set(source.products().map(({ id }) => id));
  expect([
    target.products().some(({ id }) => ids.has(id)),
    target.images().length,
    source.images().length > 30,
  ]).toEqual([false, 0, true]);
});

it('has rules where a finish and a wrapping meet, of which some show a picture, as both views tell', async () => {
  const catalog = { kind: 'seeded', products: 200, images: 0 } as const;
  const { sandbox, send } = await openTestStore({ stores: [{ hash: 'abc', token: 'full', catalog }] });
  const rules = sandbox.control('abc').rules();
  const [first, second] = rules;
  expect([rules.length % 2, first?.image !== null, second?.image]).toEqual([0, true, null]);
  const product = first?.productId ?? 0;
  const ids = async (path: string): Promise<number[]> => {
    const { body } = await send('GET', path);
    const rows = Array.isArray(body) ? body : Object(body).data;
    return (rows as { id: number }[]).map(({ id }) => id).filter((id) => id >= 400_000);
  };
  const own = rules.filter(({ productId }) => productId === product).map(({ id }) => id);
  expect(await ids(`/v3/catalog/products/${product}/complex-rules`)).toEqual(own);
  expect(await ids(`/v2/products/${product}/rules`)).toEqual(own);
});

it('gives variants and values pictures that these take, or none where none are asked for', async () => {
  const filesOf = async (slotPictures: boolean) => {
    const catalog = { kind: 'seeded', products: 200, images: 0, slotPictures } as const;
    const { sandbox } = await openTestStore({ stores: [{ hash: 'abc', catalog }] });
    const store = sandbox.control('abc');
    return [
      ...store.variants().map(({ image }) => image?.file),
      ...store.values().map(({ image }) => image?.file),
      ...store.rules().map(({ image }) => image?.file),
    ].filter((file) => file !== undefined);
  };
  const files = await filesOf(true);
  expect([files.length > 100, files.filter((file) => file.endsWith('.webp'))]).toEqual([true, []]);
  expect(await filesOf(false)).toEqual([]);
});

describe('a catalog file', () => {
  const mug = { name: 'Mug', sku: 'M', images: [] };
  it.each([
    ['{"products": [\n  {"name" "x"}]}', 'c.json:2:11: this is not JSON.'],
    ['[]', /^c\.json: file: /],
    [JSON.stringify({ products: [{ name: '', sku: 'A' }] }), /^c\.json: products\[0\]\.name: /],
    [
      JSON.stringify({ products: [{ ...mug, images: [{ sort_order: 'x' }] }] }),
      /^c\.json: products\[0\]\.images\[0\]\.sort_order: /,
    ],
    [JSON.stringify({ products: [mug, mug] }), 'c.json: products[1].sku: M is there twice'],
    [
      JSON.stringify({
        products: [
          { ...mug, id: 1 },
          { ...mug, sku: 'N', id: 1 },
        ],
      }),
      'c.json: products[1].id: 1 is there twice',
    ],
    [
      JSON.stringify({ products: [{ ...mug, images: [{ seed: 1, file: 'a' }] }] }),
      'c.json: products[0].images[0]: give one of file, url and seed',
    ],
  ])('%s', (text, words) => {
    expect(() => parseCatalog(text, 'c.json')).toThrow(words);
    expect(() => parseCatalog(text, 'c.json')).toThrow(CatalogFileError);
  });

  it('is planted with its files, names, flags and order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catalog-'));
    const path = join(folder, 'catalog.json');
    writeFileSync(join(folder, 'red mug.png'), tinyPicture(3));
    const images = [
      { file: 'red mug.png', description: 'é', sort_order: 5 },
      { seed: 9, is_thumbnail: true, file_name: 'nine.jpg' },
    ];
    writeFileSync(path, JSON.stringify({ products: [{ id: 500, name: 'Mug', sku: 'M', price: 3, images }] }));
    const { control } = await openTestStore({}, { catalog: { kind: 'file', path } });
    expect(
      control
        .images()
        .map(({ productId, imageFile, description, sortOrder, isThumbnail }) => [
          productId,
          imageFile.replace(/^.{6}|__\d{5}/g, ''),
          description,
          sortOrder,
          isThumbnail,
        ]),
    ).toEqual([
      [500, 'red_mug.png', 'é', 5, false],
      [500, 'nine.jpg', '', 1, true],
    ]);
    expect(Buffer.from(await control.pictureBytes(247))).toEqual(Buffer.from(tinyPicture(3)));
  });

  it('says which file is missing', async () => {
    expect(() => catalogFromFile('/nowhere/c.json')).toThrow('/nowhere/c.json: the file cannot be read.');
    const catalog = { products: [{ ...mug, images: [{ file: '/nowhere/a.png' }] }] };
    await expect(openTestStore({}, { catalog: { kind: 'given', catalog } })).rejects.toThrow(
      '/nowhere/a.png: the picture cannot be read.',
    );
  });
});
