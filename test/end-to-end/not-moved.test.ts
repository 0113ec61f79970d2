// All kinds of picture are moved where nobody says which. What is left out is counted where the sweep shows it, and said
// once by each command.
import { expect, it } from 'vitest';
import { faultsOfStdout } from '../support/line-contract.ts';
import { withoutKinds } from '../support/older-runs.ts';
import { inPlace, type Place, pairOfAllKinds } from '../support/place.ts';
import { slotShops } from '../support/slots.ts';

const shown = ({ source }: Place, of: 'modifier' | 'swatch'): number =>
  source.values().filter((value) => value.of === of && value.image !== undefined).length;

function kindsOf(place: Place) {
  const variant = place.source.variants().filter(({ image }) => image !== null).length;
  const byKind = { product: 40, variant, modifier: shown(place, 'modifier'), swatch: shown(place, 'swatch') };
  expect(Math.min(...Object.values(byKind))).toBeGreaterThan(0);
  return { byKind, set: byKind.variant + byKind.modifier + byKind.swatch };
}

it('all kinds are moved where nobody says which, and the next commands need no word of it', async () => {
  await inPlace({ stores: pairOfAllKinds(20, 40) }, async (place) => {
    const { byKind, set } = kindsOf(place);
    const compared = await place.plain('diff');
    expect(compared.stderr).toContain('migrate');
    expect(`${compared.stdout}${compared.stderr}`).not.toMatch(/--kinds|Not moved/u);
    const { result } = await place.json('migrate --yes');
    expect(result).toMatchObject({ exitCode: 0, images: 40 + set, byKind, created: 40, set });
    expect(result).not.toHaveProperty('notMoved');
    for (const shop of slotShops)
      expect(await shop.pictures(place.target)).toEqual(await shop.pictures(place.source));
    const verified = await place.json('verify --level content');
    expect(verified.result).toMatchObject({ exitCode: 0, checked: 40 + set, mismatched: 0, byKind });
    place.target.resetRequests();
    expect((await place.json('migrate --yes')).result).toMatchObject({ exitCode: 0, created: 0, set: 0 });
    expect(place.target.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

it('pictures of variants that are left out are counted by every command that reads the source', async () => {
  await inPlace({ stores: pairOfAllKinds(20, 40) }, async (place) => {
    const { variant } = kindsOf(place).byKind;
    for (const command of [
      'audit --kinds product',
      'diff --kinds product',
      'migrate --yes --kinds product',
      'verify --kinds product',
    ]) {
      const { result, stderr } = await place.json(command);
      expect({ command, notMoved: result['notMoved'] }).toEqual({ command, notMoved: { variant } });
      // Once each, and not in the way of who reads the lines.
      expect(stderr.match(/^Not moved.*$/gmu)).toEqual([
        `Not moved: ${variant} pictures of variants`,
        'Not moved, not counted: pictures of modifier values and swatches',
      ]);
    }
    expect((await place.json('verify --kinds product --quiet')).stderr).not.toContain('Not moved');
    const { stdout } = await place.plain('verify --kinds product');
    expect(stdout.match(/^Not moved: .*$/gmu)).toEqual([`Not moved: ${variant} pictures of variants`]);
    expect(stdout).toContain('Not moved, not counted: pictures of modifier values and swatches');
  });
});

it('images of products that are left out are counted, too, by every command and in the report', async () => {
  await inPlace({ stores: pairOfAllKinds(20, 40) }, async (place) => {
    const kinds = '--kinds variant,modifier,swatch';
    for (const command of ['audit', 'diff', 'migrate --yes', 'migrate --yes', 'verify']) {
      const { result, stdout, code, stderr } = await place.json(`${command} ${kinds}`);
      expect({ command, notMoved: result['notMoved'] }).toEqual({ command, notMoved: { product: 40 } });
      expect(faultsOfStdout(stdout, code)).toEqual([]);
      expect(stderr.match(/^Not .*$/gmu)).toEqual(['Not moved: 40 images of products']);
    }
    expect((await place.plain('report --format md')).stdout).toContain('Not moved: 40 images of products.');
    const alone = { variables: { CUTOVER_TARGET_STORE: '' } };
    for (const command of ['audit', 'diff', 'verify'])
      expect((await place.json(`${command} --kinds variant`, alone)).result['notMoved']).toMatchObject({
        product: 40,
      });
  });
});

it('one store alone goes by what both views show, and V2 alone by images of products, without a word', async () => {
  await inPlace({ stores: pairOfAllKinds(20, 40) }, async (place) => {
    const parity = await place.json('diff', { variables: { CUTOVER_TARGET_STORE: '' } });
    const { byKind } = kindsOf(place);
    const { product, variant, swatch } = byKind;
    // A picture of a rule stands with those of values.
    const rules = place.source.rules().filter(({ image }) => image !== null).length;
    const modifier = byKind.modifier + rules;
    expect(parity.result).toMatchObject({
      same: product + variant + modifier,
      byKind: { product, variant, modifier },
      notMoved: { swatch },
    });
    const { result, stdout } = await place.json('migrate --yes --source-via v2');
    expect(result).toMatchObject({ exitCode: 0, created: 40, set: 0 });
    expect(stdout).not.toContain('variant-image');
  });
});

it('an audit through V2 counts pictures of variants of one store, and of two none', async () => {
  await inPlace({ stores: pairOfAllKinds(20, 40) }, async (place) => {
    const { variant } = kindsOf(place).byKind;
    const alone = await place.json('audit --source-via v2', { variables: { CUTOVER_TARGET_STORE: '' } });
    expect(alone.stderr.match(/^Not moved.*$/gmu)).toEqual([
      `Not moved: ${variant} pictures of variants`,
      'Not moved, not counted: pictures of modifier values and swatches',
    ]);
    const both = await place.json('audit --source-via v2');
    expect(both.stderr.match(/^Not moved.*$/gmu)).toEqual([
      'Not moved, not counted: pictures of variants, modifier values, swatches',
    ]);
  });
});

it('a run from before there was a choice goes on as it was begun', async () => {
  await inPlace({ stores: pairOfAllKinds(20, 40) }, async (place) => {
    const { set } = kindsOf(place);
    const killed = await place.start('migrate --yes --kinds product --json', {
      onLine(line, kill) {
        if (line['type'] === 'action' && line['status'] === 'applied') kill();
      },
    }).ended;
    expect(killed.code).not.toBe(0);
    withoutKinds(place.at('cutover.db'));
    const { result, lines } = await place.json('migrate --yes');
    expect(lines[0]).toMatchObject({ type: 'run', resumed: true });
    expect(result).toMatchObject({ exitCode: 0, set: 0, images: 40 });
    expect(result).not.toHaveProperty('byKind');
    expect((await place.json('migrate --yes')).result).toMatchObject({ exitCode: 0, created: 0, set });
  });
});

it('there is no number where there are none, and a copy of a product image is none', async () => {
  await inPlace(
    { stores: pairOfAllKinds(20, 40) },
    async (place) => {
      const { result } = await place.json('diff --kinds product');
      expect(result).not.toHaveProperty('notMoved');
    },
    ({ path }, { status, body }) => {
      if (!path.endsWith('/source/v3/catalog/products')) return undefined;
      const copy = 'https://cdn.example/s-x/products/5/images/9/a__12345.1700000000.386.513.jpg?c=1';
      const text = JSON.stringify(body).replaceAll(/"image_url":"[^"]+"/gu, `"image_url":"${copy}"`);
      return { status, body: JSON.parse(text) };
    },
  );
});
