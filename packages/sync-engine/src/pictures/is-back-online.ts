// A picture that no host answered for: the network may be away, and not the picture. The store is asked instead, which is
// waited out where it is away, too; then the picture may be back with it.
import type { ProductImage } from '@cutover/field-mapper';
import { isStoreError } from '@cutover/v3-client';
import { type Engine, type StorePort, waitsOut } from '../engine.ts';

/** Addresses that were tried, and why each gave no picture: true when no host answered at all. */
export function noneAnswered(tried: readonly { readonly reason: string }[]): boolean {
  return tried.length > 0 && tried.every(({ reason }) => reason === 'unreachable');
}

/** The same of one address, whose error names its reason. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && error.reason === 'unreachable';
}

/**
 * True when the store has answered, and the picture may be asked for once more; false where no outage is waited out, or the
 * store has something else to say. Throws what the store failed with once it was waited out: then the picture has not
 * failed, the run has to stop.
 */
export async function isBackOnline(
  engine: Pick<Engine, 'patience'>,
  store: Pick<StorePort, 'v3'>,
  { productId, imageId }: Pick<ProductImage, 'productId'> & Partial<Pick<ProductImage, 'imageId'>>,
): Promise<boolean> {
  if (!waitsOut(engine)) return false;
  try {
    await (imageId === undefined ? store.v3.getProduct(productId) : store.v3.getImage(productId, imageId));
    return true;
  } catch (error) {
    if (isStoreError(error) && error.next === 'fail-action') return false;
    throw error;
  }
}
