// Pictures of modifiers' values and of swatches with the built program: asked for by --kinds, moved once, continued after a
// kill, told apart in what is printed, taken back as far as V3 allows.
import { expect, it } from 'vitest';
import { faultsOfStdout } from '../support/line-contract.ts';
import { inPlace, type Place, pair, pairOfAllKinds } from '../support/place.ts';
import { modifiers, slotShops, swatches } from '../support/slots.ts';

const ALL = '--kinds product,variant,modifier,swatch';

const shown = (store: Place['source'], of: 'modifier' | 'swatch'): number =>
  store.values().filter((value) => value.of === of && value.image !== undefined).length;

const writes = ({ target }: Place): string[] =>
  target.requests().flatMap(({ method, path }) => (method === 'POST' || method === 'PUT' ? [path] : []));

it('all kinds are moved, a second run sends nothing, each is verified, and a revert says what stays', async () => {
  await inPlace({ stores: pairOfAllKinds(20, 40) }, async (place) => {
    const { source, target } = place;
    const byKind = {
      product: 40,
      variant: source.variants().filter(({ image }) => image !== null).length,
      modifier: shown(source, 'modifier'),
      swatch: shown(source, 'swatch'),
    };
    expect(Math.min(...Object.values(byKind))).toBeGreaterThan(0);
    const set = byKind.variant + byKind.modifier + byKind.swatch;
    const migrated = await place.json(`migrate --yes ${ALL}`);
    expect(faultsOfStdout(migrated.stdout, migrated.code)).toEqual([]);
    expect(migrated.result).toMatchObject({ exitCode: 0, images: 40 + set, byKind, created: 40, set });
    expect(migrated.result).not.toHaveProperty('notMoved');
    for (const shop of slotShops) expect(await shop.pictures(target)).toEqual(await shop.pictures(source));
    target.resetRequests();
    const again = await place.plain(`migrate --yes ${ALL}`);
    expect([again.code, writes(place)]).toEqual([0, []]);
    expect(again.stdout).not.toContain('Not moved');
    const verified = await place.json(`verify --level content ${ALL}`);
    expect(faultsOfStdout(verified.stdout, verified.code)).toEqual([]);
    expect(verified.result).toMatchObject({ exitCode: 0, checked: 40 + set, mismatched: 0, byKind });
    const run = String(migrated.result['run']);
    await expectSameIds(place, run, set);
    expect((await place.plain(`revert ${run} --dry-run`)).stdout).toContain(
      `Left as they are, because V3 cannot remove them: ${set} pictures of variants or values; --verbose lists each.`,
    );
    const { result, lines } = await place.json(`revert ${run} --yes --confirm target`);
    expect(result).toMatchObject({ exitCode: 4, removed: 40, set: 0, left: set });
    const kept = lines.filter(({ rule }) => rule === 'slot-not-emptied');
    expect(kept.filter(({ kind }) => kind === 'modifier-image').length).toBe(byKind.modifier);
    expect(kept.find(({ kind }) => kind === 'swatch')).toMatchObject({
      target: { optionId: expect.any(Number), valueId: expect.any(Number) },
    });
  });
});

/** Each row of a picture that was set says in CSV what it says in JSON Lines: of which kind, and which variant or value. */
async function expectSameIds(place: Place, run: string, set: number): Promise<void> {
  const sheet = await place.plain(`report --format csv --run ${run}`);
  const [heads = '', ...rows] = sheet.stdout.trimEnd().split('\n');
  // No cell behind these holds a comma.
  const names = heads.split(',').slice(-15, -6);
  const cells = rows.filter((row) => row.startsWith('action,')).map((row) => row.split(',').slice(-15, -6));
  const { stdout } = await place.plain(`report --format jsonl --run ${run}`);
  const actions = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'action');
  const ids = ['variantId', 'modifierId', 'optionId', 'valueId'];
  expect(rows.filter((row) => row.includes(',set,')).length).toBe(set);
  expect(names).toEqual([
    'of',
    ...['source', 'target'].flatMap((side) =>
      ['variant', 'modifier', 'option', 'value'].map((what) => `${side}_${what}_id`),
    ),
  ]);
  expect(cells).toEqual(
    actions.map(({ of, source, target }) => [
      of,
      ...[source, target].flatMap((ref) => ids.map((id) => String(ref[id] ?? ''))),
    ]),
  );
}

it.each([modifiers, swatches])('a run that is killed sets each picture of a $noun once', async (shop) => {
  await inPlace({ stores: pair(0, 0) }, async (place) => {
    const { source, target } = place;
    shop.plant(source, { Red: 1, Blue: 2, Green: 3, Grey: 4 });
    shop.plant(target, { Red: undefined, Blue: undefined, Green: undefined, Grey: undefined });
    let set = 0;
    const killed = await place.start(`migrate --yes --kinds ${shop.kind} --json`, {
      onLine(line, kill) {
        if (line['type'] === 'action' && line['status'] === 'applied') set += 1;
        if (set === 2) kill();
      },
    }).ended;
    expect(killed.code).not.toBe(0);
    const { result } = await place.json(`migrate --yes --kinds ${shop.kind}`);
    expect(result).toMatchObject({ exitCode: 0, set: 4, byKind: { [shop.kind]: 4 } });
    expect(writes(place).length).toBe(4);
    expect(await shop.pictures(target)).toEqual(await shop.pictures(source));
  });
});

it.each([
  [
    'verify --kinds product,modifier --source-via v2',
    'Pictures of modifier values are read through V3, and --source-via v2 asks V2 alone. Next: Leave --source-via out, or leave modifier out of --kinds.',
  ],
])('%s is refused', async (args, words) => {
  await inPlace({ stores: pair(1, 1) }, async (place) => {
    const { code, stderr } = await place.plain(args);
    expect([code, stderr.replaceAll(/\s+/gu, ' ')]).toEqual([2, expect.stringContaining(words)]);
  });
});

it('one store alone has nothing to move them to, and that is said', async () => {
  await inPlace({ stores: pair(1, 1).slice(0, 1) }, async (place) => {
    const { code, stderr } = await place.plain('diff --kinds modifier,swatch');
    expect([code, stderr.replaceAll(/\s+/gu, ' ')]).toEqual([
      2,
      expect.stringContaining(
        'Pictures of swatches are compared and moved between two stores, and one store was named. Next: Name a target store, or leave swatch out of --kinds.',
      ),
    ]);
  });
});

it('people are told of a swatch what they may not know, by its SKU and its label', async () => {
  await inPlace({ stores: pair(0, 0) }, async (place) => {
    swatches.plant(place.source, { Linen: 1, Wool: 2 });
    swatches.plant(place.target, { Linen: undefined });
    const { code, stdout, stderr } = await place.plain('migrate --yes --kinds swatch');
    expect(code).toBe(4);
    const words = `${stdout}${stderr}`.replaceAll(/\s+/gu, ' ');
    expect(words).toContain(
      'swatches are written: a product that uses a global option set of V2 gets its own copies',
    );
    expect(words).toContain('1 picture of a variant or value set');
    const { lines } = await place.json('diff --kinds swatch');
    expect(lines.find(({ rule }) => rule === 'slot-unmatched')).toMatchObject({
      sign: '!',
      kind: 'swatch',
      source: { sku: 'MUG', label: 'Wool' },
      message: 'the target has no swatch like Cloth: Wool',
    });
    expect((await place.plain('diff --kinds swatch')).stdout).toContain('MUG: Wool');
  });
});
