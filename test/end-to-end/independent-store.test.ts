// A store of 1,000 product images, 300 pictures of variants, 60 of modifiers' values and 40 swatches, transferred by the
// built program between two stores that share nothing with the sandbox store nor with the program's clients
// (test/independent-store): what the program believes of the API is held against another reading of the API's pages.
import { expect, it } from 'vitest';
import type { Catalog, Image, ImageFields, Product } from '../independent-store/catalog.ts';
import { drawPicture, pictureOf } from '../independent-store/pictures.ts';
import { pictures, type Sizes, shownBy, showOthers } from '../independent-store/planted.ts';
import type { IndependentStore, StoreOptions, Write } from '../independent-store/store.ts';
import type { Running } from '../support/binary.ts';
import { resultOf } from '../support/place.ts';
import { createRandom } from '../support/random.ts';
import { onStage } from '../support/stage.ts';

const sizes: Sizes = { products: 250, images: 1_000, variants: 100, modifiers: 30, swatches: 20 };
const byKind = pictures(sizes);
const { products, images } = sizes;
const slots = byKind.variant + byKind.modifier + byKind.swatch;
const KILLS = 20;
const LOST_ANSWERS = 0.04;
/** The longest life, in writes of the target: KILLS of half of it on average are most of what is to be written. */
const LONGEST_LIFE = 100;

/** What a migrate says that leaves nothing to do. */
const migrated = (done: { created: number; set: number; updated?: number; removed?: number }) => ({
  type: 'result',
  command: 'migrate',
  exitCode: 0,
  products,
  images: images + slots,
  byKind,
  updated: 0,
  removed: 0,
  ...done,
  failed: 0,
  remaining: 0,
  inDoubt: 0,
  conflicts: 0,
});

const verified = {
  type: 'result',
  command: 'verify',
  level: 'content',
  exitCode: 0,
  products,
  images: images + slots,
  byKind,
  checked: images + slots,
  unchecked: 0,
  mismatched: 0,
  onlyOnTarget: 0,
};

const kindOf = ({ method, path, form }: Write): string =>
  `${method} ${path.replaceAll(/\d+/gu, '#').replace('catalog/products/#/', '')} ${form}`;

/** How many writes of each kind have changed something. */
function changesByKind({ writes }: IndependentStore): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const write of writes) if (write.changed) counts[kindOf(write)] = (counts[kindOf(write)] ?? 0) + 1;
  return counts;
}

/** Each image and each slot once; what V3 takes as an address goes as one. */
const transferred = {
  'POST images json': images,
  'POST variants/#/image json': byKind.variant,
  'POST modifiers/#/values/#/image multipart': byKind.modifier,
  'PUT options/#/values/# json': byKind.swatch,
};

const isOfSlot = ({ path }: Write): boolean => /\/(?:variants|modifiers|options)\//.test(path);

/** The writes that have changed a slot, slot by slot. */
const changesBySlot = ({ writes }: IndependentStore): Map<string, Write[]> =>
  Map.groupBy(
    writes.filter((write) => write.changed && isOfSlot(write)),
    ({ path }) => path,
  );

it('once, the same to the content, and a second run writes nothing; then what has changed, and no more', {
  timeout: 180_000,
}, async () => {
  await onStage({ sizes }, async ({ source, target, result }) => {
    expect(await result('migrate --yes')).toEqual(migrated({ created: images, set: slots }));
    expect(shownBy(target.catalog)).toEqual(shownBy(source.catalog));
    expect(changesByKind(target)).toEqual(transferred);
    expect([...changesBySlot(target).values()].map(({ length }) => length)).toEqual(Array(slots).fill(1));
    expect(await result('verify --level content')).toEqual(verified);
    const before = target.writes.length;
    expect(await result('migrate --yes')).toEqual(migrated({ created: 0, set: 0 }));
    expect(target.writes.slice(before)).toEqual([]);

    editSource(source.catalog);
    expect(await result('migrate --yes --policy mirror --confirm empty')).toEqual(
      migrated({ created: 0, set: 0, updated: 6, removed: 1 }),
    );
    expect(inOrder(target)).toEqual(inOrder(source));
    expect(target.writes.slice(before).map(kindOf).sort()).toEqual([
      'DELETE images/# none',
      ...Array(6).fill('PUT images/# json'),
    ]);
    expect(source.writes).toEqual([]);
    expect([...source.surprises, ...target.surprises]).toEqual([]);
  });
});

/** What a store shows, with the order of images and not the numbers that make it. */
const inOrder = ({ catalog }: IndependentStore) =>
  shownBy(catalog).map(({ images, ...product }) => ({
    ...product,
    images: images.map(({ sortOrder: _sortOrder, ...image }) => image),
  }));

/**
 * A description, a place and a thumbnail are others, and an image is gone; each of a product of its own. The one whose place is
 * another has four images, which are all given a place.
 */
function editSource(catalog: Catalog): void {
  const [described, placed, shown, lost] = catalog.products().filter(({ images }) => images.length > 2);
  const edit = (product: Product | undefined, at: number, fields: ImageFields): void => {
    const image = product?.images[at];
    if (product === undefined || image === undefined) throw new Error('too few images');
    catalog.updateImage(product, image, fields);
  };
  edit(described, 1, { description: 'Said in other words' });
  edit(placed, 0, { sortOrder: 40 });
  edit(shown, shown?.images.findIndex(({ isThumbnail }) => !isThumbnail) ?? 0, { isThumbnail: true });
  const gone = lost?.images.find(({ isThumbnail }) => !isThumbnail);
  if (lost === undefined || gone === undefined) throw new Error('too few images');
  catalog.removeImage(lost, gone);
}

it('what is uploaded arrives as what is fetched does', { timeout: 60_000 }, async () => {
  const few: Sizes = { products: 60, images: 200, variants: 20, modifiers: 5, swatches: 2 };
  const { swatch, ...uploaded } = pictures(few);
  const set = uploaded.variant + uploaded.modifier;
  await onStage({ sizes: few }, async ({ source, target, result }) => {
    // A swatch is set by an address and by nothing else.
    expect(await result('migrate --yes --transfer upload --kinds product,variant,modifier')).toEqual({
      ...migrated({ created: uploaded.product, set }),
      products: few.products,
      images: uploaded.product + set,
      byKind: uploaded,
      notMoved: { swatch },
    });
    expect(changesByKind(target)).toEqual({
      'POST images multipart': uploaded.product,
      'POST variants/#/image multipart': uploaded.variant,
      'POST modifiers/#/values/#/image multipart': uploaded.modifier,
    });
    const withoutSwatches = ({ catalog }: IndependentStore) =>
      shownBy(catalog).map(({ options: _options, ...product }) => product);
    expect(withoutSwatches(target)).toEqual(withoutSwatches(source));
    expect([...source.surprises, ...target.surprises]).toEqual([]);
  });
});

it(`${KILLS} kills and lost answers: each image is made once, and no slot is set twice`, {
  timeout: 300_000,
}, async () => {
  const random = createRandom(3);
  const answers = createRandom(4);
  let lost = 0;
  let writes = 0;
  let untilDeath = Number.POSITIVE_INFINITY;
  let dies: 'arrived' | 'done' = 'done';
  let running: Running | undefined;
  let useUpQuota = (): void => undefined;
  const options: Partial<StoreOptions> = {
    quota: { requests: 5_000, windowMs: 2_000 },
    losesAnswer() {
      const isLost = answers() < LOST_ANSWERS;
      if (isLost) lost += 1;
      return isLost;
    },
    onWrite(moment) {
      if (moment !== dies) return;
      writes += 1;
      // Now and then other apps of the store take the rest of a window.
      if (writes % 300 === 0) useUpQuota();
      untilDeath -= 1;
      if (untilDeath === 0) running?.send('SIGKILL');
    },
  };
  await onStage({ sizes, target: options }, async ({ source, target, start, result }) => {
    ({ useUpQuota } = target);
    for (let kills = 0; kills < KILLS; kills += 1) {
      untilDeath = 1 + Math.floor(random() * LONGEST_LIFE);
      dies = random() < 0.5 ? 'arrived' : 'done';
      running = start('migrate --yes');
      const { signal, stderr } = await running.ended;
      expect(signal, stderr).toBe('SIGKILL');
    }
    running = undefined;
    expect(await result('migrate --yes')).toEqual(migrated({ created: images, set: slots }));
    expect(shownBy(target.catalog)).toEqual(shownBy(source.catalog));
    // What has arrived is known by what the store shows: nothing is sent a second time to be sure of it.
    expect(changesByKind(target)).toEqual(transferred);
    expect([...changesBySlot(target).values()].map(({ length }) => length)).toEqual(Array(slots).fill(1));
    expect(lost).toBeGreaterThan(KILLS);
    const refused = [...target.answered].filter(([what]) => what.endsWith(' 429')).map(([, times]) => times);
    const refusals = refused.reduce((sum, times) => sum + times, 0);
    process.stdout.write(`${KILLS} kills, ${lost} answers lost, ${refusals} times 429\n`);
    expect(refusals).toBeGreaterThan(0);
    expect(await result('verify --level content')).toEqual(verified);
    const before = target.writes.length;
    expect(await result('migrate --yes')).toEqual(migrated({ created: 0, set: 0 }));
    expect(target.writes.slice(before)).toEqual([]);
    expect([...source.surprises, ...target.surprises]).toEqual([]);
  });
});

it('slots whose pictures are others on the source are set once more, also where answers are lost', {
  timeout: 60_000,
}, async () => {
  const few: Sizes = { products: 70, images: 70, variants: 40, modifiers: 15, swatches: 15 };
  const answers = createRandom(5);
  let chance = 0;
  let later = 0;
  let lost = 0;
  const losesAnswer = (): boolean => {
    const isLost = answers() < chance;
    if (isLost) lost += 1;
    return isLost;
  };
  const source: Partial<StoreOptions> = { swatchAddress: 'new', now: () => Date.now() + later };
  await onStage({ sizes: few, source, target: { losesAnswer } }, async ({ source, target, result }) => {
    expect(await result('migrate --yes')).toMatchObject({ exitCode: 0, created: few.images });
    const before = target.writes.length;
    later = 60_000;
    chance = 0.3;
    const others = await showOthers(source.catalog);
    expect(await result('migrate --yes')).toMatchObject({ exitCode: 0, created: 0, set: others, inDoubt: 0 });
    expect(shownBy(target.catalog)).toEqual(shownBy(source.catalog));
    const paths = target.writes.slice(before).map(({ path }) => path);
    expect([paths.length, new Set(paths).size]).toEqual([others, others]);
    expect(lost).toBeGreaterThan(0);
  });
});

/** Images of several products in one update. */
const isTogether = ({ method, path }: Write): boolean => method === 'PUT' && path === 'catalog/products';

const together = 'migrate --yes --batch auto';
const UPDATE = 'PUT catalog/products list';
/** Of both APIs and both stores, reads of all kinds among them; all but the writes of slots, which go by themselves. */
const REQUESTS_AN_IMAGE = 0.15;
const UPDATES_AN_IMAGE = 0.05;

const requestsOf = (stores: readonly IndependentStore[], version: 'v2' | 'v3'): number =>
  stores
    .flatMap(({ answered }) => [...answered])
    .filter(([what]) => what.includes(` ${version} `))
    .reduce((sum, [, times]) => sum + times, 0);

it('several products to a request: the same to the content, in few requests', {
  timeout: 120_000,
}, async () => {
  await onStage({ sizes }, async ({ source, target, start, result }) => {
    const { run: _run, time: _time, requests, ...said } = resultOf(await start(together).ended);
    expect(said).toEqual(migrated({ created: images, set: slots }));
    const stores = [source, target];
    const counted = { v2: requestsOf(stores, 'v2'), v3: requestsOf(stores, 'v3') };
    expect(requests).toMatchObject(counted);
    const perImage = (counted.v2 + counted.v3 - slots) / images;
    process.stdout.write(
      `${perImage} requests an image, ${target.writes.filter(isTogether).length} updates\n`,
    );
    expect(perImage).toBeLessThan(REQUESTS_AN_IMAGE);
    expect(target.writes.filter(isTogether).length).toBeLessThan(images * UPDATES_AN_IMAGE);
    expect(shownBy(target.catalog)).toEqual(shownBy(source.catalog));
    const { [UPDATE]: updates, ...changes } = changesByKind(target);
    const { 'POST images json': _creates, ...ofSlots } = transferred;
    expect(changes).toEqual(ofSlots);
    expect(updates).toBe(target.writes.filter(isTogether).length);
    expect(await result('verify --level content')).toEqual(verified);
    const before = target.writes.length;
    expect(await result(together)).toEqual(migrated({ created: 0, set: 0 }));
    expect(target.writes.slice(before)).toEqual([]);
    expect([...source.surprises, ...target.surprises]).toEqual([]);
  });
});

const FEW_KILLS = 10;
const LOST_UPDATES = 0.15;

it(`${FEW_KILLS} kills and lost answers among updates of several products: nothing twice, nothing lost`, {
  timeout: 180_000,
}, async () => {
  const random = createRandom(6);
  const answers = createRandom(7);
  let lost = 0;
  let untilDeath = Number.POSITIVE_INFINITY;
  let ofUpdates = false;
  let dies: 'arrived' | 'done' = 'done';
  let running: Running | undefined;
  const options: Partial<StoreOptions> = {
    losesAnswer(write) {
      const isLost = isTogether(write) && answers() < LOST_UPDATES;
      if (isLost) lost += 1;
      return isLost;
    },
    onWrite(moment, write) {
      if (moment !== dies || (ofUpdates && !isTogether(write))) return;
      untilDeath -= 1;
      if (untilDeath === 0) running?.send('SIGKILL');
    },
  };
  const few: Sizes = { ...sizes, variants: 10, modifiers: 5, swatches: 5 };
  const { product, ...ofSlots } = pictures(few);
  const set = ofSlots.variant + ofSlots.modifier + ofSlots.swatch;
  const numbers = { images: product + set, byKind: { product, ...ofSlots } };
  const ended = (done: { created: number; set: number }) => ({ ...migrated(done), ...numbers });
  await onStage({ sizes: few, target: options }, async ({ source, target, start, result }) => {
    // What a dying life has sent is taken in all the same: on a slow machine that may be all there is before the last kill.
    let isOver = false;
    let kills = 0;
    for (; kills < FEW_KILLS && !isOver; kills += 1) {
      // At the first updates of a life, which begins with one product; or somewhere among all writes.
      ofUpdates = kills % 2 === 0;
      untilDeath = 1 + Math.floor(random() * (ofUpdates ? 2 : 5));
      dies = random() < 0.5 ? 'arrived' : 'done';
      running = start(together);
      const { signal, code, stderr } = await running.ended;
      isOver = code === 0;
      if (!isOver) expect(signal, stderr).toBe('SIGKILL');
    }
    expect(kills).toBeGreaterThan(FEW_KILLS / 2);
    untilDeath = Number.POSITIVE_INFINITY;
    expect(await result(together)).toEqual(
      ended(isOver ? { created: 0, set: 0 } : { created: product, set }),
    );
    // An image that was made twice would stand there twice: this store adds, and nothing was removed.
    expect(shownBy(target.catalog)).toEqual(shownBy(source.catalog));
    const { [UPDATE]: updates = 0, 'POST images json': singly = 0, ...changes } = changesByKind(target);
    expect(changes).toEqual({
      'POST variants/#/image json': ofSlots.variant,
      'POST modifiers/#/values/#/image multipart': ofSlots.modifier,
      'PUT options/#/values/# json': ofSlots.swatch,
    });
    expect([...changesBySlot(target).values()].map(({ length }) => length)).toEqual(Array(set).fill(1));
    process.stdout.write(
      `${FEW_KILLS} kills, ${lost} of ${updates} answers lost, ${singly} images by themselves\n`,
    );
    // Answers that were lost side by side do not end it.
    expect({ lost: lost > 2, few: singly < images / 5 }).toEqual({ lost: true, few: true });
    expect(await result('verify --level content')).toEqual({
      ...verified,
      ...numbers,
      checked: product + set,
    });
    const before = target.writes.length;
    expect(await result(together)).toEqual(ended({ created: 0, set: 0 }));
    expect(target.writes.slice(before)).toEqual([]);
    expect([...source.surprises, ...target.surprises]).toEqual([]);
  });
});

/** Product images alone, and not many. */
const fewImages: Sizes = { products: 40, images: 150, variants: 0, modifiers: 0, swatches: 0 };

/** What a store shows, but for the images with this picture. */
const shownWithout = ({ catalog }: IndependentStore, digest: string) =>
  shownBy(catalog).map(({ images, ...product }) => ({
    ...product,
    images: images.filter(({ picture }) => picture !== digest),
  }));

it('what somebody puts on empty products after the plan survives on a store that replaces', {
  timeout: 60_000,
}, async () => {
  const picture = pictureOf(await drawPicture(200_000, 'png'));
  if (picture === undefined) throw new Error('no picture');
  const byHand: Image[] = [];
  let putByHand = (..._skus: readonly string[]): void => undefined;
  let updates = 0;
  const options: Partial<StoreOptions> = {
    choices: { updatedImages: 'instead' },
    onWrite(moment, write) {
      if (moment !== 'arrived' || !isTogether(write)) return;
      updates += 1;
      // While one product is tried by itself, and no other has been looked at since the plan.
      if (updates === 1) putByHand('SKU-020', 'SKU-025');
    },
  };
  await onStage({ sizes: fewImages, target: options }, async ({ source, target, result }) => {
    const { catalog } = target;
    putByHand = (...skus) => {
      for (const product of catalog.products().filter(({ sku }) => skus.includes(sku)))
        byHand.push(catalog.createImage(product, { file: { stem: 'by-hand', picture } }));
    };
    expect(await result('diff')).toMatchObject({ exitCode: 3 });
    putByHand('SKU-003', 'SKU-011', 'SKU-030');
    expect(await result(together)).toMatchObject({ exitCode: 0, created: fewImages.images, inDoubt: 0 });
    const left = catalog.products().flatMap(({ images }) => images.filter((one) => one.picture === picture));
    const idsOf = (images: readonly Image[]) => images.map(({ id }) => id).sort((a, b) => a - b);
    expect({ left: idsOf(left), put: byHand.length }).toEqual({ left: idsOf(byHand), put: 5 });
    expect(shownWithout(target, picture.digest)).toEqual(shownBy(source.catalog));
    expect(changesByKind(target)[UPDATE]).toBe(updates);
    expect([...source.surprises, ...target.surprises]).toEqual([]);
  });
});

for (const badAddress of ['request', 'product', 'image'] as const)
  it(`one picture that is not taken keeps no other away, where it keeps back its ${badAddress}`, {
    timeout: 60_000,
  }, async () => {
    const few: Sizes = { ...fewImages, products: 20, images: 70 };
    const options: Partial<StoreOptions> = { choices: { badAddress } };
    await onStage({ sizes: few, target: options }, async ({ source, target, result }) => {
      const bad = source.catalog.products()[12]?.images[1];
      if (bad === undefined) throw new Error('too few images');
      // A sort of which the source makes no smaller ones.
      bad.picture = { kind: 'bmp', ending: 'bmp', bytes: Buffer.from('no picture'), digest: 'of no picture' };
      const created = few.images - 1;
      expect(await result(together)).toMatchObject({ exitCode: 4, created, failed: 1, inDoubt: 0 });
      expect(shownBy(target.catalog)).toEqual(shownWithout(source, 'of no picture'));
      expect([...source.surprises, ...target.surprises]).toEqual([]);
    });
  });
