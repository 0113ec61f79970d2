import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRecords } from './csv-records.ts';
import type { MapError } from './file-problem.ts';
import { readImagesFile } from './images-file.ts';
import { createMapper, type MapRecord } from './mapper.ts';

const MODERN =
  'Item,ID,Name,SKU,Variant Image URL,Internal Image URL (Export),Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order';
const LEGACY =
  'Item Type,Product ID,Product Name,Product Code/SKU,Product Image ID - 1,Product Image File - 1,Product Image Description - 1,Product Image Is Thumbnail - 1,Product Image Sort - 1,Product Image ID - 2,Product Image Path - 2,Product Image Description - 2,Product Image Is Thumbnail - 2,Product Image Sort - 2';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function* bytesOf(text: string | Buffer, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function mapped(text: string | Buffer, size?: number) {
  const errors: MapError[] = [];
  const records: MapRecord[] = [];
  try {
    const mapper = createMapper({ onBadRow: 'skip', onError: (error) => errors.push(error) });
    for await (const record of mapper.map(bytesOf(text, size))) records.push(record);
  } catch (error) {
    return { records, errors, refused: error instanceof Error ? error.message : String(error) };
  }
  return { records, errors };
}

const image = (line: number, record: object, warnings: object[] = []) => ({
  kind: 'product-image',
  line,
  record,
  warnings,
});

describe('modern', () => {
  const rows = [
    MODERN,
    'Product,5,"Towel, ""big""\r\nand soft",T-1,,,,,,',
    'Image,7,,,,https://store-x.mybigcommerce.com/product_images/a/1/z__12345.jpg?t=1,,Alt text ,TRUE,0',
    'Image,,,,,,https://x.example/new.jpg,,,',
    'Video,,,,,,,,,',
    'Variant,31,,T-1-RED,https://x.example/red.png,,,,,',
    'Variant,32,,T-1-BLUE,,,,,,',
    'Product,,New one,N-1,https://x.example/base.png,,,,,',
    'Image,,,,,product_images/b/2/y.jpg,,,N,-4',
  ];

  test('images belong to the product above them; new ones have no id', async () => {
    const internal = 'https://store-x.mybigcommerce.com/product_images/a/1/z__12345.jpg?t=1';
    expect(await mapped(rows.join('\r\n'))).toEqual({
      records: [
        image(4, {
          id: 7,
          product_id: 5,
          image_file: 'a/1/z__12345.jpg',
          is_thumbnail: true,
          sort_order: 0,
          description: 'Alt text ',
          image_url: internal,
        }),
        image(
          5,
          {
            product_id: 5,
            is_thumbnail: false,
            sort_order: 1,
            description: '',
            image_url: 'https://x.example/new.jpg',
          },
          [{ field: 'sort_order', reason: 'is blank; its place in the file (1) is taken' }],
        ),
        {
          kind: 'variant-image',
          line: 7,
          record: { id: 31, product_id: 5, sku: 'T-1-RED', image_url: 'https://x.example/red.png' },
          warnings: [],
        },
        {
          kind: 'variant-image',
          line: 9,
          record: { sku: 'N-1', image_url: 'https://x.example/base.png' },
          warnings: [],
        },
        image(10, { image_file: 'b/2/y.jpg', is_thumbnail: false, sort_order: -4, description: '' }, [
          {
            field: 'sort_order',
            reason: 'negative; V3 documents it as allowed, V2 did not, and themes may differ',
          },
        ]),
      ],
      errors: [],
    });
  });

  test('headings are found by name, whatever their order, case, spaces and encoding', async () => {
    const moved = rows
      .map((row, index) => (index === 0 ? row.toUpperCase().replaceAll(' ', '\u00a0 ') : row))
      .join('\n');
    const plain = await mapped(rows.join('\n'));
    expect([
      await mapped(moved),
      await mapped(Buffer.from(`\ufeff${moved}`, 'utf16le')),
      await mapped(`\ufeff${moved}`),
    ]).toEqual([plain, plain, plain]);
    const few =
      'Image Sort Order,Image URL (Import),ID,Item\n,,5,Product\n3,https://x.example/a.jpg,,Image\n';
    const record = {
      product_id: 5,
      is_thumbnail: false,
      sort_order: 3,
      description: '',
      image_url: 'https://x.example/a.jpg',
    };
    expect(await mapped(few)).toEqual({ records: [image(3, record)], errors: [] });
  });

  test.each<[string, string, MapError]>([
    [
      'an image without product',
      'Image,7,,,,,https://x.example/a.jpg,,,0',
      { line: 2, reason: 'an image row before any Product row' },
    ],
    [
      'an unknown item',
      'Bundle,7,,,,,,,,',
      { line: 2, column: 'Item', reason: '"bundle" is not Product, Variant, Image or Video' },
    ],
    [
      'a bad product id',
      'Product,5x,,,,,,,,',
      { line: 2, column: 'ID', field: 'product_id', reason: '"5x" is not a whole number above 0' },
    ],
    ['missing cells', 'Product,5', { line: 2, reason: '2 cells where there are 10 headings' }],
    ['a cell too many', 'Product,5,,,,,,,,,', { line: 2, reason: '11 cells where there are 10 headings' }],
  ])('%s is an error', async (_, row, error) => {
    expect(await mapped(`${MODERN}\n${row}\n`)).toEqual({ records: [], errors: [error] });
  });

  test.each<[string, string, MapError]>([
    [
      'no picture',
      'Image,7,,,,,,alt,,0',
      {
        line: 3,
        column: 'Image URL (Import)',
        field: 'image_url',
        reason: 'an Image row needs a picture here or under "Internal Image URL (Export)"',
      },
    ],
    [
      'a bad flag',
      'Image,7,,,,,https://x.example/a.jpg,,maybe,0',
      {
        line: 3,
        column: 'Image is Thumbnail',
        field: 'is_thumbnail',
        reason: '"maybe" is neither yes nor no',
      },
    ],
    [
      'a bad order',
      'Image,7,,,,,https://x.example/a.jpg,,,1.5',
      {
        line: 3,
        column: 'Image Sort Order',
        field: 'sort_order',
        reason: '"1.5" is not a whole number of 32 bits',
      },
    ],
  ])('an image row with %s is an error', async (_, row, error) => {
    expect(await mapped(`${MODERN}\nProduct,5,,,,,,,,\n${row}\n`)).toEqual({ records: [], errors: [error] });
  });

  test('the images of a product that could not be read are not given to the product before it', async () => {
    const { records, errors } = await mapped(
      `${MODERN}\nProduct,5,,,,,,,,\nProduct,x,,,,,,,,\nImage,7,,,,,https://x.example/a.jpg,,,0\n`,
    );
    expect([records, errors.map(({ line, reason }) => `${line}: ${reason}`)]).toEqual([
      [],
      ['3: "x" is not a whole number above 0', '4: the product of this image row could not be read'],
    ]);
  });
});

describe('legacy', () => {
  test('groups of columns, File and Path, SKU and rule rows', async () => {
    const rows = [
      LEGACY,
      'Product,77,Towel,T-1,247,p/022/n__36562.jpg,Alt,Y,0,,https://x.example/b.jpg,,N,',
      'Product,78,Plain,P-1,,,,,,,,,,',
      '  SKU,,,T-1-RED,,https://x.example/red.png,,,,,,,,',
      '  Rule,,,,,attribute_rule_images/1_source.jpg,,,,,,,,',
      'Product,79,Odd,O-1,12,,lost,,,x,https://x.example/c.jpg,,,',
    ].join('\n');
    expect(await mapped(rows)).toEqual({
      records: [
        image(2, {
          id: 247,
          product_id: 77,
          image_file: 'p/022/n__36562.jpg',
          is_thumbnail: true,
          sort_order: 0,
          description: 'Alt',
        }),
        image(
          2,
          {
            product_id: 77,
            is_thumbnail: false,
            sort_order: 1,
            description: '',
            image_url: 'https://x.example/b.jpg',
          },
          [{ field: 'sort_order', reason: 'is blank; its place in the file (1) is taken' }],
        ),
        {
          kind: 'variant-image',
          line: 4,
          record: { product_id: 78, sku: 'T-1-RED', image_url: 'https://x.example/red.png' },
          warnings: [],
        },
      ],
      errors: [
        {
          line: 5,
          column: 'Item Type',
          reason:
            'the image of a "rule" row has no place in a product image; it is a modifier\'s or a rule\'s',
        },
        {
          line: 6,
          column: 'Product Image File - 1',
          field: 'image_file',
          reason: 'the image has an id or a description here, and no picture',
        },
        { line: 6, column: 'Product Image ID - 2', field: 'id', reason: '"x" is not a whole number above 0' },
      ],
    });
  });
});

describe('hostile files are refused with their line', () => {
  test.each<[string, string | Buffer, string]>([
    ['other headings', 'a,b\n1,2\n', 'line 1: not the headings of a BigCommerce product CSV with images'],
    [
      'CR only',
      `${MODERN}\rProduct,5,,,,,,,,\r`,
      'line 1: a line ends in CR alone; save the file with LF or CRLF line ends',
    ],
    [
      'CR at the very end',
      `${MODERN}\nProduct,5,,,,,,,,\r`,
      'line 2: a line ends in CR alone; save the file with LF or CRLF line ends',
    ],
    [
      'an open quote',
      `${MODERN}\nProduct,5,"open\nmore\n`,
      'line 2: a quote is opened here and never closed',
    ],
    [
      'a quote within a cell',
      `${MODERN}\nProduct,5,19" rack,,,,,,,"x"y\n`,
      'line 2, column 3: a quote stands in the middle of a cell; quotes in text are doubled',
    ],
    ['doubled headings', `Item,ID,${MODERN}\n`, 'line 1, column 3: the heading "Item" stands twice'],
    [
      'NUL',
      `${MODERN}\nProduct,5,\0,,,,,,,\n`,
      'line 2: holds a NUL character; a UTF-16 file needs a byte order mark, or save it as UTF-8',
    ],
    [
      'Windows-1252',
      Buffer.from(`${MODERN}\nProduct,5,caf\u00e9,,,,,,,\n`, 'latin1'),
      'line 2: not UTF-8: save the file as UTF-8',
    ],
    ['too many columns', `${'x,'.repeat(6_000)}Item\n`, 'line 1: a record of more than 5000 columns'],
    [
      'an endless record',
      `${MODERN}\nProduct,5,${'x'.repeat(3_000_000)}`,
      'line 2: a record of more than 1048576 characters',
    ],
    ['a million columns', 'x,'.repeat(1_000_000), 'line 1: a record of more than 5000 columns'],
  ])('%s', async (_, text, refused) => {
    expect(await mapped(text, 65_536)).toEqual({ records: [], errors: [], refused });
  });

  test('what stands before a fault is read, wherever chunks end', async () => {
    const text = `${MODERN}\nProduct,5,,,,,,,,\nImage,7,,,,,https://x.example/a.jpg,,,0\nImage,8,x"y,,,,,,,\n`;
    const record = {
      id: 7,
      product_id: 5,
      is_thumbnail: false,
      sort_order: 0,
      description: '',
      image_url: 'https://x.example/a.jpg',
    };
    const refused = 'line 4, column 3: a quote stands in the middle of a cell; quotes in text are doubled';
    const told = { records: [image(3, record)], errors: [], refused };
    expect([await mapped(text, 1), await mapped(text, 40), await mapped(text, 10_000)]).toEqual([
      told,
      told,
      told,
    ]);
  });

  test('an endless line is refused early, with the rest unread', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${MODERN}\nProduct,5,"`);
      for (; given < 1_000; given += 1) yield Buffer.alloc(65_536, 'x');
    }
    await expect(createMapper().map(endless()).next()).rejects.toThrow(
      'line 2: a quote is opened here and not closed within 1048576 characters',
    );
    expect(given).toBeLessThan(100);
  });
});

test('law: cells come out as they went in, with the line they began on, wherever chunks end', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', '\r', 'é', ' ', '😀') });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (rows, end, size) => {
        const printed = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const text = printed.join(end);
        async function* pieces(): AsyncGenerator<string> {
          const letters = Array.from(text);
          for (let at = 0; at < letters.length; at += size) yield letters.slice(at, at + size).join('');
        }
        let line = 1;
        const expected = rows.map((cells, index) => {
          const record = { line, cells };
          line += (printed[index] ?? '').split('\n').length;
          return record;
        });
        expect(await all(csvRecords(pieces()))).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  );
});

test('a file as a source: canonical images with their product', async () => {
  const csv = `${MODERN}\nProduct,5,Towel,T-1,,,,,,\nVariant,31,,T-1-RED,https://x.example/red.png,,,,,\nImage,7,,,,product_images/a/1/z.jpg,,Alt,Y,0\nImage,x,,,,a.jpg,,,,0\n`;
  const errors: MapError[] = [];
  expect(await all(readImagesFile(bytesOf(csv), { onError: (error) => errors.push(error) }))).toEqual([
    {
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
      product: { productId: 5, sku: 'T-1', name: 'Towel' },
      address: '',
      warnings: [],
    },
  ]);
  expect(errors).toEqual([
    { line: 5, column: 'ID', field: 'id', reason: '"x" is not a whole number above 0' },
  ]);
  await expect(all(readImagesFile(bytesOf(csv)))).rejects.toThrow('line 5, column ID');
});
