import { describe, expect, test } from 'vitest';
import { image, MODERN, mapped } from '../testing/csv.ts';
import type { MapError } from './file-problem.ts';

const LEGACY =
  'Item Type,Product ID,Product Name,Product Code/SKU,Product Image ID - 1,Product Image File - 1,Product Image Description - 1,Product Image Is Thumbnail - 1,Product Image Sort - 1,Product Image ID - 2,Product Image Path - 2,Product Image Description - 2,Product Image Is Thumbnail - 2,Product Image Sort - 2';

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
      'a picture in a row of another kind',
      'Bundle,7,,,,,https://x.example/a.jpg,,,',
      {
        line: 2,
        column: 'Item',
        reason: 'the picture of a row that is "bundle" and not Product, Variant or Image has no place',
      },
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
