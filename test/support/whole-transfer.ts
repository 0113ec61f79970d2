// A whole transfer by the built program, held to what the stores say: every image once, nothing more asked than needed,
// and nothing left to do.
import { expect } from 'vitest';
import { inPlace, pair } from './place.ts';
import { methodsOf, shownBy } from './world.ts';

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

/** How images go to products that have none, and how many requests an image the target is asked at most, all in. */
export interface Way {
  readonly batch: 'auto' | 'off';
  readonly requests: number;
}

/** Carries so many images over and expects that each arrives once, is proved, and leaves nothing to do. */
export async function transferOnce(
  products: number,
  images: number,
  { batch, requests }: Way = { batch: 'off', requests: 1.1 },
): Promise<void> {
  await inPlace({ stores: pair(products, images) }, async (place) => {
    const { source, target } = place;
    for (const [index, { id }] of source.images().entries()) {
      const description = altTexts[index % altTexts.length];
      if (description !== undefined) source.updateImage(id, { description });
    }

    const migrate = await place.json(`migrate --yes --batch ${batch}`);
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
    expect(Object.values(sent).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(requests * images);
    expect(sent['POST'] ?? 0).toBe(batch === 'off' ? images : 0);
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
}
