import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Unseen } from '@cutover/image-content';
import { StoreError, type V3Product } from '@cutover/v3-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SnapshotOptions, savedPlaces, saveSnapshot } from './index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cutover-snapshot-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const product = (id: number): V3Product => ({
  id,
  name: `Mug ${id}`,
  sku: `MUG-${id}`,
  custom_url: undefined,
  date_modified: undefined,
  images: [
    {
      id: id * 10,
      product_id: id,
      image_file: `a/${id}/mug.jpg`,
      image_url: undefined,
      is_thumbnail: true,
      sort_order: 0,
      description: `Mug ${id}`,
      url_zoom: undefined,
      url_standard: undefined,
      url_thumbnail: undefined,
      url_tiny: undefined,
      date_modified: undefined,
    },
  ],
  variants: [],
  modifiers: [],
  options: [],
});

/** A store of five products, two a page; `stopsBefore` is the product at which it fails. */
function storeOf(stopsBefore?: number): { v3: SnapshotOptions['v3']; asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    v3: {
      async *sweepProducts({ after = 0 } = {}) {
        for (let from = after + 1; from <= 5; from += 2) {
          asked.push(from);
          const ids = [from, from + 1].filter((id) => id <= 5);
          if (stopsBefore !== undefined && ids.includes(stopsBefore)) throw new Error('the network is away');
          yield { products: ids.map(product), cursor: ids.at(-1) ?? from };
        }
      },
      listImages: () => Promise.reject(new TypeError('not needed')),
      listVariants: () => Promise.reject(new TypeError('not needed')),
      listModifiers: () => Promise.reject(new TypeError('not needed')),
      listOptions: () => Promise.reject(new TypeError('not needed')),
    },
  };
}

const options = (more: Partial<SnapshotOptions> = {}): SnapshotOptions => ({
  folder: path.join(folder, 'saved'),
  store: 'abc123',
  v3: storeOf().v3,
  pictures: undefined,
  signal: new AbortController().signal,
  redact: (text) => text,
  onProgress: () => undefined,
  ...more,
});

const idsIn = (name: string): unknown[] =>
  readFileSync(path.join(folder, 'saved', name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).id);

test('it goes on behind the last whole product, and what a crash left of a line is cut off', async () => {
  await expect(saveSnapshot(options({ v3: storeOf(5).v3 }))).rejects.toThrow('the network is away');
  expect(idsIn('images.jsonl.part')).toEqual([1, 2, 3, 4]);
  appendFileSync(path.join(folder, 'saved', 'images.jsonl.part'), `{"id":5,"name":"${'x'.repeat(100_000)}`);
  const { v3, asked } = storeOf();
  expect(await saveSnapshot(options({ v3 }))).toEqual({
    products: 5,
    images: 5,
    variants: 0,
    modifiers: 0,
    swatches: 0,
    pictures: 0,
    picturesBefore: 0,
    hasPictures: false,
    missing: [],
    unusable: [],
    wasSaved: false,
  });
  expect(asked).toEqual([5]);
  expect(idsIn('images.jsonl')).toEqual([1, 2, 3, 4, 5]);
});

test('the beginning of one that an earlier version made, without modifiers, is not gone on with', async () => {
  await expect(saveSnapshot(options({ v3: storeOf(5).v3 }))).rejects.toThrow('the network is away');
  writeFileSync(path.join(folder, 'saved', 'images.jsonl.part'), '{"id":4,"images":[],"variants":[]}\n');
  await expect(saveSnapshot(options())).rejects.toThrow('an earlier version has begun this snapshot');
});

test('one that is whole asks the store for nothing', async () => {
  await saveSnapshot(options());
  const { v3, asked } = storeOf();
  expect(await saveSnapshot(options({ v3 }))).toMatchObject({ products: 5, wasSaved: true });
  expect(asked).toEqual([]);
});

test('a folder of something else, or of another store, is left as it is', async () => {
  writeFileSync(path.join(folder, 'letter.txt'), 'Dear');
  await expect(saveSnapshot(options({ folder }))).rejects.toThrow('holds something else, and is no snapshot');
  await saveSnapshot(options());
  await expect(saveSnapshot(options({ store: 'def456' }))).rejects.toThrow(
    'holds a snapshot of another store',
  );
  expect(idsIn('images.jsonl')).toEqual([1, 2, 3, 4, 5]);
});

test('a list that may be cut short is read from the product, and a product that is gone meanwhile is left out', async () => {
  const ten = Array.from({ length: 10 }, (_, at) => ({
    ...product(1).images?.[0],
    id: 100 + at,
    product_id: 1,
  }));
  const gone = new StoreError('gone', {
    class: 'rejected',
    next: 'fail-action',
    method: 'GET',
    path: '/v3/catalog/products/2/images',
    attempt: 1,
    status: 404,
  });
  const eleven = [...ten, { ...ten[0], id: 200 }];
  const v3: SnapshotOptions['v3'] = {
    async *sweepProducts() {
      const products = [1, 2, 3].map((id): V3Product => ({ ...product(id), images: undefined }));
      yield { products, cursor: 3 };
    },
    listImages: async (id) => {
      if (id === 2) throw gone;
      return JSON.parse(
        JSON.stringify(
          eleven.map((image) => ({
            ...image,
            product_id: id,
            id: image.id === undefined ? 0 : image.id + id,
          })),
        ),
      );
    },
    listVariants: async () => [],
    listModifiers: async () => [],
    listOptions: async () => [],
  };
  expect(await saveSnapshot(options({ v3 }))).toMatchObject({ products: 2 });
  expect(idsIn('images.jsonl')).toEqual([1, 3]);
});

test('pictures that are not available are named, and tried again by the next call', async () => {
  let isAway = true;
  const asked: string[] = [];
  const bytes = Uint8Array.from(Buffer.from('ffd8ffe000104a46494600010100004800480000ffdb004300', 'hex'));
  const answer = { status: 200, contentType: 'image/jpeg', contentLength: bytes.length, finalUrl: '' };
  const content = {
    head: async () => answer,
    get: async (url: string, { rangeBytes }: { readonly rangeBytes?: number } = {}) => {
      asked.push(`${url} ${rangeBytes === undefined ? 'whole' : 'first bytes'}`);
      if (isAway && url.includes('/3/'))
        throw Object.assign(new Error('no answer'), { reason: 'unreachable' });
      return { ...answer, bytes };
    },
  };
  const place = {
    store: 'abc123',
    templates: ['https://x.example/{image_file}'],
    sourceIsBigCommerce: false,
  };
  const why = ({ reason }: Unseen): string => `no ${reason}`;
  const whyNoOriginal = (tried: readonly { readonly origin: string; readonly reason: string }[]): string =>
    tried.map(({ origin, reason }) => `${origin}: ${reason}`).join(', ');
  const first = await saveSnapshot(options({ pictures: { content, place, why, whyNoOriginal } }));
  expect(first).toMatchObject({
    pictures: 4,
    picturesBefore: 0,
    missing: [{ productId: 3, picture: '30', reason: 'template:1: unreachable' }],
  });
  isAway = false;
  asked.length = 0;
  expect(await saveSnapshot(options({ pictures: { content, place, why, whyNoOriginal } }))).toMatchObject({
    pictures: 5,
    picturesBefore: 4,
    hasPictures: true,
    missing: [],
  });
  expect(asked).toEqual(['https://x.example/a/3/mug.jpg first bytes', 'https://x.example/a/3/mug.jpg whole']);
});

test('a list whose last line is damaged is refused, not guessed at', async () => {
  await expect(saveSnapshot(options({ v3: storeOf(5).v3 }))).rejects.toThrow('the network is away');
  appendFileSync(path.join(folder, 'saved', 'images.jsonl.part'), '\u0000\u0000\n');
  await expect(saveSnapshot(options())).rejects.toThrow('the last line that was saved is damaged');
});

test('a token that the store says back is in nothing that is handed on', async () => {
  await saveSnapshot(options({ redact: (text) => text.replaceAll('Mug 3', '[redacted]') }));
  const text = readFileSync(path.join(folder, 'saved', 'images.jsonl'), 'utf8');
  expect(text).not.toContain('Mug 3');
  expect(idsIn('images.jsonl')).toEqual([1, 2, 3, 4, 5]);
});

const plantings: readonly [string, (at: string) => void, string][] = [
  ['snapshot.json', pipeAt, 'is a pipe'],
  ['images.jsonl', pipeAt, 'is a pipe'],
  ['images.jsonl.part', pipeAt, 'is a pipe'],
  ['images.jsonl', (at) => symlinkSync('/etc/hosts', at), 'is a link'],
  ['images.jsonl', (at) => writeFileSync(at, '{"odd":1}\n'), 'is no list that was saved'],
  ['pictures', (at) => symlinkSync(path.join(folder, 'elsewhere'), at), 'is a link'],
  ['pictures/1', (at) => symlinkSync(path.join(folder, 'elsewhere'), at), 'is a link'],
  ['', (at) => symlinkSync(path.join(folder, 'elsewhere'), at), 'is a link'],
];

function pipeAt(at: string): void {
  execFileSync('mkfifo', [at]);
}

/** Pictures that are there, whatever is asked for. */
const anyPicture = {
  head: async () => answerOf(),
  get: async () => ({ ...answerOf(), bytes: jpeg }),
};
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0')]);
const answerOf = () => ({
  status: 200,
  contentType: 'image/jpeg',
  contentLength: jpeg.length,
  finalUrl: '',
});
const withPictures: Partial<SnapshotOptions> = {
  pictures: {
    content: anyPicture,
    place: {
      store: 'abc123',
      templates: ['https://x.example/{image_file}'],
      sourceIsBigCommerce: false,
    },
    whyNoOriginal: (tried) => tried.map(({ origin }) => origin).join(', '),
    why: ({ reason }) => reason,
  },
};

test.skipIf(process.platform === 'win32').each(plantings)(
  'what somebody has put where %j is to be is refused, and nothing is written through it (%#)',
  async (name, plant, words) => {
    const saved = path.join(folder, 'saved');
    mkdirSync(path.join(folder, 'elsewhere'));
    if (name !== '') {
      mkdirSync(path.dirname(path.join(saved, name)), { recursive: true });
      if (name !== 'snapshot.json') writeFileSync(path.join(saved, 'snapshot.json'), '{"store":"abc123"}');
    }
    plant(path.join(saved, name));
    await expect(saveSnapshot(options(withPictures))).rejects.toThrow(words);
    expect(readdirSync(path.join(folder, 'elsewhere'))).toEqual([]);
  },
);

// Only the system's own user can give files away.
test.runIf(process.getuid?.() === 0)(
  'neither another user’s folder nor their file is taken for ours',
  async () => {
    const saved = path.join(folder, 'saved');
    mkdirSync(saved);
    writeFileSync(path.join(saved, 'snapshot.json'), '{"store":"abc123"}');
    writeFileSync(path.join(saved, 'images.jsonl.part'), '{"id":4}\n');
    chownSync(path.join(saved, 'images.jsonl.part'), 4_321, 4_321);
    await expect(saveSnapshot(options())).rejects.toThrow('images.jsonl.part belongs to another user');
    chownSync(saved, 4_321, 4_321);
    await expect(saveSnapshot(options())).rejects.toThrow('saved belongs to another user');
    expect(readFileSync(path.join(saved, 'images.jsonl.part'), 'utf8')).toBe('{"id":4}\n');
  },
);

test.skipIf(process.platform === 'win32')('links in a folder that was saved lead nowhere', async () => {
  await saveSnapshot(options(withPictures));
  const saved = path.join(folder, 'saved');
  expect(await savedPlaces(saved)).toEqual({
    file: path.join(saved, 'images.jsonl'),
    pictures: path.join(saved, 'pictures'),
  });
  renameSync(path.join(saved, 'pictures'), path.join(folder, 'private'));
  expect(await savedPlaces(saved)).toMatchObject({ pictures: undefined });
  symlinkSync(path.join(folder, 'private'), path.join(saved, 'pictures'));
  await expect(savedPlaces(saved)).rejects.toThrow('pictures is a link');
  rmSync(path.join(saved, 'pictures'));
  renameSync(path.join(saved, 'images.jsonl'), path.join(folder, 'list'));
  symlinkSync(path.join(folder, 'list'), path.join(saved, 'images.jsonl'));
  await expect(savedPlaces(saved)).rejects.toThrow('images.jsonl is a link');
});
