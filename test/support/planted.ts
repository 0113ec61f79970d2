// What the tests of taking back, repairing and coming again plant and read: two stores without products, images that are
// told apart by their numbers, an engine that is stopped on its way, and what a store shows or an engine says, as lines.
// The ids of the target's images count from 50,001, so that tests may name them.
import type { ProductRow, StoreControl } from '@cutover/sandbox-store';
import type { EngineEvent } from '@cutover/sync-engine';
import { expect } from 'vitest';
import type { ToRevert } from './commands.ts';
import type { EngineWish, World } from './world.ts';

export const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 }, firstIds: { image: 50_001 } },
] as const;

/** What migrate says of one product with which there was nothing to do; how many images it has depends on the test. */
export const idle = {
  run: expect.any(String),
  outcome: 'done',
  products: 1,
  created: 0,
  updated: 0,
  removed: 0,
  set: 0,
  failed: 0,
  remaining: 0,
  inDoubt: 0,
  conflicts: 0,
  unmatchedProducts: 0,
};

export const mirror = { policy: 'mirror', prefer: 'source' } as const;

export const repairing: Omit<ToRevert, 'run'> = {
  dryRun: false,
  maxChanges: undefined,
  approve: async () => await Promise.resolve('go' as const),
};

export const preferSource = { settings: { prefer: 'source' } } as const;

export function back(run: string): ToRevert {
  return { ...repairing, run };
}

/** Pictures of one product, by their numbers, at places from `from` on; the product is added unless it is there. */
export function plant(
  store: StoreControl,
  sku: string,
  pictures: readonly number[],
  words = 'new words',
  from = 0,
): number {
  const product = store.products().find((one) => one.sku === sku) ?? store.addProduct({ sku, name: sku });
  addPictures(store, product, pictures, words, from);
  return product.id;
}

/** One more product with so many images, the first its thumbnail, each with a picture, name, text and place of its own. */
export function plantViews(store: StoreControl, sku: string, images: number): number {
  const product = store.addProduct({ sku, name: sku });
  addPictures(store, product, [...Array.from({ length: images }).keys()], sku, 0);
  return product.id;
}

function addPictures(
  store: StoreControl,
  { id: productId, sku }: ProductRow,
  pictures: readonly number[],
  words: string,
  from: number,
): void {
  for (const [index, picture] of pictures.entries()) {
    const place = from + index;
    store.addImage({
      productId,
      picture: { tiny: picture },
      fileName: `${sku}-${picture}.png`,
      description: `${words} ${place}`,
      sortOrder: place,
      isThumbnail: place === 0,
    });
  }
}

/** One product of so many images on the source, and none of them on the target. */
export function plantMug({ source, target }: World, images: number): void {
  plant(
    source,
    'MUG',
    Array.from({ length: images }, (_, index) => index + 1),
  );
  plant(target, 'MUG', []);
}

/** A product that is new on the target, one with images of its own there, and one that is there with other words. */
export function plantBoth({ source, target }: World): void {
  plant(source, 'MUG', [1, 2, 3]);
  plant(target, 'MUG', []);
  plant(source, 'CUP', [4, 5]);
  plant(target, 'CUP', [90, 91]); // the target's own: removed under mirror
  plant(source, 'JUG', [6, 7, 8, 9]);
  plant(target, 'JUG', [6, 7], 'old words'); // there already, with other words
}

export function idsOf(store: StoreControl): number[][] {
  return store.products().map((product) => store.images(product.id).map((image) => image.id));
}

/** Each image of a store, by id: its text, its place and whether it is the thumbnail. */
export function linesOf(store: StoreControl): string[] {
  return store
    .images()
    .map(
      ({ id, description, sortOrder, isThumbnail }) =>
        `${id} ${description} @${sortOrder}${isThumbnail ? ' thumbnail' : ''}`,
    );
}

/** The image shows another picture from now on, under the same id and in another file. */
export function replacePicture(store: StoreControl, id: number): void {
  store.updateImage(id, { picture: { tiny: 77 }, imageFile: 'q/7/other__77777.png' });
}

type Counted = (event: EngineEvent) => boolean;
/** A change of an action's status; that one is in doubt is none. */
export const isAction: Counted = (event) => event.type === 'action' && event.inDoubt !== true;
const isStarted: Counted = (event) => event.type === 'action' && event.status === 'started';
const isVerifying: Counted = (event) => event.type === 'progress' && event.phase === 'verifying';

type Listening = ReturnType<World['engine']>;

/** An engine that is asked to stop once so many events that count have come; default: writes, which are finished by then. */
export function cutAfter(world: World, count: number, wish: EngineWish = {}, counts = isStarted): Listening {
  const stop = new AbortController();
  let seen = 0;
  return world.engine({
    ...wish,
    stopping: stop.signal,
    onEvent(event) {
      if (counts(event)) seen += 1;
      if (seen === count) stop.abort();
    },
  });
}

/** An engine that is asked to stop as soon as it verifies. */
export function cutInVerify(world: World, wish: EngineWish = {}): Listening {
  return cutAfter(world, 1, wish, isVerifying);
}

/** An engine during whose run something happens once: when the last write is done, and before it is looked back at. */
export function meanwhile(world: World, wish: EngineWish, happens: () => void): Listening {
  let hasHappened = false;
  return world.engine({
    ...wish,
    onEvent(event) {
      if (hasHappened || event.type !== 'progress' || event.phase !== 'settling') return;
      hasHappened = true;
      happens();
    },
  });
}

/** Rule, image and fields of each finding that has a rule, with its words. */
export function told({ events }: { readonly events: readonly EngineEvent[] }): string[] {
  return events.flatMap((event) => {
    if (event.type !== 'finding' || event.rule === undefined) return [];
    const { rule, target, fields, message } = event;
    const what = [rule, target?.imageId, fields?.join('+')].filter((one) => one !== undefined && one !== '');
    return [`${what.join(' ')}: ${message}`];
  });
}

/** Verb, state and reason of each action that came to nothing. */
export function failedIn(engine: { readonly events: readonly EngineEvent[] }): string[] {
  return engine.events.flatMap((event) =>
    event.type === 'action' && (event.status === 'failed' || event.status === 'blocked')
      ? [`${event.verb} ${event.status}: ${event.reason ?? ''}`]
      : [],
  );
}
