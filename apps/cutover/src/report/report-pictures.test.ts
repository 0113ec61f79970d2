import type { Thumbnail } from '@cutover/image-content';
import { expect, test } from 'vitest';
import type { EntrySide, PeopleEntry } from '../formats/people-report.ts';
import { type PictureLimits, type PictureWish, pictureLimits, reportPictures } from './report-pictures.ts';

const digest = 'ab'.repeat(32);

const side = (picture: string | undefined, more: Partial<EntrySide> = {}): EntrySide => ({
  productId: 1,
  imageId: 11,
  sku: '',
  name: '',
  picture,
  ...more,
});

const reportOf = (...pairs: (readonly [(EntrySide | undefined)?, EntrySide?])[]) => ({
  entries: (): PeopleEntry[] =>
    pairs.map(([source, target]) => ({
      group: 'failed',
      state: '',
      tone: 'bad',
      message: '',
      source,
      target,
      fields: [],
    })),
});

/** A picture is as wide as its address is long; what it shows is its last letter. */
function thumbnailOf(bytes: Uint8Array): Thumbnail {
  const text = Buffer.from(bytes).toString();
  const look = { dHash: '0'.repeat(16), colours: (text.at(-1) === 'x' ? '00' : 'ff').repeat(48) };
  return {
    webp: bytes,
    width: 256,
    height: 256,
    of: { sha256: text, width: 1_000, height: 1_000, format: 'jpeg', look },
  };
}

function wishOf(more: Partial<PictureWish> = {}, limits: Partial<PictureLimits> = {}) {
  const asked: string[] = [];
  const saved: string[] = [];
  const wish: PictureWish = {
    sources: {
      kept: async () => Buffer.from('kept'),
      async fetch(address) {
        asked.push(address);
        if (address.endsWith('gone'))
          throw Object.assign(new Error(`${address} answered 404 \u001B`), { url: address });
        return Buffer.from(address.slice('https://'.length));
      },
      shrink: async (bytes) => thumbnailOf(bytes),
    },
    isInline: true,
    async save(webp) {
      saved.push(Buffer.from(webp).toString());
      return `./report-pictures/${saved.length}.webp`;
    },
    clean: (text) => text.replaceAll('\u001B', '\\u{1b}'),
    stopping: new AbortController().signal,
    limits: { ...pictureLimits, ...limits },
    ...more,
  };
  return { wish, asked, saved };
}

test('a picture is asked for once however often it is shown; what is not available is said in its place', async () => {
  const { wish, asked } = wishOf();
  const [a, gone, kept, nowhere] = [
    side('https://a'),
    side('https://gone'),
    side('https://removed', { kept: digest }),
    side(undefined),
  ];
  const pictures = await reportPictures(reportOf([a, gone], [a, kept], [a], [undefined, nowhere]), wish);
  expect(asked).toEqual(['https://a', 'https://gone']);
  const shown = (text: string) => `data:image/webp;base64,${Buffer.from(text).toString('base64')}`;
  const size = { width: 256, height: 256 };
  expect([a, gone, kept, nowhere].map((one) => pictures.of(one))).toEqual([
    { src: shown('a'), ...size, words: '1,000 × 1,000 pixels' },
    { why: 'answered 404 \\u{1b}' },
    { src: shown('kept'), ...size, words: '1,000 × 1,000 pixels, as it was kept' },
    { why: 'the journal has no address of it' },
  ]);
  expect(pictures.of(side(undefined, { imageId: undefined }))).toBe(undefined);
  expect([pictures.from, pictures.words, pictures.summary]).toEqual([
    ['data:'],
    [
      '2 pictures are shown, small, and as they were when this report was made; 1 could not be shown, and the reason stands in its place.',
    ],
    'Pictures: 2 shown, 1 not available (the report says why)',
  ]);
});

test('what lies on a private network is said with the option that allows it, and nothing else is', async () => {
  const { wish } = wishOf();
  const fetch = async (address: string): Promise<Uint8Array> =>
    await Promise.reject(
      Object.assign(new Error(`${address} was not asked: why`), {
        url: address,
        isPrivate: address.includes('private'),
      }),
    );
  const [here, elsewhere] = [side('https://private'), side('ftp://elsewhere')];
  const pictures = await reportPictures(reportOf([here, elsewhere]), {
    ...wish,
    sources: { ...wish.sources, fetch },
  });
  expect([here, elsewhere].map((one) => pictures.of(one))).toEqual([
    { why: 'was not asked: why; --allow-private-hosts allows it' },
    { why: 'was not asked: why' },
  ]);
  expect(pictures.summary).toBe(
    'Pictures: 0 shown, 2 not available (the report says why), 1 of them on private hosts, which --allow-private-hosts allows',
  );
});

test('whether both show the same is said in words, and nothing where one is not there', async () => {
  const { wish } = wishOf();
  const [a, x, y, gone] = [side('https://x'), side('https://1x'), side('https://1y'), side('https://gone')];
  const { likeness } = await reportPictures(reportOf([a, x], [y, gone]), wish);
  expect([likeness(a, a), likeness(a, x), likeness(a, y), likeness(a, gone)]).toEqual([
    'Both are the same file.',
    'Both show the same, as far as a program can see.',
    'They do not show the same.',
    undefined,
  ]);
});

test('the page takes those of urgent entries first, each as often as it stands there; the others lie beside it', async () => {
  // 23 letters before the picture, and 4 for up to three bytes of it.
  const report = reportOf([side('https://a')], [side('https://b'), side('https://b')], [side('https://c')]);
  const { wish, saved } = wishOf({}, { inlineBytes: 27 * 2 });
  const pictures = await reportPictures(report, wish);
  expect([saved, pictures.from, pictures.words[1], pictures.summary]).toEqual([
    ['b'],
    ['data:', "'self'"],
    '1 of them is in the folder beside this file.',
    'Pictures: 3 shown, 1 of them in the folder beside the file, which goes with it',
  ]);
  const alone = await reportPictures(report, wishOf({ save: undefined }, { inlineBytes: 54 }).wish);
  expect(alone.of(side('https://b'))).toEqual({
    why: 'the 1 MB for pictures in the page are used up',
  });
  const folder = wishOf({ isInline: false });
  expect((await reportPictures(report, folder.wish)).from).toEqual(["'self'"]);
  expect(folder.saved).toEqual(['a', 'b', 'c']);
});

test('of very many the first are shown, and it is said that there are more', async () => {
  const { wish, asked } = wishOf({}, { pictures: 2 });
  const pictures = await reportPictures(
    reportOf(...['a', 'b', 'c', 'd', 'c'].map((one) => [side(`https://${one}`)] as const)),
    wish,
  );
  expect(asked).toEqual(['https://a', 'https://b']);
  expect([pictures.of(side('https://c')), pictures.words.at(-1), pictures.summary]).toEqual([
    { why: 'only the first 2 are shown' },
    'A report shows 2 at most: 2 more are left out.',
    'Pictures: 2 shown, 2 left out',
  ]);
});

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

test.each([
  ['one that hangs is given up', { eachMs: 20 }, 'it was not there within 1 s'],
  ['all together take so long at most', { totalMs: 20 }, 'the 1 s for all pictures were over'],
])('%s', async (_, limits, why) => {
  const { wish } = wishOf({}, { atOnce: 1, ...limits });
  const slow = {
    ...wish,
    sources: { ...wish.sources, fetch: async (_one: string, signal: AbortSignal) => await never(signal) },
  };
  const pictures = await reportPictures(reportOf([side('https://a'), side('https://b')]), slow);
  expect(['https://a', 'https://b'].map((one) => pictures.of(side(one)))).toEqual([{ why }, { why }]);
});

test('who stops the report stops its pictures', async () => {
  const stop = new AbortController();
  const { wish } = wishOf({ stopping: stop.signal });
  const stopped = reportPictures(reportOf([side('https://a')]), {
    ...wish,
    sources: {
      ...wish.sources,
      async fetch(_, signal) {
        stop.abort(new Error('stopped'));
        return await never(signal);
      },
    },
  });
  await expect(stopped).rejects.toThrow('stopped');
});
