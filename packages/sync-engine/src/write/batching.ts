// How much goes in one request. What a product update does with images is not documented, so one product is sent by
// itself first; only when it shows what was sent are there several, more with each that goes well, fewer with each that does
// not. Knows nothing of products.
import { productsAtOnceMax } from '@cutover/v3-client';
import { growingSizes, IMAGES_TOGETHER_MAX } from '../batches.ts';
import type { BatchOff } from '../events.ts';
import type { Saying } from '../sayings.ts';

/** What came of one request with all its products: all is there as it was sent, or why not. */
export type BatchCame =
  | { readonly is: 'shown'; readonly tookMs: number; readonly images: number }
  | { readonly is: 'unused' }
  | { readonly is: 'too-large'; readonly images: number; readonly says: Saying }
  | { readonly is: BatchOff; readonly says?: Saying | undefined };

/** What one request may carry; no products: each image goes by itself. */
export interface Room {
  readonly products: number;
  readonly images: number;
}

/** No request is to take longer, by what the last one took for an image: far from where connections are given up. */
const REQUEST_MS = 20_000;
/** One bad picture, or one lost answer, says little of a store: so many products are tried before it is given up. */
const PROBES_MAX = 3;

export interface Batching {
  /** Waits while a product is tried by itself. */
  turn(): Promise<Room>;
  /** Exactly once for each turn that was taken, and of how many products. */
  came(what: BatchCame, sent: number): void;
}

/** @param onOff is called once, when nothing is sent together any more. */
export function createBatching(
  onOff: (why: BatchOff, products: number, says: Saying | undefined) => void,
): Batching {
  let products = 1;
  let images = IMAGES_TOGETHER_MAX;
  let inTime = IMAGES_TOGETHER_MAX;
  let isProven = false;
  let failures = 0;
  /** The product that is tried by itself, while it is. */
  const probe: { open?: PromiseWithResolvers<void> | undefined } = {};

  function giveUp(why: BatchOff, says: Saying | undefined): void {
    if (products > 0) onOff(why, products, says);
    products = 0;
  }

  /** Requests under way side by side fail together; only of a product that was sent by itself is it counted. */
  function shrink(why: BatchOff, says: Saying | undefined, sent: number): void {
    if (why === 'fields-differ') giveUp(why, says);
    else if (sent > 1) products = Math.min(products, Math.floor(sent / 2));
    else {
      failures += 1;
      if (failures >= PROBES_MAX) giveUp(why, says);
    }
  }

  return {
    async turn() {
      while (probe.open !== undefined) await probe.open.promise;
      if (products > 0 && !isProven) probe.open = Promise.withResolvers();
      return { products, images: Math.min(images, inTime) };
    },
    came(what, sent) {
      if (what.is === 'shown') {
        failures = 0;
        if (products > 0)
          products =
            [...growingSizes, productsAtOnceMax].find((size) => size > products) ?? productsAtOnceMax;
        inTime = Math.max(1, Math.floor((REQUEST_MS * what.images) / Math.max(1, what.tookMs)));
        isProven = true;
      } else if (what.is === 'too-large') {
        images = Math.min(images, Math.floor(what.images / 2));
        if (images === 0) giveUp('refused', what.says);
      } else if (what.is !== 'unused') shrink(what.is, what.says, sent);
      probe.open?.resolve();
      probe.open = undefined;
    },
  };
}
