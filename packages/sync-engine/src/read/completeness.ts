// Whether a listing of images can have been cut short. Nothing documents that V3 cuts off the images it includes with
// a product, and nothing rules it out (api-quirks Q-26), so a suspicious number is read again in full.
import { isStoreError } from '@cutover/v3-client';
import type { Notice } from '../events.ts';
import type { ScanRequest } from './scan-request.ts';
import { isV2Failure } from './v2-failure.ts';

/** So often a witness is asked; nothing waits for it. */
const WITNESS_ATTEMPTS = 2;

/**
 * Asks V2 for the number of images in the whole store. It is a witness and no condition: V2 is deprecated, and where it
 * does not tell, nothing is proved and nothing stops.
 * @returns that it does not tell, to be said once V3 has answered: a store that refuses both has another trouble.
 */
export async function askForCount(
  { engine, port }: Pick<ScanRequest, 'engine' | 'port'>,
  snapshot: number,
): Promise<Notice | undefined> {
  if (engine.selection.sourceVia === 'v3') return undefined;
  try {
    const count = await port.v2.countImages({ givesUp: (_, attempt) => attempt >= WITNESS_ATTEMPTS });
    await engine.journal.setExpectedImages(snapshot, count);
    return undefined;
  } catch (error) {
    if (!isStoreError(error) || error.class === 'aborted') throw error;
    const why = error.message;
    // Of two stores it is one and the same news, and names none of them.
    return isV2Failure(error) ? { code: 'v2-gone' } : { code: 'v2-uncounted', store: port.hash, why };
  }
}

/** V2's number of products in the whole store, of which V3 has no count but the one in its pages; undefined where it does not tell. */
export async function countOfProducts({
  engine,
  port,
}: Pick<ScanRequest, 'engine' | 'port'>): Promise<number | undefined> {
  if (engine.selection.sourceVia === 'v3') return undefined;
  try {
    return await port.v2.countProducts({ givesUp: (_, attempt) => attempt >= WITNESS_ATTEMPTS });
  } catch (error) {
    if (!isStoreError(error) || error.class === 'aborted') throw error;
    return undefined;
  }
}

/** Undefined when the product was deleted while the catalog is read. */
export async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isStoreError(error) && error.status === 404) return undefined;
    throw error;
  }
}

/** No page limit that anybody has seen is lower. */
export const leastLimit = 10;

/** A count that a page limit would give: ten or more, and round. */
export function looksCutShort(images: number): boolean {
  return images >= leastLimit && (images % 10 === 0 || images % 25 === 0);
}

/**
 * The products to read again when the store's own count says that images are missing: a cut-off shows in the products
 * that hold the most, because every product that was cut off shows exactly the limit.
 */
export function suspects(counts: readonly { productId: number; images: number }[]): number[] {
  const most = counts[0]?.images ?? 0;
  return counts.filter((count) => count.images === most && most > 1).map((count) => count.productId);
}
