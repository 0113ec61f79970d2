// One store with variants, through the built program: both views are held against each other, what they differ in is named, and
// each picture stands in one count of its kind, in what programs read and in what people read.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, type Place } from '../support/place.ts';

const images = 60;
const stores = [
  { hash: 'alone', catalog: { kind: 'seeded', products: 30, images, pictures: 'tiny' } },
] as const;

const withPictures = ({ source }: Place) => source.variants().filter(({ image }) => image !== null);
/** Pictures of modifiers' values and of rules, which are compared as well. */
const ofModifiers = ({ source }: Place): number =>
  source.values().filter(({ of, image }) => of === 'modifier' && image !== undefined).length +
  source.rules().filter(({ image }) => image !== null).length;
const ofVariants = (lines: readonly Line[]): Line[] =>
  lines.filter(({ type, kind, sign }) => type === 'finding' && kind === 'variant-image' && sign !== '=');

it('a sound store is the same in both views, pictures of variants included', async () => {
  await inPlace({ stores }, async (place) => {
    const variant = withPictures(place).length;
    const modifier = ofModifiers(place);
    const byKind = { product: images, variant, modifier };
    const all = images + variant + modifier;
    const compared = await place.json('diff');
    expect(compared.result).toMatchObject({ exitCode: 0, images: all, same: all, byKind });
    expect(compared.result['notMoved']).not.toHaveProperty('variant');
    const verified = await place.json('verify --level links');
    expect(verified.result).toMatchObject({ exitCode: 0, checked: all, unchecked: 0, byKind });
    expect((await place.json('migrate --yes')).result).toMatchObject({
      exitCode: 0,
      created: 0,
      set: 0,
      byKind,
    });
    const asked = place.source.requests().filter(({ version }) => version !== 'cdn');
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']));
    const { stdout, stderr } = await place.plain('diff');
    expect(`${stdout}${stderr}`).not.toContain('--kinds');
    const alone = await place.json('verify --kinds product');
    expect(alone.result).toMatchObject({ exitCode: 0, checked: images, notMoved: { variant } });
    expect((await place.json('diff --kinds variant,swatch')).code).toBe(2);
  });
});

it('what V2 shows otherwise is named by diff, verify and audit alike, and reported', async () => {
  await inPlace({ stores }, async (place) => {
    const { source } = place;
    const variant = withPictures(place).length;
    const modifier = ofModifiers(place);
    const [first, second, third] = withPictures(place);
    const empty = source
      .variants()
      .find(({ image, optionValues }) => image === null && optionValues.length > 0);
    const other = 'attribute_rule_images/9_source_9.png';
    source.setSkuView(first?.id ?? 0, { image_file: '' });
    source.setSkuView(second?.id ?? 0, { image_file: other });
    source.setSkuView(third?.id ?? 0, 'hidden');
    source.setSkuView(empty?.id ?? 0, { image_file: other });
    const expected = [
      `view-image-missing ${first?.sku}`,
      `view-field-differs ${second?.sku}`,
      `view-image-missing ${third?.sku}`,
      `view-image-missing ${empty?.sku}`,
    ];
    for (const command of ['diff', 'verify', 'audit --source-via v2']) {
      const { code, lines } = await place.json(command);
      const named = ofVariants(lines).map(
        ({ rule, source: inV2, target }) => `${String(rule)} ${Object(inV2 ?? target).variantSku}`,
      );
      expect({ command, code, named: new Set(named), times: named.length }).toEqual({
        command,
        code: 3,
        named: new Set(expected),
        times: expected.length,
      });
    }
    const { result } = await place.json('diff --new');
    expect(result).toMatchObject({
      same: images + variant + modifier - 3,
      changed: 1,
      extra: 2,
      missing: 1,
      byKind: { product: images, variant: variant + 1, modifier },
    });
    expect((await place.json('verify')).result).toMatchObject({
      checked: images + variant + modifier + 1,
      mismatched: 4,
    });
    for (const format of ['html', 'jsonl', 'csv', 'md']) {
      const file = place.at(`report.${format}`);
      expect((await place.plain(`report --out ${file}`)).code).toBe(0);
      expect(readFileSync(file, 'utf8')).toContain(second?.sku);
    }
    expect((await place.plain('status')).stdout).not.toContain('--kinds');
  });
});

it('the picture of a product without options, of which V2 has no SKU, is left out and said', async () => {
  await inPlace({ stores }, async (place) => {
    const base = place.source.variants().find(({ optionValues }) => optionValues.length === 0);
    place.source.setVariantPicture(base?.id ?? 0, { tiny: 5 });
    expect((await place.json('diff')).result).toMatchObject({ exitCode: 0, notMoved: { variant: 1 } });
    const { stdout } = await place.plain('verify');
    expect(stdout).toContain('Not compared, since V2 lists no SKU: 1 picture of a variant\n');
  });
});

it('a V2 that lists no SKUs any more ends a comparison with 8, and leaves images of products to compare', async () => {
  await inPlace({ stores }, async (place) => {
    place.source.failNext({ path: /\/skus/u }, { name: 'error-before', status: 410 }, 99);
    const { code, result } = await place.json('diff');
    expect([code, result['error']]).toEqual([8, expect.objectContaining({ code: 'v2-gone' })]);
    expect((await place.json('diff --new --kinds product')).result).toMatchObject({
      exitCode: 0,
      same: images,
    });
  });
});
