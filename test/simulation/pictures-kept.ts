// Which pictures a product has, by the stores' own keys: equal keys are equal bytes. Nothing here looks at names.
import type { StoreControl } from '@cutover/sandbox-store';

/** Picture → how often the product has it. */
export function tally(
  store: StoreControl,
  productId: number,
  by: 'picture' | 'picture and text' = 'picture',
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { picture, description } of store.images(productId)) {
    const name = by === 'picture' ? picture : `${picture} ${JSON.stringify(description)}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
