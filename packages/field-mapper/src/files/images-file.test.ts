import { expect, test } from 'vitest';
import type { MapError } from './file-problem.ts';
import { readImagesFile } from './images-file.ts';

const MODERN =
  'Item,ID,Name,SKU,Variant Image URL,Internal Image URL (Export),Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function* bytesOf(text: string | Buffer, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('the name of a picture that lies in no store is kept beside the row', async () => {
  const csv = `${MODERN}\nProduct,5,Towel,T-1,,,,,,\nImage,7,,,,,front.jpg,Alt,Y,0\nImage,8,,,,,https://x.example/b.jpg,,,1\n`;
  const rows = await all(readImagesFile(bytesOf(csv)));
  expect(rows.map((row) => (row.kind === 'product-image' ? [row.folderPath, row.address] : row))).toEqual([
    ['front.jpg', ''],
    [undefined, 'https://x.example/b.jpg'],
  ]);
});

test('a file as a source: canonical images with their product', async () => {
  const csv = `${MODERN}\nProduct,5,Towel,T-1,,,,,,\nVariant,31,,T-1-RED,https://x.example/red.png,,,,,\nImage,7,,,,product_images/a/1/z.jpg,,Alt,Y,0\nImage,x,,,,a.jpg,,,,0\n`;
  const errors: MapError[] = [];
  expect(await all(readImagesFile(bytesOf(csv), { onError: (error) => errors.push(error) }))).toEqual([
    {
      kind: 'variant-image',
      line: 3,
      image: { productId: 5, variantId: 31, skuId: 0, sku: 'T-1-RED', image: 'https://x.example/red.png' },
      product: { productId: 5, sku: 'T-1', name: 'Towel', line: 2 },
      warnings: [],
    },
    {
      kind: 'product-image',
      line: 4,
      image: {
        productId: 5,
        imageId: 7,
        imageFile: 'a/1/z.jpg',
        description: 'Alt',
        isThumbnail: true,
        sortOrder: 0,
        urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
      },
      product: { productId: 5, sku: 'T-1', name: 'Towel', line: 2 },
      address: '',
      warnings: [],
    },
  ]);
  expect(errors).toEqual([
    { line: 5, column: 'ID', field: 'id', reason: '"x" is not a whole number above 0' },
  ]);
  await expect(all(readImagesFile(bytesOf(csv)))).rejects.toThrow('line 5, column ID');
});
