// The look before the act: some target products are read again right before they are written to, by each kind that the plan is
// about. What follows from it is planned in `replan.ts`.
import type { Looked } from '../plan/looked.ts';
import type { Plans } from './goal.ts';

/** Reads target products as they are now; a product that is gone is not in the answer. */
export async function look(
  { engine, goal, kinds }: Pick<Plans, 'engine' | 'goal' | 'kinds'>,
  productIds: readonly number[],
): Promise<Looked[]> {
  const atLeast = goal.atLeast(productIds);
  const looked = new Map<number, Looked>();
  for (const kind of kinds.all)
    for (const { productId, images, slots = [] } of await kind.read(
      engine,
      goal.lookedAt(kind, productIds),
      atLeast,
    )) {
      const known = looked.get(productId);
      looked.set(productId, {
        productId,
        images: [...(known?.images ?? []), ...images],
        slots: [...(known?.slots ?? []), ...slots],
      });
    }
  return [...looked.values()];
}
