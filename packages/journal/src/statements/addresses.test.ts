import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someImage, someProduct, someRun, stillJournal } from '../testing/samples.ts';
import { addressCodec, modelOf } from './addresses.ts';

const addressOf = (store: string, product: number, image: number, name: string, size: string): string =>
  `https://cdn11.example.com/s-${store}/products/${product}/images/${image}/${name}.175493${image}.${size}.jpg?c=1`;
const inStore = (productId: number, imageId: number, name: string, store = 'abc') => {
  const address = (size: string): string => addressOf(store, productId, imageId, name, size);
  return {
    productId,
    imageId,
    imageFile: `p/170/${name}.jpg`,
    urls: {
      zoom: address('1280.1280'),
      standard: address('386.513'),
      thumbnail: address('220.290'),
      tiny: address('44.58'),
    },
  };
};

/** As V3 shows it: what stands in the address is when the image was changed. */
const dated = (productId: number, imageId: number, name: string, dateModified: string, at = dateModified) => {
  const { urls, ...about } = inStore(productId, imageId, name);
  const whole = (address: string): string => address.replace(`175493${imageId}`, `${Date.parse(at) / 1000}`);
  return {
    ...about,
    dateModified,
    urls: {
      zoom: whole(urls.zoom),
      standard: whole(urls.standard),
      thumbnail: whole(urls.thumbnail),
      tiny: whole(urls.tiny),
    },
  };
};

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'a', '😀', '😁x', '1 2 3', '\u0000', 'name', '7'),
  fc.webUrl(),
);
const id = fc.integer({ min: 1, max: 999 });
const anyImage = fc.record({
  productId: id,
  imageId: id,
  imageFile: fc.oneof(text, fc.constantFrom('a/b/name.jpg', '.jpg', 'a/', 'name')),
  urls: fc.record({ zoom: text, standard: text, thumbnail: text, tiny: text }),
});
const usualImage = fc
  .tuple(id, id, fc.constantFrom('shoe__83366', 'ba.g', '1', '😀'), fc.constantFrom('abc', 'xyz'))
  .map((of) => inStore(...of));
const instant = fc
  .integer({ min: 0, max: 253_402_300_799 })
  .map((seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00'));
const datedImage = fc
  .tuple(id, id, fc.constantFrom('shoe__83366', '1'), instant, fc.option(instant, { nil: undefined }))
  .map((of) => dated(...of));
const image = fc.oneof(anyImage, usualImage, datedImage);
const times = fc.record(
  {
    dateCreated: fc.oneof(
      text,
      fc.constantFrom('2025-08-11T18:27:35+00:00', '2025-02-30T18:27:35+00:00', '0000-00-00'),
    ),
    dateModified: fc.oneof(
      fc.constantFrom(
        'Wed, 14 Nov 2018 19:26:52 +0000',
        '9999-12-31T23:59:59+00:00',
        '0000-01-01T00:00:00+00:00',
        ' ',
      ),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace(/\.\d+Z$/, '+00:00')),
    ),
  },
  { requiredKeys: [] },
);

const inRow = { zoom: '', standard: '', thumbnail: '', tiny: '' };

describe('the addresses of an image', () => {
  it('read back exactly as they were, whatever the model', () => {
    fc.assert(
      fc.property(image, image, (model, { urls, ...about }) => {
        const codec = addressCodec(modelOf(model));
        expect(codec.unpack(about, codec.pack(about, urls))).toEqual(urls);
      }),
      { numRuns: 3_000 },
    );
  });

  it('are what the ids and the name lead to expect, but for what only a store can know', () => {
    const { urls, ...about } = inStore(353, 1147, 'trail_runner__83366');
    const codec = addressCodec(modelOf(inStore(12, 99, 'cap_1')));
    expect(codec.pack(about, urls)).toEqual({
      zoom: expect.stringMatching(/^[\da-z]+ [\da-z]+ 1147$/),
      standard: '',
      thumbnail: '',
      tiny: '',
    });
  });

  it('are what the time of the image leads to expect, too, and none of its times is another one’s', () => {
    const codec = addressCodec(modelOf(dated(12, 99, 'cap_1', '2018-08-15T14:48:31+00:00')));
    const packed = ({ urls, ...about }: ReturnType<typeof dated>) => codec.pack(about, urls);
    const others = { standard: '', thumbnail: '', tiny: '' };
    expect(packed(dated(353, 1147, 'trail__83366', '2018-09-13T15:57:07+00:00'))).toEqual({
      zoom: '',
      ...others,
    });
    expect(
      packed(dated(353, 1147, 'trail__83366', '2018-09-13T15:57:07+00:00', '2018-09-13T15:57:08Z')),
    ).toEqual({ zoom: expect.stringMatching(/^[\da-z]+ [\da-z]+ 8$/), ...others });
  });

  it('read back as an earlier version has kept them, whose models lead to no time', () => {
    const { urls, ...about } = dated(353, 1147, 'trail__83366', '2018-09-13T15:57:07+00:00');
    const { dateModified: _, ...earlier } = dated(12, 99, 'cap_1', '2018-08-15T14:48:31+00:00');
    expect(addressCodec(modelOf(earlier)).unpack(about, { ...inRow, zoom: '21 i 6854227' })).toEqual(urls);
  });

  it('are kept whole where there is no model, as earlier versions did', () => {
    const { urls, ...about } = inStore(353, 1147, 'shoe');
    expect(addressCodec(null).pack(about, urls)).toEqual(urls);
  });

  it.each([
    ['no model', '{"productId":1}', undefined],
    ['no JSON', '{', undefined],
    ['more of the expected than there is', modelOf(inStore(1, 2, 'a')), 'zz zz x'],
    ['nothing of ours', modelOf(inStore(1, 2, 'a')), 'https://a.example'],
  ])('are damaged where a row holds %s', (_, model, zoom = '') => {
    const { urls, ...about } = inStore(1, 2, 'a');
    expect(() =>
      addressCodec(model).unpack(about, { ...urls, zoom, standard: '', thumbnail: '', tiny: '' }),
    ).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});

describe('the time of an image', () => {
  const { packTime, unpackTime } = addressCodec(modelOf(inStore(1, 1, 'shoe', 'abc')));
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));

  it('reads back exactly as it was, whether there is such a day and hour or not', () => {
    fc.assert(
      fc.property(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2), (y, mo, d, h, mi, s) => {
        const time = `${y}-${mo}-${d}T${h}:${mi}:${s}+00:00`;
        expect(unpackTime(packTime(time))).toBe(time);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.date({ min: new Date(0), noInvalidDate: true }), (date) => {
        const time = date.toISOString().replace(/\.\d+Z$/, '+00:00');
        expect(unpackTime(packTime(time))).toBe(time);
      }),
    );
  });

  it('is the one of its seconds, as far as dates go', () => {
    const most = 8_640_000_000_000;
    fc.assert(
      fc.property(fc.integer({ min: -most, max: most }), (seconds) => {
        const written = new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00');
        expect(unpackTime(seconds.toString(36))).toBe(written);
      }),
      { examples: [[-most], [most], [-1], [0]] },
    );
  });

  it.each([
    ['2026-11-30T23:59:59+00:00', 'tpcanz'],
    ['2024-02-29T00:00:00+00:00', 's9lc00'],
    ['2023-02-29T00:00:00+00:00', ' 2023-02-29T00:00:00+00:00'],
    ['2026-04-31T00:00:00+00:00', ' 2026-04-31T00:00:00+00:00'],
    ['2026-13-01T00:00:00+00:00', ' 2026-13-01T00:00:00+00:00'],
    ['2026-12-01T24:00:00+00:00', ' 2026-12-01T24:00:00+00:00'],
    ['2016-12-31T23:59:60+00:00', ' 2016-12-31T23:59:60+00:00'],
  ])('%s is kept as %s', (time, kept) => {
    expect(packTime(time)).toBe(kept);
  });
});

describe('in a snapshot', () => {
  it('each image reads back as it was saved, in whichever page and however often', async () => {
    const journal = stillJournal();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.tuple(image, times), { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        async (pages) => {
          const { id: run } = await journal.openRun(someRun());
          const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
          for (const [at, page] of pages.entries()) {
            const productId = at + 1;
            const images = page.map(([one, dates], index) =>
              someImage(productId, index + 1, { ...one, ...dates, productId, imageId: index + 1 }),
            );
            await journal.savePage(snapshot, {
              products: [someProduct(productId)],
              images,
              cursor: productId,
              complete: false,
            });
            expect(journal.images(snapshot, [productId]).get(productId)).toEqual(images);
            await journal.saveProductImages(snapshot, productId, images.toReversed());
            expect(journal.images(snapshot, [productId]).get(productId)).toEqual(images);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows the same addresses at a glance, those of which the time is a part too', async () => {
    const journal = stillJournal();
    const { id: run } = await journal.openRun(someRun());
    const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
    const images = ['2018-08-15T14:48:31+00:00', '2018-09-13T15:57:07+00:00'].map((time, at) =>
      someImage(1, at + 1, dated(1, at + 1, 'shoe', time)),
    );
    await journal.savePage(snapshot, { products: [someProduct(1)], images, cursor: 1, complete: true });
    expect(
      journal
        .viewGlances(snapshot, [1])
        .get(1)
        ?.map(({ urls }) => urls),
    ).toEqual(images.map(({ urls }) => urls));
  });

  it('no letter of two halves is parted, where the model shares one of them', async () => {
    const journal = stillJournal();
    const { id: run } = await journal.openRun(someRun());
    const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
    // The first two share their first half, the first and the third their second.
    const images = ['\u{1F600}', '\u{1F601}', '\u{1FA00}'].map((letter, at) =>
      someImage(1, at + 1, { urls: { zoom: letter, standard: `a${letter}b`, thumbnail: letter, tiny: '' } }),
    );
    await journal.savePage(snapshot, { products: [someProduct(1)], images, cursor: 1, complete: true });
    expect(journal.images(snapshot, [1]).get(1)).toEqual(images);
  });

  it('read back as they were where a token stands in the time of the model', async () => {
    const journal = stillJournal(':memory:', { secrets: ['15T14:48'] });
    const { id: run } = await journal.openRun(someRun());
    const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
    const images = ['2018-08-15T14:48:31+00:00', '2018-09-13T15:57:07+00:00'].map((time, at) =>
      someImage(1, at + 1, dated(1, at + 1, 'shoe', time)),
    );
    await journal.savePage(snapshot, { products: [someProduct(1)], images, cursor: 1, complete: true });
    expect(
      journal
        .images(snapshot, [1])
        .get(1)
        ?.map(({ urls }) => urls),
    ).toEqual(images.map(({ urls }) => urls));
  });

  it('a token that an address shows is taken out before the address is parted', async () => {
    const token = 'token-0123456789';
    const journal = stillJournal(':memory:', { secrets: [token] });
    const { id: run } = await journal.openRun(someRun());
    const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
    const shown = (imageId: number, key: string) =>
      someImage(1, imageId, {
        urls: {
          zoom: `https://a.example/${key}`,
          standard: `https://b.example/${key}`,
          thumbnail: key,
          tiny: '',
        },
      });
    await journal.savePage(snapshot, {
      products: [someProduct(1)],
      images: [shown(1, token.slice(0, 8)), shown(2, token), shown(3, `x${token}x`)],
      cursor: 1,
      complete: true,
    });
    expect(
      journal
        .images(snapshot, [1])
        .get(1)
        ?.map(({ urls }) => urls.standard),
    ).toEqual([
      'https://b.example/token-01',
      'https://b.example/[redacted]',
      'https://b.example/x[redacted]x',
    ]);
  });
});
