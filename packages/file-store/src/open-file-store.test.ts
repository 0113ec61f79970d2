import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContentHttp } from '@cutover/image-content';
import { afterEach, expect, test } from 'vitest';
import { type FileProblem, type FileStore, openFileStore } from './index.ts';

const folders: string[] = [];
const opened: FileStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-file-store-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

async function opening(text: string, pictures?: string) {
  const problems: FileProblem[] = [];
  const store = await openFileStore({
    file: path.join(folderOf({ source: text }), 'source'),
    pictures,
    signal: new AbortController().signal,
    onProblem: ({ line, reason }) => problems.push({ line, reason }),
  });
  opened.push(store);
  return { store, problems };
}

const addressOf = (
  { originals: [template = ''] }: FileStore,
  productId: number,
  image: number | string,
): string => template.replace('{product_id}', String(productId)).replace('{image_id}', String(image));

const nowhere: ContentHttp = {
  head: async (url) => {
    throw Object.assign(new Error(url), { reason: 'asked' });
  },
  get: async (url) => {
    throw Object.assign(new Error(url), { reason: 'asked' });
  },
};

const HEADINGS =
  'Item,ID,Name,SKU,Variant Image URL,Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order';
const csv = (...rows: string[]): string => `${HEADINGS}\n${rows.join('\n')}\n`;

test('products come by ascending id whatever the order of the file, with ids where it gives none', async () => {
  const { store, problems } = await opening(
    csv(
      'Product,9,Jug,JUG,,,,,',
      'Image,90,,,,https://x.example/jug.jpg,Jug,TRUE,0',
      'Product,,Bowl,BOWL,,,,,',
      'Image,,,,,bowl.jpg,Bowl,TRUE,0',
      'Product,3,Mug,MUG,,,,,',
      'Image,30,,,,https://x.example/mug.jpg,Mug,TRUE,0',
      'Image,31,,,,https://x.example/back.jpg,Back,FALSE,1',
    ),
  );
  const pages = await Array.fromAsync(store.v3.sweepProducts({ limit: 2 }));
  expect(pages.map(({ products, cursor }) => ({ skus: products.map(({ sku }) => sku), cursor }))).toEqual([
    { skus: ['MUG', 'JUG'], cursor: 9 },
    { skus: ['BOWL'], cursor: 10_000_000_004 },
  ]);
  expect(await store.v3.listImages(3)).toMatchObject([
    { id: 30, product_id: 3, description: 'Mug', is_thumbnail: true, sort_order: 0 },
    { id: 31, product_id: 3, description: 'Back', is_thumbnail: false, sort_order: 1 },
  ]);
  expect((await store.v3.listProducts({ skus: ['BOWL', 'none'] })).products.map(({ name }) => name)).toEqual([
    'Bowl',
  ]);
  await expect(store.v3.getProduct(4)).rejects.toMatchObject({ name: 'StoreError', status: 404 });
  await expect(store.v3.getImage(9, 30)).rejects.toMatchObject({ status: 404 });
  expect([await store.v2.countImages(), await store.v2.countProducts(), problems]).toEqual([4, 3, []]);
});

test('the same bytes are the same store with the same ids; one other byte is another store', async () => {
  const text = csv('Product,,Bowl,BOWL,,,,,', 'Image,,,,,bowl.jpg,Bowl,TRUE,0');
  const [first, second, other] = [await opening(text), await opening(text), await opening(`${text} `)];
  expect(first.store.hash).toMatch(/^file-[\da-f]{12}$/u);
  expect(second.store.hash).toBe(first.store.hash);
  expect(other.store.hash).not.toBe(first.store.hash);
  const idsOf = async ({ store }: typeof first) =>
    (await Array.fromAsync(store.v3.sweepProducts())).flatMap(({ products }) =>
      products.map(({ id, images = [] }) => [id, images.map((image) => image.id)]),
    );
  expect(await idsOf(second)).toEqual(await idsOf(first));
});

test('a SKU is one product on however many rows, with the id where one of them has it', async () => {
  const { store } = await opening(
    'Product ID,Product Code/SKU,Product Image File - 1,Product Image Sort - 1\n7,A,front.jpg,0\n,A,back.jpg,1\n,B,b.jpg,0\n,B,c.jpg,1\n',
  );
  const pages = await Array.fromAsync(store.v3.sweepProducts());
  expect(
    pages.flatMap(({ products }) => products.map(({ sku, images = [] }) => [sku, images.length])),
  ).toEqual([
    ['A', 2],
    ['B', 2],
  ]);
});

test('rows that cannot be used are named with their line, and the rest is used', async () => {
  const { store, problems } = await opening(
    [
      '{"id":1,"product_id":5,"image_file":"a/1/x.jpg","is_thumbnail":true,"sort_order":0,"description":""}',
      'nonsense',
      '{"id":1,"product_id":6,"image_file":"a/1/y.jpg","is_thumbnail":true,"sort_order":0,"description":""}',
    ].join('\n'),
  );
  expect(store.counts).toEqual({
    products: 2,
    images: 1,
    variants: 0,
    modifiers: 0,
    swatches: 0,
    values: 0,
    pictures: 0,
  });
  expect(problems).toEqual([
    { line: 2, reason: 'not valid JSON: "nonsense"' },
    { line: 3, reason: 'image 1 comes a second time' },
  ]);
});

const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0')]);

test('a picture is found by its path, its number or its name, and of two by none', async () => {
  const pictures = folderOf({
    'a/1/front__12345.jpg': jpeg,
    'other/Kettle.JPG': jpeg,
    '5/52.jpg': jpeg,
    'x/twice.jpg': jpeg,
    'y/twice.jpg': jpeg,
    'e\u0301tage\u0300re 1.jpg': jpeg,
    'letter.txt': 'no picture',
  });
  writeFileSync(path.join(pictures, '..', `outside-${path.basename(pictures)}.jpg`), jpeg);
  symlinkSync(
    path.join(pictures, '..', `outside-${path.basename(pictures)}.jpg`),
    path.join(pictures, 'link.jpg'),
  );
  const image = (id: number, file: string) =>
    JSON.stringify({
      id,
      product_id: 5,
      image_file: file,
      is_thumbnail: false,
      sort_order: id,
      description: '',
    });
  const { store } = await opening(
    [
      image(50, 'a/1/front__12345.jpg'),
      image(51, 'k/9/kettle__99999.jpg'),
      image(52, 'n/9/no-name__11111.jpg'),
      image(53, 't/9/twice.jpg'),
      image(54, 'z/9/%C3%A9tag%C3%A8re%201.jpg'),
      image(55, 'q/9/nowhere.jpg'),
      image(56, 'l/9/link.jpg'),
    ].join('\n'),
    pictures,
  );
  expect(store.counts.pictures).toBe(6);
  const content = store.content(nowhere);
  const looked = await Promise.all(
    [50, 51, 52, 53, 54, 55, 56].map(async (id) => {
      try {
        const { contentType, contentLength } = await content.head(addressOf(store, 5, id));
        return [id, contentType, contentLength];
      } catch (error) {
        return [id, error instanceof Error && 'reason' in error ? error.reason : error];
      }
    }),
  );
  expect(looked).toEqual([
    [50, 'image/jpeg', jpeg.length],
    [51, 'image/jpeg', jpeg.length],
    [52, 'image/jpeg', jpeg.length],
    [53, 'several files of this name'],
    [54, 'image/jpeg', jpeg.length],
    [55, 'not in the folder of pictures'],
    [56, 'not in the folder of pictures'],
  ]);
  rmSync(path.join(pictures, '..', `outside-${path.basename(pictures)}.jpg`));
});

test.skipIf(process.platform === 'win32')(
  'what has become a link or a pipe since the folder was read is not opened',
  async () => {
    const outside = folderOf({ 'x.jpg': jpeg });
    const pictures = folderOf({ 'a/x.jpg': jpeg, 'b/y.jpg': jpeg, 'c/z.jpg': jpeg });
    const line = (id: number, file: string) =>
      `{"id":${id},"product_id":5,"image_file":"${file}","is_thumbnail":false,"sort_order":0,"description":""}`;
    const { store } = await opening(
      [line(1, 'a/x.jpg'), line(2, 'b/y.jpg'), line(3, 'c/z.jpg')].join('\n'),
      pictures,
    );
    for (const name of ['a', 'b/y.jpg', 'c/z.jpg'])
      rmSync(path.join(pictures, name), { recursive: true, force: true });
    symlinkSync(outside, path.join(pictures, 'a'));
    symlinkSync(path.join(outside, 'x.jpg'), path.join(pictures, 'b/y.jpg'));
    execFileSync('mkfifo', [path.join(pictures, 'c/z.jpg')]);
    for (const id of [1, 2, 3])
      await expect(store.content(nowhere).get(addressOf(store, 5, id))).rejects.toMatchObject({
        reason: 'unreadable',
      });
  },
);

test('without a file of its name a picture is asked for at the address that the file gives', async () => {
  const { store } = await opening(
    csv(
      'Product,3,Mug,MUG,,,,,',
      'Image,30,,,,https://x.example/mug.jpg,Mug,TRUE,0',
      'Image,31,,,,mug.jpg,,,1',
    ),
  );
  const content = store.content(nowhere);
  await expect(content.get(addressOf(store, 3, 30))).rejects.toMatchObject({
    reason: 'asked',
    message: 'https://x.example/mug.jpg',
  });
  await expect(content.get(addressOf(store, 3, 31))).rejects.toMatchObject({
    reason: 'no address in the file',
  });
  // All other addresses are none of ours.
  await expect(content.head('https://y.example/a.jpg')).rejects.toMatchObject({
    message: 'https://y.example/a.jpg',
  });
});

test('a picture tells whether it lay in the folder, or where the file says that it is', async () => {
  const address = 'https://x.example/mug.jpg';
  const rows = ['Product,3,Mug,MUG,,,,,', `Image,30,,,,${address},Mug,TRUE,0`, 'Image,31,,,,jug.jpg,,,1'];
  const { store } = await opening(csv(...rows), folderOf({ 'jug.jpg': jpeg }));
  const answer = { status: 200, contentType: 'image/jpeg', finalUrl: `${address}?moved` };
  const content = store.content({
    head: async () => await Promise.resolve(answer),
    get: async () => await Promise.resolve({ ...answer, bytes: jpeg }),
  });
  const [at, within] = [addressOf(store, 3, 30), addressOf(store, 3, 31)];
  expect([(await content.head(at)).lay, (await content.get(at)).lay]).toEqual([
    { at: address },
    { at: address },
  ]);
  expect((await content.get(within, { rangeBytes: 9 })).lay).toEqual({ in: 'folder' });
  expect((await content.get('https://y.example/a.jpg')).lay).toBeUndefined();
});

test('a variant shows a picture of the file, and a small copy of a product’s image as what it is', async () => {
  const copy = 'https://cdn.example/s-x/products/7/images/71/p.1456436666.386.513.jpg';
  const { store } = await opening(
    JSON.stringify({
      id: 7,
      name: 'Pan',
      sku: 'PAN',
      images: [],
      variants: [
        { id: 9, product_id: 7, sku: 'PAN-R', image_url: 'https://x.example/red.png' },
        { id: 10, product_id: 7, sku: 'PAN-G', image_url: '' },
        { id: 11, product_id: 7, sku: 'PAN-B', image_url: copy },
      ],
    }),
  );
  expect((await store.v3.listVariants(7)).map(({ sku, image_url }) => [sku, image_url])).toEqual([
    ['PAN-R', addressOf(store, 7, 'variant/9')],
    ['PAN-G', ''],
    ['PAN-B', copy],
  ]);
  await expect(store.content(nowhere).get(addressOf(store, 7, 'variant/9'))).rejects.toMatchObject({
    message: 'https://x.example/red.png',
  });
});

test('options, modifiers and choices are read back with the pictures of their values', async () => {
  const value = (id: number, label: string, image_url: string) => ({ id, label, value_data: { image_url } });
  const adjusted = (id: number, label: string, image_url: string) => ({
    id,
    label,
    adjusters: { image_url },
  });
  const { store } = await opening(
    JSON.stringify({
      id: 7,
      name: 'Pan',
      sku: 'PAN',
      variants: [
        {
          id: 9,
          product_id: 7,
          sku: '',
          image_url: 'https://x.example/red.png',
          option_values: [{ id: 1, label: 'Red', option_id: 5, option_display_name: 'Colour' }],
        },
      ],
      options: [
        {
          id: 5,
          product_id: 7,
          display_name: 'Wood',
          type: 'swatch',
          option_values: [
            value(51, 'Oak', 'https://x.example/oak.png'),
            value(52, 'Ash', 'ash.png'),
            value(53, 'None', ''),
          ],
        },
      ],
      modifiers: [
        {
          id: 6,
          product_id: 7,
          display_name: 'Lid',
          option_values: [
            adjusted(61, 'Glass', 'https://x.example/glass.png'),
            { ...value(62, 'Tin', 'https://x.example/tin.png'), adjusters: null },
          ],
        },
      ],
    }),
    folderOf({ '7/modifier-61.jpg': jpeg }),
  );
  const [product] = (await Array.fromAsync(store.v3.sweepProducts())).flatMap(({ products }) => products);
  expect(product).toMatchObject({
    variants: [{ id: 9, sku: '', option_values: [{ option_display_name: 'Colour', label: 'Red' }] }],
    options: [
      {
        id: 5,
        display_name: 'Wood',
        type: 'swatch',
        // A swatch takes an address alone, so that it keeps the one that the file gives.
        option_values: [
          { id: 51, label: 'Oak', value_data: { image_url: 'https://x.example/oak.png' } },
          { id: 52, label: 'Ash', value_data: { image_url: addressOf(store, 7, 'swatch/52') } },
        ],
      },
    ],
    modifiers: [
      {
        id: 6,
        display_name: 'Lid',
        option_values: [
          { id: 61, label: 'Glass', adjusters: { image_url: addressOf(store, 7, 'modifier/61') } },
        ],
      },
    ],
  });
  expect(await store.v3.listModifiers(7)).toEqual(product?.modifiers);
  expect(await store.v3.listOptions(7)).toEqual(product?.options);
  // The swatch of a modifier is in no slot.
  expect(store.counts).toMatchObject({ variants: 1, modifiers: 1, swatches: 2, values: 1 });
  const { bytes } = await store.content(nowhere).get(addressOf(store, 7, 'modifier/61'));
  expect(Buffer.from(bytes).equals(jpeg)).toBe(true);
});

test('an address that only looks like one of ours is not answered with a picture of the file', async () => {
  const { store } = await opening(
    csv('Product,3,Mug,MUG,,,,,', 'Image,30,,,,https://x.example/mug.jpg,Mug,TRUE,0'),
  );
  const [ours = ''] = store.originals;
  expect(ours).toMatch(/^picture-[\da-f]{16}:\{product_id\}/u);
  expect(ours).not.toContain(store.hash.slice('file-'.length));
  for (const url of ['picture:3/30', 'picture-0000000000000000:3/30'])
    await expect(store.content(nowhere).get(url)).rejects.toMatchObject({ message: url });
});
