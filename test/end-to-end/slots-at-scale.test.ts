// A store with 300 pictures of variants, 60 of modifiers' values and 40 swatches beside 1,000 product images: transferred by
// the built program, which is killed at 20 random moments while answers are lost, verified to the pictures, and then
// transferred again, which sends nothing.
import type { StoreControl } from '@cutover/sandbox-store';
import { expect, it } from 'vitest';
import { inPlace, type Place, pair } from '../support/place.ts';
import { createRandom } from '../support/random.ts';
import { slotShops } from '../support/slots.ts';
import { shownBy } from '../support/world.ts';

const KILLS = 20;
const sizes = { products: 400, images: 1_000, variant: 300, modifier: 60, swatch: 40 } as const;
const slots = sizes.variant + sizes.modifier + sizes.swatch;
const VALUES_A_PRODUCT = 2;
const VARIANTS_A_PRODUCT = 3;

/** Slots of products that have none yet, which the target shows empty. */
function plantSlots(store: StoreControl, isSource: boolean): void {
  const plain = store
    .products()
    .filter(({ options, modifiers }) => options.length === 0 && modifiers.length === 0);
  let pictures = 50_000;
  const shown = () => {
    pictures += 1;
    return isSource ? { picture: { tiny: pictures } } : {};
  };
  const next = (): { readonly id: number; readonly sku: string } => {
    const product = plain.shift();
    if (product === undefined) throw new Error('too few products');
    return product;
  };
  for (let planted = 0; planted < sizes.variant; planted += VARIANTS_A_PRODUCT) {
    const { id: productId, sku } = next();
    for (let at = 0; at < VARIANTS_A_PRODUCT; at += 1)
      store.addVariant({ productId, sku: `${sku}-v${at}`, choices: { Colour: `C${at}` }, ...shown() });
  }
  for (const of of ['modifier', 'swatch'] as const)
    for (let planted = 0; planted < sizes[of]; planted += VALUES_A_PRODUCT) {
      const { id: productId, sku } = next();
      for (let at = 0; at < VALUES_A_PRODUCT; at += 1)
        store.addValue({ productId, of, name: `Of ${of}`, label: `${sku} ${at}`, ...shown() });
    }
}

/** How often each slot of the target was written, and whether an answer of its was lost. */
function writesBySlot({ target }: Place): Map<string, { times: number; lost: number }> {
  const bySlot = new Map<string, { times: number; lost: number }>();
  for (const { method, path, applied, effect } of target.requests()) {
    if (!/\/(?:variants|modifiers|options)\//u.test(path) || method === 'GET' || applied === 0) continue;
    const { times, lost } = bySlot.get(path) ?? { times: 0, lost: 0 };
    bySlot.set(path, { times: times + applied, lost: lost + (effect === 'after' ? 1 : 0) });
  }
  return bySlot;
}

async function killOften(place: Place): Promise<number> {
  const random = createRandom(11);
  let kills = 0;
  while (kills < KILLS) {
    // Somewhere among the lines of what is left.
    const fatal = 1 + Math.floor(random() * 120);
    let seen = 0;
    const { signal } = await place.start('migrate --yes --json', {
      onLine(line, kill) {
        if (line['type'] === 'action') seen += 1;
        if (seen >= fatal) kill();
      },
    }).ended;
    if (signal !== 'SIGKILL') break;
    kills += 1;
  }
  return kills;
}

it(`${slots} pictures in slots beside ${sizes.images} images, with ${KILLS} kills and lost answers`, {
  timeout: 600_000,
}, async () => {
  const faults = { 'reset-after': 0.04, 'error-after': 0.02, 'reset-before': 0.02 };
  await inPlace({ stores: pair(sizes.products, sizes.images), faults }, async (place) => {
    plantSlots(place.source, true);
    plantSlots(place.target, false);
    expect(await killOften(place)).toBe(KILLS);
    const { result, stderr } = await place.json('migrate --yes');
    expect(result, stderr).toMatchObject({
      exitCode: 0,
      byKind: {
        product: sizes.images,
        variant: sizes.variant,
        modifier: sizes.modifier,
        swatch: sizes.swatch,
      },
      created: sizes.images,
      set: slots,
      failed: 0,
      inDoubt: 0,
    });
    expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    for (const shop of slotShops)
      expect(await shop.pictures(place.target)).toEqual(await shop.pictures(place.source));
    const written = [...writesBySlot(place).values()];
    const again = written.filter(({ times }) => times > 1);
    const lost = written.filter((one) => one.lost > 0).length;
    process.stdout.write(
      `${KILLS} kills, ${lost} answers of slots lost: ${again.length} of ${written.length} slots written again\n`,
    );
    expect(written.length).toBe(slots);
    expect(lost).toBeGreaterThan(0);
    // What arrived is recognised by the address that the slot shows, then by its picture: nothing is sent to be sure.
    expect(again).toEqual([]);
    const verified = await place.json('verify --level content');
    expect(verified.result).toMatchObject({
      exitCode: 0,
      checked: sizes.images + slots,
      unchecked: 0,
      mismatched: 0,
      onlyOnTarget: 0,
    });
    place.target.resetRequests();
    expect((await place.json('migrate --yes')).result).toMatchObject({ exitCode: 0, created: 0, set: 0 });
    expect(place.target.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
