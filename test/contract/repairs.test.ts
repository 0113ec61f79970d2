// A target that somebody has changed, mirrored again under every value of the switches that an update or a removal meets.
import { parseSwitch, type SwitchName, switchTable } from '@cutover/sandbox-store';
import { expect, it } from 'vitest';
import { migrate, verify } from '../support/commands.ts';
import { inWorld, methodsOf, shownBy, type World, yes } from '../support/world.ts';

const met = [
  'default-sort',
  'sort-on-create',
  'sort-on-update',
  'sort-bump-dates',
  'thumbnail-succession',
  'thumbnail-unset',
  'v3-delete-missing-image',
  'v3-empty-images',
  'v3-file-fields',
  'v3-image-order',
  'v3-put-image-url',
  'v3-put-status',
  'v3-unwritable-fields',
] as const satisfies readonly SwitchName[];
const settings = met.flatMap((name) => switchTable[name].values.map((value) => ({ name, value })));

// A seed without ties of sort_order: among equals the order is the store's to choose.
const stores = [
  {
    hash: 'source',
    catalog: { kind: 'seeded', products: 12, imagesPerProduct: 4, pictures: 'tiny', seed: 2 },
  },
  { hash: 'target', catalog: { kind: 'products-only', products: 12, likeSeed: 2 } },
] as const;

it.each(settings)('mirror under $name=$value', async ({ name, value }) => {
  await inWorld({ stores, switches: parseSwitch(`${name}=${value}`) }, async (world) => {
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 48 });
    damage(world);
    const images = world.target.images().length;
    world.target.resetRequests();
    // Whoever has damaged it is not asked: the source's word counts.
    const mirror = { settings: { policy: 'mirror', prefer: 'source' } } as const;
    expect(await migrate(world.engine(mirror), yes)).toMatchObject({
      outcome: 'done',
      created: 1,
      removed: 2,
      failed: 0,
      inDoubt: 0,
    });
    expect(world.target.images().length).toBe(images + 1 - 2);
    // A store that renumbers siblings cannot hold two images at one place, but it can keep their order.
    const places = `${name}=${value}` === 'sort-on-create=bump' ? 'order' : 'numbers';
    expect(await shownBy(world.target, places)).toEqual(await shownBy(world.source, places));
    expect(await verify(world.engine(mirror), { level: 'fields', sample: 1 })).toMatchObject({
      outcome: 'done',
      checked: 48,
      mismatched: 0,
    });
    world.target.resetRequests();
    expect(await migrate(world.engine(mirror), yes)).toMatchObject({
      outcome: 'done',
      created: 0,
      updated: 0,
      removed: 0,
    });
    expect(Object.keys(methodsOf(world.target))).toEqual(['GET']);
  });
});

/** One product for each way in which a target goes astray. */
function damage({ target }: World): void {
  const [reordered, renamed, unthumbed, poorer, richer, usurped] = target
    .products()
    .map(({ id }) => target.images(id));
  for (const [place, image] of (reordered ?? []).entries())
    target.updateImage(image.id, { sortOrder: 3 - place });
  target.updateImage(idOf(renamed, 2), { description: 'something else' });
  for (const image of unthumbed ?? []) target.updateImage(image.id, { isThumbnail: false });
  target.removeImage(idOf(poorer, 1));
  target.addImage({
    productId: richer?.[0]?.productId ?? 0,
    picture: { tiny: 70_001 },
    fileName: 'stranger.png',
    sortOrder: 1,
  });
  for (const image of usurped ?? []) target.updateImage(image.id, { isThumbnail: false });
  target.addImage({
    productId: usurped?.[0]?.productId ?? 0,
    picture: { tiny: 70_002 },
    fileName: 'usurper.png',
    sortOrder: 0,
    isThumbnail: true,
  });
}

function idOf(images: readonly { readonly id: number }[] | undefined, place: number): number {
  const image = images?.[place];
  if (image === undefined) throw new Error(`no image ${place}`);
  return image.id;
}
