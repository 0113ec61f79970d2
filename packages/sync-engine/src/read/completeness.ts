// Whether a listing of images can have been cut short. Nothing documents that V3 cuts off the images it includes with
// a product, and nothing rules it out (api-quirks Q-26), so a suspicious number is read again in full.
import { isStoreError } from '@cutover/v3-client';
import type { Engine, StorePort } from '../engine.ts';

/** V2 is deprecated: it may refuse this call where V3 still serves everything. */
const COUNT_NOT_SERVED: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 501]);

/** Asks V2 for the number of images in the whole store; a store that does not know that call proves nothing. */
export async function askForCount(engine: Engine, port: StorePort, snapshot: number): Promise<void> {
  try {
    await engine.journal.setExpectedImages(snapshot, await port.v2.countImages());
  } catch (error) {
    if (!isStoreError(error) || !COUNT_NOT_SERVED.has(error.status ?? 0)) throw error;
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

/** A count that a page limit would give: ten or more, and round. */
export function looksCutShort(images: number): boolean {
  return images >= 10 && (images % 10 === 0 || images % 25 === 0);
}

/**
 * The products to read again when the store's own count says that images are missing: a cut-off shows in the products
 * that hold the most, because every product that was cut off shows exactly the limit.
 */
export function suspects(counts: readonly { productId: number; images: number }[]): number[] {
  const most = counts[0]?.images ?? 0;
  return counts.filter((count) => count.images === most && most > 1).map((count) => count.productId);
}
