// What real exports look like beyond the templates: kinds of layout, each with an instance that is read and one that is
// rightly not.
import { describe, expect, test } from 'vitest';
import { mapFile, recordsOf } from '../testing/map-file.ts';

const at = (sort_order: number, fields: object = {}) => ({
  is_thumbnail: false,
  sort_order,
  description: '',
  ...fields,
});
const shop = 'https://shop.example';
const csv = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('headings', () => {
  test('of an image may repeat: cells that agree count once, a bare name yields to its path', async () => {
    const text = csv(
      'Product ID,Product Image ID - 1,Product Image File - 1,Product Image Sort - 1,Product Image File - 1,Product Image ID - 1',
      '7,71,pan__55555.jpg,3,q/441/pan__55555.jpg,71.0',
      '8,81,q/442/pot__55556.jpg,0,,',
    );
    expect(await recordsOf(text)).toEqual([
      at(3, { id: 71, product_id: 7, image_file: 'q/441/pan__55555.jpg' }),
      at(0, { id: 81, product_id: 8, image_file: 'q/442/pot__55556.jpg' }),
    ]);
  });

  test.each([
    ['q/441/pan__55555.jpg', 'q/441/lid__55556.jpg', 'Product Image File - 1'],
    ['lid.jpg', 'q/441/pan__55555.jpg', 'Product Image File - 1'],
    [`${shop}/pan.jpg`, `${shop}/lid.jpg`, 'Product Image File - 1'],
  ])('repeated with %s and %s cannot be read', async (one, other, column) => {
    const { records, errors } = await mapFile(
      csv('Product ID,Product Image File - 1,Product Image File - 1', `7,${one},${other}`),
    );
    expect({ records, errors }).toMatchObject({ records: [], errors: [{ line: 2, column }] });
  });

  test('that say whose row it is may not repeat', async () => {
    expect(await mapFile(csv('Item,ID,SKU,Image URL (Import),SKU', 'Product,1,A,,B'))).toMatchObject({
      refused: 'line 1, column 5: the heading "SKU" stands twice',
    });
  });

  test.each([
    'Product Image URL-2',
    ' product image url - 2 ',
    'Product Image URL -2',
    'Product Image URL – 2',
    'Product  Image\u00a0URL - 02',
  ])('%j is of the second image', async (heading) => {
    const text = csv(
      `Product ID,Product Image URL - 1,${heading},Product Image Sort-1,Product Image Sort - 2`,
      `7,,${shop}/b.jpg,,5`,
    );
    expect(await recordsOf(text)).toEqual([at(5, { product_id: 7, image_url: `${shop}/b.jpg` })]);
  });

  test('alt text has several names; another text beside it is told', async () => {
    const { records, counts } = await mapFile(
      csv(
        'Product ID,Product Image URL - 1,Product Image Sort - 1,Image Alt Text - 1,Product Image Description - 1',
        `7,${shop}/a.jpg,0,Alt,`,
        `8,${shop}/b.jpg,0,Alt,Description`,
        `9,${shop}/c.jpg,0,Same ,Same`,
      ),
    );
    expect([
      records.map(({ record }) => 'description' in record && record.description),
      counts.warnings,
    ]).toEqual([['Alt', 'Description', 'Same'], 1]);
  });

  test('of images that nobody reads are counted by name; those of other things are not named', async () => {
    const { told, remarks, counts } = await mapFile(
      csv(
        'Item,ID,Name,Image URL (Import),Image Sort Order,Image Caption,Category Image,Video Title,Imagery',
        'Product,7,Pan,,,,c.jpg,v,x',
        `Image,,,${shop}/a.jpg,0,Caption,,,`,
        `Image,,,${shop}/b.jpg,1,Caption,,,`,
        `Image,,,${shop}/c.jpg,2,,,,`,
      ),
    );
    expect(remarks.map(({ line }) => line)).toEqual([3]);
    expect(told).toEqual({
      leftOut: new Map(),
      warned: new Map([['heading', 1]]),
      others: ['2 values under the heading "image caption" not placed: nothing here reads it'],
    });
    expect(counts.warnings).toBe(1);
  });
});

describe('what divides the cells', () => {
  const lines = [
    'Item;ID;Name;Image URL (Import);Image Sort Order',
    'Product;7;"Pan, red; deep";;',
    `Image;;;${shop}/w_8,h_6/a.jpg;0`,
  ];
  test.each([';', '\t'])('%j', async (sign) => {
    const text = lines.map((line) => line.replaceAll(/;(?! deep)/g, sign)).join('\r\n');
    const { records, told } = await mapFile(text);
    expect(records).toMatchObject([
      {
        line: 3,
        product: { id: 7, name: 'Pan, red; deep' },
        record: { product_id: 7, image_url: `${shop}/w_8,h_6/a.jpg` },
      },
    ]);
    expect(told).toEqual({ leftOut: new Map(), warned: new Map(), others: [] });
  });

  test('a line of Excel’s own says it above the headings', async () => {
    const text = csv('sep=;', 'Product ID;Product Image URL - 1;Product Image Sort - 1', `7;${shop}/a.jpg;0`);
    expect(await mapFile(text)).toMatchObject({
      records: [{ line: 3, record: { product_id: 7 } }],
      errors: [],
    });
  });

  test('a comma in a quoted heading divides nothing', async () => {
    const text = csv(
      '"Note, short, long, any"\tItem\tID\tImage URL (Import)\tImage Sort Order',
      `n\tProduct\t7\t${shop}/a.jpg\t0`,
    );
    expect(await recordsOf(text)).toEqual([at(0, { product_id: 7, image_url: `${shop}/a.jpg` })]);
  });
});

describe('numbers and flags', () => {
  const one = (id: string, flag: string, sort: string) =>
    mapFile(
      csv(
        'Item,ID,Image URL (Import),Image is Thumbnail,Image Sort Order',
        'Product,7,,,',
        `Image,${id},${shop}/a.jpg,${flag},${sort}`,
      ),
    );

  test('as programs write them that know decimals only', async () => {
    const { records } = await one('81.00', 'True', '-3.0');
    expect(records.map(({ record }) => record)).toEqual([
      at(-3, { id: 81, product_id: 7, is_thumbnail: true, image_url: `${shop}/a.jpg` }),
    ]);
  });

  test.each([
    ['81.5', 'True', '0', 'ID'],
    ['81.000', 'True', '0', 'ID'],
    ['8.1E+01', 'True', '0', 'ID'],
    ['81', '0.5', '0', 'Image is Thumbnail'],
    ['81', 'True', '1.5', 'Image Sort Order'],
  ])('%s, %s, %s is a fault', async (id, flag, sort, column) => {
    expect(await one(id, flag, sort)).toMatchObject({ records: [], errors: [{ line: 3, column }] });
  });
});

describe('rows of a modern export', () => {
  const heading =
    'Item,ID,Name,SKU,Variant Image URL,Internal Image URL (Export),Image URL (Import),Image is Thumbnail,Image Sort Order';

  test('a Product row may carry an image beside the base variant, and Image rows follow behind it', async () => {
    const text = csv(
      heading,
      `Product,7,Pan,PAN,${shop}/base.png,,${shop}/a.jpg,TRUE,`,
      `Image,71,,,,,${shop}/b.jpg,FALSE,`,
    );
    expect(await recordsOf(text)).toEqual([
      { product_id: 7, sku: 'PAN', image_url: `${shop}/base.png` },
      at(0, { product_id: 7, is_thumbnail: true, image_url: `${shop}/a.jpg` }),
      at(1, { id: 71, product_id: 7, image_url: `${shop}/b.jpg` }),
    ]);
  });

  test('rows of other kinds are passed over while they hold no picture', async () => {
    const { errors, told } = await mapFile(
      csv(
        heading,
        'Product,7,Pan,PAN,,,,,',
        'SKU,,,PAN-R,,,,,',
        'Rule,,,PAN-R,,,,,',
        ',,Note,,,,,,',
        'Video,,,,,,,,',
      ),
    );
    expect([errors, told]).toEqual([[], { leftOut: new Map(), warned: new Map(), others: [] }]);
  });

  test.each([
    [`SKU,,,PAN-R,${shop}/r.png,,,,`, 'Item'],
    [`,,,,,,${shop}/r.png,,`, 'Item'],
    [`Variant,9,,PAN-R,,,${shop}/r.png,,`, 'Image URL (Import)'],
    [`Image,,,,${shop}/r.png,,${shop}/a.jpg,,0`, 'Variant Image URL'],
  ])('a picture where none belongs is told by its line: %s', async (row, column) => {
    const { records, errors } = await mapFile(csv(heading, 'Product,7,Pan,PAN,,,,,', row));
    expect({ records, errors }).toMatchObject({ records: [], errors: [{ line: 3, column }] });
  });
});

describe('the default legacy export', () => {
  const file = (name: string) => `Product Image File: ${name}`;
  test('merges the images of a product into one cell', async () => {
    const cell = [
      `Product Image ID: 91, ${file('oil__12345.jpg')}, Product Image URL: ${shop}/product_images/o/90/oil__12345.jpg, Product Image Description: Oil, cold, Product Image Is Thumbnail: 1, Product Image Sort: 4`,
      `${file('back, side.jpg')}, Product Image URL: `,
      `Product Image URL: ${shop}/w_8,h_6/c.jpg`,
    ].join('|');
    const { records, counts } = await mapFile(
      csv('Product ID,Product SKU,Product Name,Images', `7,OIL,Oil,"${cell}"`, '8,EMPTY,None,'),
    );
    expect(records.map(({ record }) => record)).toEqual([
      {
        id: 91,
        product_id: 7,
        image_file: 'o/90/oil__12345.jpg',
        is_thumbnail: true,
        sort_order: 4,
        description: 'Oil, cold',
        image_url: `${shop}/product_images/o/90/oil__12345.jpg`,
      },
      at(1, { product_id: 7 }),
      at(2, { product_id: 7, image_url: `${shop}/w_8,h_6/c.jpg` }),
    ]);
    expect(counts).toMatchObject({ errors: 0, leftOut: 1 });
  });

  test('says nothing twice that stands in numbered columns too', async () => {
    const text = csv(
      'Product ID,Product Image URL - 1,Product Image Sort - 1,Product Images',
      `7,${shop}/a.jpg,0,Product Image URL: ${shop}/a.jpg|Product Image URL: ${shop}/b.jpg`,
    );
    expect(await recordsOf(text)).toMatchObject([
      { image_url: `${shop}/a.jpg` },
      { image_url: `${shop}/b.jpg` },
    ]);
  });

  test('a cell that holds neither label nor address is told by its line', async () => {
    expect(await mapFile(csv('Product ID,Images', '7,three of them'))).toMatchObject({
      records: [],
      errors: [{ line: 2, column: 'images' }],
    });
  });

  test('a column Images alone makes no product export', async () => {
    expect(await mapFile(csv('Colour,Images', 'red,a.jpg'))).toMatchObject({
      refused: 'line 1: not the headings of a BigCommerce product CSV with images',
    });
  });
});

describe('SKU and rule rows of a legacy export', () => {
  const heading =
    'Item Type,Product ID,Product Name,Product Code/SKU,Product Image File - 1,Product Image URL - 1,Product Image Sort - 1,Product Image File - 2';
  const product = 'Product,7,Pan,PAN,p/700/pan__11111.jpg,,0,';

  test('are the variant of their SKU; an address beside the path is handed on', async () => {
    const text = csv(
      heading,
      product,
      `  SKU,31,,PAN-R,attribute_rule_images/3.png,${shop}/r.png,,`,
      `Rule,32,,PAN-B,${shop}/b.png,,,`,
    );
    const { records, counts } = await mapFile(text);
    expect(records.slice(1).map(({ record }) => record)).toEqual([
      { product_id: 7, sku: 'PAN-R', image_url: `${shop}/r.png` },
      { product_id: 7, sku: 'PAN-B', image_url: `${shop}/b.png` },
    ]);
    expect(counts).toMatchObject({ errors: 0, warnings: 0, leftOut: 0 });
  });

  test('without a SKU or with a second picture are left out and counted', async () => {
    const text = csv(
      heading,
      product,
      `Rule,32,,,${shop}/b.png,,,`,
      `SKU,31,,PAN-R,${shop}/r.png,,,${shop}/s.png`,
    );
    const { records, errors, counts, remarks } = await mapFile(text);
    expect({ records: records.length, errors, counts, lines: remarks.map(({ line }) => line) }).toMatchObject(
      {
        records: 2,
        errors: [],
        counts: { leftOut: 2 },
        lines: [3, 4],
      },
    );
  });

  test('below a product that could not be read belong to nothing, and not to the product before it', async () => {
    const row = `SKU,31,,PAN-R,${shop}/r.png,,,`;
    for (const bad of ['Product,x,Pot,POT,,,,', 'Product,8,Pot'])
      expect(await mapFile(csv(heading, product, bad, row))).toMatchObject({
        records: [{ line: 2 }],
        errors: [{ line: 3 }, { line: 4, reason: 'the product of this sku row could not be read' }],
      });
  });

  test('rows of another kind are told by their line', async () => {
    expect(await mapFile(csv(heading, product, `Bundle,32,,B,${shop}/b.png,,,`))).toMatchObject({
      errors: [{ line: 3, column: 'Item Type' }],
    });
  });
});

describe('several pictures in one cell', () => {
  const heading = 'Item,ID,Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order';

  test('are an image each, one of them the thumbnail', async () => {
    const text = csv(heading, 'Product,7,,,,', `Image,,${shop}/a.jpg | ${shop}/b.jpg,Pan,Y,3`);
    expect(await recordsOf(text)).toEqual([
      at(3, { product_id: 7, description: 'Pan', is_thumbnail: true, image_url: `${shop}/a.jpg` }),
      at(4, { product_id: 7, description: 'Pan', image_url: `${shop}/b.jpg` }),
    ]);
  });

  test.each([
    ['of one image id', `Image,71,${shop}/a.jpg|${shop}/b.jpg,,,0`],
    ['that cannot be told apart', `Image,,${shop}/?${shop}/b.jpg,,,0`],
  ])('%s cannot be read', async (_, row) => {
    expect(await mapFile(csv(heading, 'Product,7,,,,', row))).toMatchObject({
      records: [],
      errors: [{ line: 3, column: 'Image URL (Import)', field: 'image_url' }],
    });
  });

  test('a variant has one', async () => {
    const text = csv(
      'Item,ID,SKU,Variant Image URL',
      'Product,7,PAN,',
      `Variant,9,PAN-R,"${shop}/a.jpg,${shop}/b.jpg"`,
    );
    expect(await mapFile(text)).toMatchObject({ records: [], errors: [{ line: 3, field: 'image_url' }] });
  });
});

describe('pictures', () => {
  const cdn = 'https://cdn11.bigcommerce.com/s-abc';
  const heading =
    'Item,ID,SKU,Variant Image URL,Internal Image URL (Export),Image URL (Import),Image Sort Order';

  test('a resized copy is never handed on: the original where it can be told, else nothing', async () => {
    const { records, counts } = await mapFile(
      csv(
        heading,
        `Product,7,PAN,${cdn}/images/stencil/500x500/products/7/71/pan.1744044437.jpg,,,`,
        `Image,71,,,${cdn}/products/7/images/71/pan.1744044437.386.513.jpg?c=1,,0`,
        `Image,72,,,${cdn}/products/7/images/72/lid.386.513.jpg?c=1,,1`,
        `Image,73,,,${cdn}/products/7/images/73/pot.1744044437.386.513.jpg,${shop}/products/7/images/73/pot.jpg,2`,
      ),
    );
    expect(records.map(({ record }) => record)).toEqual([
      { product_id: 7, sku: 'PAN' },
      at(0, {
        id: 71,
        product_id: 7,
        image_url: `${cdn}/images/stencil/original/products/7/71/pan.1744044437.jpg`,
      }),
      at(1, { id: 72, product_id: 7 }),
      at(2, { id: 73, product_id: 7, image_url: `${shop}/products/7/images/73/pot.jpg` }),
    ]);
    expect(counts).toMatchObject({ errors: 0, warnings: 2, leftOut: 1 });
  });

  test('two thumbnails of a product are told, with and without an id', async () => {
    const text = (id: string) =>
      csv(
        'Item,ID,SKU,Image URL (Import),Image is Thumbnail,Image Sort Order',
        `Product,${id},PAN,,,`,
        `Image,,,${shop}/a.jpg,Y,0`,
        `Image,,,${shop}/b.jpg,Y,1`,
        `Product,,POT,,,`,
        `Image,,,${shop}/c.jpg,Y,0`,
      );
    for (const id of ['7', '']) {
      const { records } = await mapFile(text(id));
      expect(records.map(({ line, warnings }) => [line, warnings.map(({ reason }) => reason)])).toEqual([
        [3, []],
        [4, ['the product has another thumbnail already, on line 3; V3 keeps one']],
        [6, []],
      ]);
    }
  });

  test('a record without the id of its product says what the file knows of it', async () => {
    const { records, counts } = await mapFile(
      csv(
        'Item,SKU,Image URL (Import),Image Sort Order',
        'Product,PAN,,',
        `Image,,${shop}/a.jpg,0`,
        'Product,,,',
        `Image,,${shop}/b.jpg,0`,
      ),
    );
    expect(records.map(({ product }) => product)).toEqual([{ sku: 'PAN' }, { line: 4 }]);
    expect(counts.withoutProduct).toBe(2);
  });
});
