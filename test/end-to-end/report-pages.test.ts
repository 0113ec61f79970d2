// `report` for people, by the built program: what a page says is what the command itself has said.
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, type Place, pair, single } from '../support/place.ts';
import { slotShops } from '../support/slots.ts';

describe('every number of a page is the one of the command’s own result', () => {
  it('of a transfer, command by command', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const [image] = place.source.images();
      place.source.addImage({ productId: image?.productId ?? 0, description: '</script><b onclick="x">' });
      for (const command of [
        'audit --fail-on fatal',
        'diff',
        'migrate --dry-run',
        'migrate --yes',
        'verify --level links',
        'diff --new',
      ])
        await expectSameNumbers(place, command);
      const [spoilt] = place.target.images();
      place.target.updateImage(spoilt?.id ?? 0, { description: 'spoilt' });
      await place.json('verify');
      for (const command of ['repair --dry-run', 'repair --yes']) await expectSameNumbers(place, command);
      place.source.addVariant({ productId: image?.productId ?? 0, sku: 'MUG-RED', picture: { tiny: 1 } });
      await expectSameNumbers(place, 'diff --kinds product');
      const { result } = await place.json('runs');
      const runs = Array.isArray(result['runs']) ? result['runs'] : [];
      const { run } = runs.find(({ command }) => command === 'migrate');
      await expectSameNumbers(place, `revert ${run} --dry-run`);
      await expectSameNumbers(place, `revert ${run} --yes --confirm target`);
    });
  });

  it('of one store in both views, where thumbnails are wrong', async () => {
    await inPlace({ stores: single(10, 30) }, async (place) => {
      for (const command of [
        'audit',
        'diff --sample 50%',
        'verify --sample 50%',
        'repair --sample 50% --dry-run',
        'diff',
        'migrate --yes',
        'verify',
      ])
        await expectSameNumbers(place, command);
    });
  });
});

it('what slots show is drawn and counted as what products show is', async () => {
  await inPlace({ stores: pair(3, 6) }, async (place) => {
    for (const shop of slotShops) {
      shop.plant(place.source, { there: 1, also: 2 });
      shop.plant(place.target, { there: undefined, also: undefined, 'the target’s own': 3 });
    }
    const audit = await expectSameNumbers(place, 'audit --fail-on fatal');
    expect(audit.result).toMatchObject({
      images: 12,
      byKind: { product: 6, variant: 2, modifier: 2, swatch: 2 },
    });
    for (const title of ['Pictures by format', 'Pictures by size'])
      expect([title, sumIn(audit.page, title)]).toEqual([title, 12]);
    const migrate = await expectSameNumbers(place, 'migrate --yes');
    expect(migrate.result).toMatchObject({ created: 6, set: 6 });
    for (const command of ['verify --level links', 'diff --new']) {
      const { result } = await expectSameNumbers(place, command);
      expect(result).toMatchObject({
        images: 12,
        byKind: { product: 6, variant: 2, modifier: 2, swatch: 2 },
      });
    }
  });
});

/** The counts of a table that is drawn, added up. */
function sumIn(page: string, title: string): number {
  const [, section = ''] = page.split(`<h2>${title}</h2>`);
  const [table = ''] = section.split('</table>');
  return [...table.matchAll(/<td class="n">(\d+)<\/td>/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}

it('the page is private, says each image that was made with both its ids, and takes no text for a part of itself', async () => {
  await inPlace({ stores: pair(6, 12) }, async (place) => {
    const [image] = place.source.images();
    place.source.addImage({
      productId: image?.productId ?? 0,
      description: '</script></noscript><b onclick="x">',
    });
    await place.json('migrate --yes');
    const { result } = await place.json('report --out a.html --ids ids.csv');
    expect(result).toMatchObject({ exitCode: 0, lines: 13 });
    const page = readFileSync(place.at('a.html'), 'utf8');
    const ids = readFileSync(place.at('ids.csv'), 'utf8').trimEnd().split('\n').slice(1);
    const told = ids.map((row) => row.split(',').slice(0, 4));
    expect(new Set(told.map(([, from]) => Number(from)))).toEqual(
      new Set(place.source.images().map(({ id }) => id)),
    );
    for (const [product, from, other, to] of told) {
      expect(page).toContain(`https://store-source.mybigcommerce.com/manage/products/edit/${product}"`);
      expect(page).toContain(`https://store-target.mybigcommerce.com/manage/products/edit/${other}"`);
      expect(page).toContain(`Image ${from} → ${to}`);
    }
    expect(page).not.toContain('<b onclick');
    if (process.platform !== 'win32')
      expect(['a.html', 'ids.csv'].map((name) => statSync(place.at(name)).mode & 0o777)).toEqual([
        0o600, 0o600,
      ]);
  });
});

/** Runs the command, reports its run, and holds each number of the page against the result. */
async function expectSameNumbers(place: Place, command: string): Promise<{ result: Line; page: string }> {
  const { result } = await place.json(command);
  const run = String(result['run']);
  expect((await place.json(`report --run ${run} --out page.html`)).result).toMatchObject({ exitCode: 0 });
  const page = readFileSync(place.at('page.html'), 'utf8');
  const told = [...page.matchAll(/<data data-result="([^"]*)"[^>]*>(.*?)<\/data>/g)].map(
    ([, field = '', inner = '']) => [field, inner.replace(/<[^>]*>/g, '')] as const,
  );
  expect(told).toEqual(told.map(([field]) => [field, String(at(result, field))]));
  expect(Object.fromEntries(told)).toMatchObject({
    products: String(result['products']),
    images: String(result['images']),
    exitCode: String(result['exitCode']),
  });
  const missed = result['notLookedFor'];
  if (Array.isArray(missed) && missed.length > 0)
    expect(page).toContain(`Not looked for: ${missed.join(', ')}.`);
  // None that the command tells is left out, however deep it stands.
  expect(numbersIn(result).filter((name) => !told.some(([field]) => field === name))).toEqual([]);
  return { result, page };
}

const numbersIn = (value: object, above = ''): string[] =>
  Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'number'
      ? [`${above}${name}`]
      : typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? numbersIn(inner, `${above}${name}.`)
        : [],
  );

const at = (value: unknown, field: string): unknown =>
  field
    .split('.')
    .reduce<unknown>(
      (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
      value,
    );
