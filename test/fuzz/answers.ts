// What a store answers: bodies of V2 and V3, and the headers that tell the quota. Laws: a StoreError or rows whose ids and
// places can be; few requests, whatever is answered; no word of the token, and nothing for a terminal to obey.
import {
  type Clock,
  createStoreHttp,
  isStoreError,
  StoreError,
  type StoreHttp,
  type TransportResponse,
} from '@cutover/store-http';
import { createV2Reader, type V2Reader } from '@cutover/v2-client';
import { createV3Client, imageShownInDoubt, type V3Client } from '@cutover/v3-client';
import fc from 'fast-check';
import { hitJson, hitSamples, noise } from './mutations.ts';
import { anyOrValid, type FuzzParser, onlyA, refuseControls } from './parser.ts';

const token = 'token-that-nobody-must-see-1';
/** Six tries of a page that is looked at three times, and a page behind it. */
const requestsMax = 40;
/** An hour, which is the most that a store can ask for; what is waited lies a little behind it. */
const askedMaxMs = 3_600_000;
const waitMaxMs = askedMaxMs + 60_000;

interface Asked {
  readonly answer: TransportResponse;
  readonly ask: (http: StoreHttp) => Promise<unknown>;
}

/** Asks a store whose first page is this answer, and which has nothing behind it. */
async function asked({ answer, ask }: Asked): Promise<unknown> {
  let requests = 0;
  let nowMs = 0;
  let longestMs = 0;
  const clock: Clock = {
    now: () => 1_700_000_000_000 + nowMs,
    monotonicMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      longestMs = Math.max(longestMs, ms);
      nowMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const http = createStoreHttp({
    api: 'https://api.bigcommerce.com',
    store: 'abc',
    token,
    clock,
    random: () => 0.5,
    transport: ({ url }) => {
      requests += 1;
      const page = Number(url.searchParams.get('page') ?? '1');
      const behind = page > 1 || url.searchParams.has('id:greater');
      return Promise.resolve(behind ? { status: 204, headers: {}, body: new Uint8Array(0) } : answer);
    },
  });
  let told: unknown;
  try {
    told = await ask(http);
  } catch (error) {
    told = toldOf(onlyA(error, StoreError));
  } finally {
    await http.close();
  }
  if (requests > requestsMax) throw new Error(`${requests} requests were made of one answer`);
  if (!Number.isFinite(longestMs) || longestMs > waitMaxMs) throw new Error(`a wait of ${longestMs} ms`);
  return told;
}

function toldOf(error: StoreError): object {
  const { message, storeWords = '', requestId = '', retryAfterMs } = error;
  for (const text of [message, storeWords, requestId]) {
    refuseControls(text);
    if (text.includes(token)) throw new Error(`an error holds the token: ${text}`);
  }
  const length = Array.from(storeWords).length;
  if (length > 300) throw new Error(`the store's words are ${length} characters`);
  if (retryAfterMs !== undefined && !(retryAfterMs >= 0 && retryAfterMs <= askedMaxMs))
    throw new Error(`retry after ${retryAfterMs} ms`);
  return { message, class: error.class, next: error.next, retryAfterMs };
}

/** Wherever a row says so, ids are whole and above 0 and places are whole. */
function refuseOddRows(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    const whole = name === 'id' || name === 'product_id' || name === 'sort_order';
    if (whole && part !== null && part !== undefined && !Number.isSafeInteger(part))
      throw new Error(`${name} is ${JSON.stringify(part)}`);
    refuseOddRows(part);
  }
}

const statuses = [200, 200, 200, 200, 200, 201, 204, 207, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503];

function bodies<Client>(
  name: string,
  samples: readonly unknown[],
  client: (http: StoreHttp) => Client,
  calls: readonly ((client: Client) => Promise<unknown>)[],
  /** Rows of images, and the call that reads them. */
  list: {
    readonly body: (rows: readonly object[]) => unknown;
    readonly call: number;
    readonly row: fc.Arbitrary<object>;
  },
): FuzzParser {
  const valid = fc
    .uniqueArray(list.row, { selector: (row) => ('id' in row ? row.id : 0), maxLength: 9 })
    .map((rows) => ({
      bytes: Buffer.from(JSON.stringify(list.body(rows))),
      choice: list.call,
      expected: JSON.stringify(rows),
    }));
  const errors = ['{"title":"', '"errors":{"', '<title>', '<script>', '<', '>', '<!--', '[{"message":"'];
  const words = [
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    '\\u0000',
    '\\ud800',
    '1e999',
    '-',
    'null',
    '\u001b[',
    ...errors,
  ];
  const texts = samples.map((sample) => Buffer.from(JSON.stringify(sample)));
  const any = fc.oneof(
    { weight: 5, arbitrary: hitJson(samples) },
    { weight: 3, arbitrary: hitSamples(texts, words) },
    noise,
  );
  return {
    name,
    inputs: anyOrValid(any, valid),
    async play(bytes, choice) {
      const call = calls[choice % calls.length];
      if (call === undefined) throw new Error('a parser without calls');
      const status = statuses[Math.floor(choice / calls.length) % statuses.length] ?? 200;
      const answer = { status, headers: { 'content-type': 'application/json' }, body: bytes };
      const told = await asked({ answer, ask: (http) => call(client(http)) });
      refuseOddRows(told);
      return JSON.stringify(told) ?? 'nothing';
    },
  };
}

const refusals = [
  [{ status: 400, message: 'The field is invalid.', details: { invalid_reason: 'no' } }],
  { status: 422, title: 'Unprocessable', type: 'https://x', errors: { image_url: 'not reachable' } },
  { batch_errors: [{ title: 'no', errors: {} }] },
  { error: 'no' },
];
const v2Image = {
  id: 247,
  product_id: 1,
  image_file: 'c/123/pan__56786.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: 'A pan',
  zoom_url: 'https://cdn.example/zoom.jpg',
  standard_url: 'https://cdn.example/standard.jpg',
  thumbnail_url: 'https://cdn.example/thumbnail.jpg',
  tiny_url: 'https://cdn.example/tiny.jpg',
  date_created: 'Mon, 24 Sep 2012 01:14:30 +0000',
  date_modified: 'Mon, 24 Sep 2012 01:14:30 +0000',
};
const v2Samples = [
  [v2Image, { ...v2Image, id: 248, is_thumbnail: false, description: null }],
  v2Image,
  [
    {
      id: 1,
      name: 'Pan',
      sku: 'PAN',
      custom_url: '/pan/',
      date_modified: v2Image.date_modified,
      primary_image: { id: 247, standard_url: 'https://cdn.example/a.jpg' },
    },
    { id: 2, name: 'Pot', sku: '', custom_url: '/pot/', primary_image: { id: 0, standard_url: null } },
  ],
  { count: 12 },
  [{ id: 5, product_id: 1, sku: 'PAN-R', image_file: '' }],
  [
    {
      id: 6,
      product_id: 1,
      sort_order: 1,
      is_enabled: true,
      image_file: 'r/1.jpg',
      conditions: [{ sku_id: 5 }],
    },
  ],
  [{ id: 7, option_id: 1, label: 'Red', sort_order: 1, value: '#f00' }],
  ...refusals,
];

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const id = fc.integer({ min: 1, max: 2 ** 31 });
const v2Row = fc.record({
  id,
  product_id: fc.constant(1),
  image_file: text,
  is_thumbnail: fc.boolean(),
  sort_order: fc.integer(),
  description: fc.option(text),
  zoom_url: text,
  standard_url: text,
  thumbnail_url: text,
  tiny_url: text,
  date_created: text,
  date_modified: text,
});

const v2Calls: readonly ((reader: V2Reader) => Promise<unknown>)[] = [
  (reader) => reader.listImages(1),
  (reader) => reader.listProducts(),
  (reader) => reader.countProducts(),
  (reader) => reader.getProduct(1),
  (reader) => reader.listImagePage(1),
  (reader) => reader.getImage(1, 247),
  (reader) => reader.countImages(),
  (reader) => reader.countProductImages(1),
  (reader) => reader.listSkus(1),
  (reader) => reader.listRules(1),
  (reader) => reader.countRules(),
  (reader) => reader.listOptionValues(1),
];

export const v2Answers = bodies('v2-answers', v2Samples, createV2Reader, v2Calls, {
  body: (rows) => rows,
  call: 0,
  row: v2Row,
});

const v3Image = {
  id: 247,
  product_id: 1,
  image_file: 'c/123/pan__56786.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: 'A pan',
  url_zoom: 'https://cdn.example/zoom.jpg',
  url_standard: 'https://cdn.example/standard.jpg',
  url_thumbnail: 'https://cdn.example/thumbnail.jpg',
  url_tiny: 'https://cdn.example/tiny.jpg',
  date_modified: '2018-08-15T14:48:31+00:00',
};
const page = (data: readonly unknown[]) => ({
  data,
  meta: {
    pagination: { total: data.length, count: data.length, per_page: 250, current_page: 1, total_pages: 1 },
  },
});
const variant = {
  id: 9,
  product_id: 1,
  sku: 'PAN-R',
  image_url: '',
  option_values: [{ id: 51, label: 'Red', option_id: 5, option_display_name: 'Colour' }],
};
const v3Samples = [
  page([v3Image, { ...v3Image, id: 248, is_thumbnail: false, description: '' }]),
  { data: v3Image, meta: {} },
  page([
    { id: 1, name: 'Pan', sku: 'PAN', custom_url: { url: '/pan/' }, images: [v3Image], variants: [variant] },
  ]),
  { data: { id: 1, name: 'Pan', images: [v3Image] } },
  page([variant]),
  page([
    {
      id: 6,
      product_id: 1,
      display_name: 'Lid',
      type: 'swatch',
      option_values: [
        {
          id: 61,
          label: 'Glass',
          value_data: { colors: ['#f00'] },
          adjusters: { image_url: 'https://x.example/a' },
        },
      ],
    },
  ]),
  { data: { image_url: 'https://x.example/a.jpg' } },
  ...refusals,
];
const v3Row = fc.record({
  id,
  product_id: fc.constant(1),
  image_file: text,
  is_thumbnail: fc.boolean(),
  sort_order: fc.integer(),
  description: text,
  url_zoom: text,
  url_standard: text,
  url_thumbnail: text,
  url_tiny: text,
  date_modified: text,
});

async function all<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  return await Array.fromAsync(pages);
}

/** What the answer to a create shows, also where it leaves open whether it was done. */
async function created(client: V3Client): Promise<unknown> {
  try {
    return await client.createImage(1, { imageUrl: 'https://x.example/a.jpg' });
  } catch (error) {
    if (isStoreError(error) && error.next === 'reconcile') refuseOddRows(imageShownInDoubt(error, 1));
    throw error;
  }
}

const v3Calls: readonly ((client: V3Client) => Promise<unknown>)[] = [
  (client) => client.listImages(1),
  (client) => client.listProducts(),
  (client) => all(client.sweepProducts({ include: ['images', 'variants'] })),
  (client) => client.getProduct(1, { include: ['images'] }),
  (client) => client.listImagePage(1, { includeFields: ['sort_order'] }),
  (client) => client.getImage(1, 247),
  (client) => client.getImageFields(1, 247, {}),
  (client) => client.listVariants(1),
  (client) => all(client.listAllVariants()),
  (client) => client.listModifiers(1),
  (client) => client.listOptions(1),
  created,
  (client) => client.updateImage(1, 247, { sort_order: 1 }),
  (client) => client.setVariantImage(1, 9, { imageUrl: 'https://x.example/a.jpg' }),
  (client) => client.listComplexRules(1),
];

export const v3Answers = bodies('v3-answers', v3Samples, createV3Client, v3Calls, {
  body: page,
  call: 0,
  row: v3Row,
});

const headerSamples = [
  'x-rate-limit-requests-quota: 150\nx-rate-limit-requests-left: 35\nx-rate-limit-time-reset-ms: 15000\nx-rate-limit-time-window-ms: 30000',
  'x-retry-after: 15\nretry-after: Thu, 01 Jan 2026 00:00:09 GMT',
  'x-request-id: 4f9e\nx-rate-limit-requests-quota: 20000\nx-rate-limit-requests-left: 0\nx-rate-limit-time-reset-ms: 0',
].map((lines) => Buffer.from(lines));
const headerWords = [
  '0',
  '-1',
  '1e9',
  '999999999999',
  '9999999999999',
  '0.5',
  'x-retry-after: ',
  '\n',
  ' ',
  'Infinity',
  'NaN',
];

function headersOf(bytes: Uint8Array): Record<string, string> {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  return Object.fromEntries(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, Math.max(0, colon)).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

const waits = fc.integer({ min: 0, max: 3_600 }).map((seconds) => ({
  bytes: Buffer.from(`x-retry-after: ${seconds}`),
  choice: 1,
  expected: String(seconds * 1000),
}));

export const rateHeaders: FuzzParser = {
  name: 'rate-headers',
  inputs: anyOrValid(
    fc.oneof({ weight: 5, arbitrary: hitSamples(headerSamples, headerWords) }, noise),
    waits,
  ),
  async play(bytes, choice) {
    const headers = headersOf(bytes);
    const status = [200, 429, 503][choice % 3] ?? 200;
    const body = Buffer.from('{"data":{"image_url":""}}');
    let known: unknown;
    const told = await asked({
      answer: { status, headers, body },
      async ask(http) {
        // Reads wait as they are told to; what a write was refused with says how long that is.
        const read = await http.read('/v3/x').catch((error: unknown) => onlyA(error, StoreError));
        known = http.snapshot();
        if (!(read instanceof StoreError)) return undefined;
        return await http.write('DELETE', '/v3/x');
      },
    });
    refuseOddNumbers(known);
    const { retryAfterMs } = Object(told);
    return String(retryAfterMs);
  },
};

function refuseOddNumbers(snapshot: unknown): void {
  for (const [name, value] of Object.entries(Object(snapshot)))
    if (value !== undefined && !(typeof value === 'number' && Number.isFinite(value) && value >= 0))
      throw new Error(`the pacer holds ${name} for ${JSON.stringify(value)}`);
}
