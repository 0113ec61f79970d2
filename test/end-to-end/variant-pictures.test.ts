// Pictures of variants with the built program: asked for by --kinds, moved once, and told apart in what is printed.
import { expect, it } from 'vitest';
import { faultsOfStdout } from '../support/line-contract.ts';
import { inPlace, pair, pairOfAllKinds } from '../support/place.ts';
import { variantPictures } from '../support/variants.ts';

it('--kinds product,variant moves both, a second run sends nothing, and a revert says what stays', async () => {
  await inPlace({ stores: pairOfAllKinds(20, 40) }, async (place) => {
    const pictures = place.source.variants().filter(({ image }) => image !== null).length;
    expect(pictures).toBeGreaterThan(1);
    const kinds = '--kinds variant,product';
    const migrated = await place.json(`migrate --yes ${kinds}`);
    expect(migrated.result).toMatchObject({
      exitCode: 0,
      images: 40 + pictures,
      byKind: { product: 40, variant: pictures },
      created: 40,
      set: pictures,
    });
    expect(faultsOfStdout(migrated.stdout, migrated.code)).toEqual([]);
    expect(migrated.result).not.toHaveProperty('notMoved');
    expect(await variantPictures(place.target)).toEqual(await variantPictures(place.source));
    place.target.resetRequests();
    const again = await place.plain(`migrate --yes ${kinds}`);
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining('Not moved, not counted: pictures of modifier values and swatches'),
    ]);
    expect(place.target.requests().filter(({ method }) => method === 'POST')).toEqual([]);
    const sheet = await place.plain(`report --format csv --run ${String(migrated.result['run'])}`);
    const told = sheet.stdout.split('\n').filter((line) => line.includes(',set,'));
    const skus = place.source.variants().flatMap(({ sku, image }) => (image === null ? [] : [sku]));
    expect(told.map((line) => line.split(',')[8] ?? '').toSorted()).toEqual(skus.toSorted());
    const verified = await place.json(`verify --level content ${kinds}`);
    expect(faultsOfStdout(verified.stdout, verified.code)).toEqual([]);
    expect(verified.result).toMatchObject({ exitCode: 0, checked: 40 + pictures, mismatched: 0 });
    const run = String(migrated.result['run']);
    const rehearsed = await place.plain(`revert ${run} --dry-run`);
    expect(rehearsed.stdout).toContain(
      `Left as they are, because V3 cannot remove them: ${pictures} pictures of variants or values; --verbose lists each. See rule slot-not-emptied`,
    );
    expect(rehearsed.stdout.split('slot-not-emptied')).toHaveLength(2);
    expect(
      (await place.plain(`revert ${run} --dry-run --verbose`)).stdout.split('slot-not-emptied'),
    ).toHaveLength(pictures + 2);
    const { result, lines } = await place.json(`revert ${run} --yes --confirm target`);
    expect(result).toMatchObject({ exitCode: 4, removed: 40, set: 0, left: pictures });
    expect(lines.filter(({ rule }) => rule === 'slot-not-emptied').length).toBe(pictures);
    expect(lines.find(({ rule }) => rule === 'slot-not-emptied')).toMatchObject({
      kind: 'variant-image',
      target: { productId: expect.any(Number), variantId: expect.any(Number) },
    });
  });
});

it.each([
  [
    'diff --kinds pictures',
    'is not a list of kinds of picture; what is carried: product, variant, modifier, swatch',
  ],
  ['diff --kinds variant --source-via v2', 'Pictures of variants are read through V3'],
  [
    'diff --kinds modifier,swatch --source-via v2',
    'Pictures of modifier values and swatches are read through V3',
  ],
])('%s is refused', async (args, words) => {
  await inPlace({ stores: pair(2, 2) }, async (place) => {
    const { code, stderr } = await place.plain(args);
    expect([code, stderr.replaceAll(/\s+/gu, ' ')]).toEqual([2, expect.stringContaining(words)]);
  });
});
