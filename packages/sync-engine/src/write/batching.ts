// How much goes in one request. What a product update does with images is not documented, so one product is sent by
// itself first; only when it shows what was sent are there several, more with each that goes well, fewer with each that does
// not. Until a request carries as much as it can, one goes at a time: requests are to be full before there are many of them.
// Knows nothing of products.
import { IMAGES_A_BATCH_MAX, IMAGES_UNTIMED_MAX, PRODUCTS_A_BATCH_MAX } from '../at-a-time.ts';
import { type Room, sizeAfter } from '../batch-room.ts';
import type { BatchOff } from '../events.ts';
import type { Saying } from '../sayings.ts';

/** What came of one request with all its products: all is there as it was sent, or why not. */
export type BatchCame =
  | { readonly is: 'shown'; readonly tookMs: number; readonly images: number }
  | { readonly is: 'unused' }
  /** Nothing of it can be sent together: it has images by now, or its originals have no address that the target could fetch. */
  | { readonly is: 'unfit' }
  | { readonly is: 'too-large'; readonly images: number; readonly says: Saying }
  | { readonly is: BatchOff; readonly says?: Saying | undefined };

/** No request is to take longer, by what the last one took for an image: far from where connections are given up. */
export const REQUEST_MS = 20_000;
/** So many products are found unfit for it, one by one, before the others go at once as they would without it. */
const UNFIT_MAX = 10;
/** One bad picture, or one lost answer, says little of a store: so many products are tried before it is given up. */
const PROBES_MAX = 3;

export interface Batching {
  /** Waits while requests still grow and one is under way. */
  turn(): Promise<Room>;
  /** What the next one may carry, and whether it is waited for before there are others. */
  next(): { readonly room: Room; readonly isGrowing: boolean };
  /**
   * Exactly once for each turn that was taken.
   * @param sent how many products the request carried.
   */
  came(what: BatchCame, sent: number): void;
}

/** @param onOff is called once, when nothing is sent together any more. */
export function createBatching(
  onOff: (why: BatchOff, products: number, says: Saying | undefined) => void,
): Batching {
  let products = 1;
  let images = IMAGES_A_BATCH_MAX;
  let inTime = IMAGES_UNTIMED_MAX;
  let isProven = false;
  let failures = 0;
  let unfit = 0;
  /** Requests go one by one so long as each that goes well is followed by a larger one. */
  let isGrowing = true;
  /** The request that is waited for. */
  const alone: { open?: PromiseWithResolvers<void> | undefined } = {};

  function giveUp(why: BatchOff, sent: number, says: Saying | undefined): void {
    if (products > 0) onOff(why, sent, says);
    products = 0;
  }

  /** Many may have been under way when a store was in trouble for a moment: they all say the same of one size. */
  function shrink(why: BatchOff, sent: number, says: Saying | undefined): void {
    if (sent === 1) failures += 1;
    if (why === 'fields-differ' || failures >= PROBES_MAX) giveUp(why, sent, says);
    else products = Math.min(products, Math.max(1, Math.floor(sent / 2)));
  }

  const room = (): Room => ({ products, images: Math.min(images, inTime) });

  return {
    async turn() {
      while (alone.open !== undefined) await alone.open.promise;
      if (products > 0 && (!isProven || isGrowing)) alone.open = Promise.withResolvers();
      return room();
    },
    next: () => ({ room: room(), isGrowing }),
    came(what, sent) {
      if (what.is === 'shown') {
        failures = 0;
        // One that carried less than it might was full of images, or there were no more products.
        if (sent < products) isGrowing = false;
        if (products > 0) products = sizeAfter(products);
        inTime = Math.max(1, Math.floor((REQUEST_MS * what.images) / Math.max(1, what.tookMs)));
        if (products === PRODUCTS_A_BATCH_MAX) isGrowing = false;
        isProven = true;
      } else if (what.is === 'too-large') {
        images = Math.min(images, Math.floor(what.images / 2));
        if (images === 0) giveUp('refused', sent, what.says);
      } else if (what.is === 'unfit') {
        unfit += 1;
        // Nobody is to wait for one product after another of a catalog of which none can be sent.
        if (!isProven && unfit >= UNFIT_MAX) products = 0;
      } else if (what.is !== 'unused') shrink(what.is, sent, what.says);
      if (what.is !== 'shown' && what.is !== 'unused' && isProven) isGrowing = false;
      alone.open?.resolve();
      alone.open = undefined;
    },
  };
}
