import { describe, expect, test } from 'vitest';
import type { MapError } from './file-problem.ts';
import type { MapRecord } from './mapped-record.ts';
import { createMapper, type MapperOptions, serialiseJsonl } from './mapper.ts';

async function* chunks(bytes: Uint8Array, size = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything that comes of a file: its records, its errors, and the words it was refused with. */
async function outcome(content: string | Uint8Array, options: MapperOptions = {}, chunkBytes?: number) {
  const records: Omit<MapRecord, 'product'>[] = [];
  const errors: MapError[] = [];
  const mapper = createMapper({ onBadRow: 'skip', onError: (error) => errors.push(error), ...options });
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    for await (const { product: _, ...record } of mapper.map(chunks(bytes, chunkBytes))) records.push(record);
  } catch (error) {
    return { records, errors, refused: error instanceof Error ? error.message : String(error) };
  }
  return { records, errors };
}

const v2 = {
  id: 1,
  product_id: 2,
  image_file: 'p/022/n__36562.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: null,
};
const v3 = {
  id: 1,
  product_id: 2,
  image_file: 'p/022/n__36562.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: '',
};
const at = (line: number, record: object = v3, warnings: object[] = []) => ({
  kind: 'product-image',
  line,
  record,
  warnings,
});
const line = JSON.stringify(v2);

describe('JSON', () => {
  test.each<[string, string, number[]]>([
    ['an array', `[${line},\n${line}]`, [1, 2]],
    ['an empty array', ' [ ] ', []],
    ['an array printed wide', JSON.stringify([v2, v2], null, 2), [2, 10]],
    ['JSON Lines with CRLF and blank lines', `${line}\r\n\r\n${line}\r\n`, [1, 3]],
    ['an envelope', `{"meta":{"data":[1]},"data":[${line}],"links":{"x":["]"]}}`, [1]],
    ['envelopes, one a line', `{"data":[${line}]}\n{"data":[${line},${line}]}`, [1, 2, 2]],
    ['an envelope of one', `{\n"data":${line}\n}`, [1]],
    ['arrays, one a line', `[${line}]\n[]\n[${line}]`, [1, 3]],
    ['one object printed wide', JSON.stringify(v2, null, 2), [1]],
    ['a byte order mark', `\ufeff[${line}]`, [1]],
    [
      'brackets and quotes in texts',
      `[${JSON.stringify({ ...v2, is_sample: true, image_file: v2.image_file })}]`,
      [1],
    ],
  ])('%s', async (_, content, lines) => {
    expect(await outcome(content)).toEqual({ records: lines.map((each) => at(each)), errors: [] });
  });

  test('UTF-16 with a byte order mark', async () => {
    const utf16 = Buffer.from(`\ufeff[${line}]`, 'utf16le');
    expect(await outcome(utf16)).toEqual({ records: [at(1)], errors: [] });
    expect(await outcome(utf16.swap16())).toEqual({ records: [at(1)], errors: [] });
  });

  test('V3 passes through, its products with their images too', async () => {
    const image = { ...v3, url_zoom: 'https://x.example/z', date_modified: '2018-08-15T14:48:31Z' };
    const product = { id: 2, sku: 'A', name: 'N', images: [image, { ...image, product_id: 3 }, 5] };
    expect(await outcome(JSON.stringify([image, product]))).toEqual({
      records: [1, 1].map((each) => at(each, { ...image, date_modified: '2018-08-15T14:48:31+00:00' })),
      errors: [
        { line: 1, field: 'product_id', reason: 'the image says product 3, it stands with product 2' },
        { line: 1, field: 'images', reason: 'not an object' },
      ],
    });
  });

  test('what is taken with a doubt comes with a warning', async () => {
    const { is_thumbnail: _, sort_order: __, ...bare } = v2;
    const dated = { ...v2, date_created: 'Mon, 24 Sep 2012 01:14:30 +0000' };
    const written = {
      product_id: 2,
      image_file: 'https://x.example/a b.jpg',
      is_thumbnail: false,
      sort_order: -1,
    };
    const { records, errors } = await outcome(
      [{ ...bare, date_created: 'now', frames: 3 }, dated, written]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    expect({ records, errors }).toEqual({
      records: [
        at(1, { ...v3, is_thumbnail: false }, [
          { field: 'is_thumbnail', reason: 'is missing; taken as false' },
          { field: 'sort_order', reason: 'is missing; taken as 0' },
          { field: 'date_created', reason: 'left out: "now" is not a date' },
          { field: 'frames', reason: 'left out: not a field of a product image' },
        ]),
        at(2, { ...v3, date_modified: '2012-09-24T01:14:30+00:00' }, [
          {
            field: 'date_modified',
            reason:
              "holds V2's date_created: when the image was made, not when it was changed; never compare the two",
            isUsual: true,
          },
        ]),
        at(
          3,
          {
            product_id: 2,
            is_thumbnail: false,
            sort_order: -1,
            description: '',
            image_url: 'https://x.example/a b.jpg',
          },
          [
            {
              field: 'image_url',
              reason: "V2's address under image_file; V3 takes it as image_url",
              isUsual: true,
            },
            { field: 'image_url', reason: 'holds spaces or letters outside ASCII: percent-encode it first' },
            {
              field: 'sort_order',
              reason: 'negative; V3 documents it as allowed, V2 did not, and themes may differ',
            },
          ],
        ),
      ],
      errors: [],
    });
  });

  test('SKUs and variants', async () => {
    const address = 'https://x.example/a.png';
    const rows = [
      { id: 5, product_id: 2, sku: 'A', image_file: 'attribute_rule_images/1_source.jpg' },
      { id: 6, product_id: 2, sku: 'B', image_url: address, option_values: [] },
      { id: 7, product_id: 2, sku: 'C', image_file: '' },
    ];
    const { records } = await outcome(JSON.stringify(rows));
    expect(
      records.map(({ kind, record, warnings }) => ({
        kind,
        record,
        warned: warnings.map(({ field }) => field),
      })),
    ).toEqual([
      { kind: 'variant-image', record: { sku_id: 5, product_id: 2, sku: 'A' }, warned: ['image_url'] },
      { kind: 'variant-image', record: { id: 6, product_id: 2, sku: 'B', image_url: address }, warned: [] },
      {
        kind: 'variant-image',
        record: { sku_id: 7, product_id: 2, sku: 'C', image_url: '' },
        warned: [],
      },
    ]);
  });

  test.each<[string, string, MapError[]]>([
    [
      'ids',
      `${JSON.stringify({ ...v2, id: 0 })}\n${JSON.stringify({ ...v2, product_id: '2' })}`,
      [
        { line: 1, field: 'id', reason: 'is not a whole number above 0' },
        { line: 2, field: 'product_id', reason: 'is not a whole number above 0' },
      ],
    ],
    [
      'types',
      `${JSON.stringify({ ...v2, description: 5 })}\n${JSON.stringify({ ...v2, is_thumbnail: 'yes' })}\n${JSON.stringify({ ...v2, sort_order: 2 ** 31 })}`,
      [
        { line: 1, field: 'description', reason: 'is not text' },
        { line: 2, field: 'is_thumbnail', reason: 'is neither true nor false' },
        { line: 3, field: 'sort_order', reason: 'is not a whole number of 32 bits' },
      ],
    ],
    [
      'a broken line among good ones',
      `{"id":1,"pro\n{"id":\n5\n`,
      [
        { line: 1, reason: 'not valid JSON: "{"id":1,"pro"' },
        { line: 2, reason: 'not valid JSON: "{"id":"' },
        { line: 3, reason: 'not an object' },
      ],
    ],
    [
      'a gap and a trailing comma',
      '[,{"id":7},\n]',
      [
        { line: 1, reason: 'not valid JSON: ""' },
        { line: 1, reason: 'no image, variant or product of V2 or V3: it has the fields "id"' },
        { line: 2, reason: 'not valid JSON: ""' },
      ],
    ],
    [
      'brackets without end',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      [{ line: 1, reason: 'nested too deeply to be a saved answer' }],
    ],
    [
      'envelopes without end',
      `[${'{"data":'.repeat(100_000)}1${'}'.repeat(100_000)}]`,
      [{ line: 1, reason: 'nested too deeply to be a saved answer' }],
    ],
    [
      'a V2 product, which only links to its images',
      '[{"id":2,"images":{"url":"https://x.example"}}]',
      [
        {
          line: 1,
          field: 'images',
          reason: 'a V2 product only names the address of its images; save the images themselves',
        },
      ],
    ],
  ])('bad rows are told with their line: %s', async (_, content, errors) => {
    expect(await outcome(content)).toEqual({ records: [], errors });
  });

  test('an element or a line that is far too long is passed over, not held', async () => {
    const long = JSON.stringify({ ...v2, description: 'x'.repeat(5_000_000) });
    const errors = [{ line: 2, reason: 'an element of this length is no image; it was not read' }];
    expect(await outcome(`[${line},\n${long},\n${line}]`, {}, 65_536)).toEqual({
      records: [at(1), at(3)],
      errors,
    });
    expect(await outcome(`${line}\n${long}\n${line}`, {}, 65_536)).toEqual({
      records: [at(1), at(3)],
      errors,
    });
  });

  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'line 1: the file is empty'],
    ['white space', ' \n \n', 'line 1: the file is empty'],
    [
      'a cut array',
      `[${line},\n{"id":`,
      'line 2: the file ends in the middle of a value; it may have been cut short',
    ],
    [
      'a cut envelope',
      `{"data":[${line}]`,
      'line 1: the file ends in the middle of a value; it may have been cut short',
    ],
    ['a bracket too many', `[${line}]\n]`, 'line 2: expected an array or an object of JSON, found "]"'],
    ['brackets that do not fit', `[${line}}]`, 'line 1: a "}" too many'],
    [
      'NUL',
      `[\n\0]`,
      'line 2: holds a NUL character; a UTF-16 file needs a byte order mark, or save it as UTF-8',
    ],
    [
      'other than UTF-8',
      Buffer.from(`[\n"caf\u00e9"]`, 'latin1'),
      'line 2: not UTF-8: save the file as UTF-8',
    ],
    [
      'a cut character',
      Buffer.from(`[${line}]é`).subarray(0, -1),
      'line 1: not UTF-8: save the file as UTF-8',
    ],
  ])('refuses %s', async (_, content, refused) => {
    expect(await outcome(content)).toMatchObject({ errors: [], refused });
  });
});

test('the first bad row stops, unless told to skip', async () => {
  expect(await outcome(`${line}\n5\n${line}`, { onBadRow: 'stop' })).toEqual({
    records: [at(1)],
    errors: [],
    refused: 'line 2: not an object',
  });
  const mapper = createMapper({ onBadRow: 'skip' });
  const printed: string[] = [];
  for await (const text of serialiseJsonl(mapper.map(chunks(Buffer.from(`${line}\n5\n${line}`)))))
    printed.push(text);
  const expected = Object.keys(JSON.parse(printed[0] ?? '')).toSorted();
  expect([printed.length, printed.every((text) => text.endsWith('}\n')), expected, mapper.counts()]).toEqual([
    2,
    true,
    Object.keys(v3).toSorted(),
    { records: 2, errors: 1, warnings: 0, leftOut: 0, withoutProduct: 0 },
  ]);
});
