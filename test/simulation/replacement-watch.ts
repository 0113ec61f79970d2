// Watches the writes of a second migration and of a repair: a picture that is replaced is gone only after the new one is
// there, nothing else is removed under copy, and what need not be written to is not.
import { words } from './shown.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { Watch } from './watch.ts';
import { createWriteWatch } from './watch-writes.ts';
import { imageIdOf, productIdOf } from './written-address.ts';

export interface ReplacementWatched {
  readonly world: SimulatedWorld;
  readonly policy: 'copy' | 'mirror';
  /** The picture that has to be there before this image goes; undefined: it is not to be replaced. */
  readonly replacementOf: (imageId: number, picture: string) => string | undefined;
  /** Whether this image may be written to; default: any. */
  readonly mayWrite?: (imageId: number) => boolean;
}

export function createReplacementWatch(watched: ReplacementWatched): Watch {
  const { world, policy, replacementOf, mayWrite = () => true } = watched;
  const { target } = world;
  return createWriteWatch({
    onArrival({ method, url }, complain) {
      const image = target.images(productIdOf(url)).find(({ id }) => id === imageIdOf(url));
      if (image === undefined || method === 'POST') return;
      if (!mayWrite(image.id)) complain(`a ${method} to ${words(image)}, of which nobody has complained`);
      if (method !== 'DELETE') return;
      if (!world.keeps(image.picture)) complain(`${words(image)} is removed, and its picture is not kept`);
      const replacement = replacementOf(image.id, image.picture);
      if (replacement === undefined) {
        if (policy === 'copy') complain(`${words(image)} is removed under copy`);
      } else if (
        !target.images(image.productId).some((one) => one.id !== image.id && one.picture === replacement)
      )
        complain(`${words(image)} is removed before ${replacement.slice(7, 15)} is there`);
    },
    onDone: () => undefined,
  });
}
