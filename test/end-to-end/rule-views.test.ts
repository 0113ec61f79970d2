// One store with modifiers, through the built program: the pictures of their values are held against V2's rules, what differs is
// named in what programs read and in what people read, and what is left out is said.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, type Place } from '../support/place.ts';

const images = 60;
const stores = [
  { hash: 'alone', catalog: { kind: 'seeded', products: 30, images, pictures: 'tiny' } },
] as const;

const valuesWithPictures = ({ source }: Place) =>
  source.values().filter(({ of, image }) => of === 'modifier' && image !== undefined);
const ofValues = (lines: readonly Line[]): Line[] =>
  lines.filter(({ type, kind, sign }) => type === 'finding' && kind === 'modifier-image' && sign !== '=');

it('pictures of modifiers’ values are compared unless they are left out, and the rest is said', async () => {
  await inPlace({ stores }, async (place) => {
    const variant = place.source.variants().filter(({ image }) => image !== null).length;
    // A complex rule with a picture is compared with the values.
    const values = valuesWithPictures(place).length;
    const rules = place.source.rules().filter(({ image }) => image !== null).length;
    expect([values, rules]).toEqual([expect.toSatisfy((count: number) => count > 1), 1]);
    const modifier = values + rules;
    const total = images + variant + modifier;
    const byKind = { product: images, variant, modifier };
    const compared = await place.json('diff');
    expect(compared.result).toMatchObject({ exitCode: 0, images: total, same: total, byKind });
    // What is to be done next goes by the same kinds.
    expect((await place.plain('status')).stdout).toMatch(/next: (?!.*--kinds).* verify .*\n/u);
    const verified = await place.json('verify --level links');
    expect(verified.result).toMatchObject({ exitCode: 0, checked: total, unchecked: 0, byKind });
    const swatch = place.source
      .values()
      .filter(({ of, image }) => of === 'swatch' && image !== undefined).length;
    expect([swatch > 0, compared.result['notMoved'], verified.result['notMoved']]).toEqual([
      true,
      { swatch },
      { swatch },
    ]);
    expect((await place.plain('verify --new')).stdout).toContain(
      `Not compared: ${swatch} pictures of swatches\n`,
    );
    const fewer = '--kinds product,variant';
    expect((await place.json(`diff --new ${fewer}`)).result).toMatchObject({
      images: images + variant,
      byKind: { product: images, variant },
    });
    expect((await place.plain('status')).stdout).toMatch(/next: .* verify .*--kinds product,variant\n/u);
    expect((await place.plain(`verify ${fewer}`)).stdout).toContain(
      'Not compared, not counted: pictures of modifier values and swatches\n',
    );
    expect((await place.plain('diff --kinds modifier,swatch')).code).toBe(2);
  });
});

it('what V2 shows otherwise, and a rule that V3 has no slot for, are named and reported', async () => {
  await inPlace({ stores }, async (place) => {
    const { source } = place;
    const [first, second] = valuesWithPictures(place);
    const other = 'attribute_rule_images/9_source_9.png';
    source.setRuleView(first?.id ?? 0, 'hidden');
    source.setRuleView(second?.id ?? 0, { image_file: other });
    const productId = second?.productId ?? 0;
    const rule = source.addRule({ productId, conditions: [{ valueId: second?.id ?? 0 }] });
    const always = { image_file: other, conditions: [] };
    source.setRuleView(rule, always);
    const expected = [
      `view-image-missing ${first?.label} V3 shows a picture of ${first?.name}: ${first?.label}, and V2 shows none`,
      `view-field-differs ${second?.label} V2 shows 9_source_9.png as the picture of ${second?.name}: ${second?.label}, V3 shows FILE`,
      `rule-picture undefined rule ${rule} shows a picture, ${other}, always; V3 has no slot for it`,
    ];
    for (const command of ['diff', 'verify']) {
      const { code, lines, result } = await place.json(command);
      const named = ofValues(lines).map(
        ({ rule: fault, source: inV2, target, message }) =>
          `${String(fault)} ${Object(target ?? inV2).label} ${String(message).replace(second?.image?.file ?? '', 'FILE')}`,
      );
      expect({ command, code, named: named.toSorted() }).toEqual({
        command,
        code: 3,
        named: expected.toSorted(),
      });
      expect(result).toMatchObject(
        command === 'diff' ? { changed: 1, extra: 1, missing: 1 } : { mismatched: 3, unchecked: 0 },
      );
    }
    for (const format of ['html', 'jsonl', 'csv', 'md']) {
      const file = place.at(`report.${format}`);
      expect((await place.plain(`report --out ${file}`)).code).toBe(0);
      expect(readFileSync(file, 'utf8')).toContain(`rule ${rule} shows a picture`);
    }
    expect((await place.json('migrate --yes')).result).toMatchObject({
      created: 0,
      updated: 0,
      set: 0,
    });
    const asked = source.requests().filter(({ version }) => version !== 'cdn');
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']));
  });
});

it('a V2 that lists no rules any more ends such a comparison with 8, and leaves the other kinds to compare', async () => {
  await inPlace({ stores }, async (place) => {
    place.source.failNext({ path: /\/rules/u }, { name: 'error-before', status: 410 }, 99);
    const { code, result } = await place.json('diff');
    expect([code, result['error']]).toEqual([8, expect.objectContaining({ code: 'v2-gone' })]);
    expect((await place.plain('status')).stdout).toMatch(/next: (?!.*--kinds).* audit .*\n/u);
    expect((await place.plain('diff --new --kinds product,modifier')).code).toBe(8);
    expect((await place.plain('status')).stdout).toMatch(/next: .* audit .*--kinds product,modifier\n/u);
    expect((await place.json('diff --new --kinds product,variant')).result).toMatchObject({ exitCode: 0 });
  });
});
