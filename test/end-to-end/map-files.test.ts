// `map` over files as they are met: each kind of surprise with an instance that has it and one that barely has not, and
// what a script sees of it: records on stdout, words on stderr, the exit code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type Ended, startChildren } from '../support/binary.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutover-map-'));
const children = startChildren();
afterAll(async () => {
  await children.clear();
  rmSync(folder, { recursive: true, force: true });
});

async function map(
  file: string,
  content: string | Uint8Array,
  ...options: readonly string[]
): Promise<Ended> {
  writeFileSync(join(folder, file), content);
  return await children.start(['map', file, ...options], { cwd: folder }).ended;
}

const recordsOf = ({ stdout }: Ended): unknown[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

const csv = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
const modern =
  'Item,ID,Name,SKU,Variant Image URL,Internal Image URL (Export),Image URL (Import),Image is Thumbnail,Image Sort Order';
const pan = 'Product,7,Pan,PAN,,,,,';
const cdn = 'https://cdn11.bigcommerce.com/s-abc';
const image = (fields: object) => ({
  product_id: 7,
  is_thumbnail: false,
  sort_order: 0,
  description: '',
  ...fields,
});

interface Met {
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly code: number;
  readonly records: readonly object[];
  /** What stderr says, or '' for not a sound. */
  readonly says: '' | readonly RegExp[];
}

const met: Readonly<Record<string, Met>> = {
  'a resized copy whose original can be told': {
    file: 'copy.csv',
    content: csv(modern, pan, `Image,71,,,,${cdn}/products/7/images/71/pan.1744044437.386.513.jpg?c=1,,N,0`),
    code: 0,
    records: [
      image({ id: 71, image_url: `${cdn}/images/stencil/original/products/7/71/pan.1744044437.jpg` }),
    ],
    says: [/^1 warning, about (?:image_url|sort_order|date_created|is_thumbnail)\.$/m],
  },
  'a resized copy whose original cannot be told': {
    file: 'copy-only.csv',
    content: csv(modern, pan, `Image,71,,,,${cdn}/products/7/images/71/pan.386.513.jpg?c=1,,N,0`),
    code: 4,
    records: [image({ id: 71 })],
    says: [/1 picture left out: .*resized copy/],
  },
  'an address that only looks like a copy’s': {
    file: 'no-copy.csv',
    content: csv(modern, pan, 'Image,71,,,,,https://shop.example/products/7/images/71/pan.jpg,N,0'),
    code: 0,
    records: [image({ id: 71, image_url: 'https://shop.example/products/7/images/71/pan.jpg' })],
    says: '',
  },
  'names that no store knows': {
    file: 'names.csv',
    content: csv(
      modern,
      pan,
      'Image,,,,,,pan.jpg,N,0',
      'Image,,,,,,file:///pan.jpg,N,0',
      'Image,,,,,,D:\\pan.jpg,N,0',
    ),
    code: 4,
    records: [image({}), image({}), image({})],
    says: [/3 pictures left out: .*no counterpart in V3/],
  },
  'a path of a store': {
    file: 'path.csv',
    content: csv(modern, pan, 'Image,71,,,,product_images/p/700/pan__1.jpg,,N,0'),
    code: 0,
    records: [image({ id: 71, image_file: 'p/700/pan__1.jpg' })],
    says: '',
  },
  'two addresses in a cell': {
    file: 'two.csv',
    content: csv(modern, pan, 'Image,,,,,,"https://shop.example/a.jpg, https://shop.example/b.jpg",N,0'),
    code: 0,
    records: [
      image({ image_url: 'https://shop.example/a.jpg' }),
      image({ image_url: 'https://shop.example/b.jpg', sort_order: 1 }),
    ],
    says: [/^1 warning, about (?:image_url|sort_order|date_created|is_thumbnail)\.$/m],
  },
  'an address in an address': {
    file: 'nested.csv',
    content: csv(modern, pan, 'Image,,,,,,"https://shop.example/w_8,h_6/https://x.example/a.jpg",N,0'),
    code: 0,
    records: [image({ image_url: 'https://shop.example/w_8,h_6/https://x.example/a.jpg' })],
    says: '',
  },
  'a product with the pictures of its variants': {
    file: 'page.json',
    content: JSON.stringify({
      data: [
        {
          id: 7,
          images: [image({ id: 71 })],
          variants: [{ id: 9, product_id: 7, sku: 'R', image_url: 'https://shop.example/r.png' }],
        },
      ],
    }),
    code: 0,
    records: [image({ id: 71 }), { id: 9, product_id: 7, sku: 'R', image_url: 'https://shop.example/r.png' }],
    says: '',
  },
  'a rule of V2': {
    file: 'rules.json',
    content: JSON.stringify([
      {
        id: 4,
        product_id: 7,
        image_file: 'attribute_rule_images/4.png',
        conditions: [{ option_value_id: 3 }],
      },
      { id: 5, product_id: 7, image_file: '', conditions: [{ option_value_id: 3 }] },
    ]),
    code: 4,
    records: [],
    says: [/1 picture left out/],
  },
  'a date that is none': {
    file: 'date.json',
    content: JSON.stringify([{ ...image({ id: 71 }), date_created: 20120924 }]),
    code: 0,
    records: [image({ id: 71 })],
    says: [/^1 warning, about (?:image_url|sort_order|date_created|is_thumbnail)\.$/m],
  },
  'values under a heading that nobody reads': {
    file: 'heading.csv',
    content: csv(
      'Product ID,Product Image URL - 1,Product Image Sort - 1,Product Image Colour - 1,Colour',
      '7,https://shop.example/a.jpg,0,red,red',
    ),
    code: 0,
    records: [image({ image_url: 'https://shop.example/a.jpg' })],
    says: [/1 value under the heading "product image colour - n" not placed/i],
  },
  'tabs, decimals, a repeated heading': {
    file: 'tabs.csv',
    content: csv(
      ['Product ID', 'Product Image File-1', 'Product Image Sort - 1', 'Product Image File - 1 '].join('\t'),
      ['7.0', 'pan__11111.jpg', '3.0', 'p/700/pan__11111.jpg'].join('\t'),
    ),
    code: 0,
    records: [image({ image_file: 'p/700/pan__11111.jpg', sort_order: 3 })],
    says: '',
  },
  'a workbook under a table’s name': {
    file: 'book.csv',
    content: `PK\u0003\u0004${'\0'.repeat(26)}[Content_Types].xml`,
    code: 2,
    records: [],
    says: [/book\.csv, line 1: an Excel workbook/, /1 part of the input holds nothing to map/],
  },
  'a packed answer under JSON’s name': {
    file: 'packed.json',
    content: gzipSync('[]'),
    code: 2,
    records: [],
    says: [/packed\.json, line 1: packed with gzip/],
  },
  'a table under an archive’s name': {
    file: 'export.gz',
    content: csv(modern, pan, 'Image,71,,,,,https://shop.example/a.jpg,N,0'),
    code: 0,
    records: [image({ id: 71, image_url: 'https://shop.example/a.jpg' })],
    says: '',
  },
  'a legacy rule that holds the picture of a SKU, and one that holds none of a SKU': {
    file: 'rule.csv',
    content: csv(
      'Item Type,Product ID,Product Name,Product Code/SKU,Product Image URL - 1',
      'Product,7,Pan,PAN,',
      '  Rule,,[S]Size=L,PAN-L,https://shop.example/l.jpg',
      '  Rule,,any,,https://shop.example/m.jpg',
    ),
    code: 4,
    records: [{ product_id: 7, sku: 'PAN-L', image_url: 'https://shop.example/l.jpg' }],
    says: [/^1 picture left out: /m],
  },
  'legacy SKUs and rules without a picture': {
    file: 'no-rule.csv',
    content: csv(
      'Item Type,Product ID,Product Name,Product Code/SKU,Product Image File - 1,Product Image Sort - 1',
      'Product,7,Pan,PAN,p/700/pan__1.jpg,0',
      '  SKU,,[S]Size=L,PAN-L,,',
      '  Rule,,[S]Size=L,PAN-L,,',
    ),
    code: 0,
    records: [image({ image_file: 'p/700/pan__1.jpg' })],
    says: '',
  },
  'one column for all images, semicolons between the columns': {
    file: 'merged.csv',
    content: csv(
      'Product ID;Product Name;Images',
      '7;Pan;Product Image File: p/700/pan__1.jpg|Product Image File: lid.jpg, Product Image URL: https://shop.example/lid.jpg',
    ),
    code: 0,
    records: [
      image({ image_file: 'p/700/pan__1.jpg' }),
      image({ image_url: 'https://shop.example/lid.jpg', sort_order: 1 }),
    ],
    says: [/^2 warnings, about sort_order\.$/m],
  },
  'the signs of such a column in an address and a name': {
    file: 'signs.csv',
    content: csv(
      'Product ID;Product Name;Images',
      '7;"a;b";Product Image URL: https://shop.example/a,b|c.jpg',
    ),
    code: 0,
    records: [image({ image_url: 'https://shop.example/a,b|c.jpg' })],
    says: [/^1 warning, about (?:image_url|sort_order|date_created|is_thumbnail)\.$/m],
  },
  'an address without a scheme': {
    file: 'bare.csv',
    content: csv(modern, pan, 'Image,71,,,,,//shop.example/a.jpg,True,0'),
    code: 0,
    records: [image({ id: 71, is_thumbnail: true, image_url: 'https://shop.example/a.jpg' })],
    says: '',
  },
  'slashes that name no host': {
    file: 'slashes.csv',
    content: csv(modern, pan, 'Image,71,,,,,///a.jpg,N,0'),
    code: 4,
    records: [image({ id: 71 })],
    says: [/^1 picture left out: .*no counterpart in V3/m],
  },
  'rows of another sort, without a picture': {
    file: 'gift.csv',
    content: csv(modern, pan, 'Gift,8,,,,,,,', 'Image,71,,,,,https://shop.example/a.jpg,N,0'),
    code: 0,
    records: [image({ id: 71, image_url: 'https://shop.example/a.jpg' })],
    says: '',
  },
  'a row of another sort with a picture': {
    file: 'gift-picture.csv',
    content: csv(modern, pan, 'Gift,8,,,,,https://shop.example/z.jpg,,'),
    code: 2,
    records: [],
    says: [/gift-picture\.csv, line 3, column Item: the picture of a row that is "gift"/],
  },
  'a picture on the row of its product': {
    file: 'row.csv',
    content: csv(modern, 'Product,7,Pan,PAN,,,https://shop.example/row.jpg,,'),
    code: 0,
    records: [image({ image_url: 'https://shop.example/row.jpg' })],
    says: [/^1 warning, about (?:image_url|sort_order|date_created|is_thumbnail)\.$/m],
  },
  'two thumbnails of one product': {
    file: 'thumbnails.csv',
    content: csv(
      modern,
      pan,
      'Image,71,,,,,https://shop.example/a.jpg,Y,0',
      'Image,72,,,,,https://shop.example/b.jpg,Y,1',
    ),
    code: 0,
    records: [
      image({ id: 71, image_url: 'https://shop.example/a.jpg', is_thumbnail: true }),
      image({ id: 72, image_url: 'https://shop.example/b.jpg', is_thumbnail: true, sort_order: 1 }),
    ],
    says: [/^1 warning, about (?:image_url|sort_order|date_created|is_thumbnail)\.$/m],
  },
  'a thumbnail for each of two products': {
    file: 'thumbnail.csv',
    content: csv(
      modern,
      pan,
      'Image,71,,,,,https://shop.example/a.jpg,Y,0',
      'Product,8,Pot,POT,,,,,',
      'Image,81,,,,,https://shop.example/b.jpg,Y,0',
    ),
    code: 0,
    records: [
      image({ id: 71, image_url: 'https://shop.example/a.jpg', is_thumbnail: true }),
      image({ id: 81, product_id: 8, image_url: 'https://shop.example/b.jpg', is_thumbnail: true }),
    ],
    says: '',
  },
  'alt texts under a heading of their own': {
    file: 'alt.csv',
    content: csv(
      'Product ID,Product Image URL - 1,Product Image Sort - 1,Image Alt Text-1',
      '7,https://shop.example/a.jpg,0,a pan',
    ),
    code: 0,
    records: [image({ image_url: 'https://shop.example/a.jpg', description: 'a pan' })],
    says: '',
  },
  'a repeated heading whose cells disagree': {
    file: 'disagree.csv',
    content: csv(
      'Product ID,Product Image File - 1,Product Image File - 1',
      '7,p/700/pan__1.jpg,q/701/pan__1.jpg',
    ),
    code: 2,
    records: [],
    says: [/line 2, column Product Image File - 1: .* stands more than once and its cells disagree/],
  },
  'a place that is half a number': {
    file: 'half.csv',
    content: csv(
      'Product ID,Product Image URL - 1,Product Image Sort - 1',
      '7,https://shop.example/a.jpg,0.5',
    ),
    code: 2,
    records: [],
    says: [/line 2, column Product Image Sort - 1: "0\.5" is not a whole number/],
  },
  'a variant that shows the copy of its product’s image': {
    file: 'variant-copy.json',
    content: JSON.stringify([
      {
        id: 9,
        product_id: 7,
        sku: 'R',
        image_url: `${cdn}/products/7/images/71/pan.1744044437.386.513.jpg?c=1`,
      },
    ]),
    code: 0,
    records: [{ id: 9, product_id: 7, sku: 'R' }],
    says: [/^1 warning, about (?:image_url|sort_order|date_created|is_thumbnail)\.$/m],
  },
  'a variant that has a picture of its own': {
    file: 'variant.json',
    content: JSON.stringify([
      {
        id: 9,
        product_id: 7,
        sku: 'R',
        image_url: `${cdn}/product_images/attribute_rule_images/9_source_1.png`,
      },
    ]),
    code: 0,
    records: [
      {
        id: 9,
        product_id: 7,
        sku: 'R',
        image_url: `${cdn}/product_images/attribute_rule_images/9_source_1.png`,
      },
    ],
    says: '',
  },
  'a SKU of V2, whose id is no variant’s': {
    file: 'sku.json',
    content: JSON.stringify([
      {
        id: 12,
        product_id: 7,
        sku: 'A-R',
        image_file: 'https://shop.example/s.png',
        options: [{ product_option_id: 1, option_value_id: 2 }],
      },
    ]),
    code: 0,
    records: [{ product_id: 7, sku: 'A-R', sku_id: 12, image_url: 'https://shop.example/s.png' }],
    says: '',
  },
  'swatches, one a picture and one a colour': {
    file: 'swatch.json',
    content: JSON.stringify([
      {
        id: 9,
        option_id: 3,
        label: 'Red',
        sort_order: 1,
        value_data: { image_url: 'https://shop.example/s.png' },
      },
      { id: 10, option_id: 3, label: 'Blue', sort_order: 2, value_data: { colors: ['#00f'] } },
    ]),
    code: 0,
    records: [{ id: 9, option_id: 3, label: 'Red', value_data: { image_url: 'https://shop.example/s.png' } }],
    says: '',
  },
  'XML under a table’s name': {
    file: 'xml.csv',
    content: '<?xml version="1.0"?><images><image/></images>',
    code: 2,
    records: [],
    says: [/xml\.csv, line 1: XML: /],
  },
  'a web page under JSON’s name': {
    file: 'page.html.json',
    content: '\n<!DOCTYPE html><html></html>',
    code: 2,
    records: [],
    says: [/page\.html\.json, line 1: an HTML page/],
  },
  'markup in an alt text': {
    file: 'markup.json',
    content: JSON.stringify([image({ id: 71, image_file: 'p/700/pan__1.jpg', description: '<html>' })]),
    code: 0,
    records: [image({ id: 71, image_file: 'p/700/pan__1.jpg', description: '<html>' })],
    says: '',
  },
  'the records of a pipeline': {
    file: 'pipeline.jsonl',
    content: [
      { type: 'STATE', state: {} },
      { type: 'RECORD', stream: 'images', record: image({ id: 71, image_file: 'p/700/pan__1.jpg' }) },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n'),
    code: 0,
    records: [image({ id: 71, image_file: 'p/700/pan__1.jpg' })],
    says: '',
  },
  'an answer of GraphQL': {
    file: 'graphql.json',
    content: JSON.stringify({ data: { site: { products: { edges: [{ node: { entityId: 7 } }] } } } }),
    code: 2,
    records: [],
    says: [/graphql\.json, line 1: an answer of GraphQL/],
  },
  'an error answer among the images': {
    file: 'answers.jsonl',
    content: `${JSON.stringify(image({ id: 71 }))}\n{"status":503,"title":"Service Unavailable"}\n`,
    code: 2,
    records: [image({ id: 71 })],
    says: [
      /answers\.jsonl, line 2: an error answer, and no image: 503 "Service Unavailable"/,
      /1 row mapped/,
    ],
  },
};

describe('a file with', () => {
  it.each(Object.entries(met))('%s', async (_, { file, content, code, records, says }) => {
    const ended = await map(file, content);
    expect({ code: ended.code, records: recordsOf(ended) }, ended.stderr).toEqual({ code, records });
    if (says === '') expect(ended.stderr).toBe('');
    else for (const words of says) expect(ended.stderr).toMatch(words);
  });
});

describe('what is told of a file', () => {
  const content = csv(
    modern,
    'Product,,Pan,PAN,,,,,',
    'Image,,,,,,pan.jpg,Y,0',
    'Image,,,,,,https://shop.example/my pan.jpg,Y,1',
  );

  it('in number without --verbose, one by one with it', async () => {
    const few = await map('told.csv', content);
    expect(few.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^1 picture left out: /),
      expect.stringMatching(/^2 records without product_id: .*--json/),
      '2 warnings: 1 about is_thumbnail, 1 about image_url.',
      '--verbose shows each with its line.',
    ]);
    const all = await map('told.csv', content, '--verbose');
    expect(all.stderr).toMatch(/^told\.csv, line 3: image_url: left out: .*"pan\.jpg"/m);
    expect(all.stderr).toMatch(/^told\.csv, line 4: image_url: holds spaces/m);
    expect(all.stderr).toMatch(/^told\.csv, line 4: is_thumbnail: .*on line 3/m);
    expect(all.stderr).toMatch(/^2 warnings: 1 about is_thumbnail, 1 about image_url\.$/m);
    expect(all.stderr).not.toContain('--verbose');
    expect([few.code, all.code, all.stdout === few.stdout]).toEqual([4, 4, true]);
  });

  it('with the product beside each record in --json', async () => {
    const { lines, code } = await map('told.csv', content, '--json');
    expect(lines.filter(({ type }) => type === 'mapped').map(({ product }) => product)).toEqual([
      { sku: 'PAN', name: 'Pan' },
      { sku: 'PAN', name: 'Pan' },
    ]);
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      exitCode: code,
      mapped: 2,
      unreadable: 0,
      leftOut: 1,
      warnings: 2,
    });
  });

  it('a row that cannot be read outweighs a picture left out', async () => {
    const { code, stderr } = await map('both.csv', `${content}Image,x,,,,,https://shop.example/c.jpg,N,2\n`);
    expect(code).toBe(2);
    expect(stderr).toContain('1 picture left out');
    expect(stderr).toContain('1 row could not be read; 2 rows mapped.');
  });
});
