import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { methodsOf, shownBy } from '../world.ts';
import { inPlace, pair } from './place.ts';

/** Alt texts as they stand in real catalogs: scripts, directions, emoji of several code points, markup, edges. */
const altTexts = [
  'Walnut shelf, three boards',
  'Étagère en noyer à trois planches',
  'Полка из ореха',
  '胡桃木三层搁板',
  'クルミ材の棚板',
  'رف من خشب الجوز',
  'מדף אגוז',
  'अखरोट की शेल्फ',
  'ชั้นวางไม้วอลนัต',
  'Kệ gỗ óc chó',
  '👩‍👩‍👧‍👦 approve 🪵🏳️‍🌈',
  '"quoted", <b>bold</b> & \\back\\slashed; 100%',
  '  spaces around  ',
  'e\u0301 decomposed and é composed',
  '𝒹ouble-𝓌idth and 𠮷野家',
  'x'.repeat(255),
];

const products = 600;
const images = 2_000;

it(`transfers ${images} images once, proves them, and has nothing left to do`, async () => {
  await inPlace({ stores: pair(products, images) }, async (place) => {
    const { source, target } = place;
    for (const [index, { id }] of source.images().entries()) {
      const description = altTexts[index % altTexts.length];
      if (description !== undefined) source.updateImage(id, { description });
    }

    const migrate = await place.json('migrate --yes');
    expect(migrate.result, migrate.stderr).toMatchObject({
      exitCode: 0,
      created: images,
      updated: 0,
      removed: 0,
      failed: 0,
      remaining: 0,
      inDoubt: 0,
    });
    expect(await shownBy(target)).toEqual(await shownBy(source));
    const { picture: _, ...sent } = methodsOf(target);
    expect(Object.values(sent).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1.1 * images);
    expect(sent['POST']).toBe(images);
    expect(
      Object.keys(methodsOf(source)).filter((method) => method !== 'GET' && method !== 'picture'),
    ).toEqual([]);

    const verify = await place.json('verify --level content');
    expect(verify.result).toMatchObject({
      exitCode: 0,
      level: 'content',
      checked: images,
      unchecked: 0,
      mismatched: 0,
    });

    target.resetRequests();
    const again = await place.json('migrate --yes');
    expect(again.result).toMatchObject({ exitCode: 0, created: 0, updated: 0, removed: 0 });
    expect(target.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  });
}, 300_000);

it('reads a catalogue at about one request for 250 products', async () => {
  await inPlace({ stores: pair(products, images) }, async ({ source, target, json }) => {
    const { result } = await json('diff --source-via v3');
    expect(result).toMatchObject({ exitCode: 3, missing: images });
    const pages = Math.ceil(products / 250);
    for (const store of [source, target])
      expect(store.requests().filter(({ version }) => version === 'v3').length).toBeLessThanOrEqual(
        pages + 2,
      );
  });
});

it('verify finds each damage done to the target after a migration', async () => {
  await inPlace({ stores: pair(20, 80) }, async ({ target, json }) => {
    expect((await json('migrate --yes')).code).toBe(0);
    const [first, second, third] = target.images().filter(({ isThumbnail }) => !isThumbnail);
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few images');
    target.updateImage(first.id, { description: 'changed by hand' });
    target.removeImage(second.id);
    const fields = await json('verify');
    expect(fields.result).toMatchObject({ exitCode: 3, checked: 80, mismatched: 2 });
    target.updateImage(first.id, { description: first.description });
    target.updateImage(third.id, { picture: { drawn: 4 } });
    const content = await json('verify --level content');
    expect(content.result).toMatchObject({ exitCode: 3, mismatched: 2 });
    const mended = await json('migrate --yes');
    expect(mended.result).toMatchObject({ created: 1 });
  });
});

it.each(['--sample 0.001%', '--products none.csv'])(
  'verify %s, which checks nothing, does not end with 0',
  async (options) => {
    await inPlace({ stores: pair(6, 20) }, async (place) => {
      expect((await place.json('migrate --yes')).code).toBe(0);
      writeFileSync(place.at('none.csv'), 'source_sku\n');
      const { result, code } = await place.json(`verify ${options}`);
      expect({ checked: result['checked'] ?? 0, provedNothing: code !== 0 }).toEqual({
        checked: 0,
        provedNothing: true,
      });
    });
  },
);
