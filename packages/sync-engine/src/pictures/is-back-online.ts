// A picture that no host answered for: the network may be away, and not the picture. The store is asked instead, which is
// waited out where it is away, too; then the picture may be back with it.
import type { ProductImage } from '@cutover/field-mapper';
import type { Engine, StorePort } from '../engine.ts';
import { Stopped } from '../stopped.ts';

/** True when the store has answered, and the picture may be asked for once more; false where no outage is waited out. */
export async function isBackOnline(
  { settings, control }: Pick<Engine, 'settings' | 'control'>,
  store: Pick<StorePort, 'v3'>,
  { productId, imageId }: Pick<ProductImage, 'productId' | 'imageId'>,
): Promise<boolean> {
  if ((settings.outageMs ?? 0) === 0) return false;
  try {
    await store.v3.getImage(productId, imageId);
    return true;
  } catch {
    if (control.stopping.aborted) throw new Stopped();
    // What the store says is for those who ask it for something; of the picture it tells nothing.
    return false;
  }
}
