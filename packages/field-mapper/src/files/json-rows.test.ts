// Saved answers beyond a list of images: products with all their pictures, SKUs and rules of V2, and what holds no image.
import { describe, expect, test } from 'vitest';
import { mapFile, recordsOf } from '../testing/map-file.ts';

const address = 'https://x.example/product_images/attribute_rule_images/9_source_1456436666.png';
const image = {
  id: 71,
  product_id: 7,
  image_file: 'p/700/pan__1.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: '',
};

test('a V3 product is read with the pictures of its variants, modifiers and swatches', async () => {
  const product = {
    id: 7,
    name: 'Pan',
    sku: 'PAN',
    images: [image],
    variants: [
      { id: 9, product_id: 7, sku: 'PAN-R', sku_id: 348, image_url: address },
      { id: 10, product_id: 7, sku: null, sku_id: null, image_url: '' },
      {
        id: 11,
        product_id: 7,
        sku: 'PAN-B',
        image_url: 'https://cdn.example/s-x/products/7/images/71/p.1456436666.386.513.jpg',
      },
    ],
    options: [
      {
        id: 5,
        product_id: 7,
        display_name: 'Colour',
        option_values: [
          { id: 51, label: 'Oak', value_data: { image_url: address } },
          { id: 52, label: 'Red', value_data: { colors: ['#f00'] } },
        ],
      },
    ],
    modifiers: [
      {
        id: 6,
        product_id: 7,
        display_name: 'Lid',
        option_values: [
          { id: 61, option_id: 6, label: 'Glass', value_data: null, adjusters: { image_url: address } },
          { id: 62, label: 'None', adjusters: { image_url: '' } },
        ],
      },
    ],
  };
  const { records, errors, counts } = await mapFile(JSON.stringify({ data: [product], meta: {} }));
  expect(records.map(({ kind, record }) => ({ kind, record }))).toEqual([
    { kind: 'product-image', record: image },
    {
      kind: 'variant-image',
      record: { id: 9, product_id: 7, sku: 'PAN-R', sku_id: 348, image_url: address },
    },
    { kind: 'variant-image', record: { id: 10, product_id: 7, sku: '', image_url: '' } },
    { kind: 'variant-image', record: { id: 11, product_id: 7, sku: 'PAN-B' } },
    {
      kind: 'swatch',
      record: { id: 51, option_id: 5, product_id: 7, label: 'Oak', value_data: { image_url: address } },
    },
    {
      kind: 'modifier-image',
      record: { id: 61, option_id: 6, product_id: 7, label: 'Glass', adjusters: { image_url: address } },
    },
  ]);
  expect(new Set(records.map(({ product: { id, sku, name } }) => `${id} ${sku} ${name}`))).toEqual(
    new Set(['7 PAN Pan']),
  );
  expect({ errors, counts }).toMatchObject({ errors: [], counts: { warnings: 1, leftOut: 0 } });
});

test.each<[string, object, object]>([
  [
    'a modifier',
    {
      id: 6,
      product_id: 7,
      display_name: 'Lid',
      option_values: [{ id: 61, label: 'Glass', adjusters: { image_url: address } }],
    },
    { id: 61, option_id: 6, product_id: 7, label: 'Glass', adjusters: { image_url: address } },
  ],
  [
    'a value',
    { id: 51, option_id: 5, label: 'Oak', value_data: { image_url: address } },
    { id: 51, option_id: 5, label: 'Oak', value_data: { image_url: address } },
  ],
  [
    "V2's texture",
    { id: 3, option_id: 2, label: 'Oak', value: 'https://x.example/oak.png' },
    { label: 'Oak', value_data: { image_url: 'https://x.example/oak.png' } },
  ],
  [
    "V2's SKU, whose id is V3's sku_id",
    { id: 5, product_id: 7, sku: 'A', image_file: address },
    { product_id: 7, sku: 'A', sku_id: 5, image_url: address },
  ],
  [
    "V2's rule about a SKU",
    { id: 4, product_id: 7, image_file: address, conditions: [{ sku_id: 5 }] },
    { product_id: 7, sku_id: 5, image_url: address },
  ],
  ["somebody's product", { product_id: 7, images: [{ ...image, product_id: 7 }] }, image],
  [
    'a V3 request',
    { product_id: 7, image_url: 'https://x.example/a.jpg', is_thumbnail: false, sort_order: 2 },
    {
      product_id: 7,
      is_thumbnail: false,
      sort_order: 2,
      description: '',
      image_url: 'https://x.example/a.jpg',
    },
  ],
])('%s by itself', async (_, value, record) => {
  expect(await recordsOf(JSON.stringify([value]))).toEqual([record]);
});

test('a product still to be made has no id: its pictures carry its SKU and name', async () => {
  const picture = { image_url: 'https://x.example/a.jpg', is_thumbnail: true, sort_order: 0 };
  const { records, errors, counts } = await mapFile(
    JSON.stringify([
      { name: 'Pan', sku: 'PAN', images: [picture], variants: [{ sku: 'PAN-R', image_url: address }] },
      { images: [image] },
      { images: [picture] },
    ]),
  );
  expect(records.map(({ product, record }) => ({ product, record }))).toEqual([
    { product: { sku: 'PAN', name: 'Pan' }, record: { ...picture, description: '' } },
    { product: { sku: 'PAN', name: 'Pan' }, record: { sku: 'PAN-R', image_url: address } },
    { product: { id: 7 }, record: image },
  ]);
  expect({ errors, counts }).toMatchObject({
    errors: [{ line: 1, field: 'product_id', reason: 'is missing' }],
    counts: { withoutProduct: 2 },
  });
});

test('what V3 has no counterpart for is left out and counted, never taken for a product image', async () => {
  const { records, errors, counts, remarks } = await mapFile(
    [
      {
        id: 4,
        product_id: 7,
        image_file: 'attribute_rule_images/4.png',
        conditions: [{ option_value_id: 3, sku_id: null }],
      },
      { id: 5, product_id: 7, image_file: 'attribute_rule_images/5.png', conditions: [{ sku_id: 5 }] },
      { id: 6, product_id: 7, image_file: '', conditions: [{ option_value_id: 3 }] },
      { id: 3, option_id: 2, label: 'Oak', value: 'textures/oak.png' },
      { id: 3, option_id: 2, label: 'Red', value: '#f00' },
      { product_id: 7, image_file: 'bowls/bowl.jpg', is_thumbnail: false, sort_order: 0 },
    ]
      .map((row) => JSON.stringify(row))
      .join('\n'),
  );
  expect({
    records: records.map(({ record }) => record),
    errors,
    lines: remarks.map(({ line }) => line),
  }).toEqual({
    records: [
      { product_id: 7, sku_id: 5 },
      { label: 'Oak' },
      { product_id: 7, is_thumbnail: false, sort_order: 0, description: '' },
    ],
    errors: [],
    lines: [1],
  });
  expect(counts.leftOut).toBe(4);
});

test("a store's own path is kept as it stands; a text that is none is not", async () => {
  const file = async (image_file: string) => recordsOf(JSON.stringify([{ ...image, image_file }]));
  expect([
    await file('old/pan.jpg'),
    await file('C:\\pan.jpg'),
    await file('//x.example/p/pan.jpg'),
  ]).toMatchObject([
    [{ id: 71, image_file: 'old/pan.jpg' }],
    [{ id: 71, is_thumbnail: true }],
    [{ id: 71, image_url: 'https://x.example/p/pan.jpg' }],
  ]);
  expect(await file('C:\\pan.jpg')).toEqual([
    { id: 71, product_id: 7, is_thumbnail: true, sort_order: 0, description: '' },
  ]);
});

test.each([1534344511, {}, false, ['x'], 'Mon, 1 Jan 2012 01:14:30 +0000', '0000-00-00'])(
  'a date that is %j is left out and told, and the image kept',
  async (date_modified) => {
    const { records, counts } = await mapFile(JSON.stringify([{ ...image, date_modified }]));
    expect([records.map(({ record }) => record), counts.warnings]).toEqual([[image], 1]);
  },
);

describe('a clean answer makes no sound', () => {
  test.each<[string, object[]]>([
    [
      'V2',
      [{ ...image, date_created: 'Mon, 24 Sep 2012 01:14:30 +0000', zoom_url: 'https://x.example/z.jpg' }],
    ],
    [
      'V2 request',
      [{ product_id: 7, image_file: 'https://x.example/a.jpg', is_thumbnail: true, sort_order: 0 }],
    ],
    ['V3', [{ ...image, date_modified: '2018-08-15T14:48:31+00:00', url_zoom: 'https://x.example/z.jpg' }]],
    ['the same page twice', [image, image]],
  ])('%s', async (_, rows) => {
    expect(await mapFile(JSON.stringify(rows))).toMatchObject({
      errors: [],
      counts: { warnings: 0, leftOut: 0, withoutProduct: 0 },
      told: { others: [] },
    });
  });
});

describe('what holds no image is called what it is', () => {
  test.each<[string, RegExp]>([
    [
      '[{"status":404,"message":"The requested resource was not found."}]',
      /error answer, and no image: 404 "The requested resource was not found\."/,
    ],
    [
      '{"status":429,"title":"Too Many Requests","type":"about:blank","errors":{}}',
      /error answer.*429 "Too Many Requests"/,
    ],
    ['{"error":"invalid_token"}', /error answer.*"invalid_token"/],
    ['{"data":null,"errors":[{"message":"Field \'imagez\' is unknown"}]}', /error answer.*imagez/],
    ['{"data":{"site":{"products":{"edges":[]}}}}', /GraphQL/],
    ['[{"entityId":5,"defaultImage":{"url":"x"}}]', /GraphQL/],
    ['{"id":7,"name":"Pan","sku":"PAN"}', /without its images/],
    ['{"colour":"red"}', /no image, variant or product of V2 or V3: it has the fields "colour"/],
  ])('%s', async (text, reason) => {
    const { records, errors } = await mapFile(text);
    expect({ records, reasons: errors.map((error) => error.reason) }).toEqual({
      records: [],
      reasons: [expect.stringMatching(reason)],
    });
    expect(errors[0]?.reason).not.toContain('is missing');
  });

  test('an image that has a status of its own is an image', async () => {
    expect(await recordsOf(JSON.stringify([{ ...image, status: 200 }]))).toEqual([image]);
  });
});

test('records of a data pipeline are unpacked, and its other lines are passed over', async () => {
  const product = { id: 7, name: 'Pan', images: [image] };
  const lines = [
    { type: 'SCHEMA', stream: 'products', schema: {} },
    { type: 'RECORD', record: { stream: 'products', data: product, emitted_at: 1 } },
    { type: 'RECORD', stream: 'products', record: product },
    { _airbyte_ab_id: 'x', _airbyte_data: JSON.stringify(product) },
    { type: 'STATE', state: {} },
    { type: 'LOG', log: { message: 'done' } },
  ];
  const { records, errors } = await mapFile(lines.map((line) => JSON.stringify(line)).join('\n'));
  expect([records.map(({ line, record }) => ({ line, record })), errors]).toEqual([
    [2, 3, 4].map((line) => ({ line, record: image })),
    [],
  ]);
});

test('a product that is called without end is named by its beginning beside each of its images', async () => {
  const product = {
    id: 7,
    sku: 's'.repeat(9_000),
    name: 'n'.repeat(255),
    images: [image, { ...image, id: 72 }],
  };
  const { records } = await mapFile(JSON.stringify(product));
  const named = { id: 7, sku: `${'s'.repeat(255)}…`, name: 'n'.repeat(255) };
  expect(records.map((record) => record.product)).toEqual([named, named]);
});

test('a copy of a product’s image is no picture of a variant’s own, and of a value it is one, by its original', async () => {
  const copy = 'https://cdn.example/s-x/products/7/images/71/p.1456436666.386.513.jpg';
  const option = {
    id: 6,
    product_id: 7,
    display_name: 'Lid',
    option_values: [{ id: 61, label: 'Glass', adjusters: { image_url: copy } }],
  };
  const variant = { id: 9, product_id: 7, sku: 'PAN-R', image_url: copy };
  const { records } = await mapFile(JSON.stringify([option, variant]));
  expect(records.map(({ record, warnings }) => ({ record, warnings }))).toEqual([
    {
      record: {
        id: 61,
        option_id: 6,
        product_id: 7,
        label: 'Glass',
        adjusters: {
          image_url: 'https://cdn.example/s-x/images/stencil/original/products/7/71/p.1456436666.jpg',
        },
      },
      warnings: [
        { field: 'image_url', reason: expect.stringContaining('this is the address of its original') },
      ],
    },
    {
      record: { id: 9, product_id: 7, sku: 'PAN-R' },
      warnings: [{ field: 'image_url', reason: expect.stringContaining('no picture of its own') }],
    },
  ]);
});
