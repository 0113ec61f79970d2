// Products with their options or modifiers, of which V3 gives ten a page, whatever is asked for. Their ids are known, so
// pages do not wait for one another: one after another they would wait for the store, and not for the quota.
import type { V3Product, V3ProductInclude } from '@cutover/v3-client';
import { PRODUCTS_WITH_VALUES_A_PAGE, READS_AT_ONCE } from '../at-a-time.ts';
import type { Engine, StorePort } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { passGate } from '../stopped.ts';

/** In the order of the ids; what the store does not have any more is left out. */
export async function productsWithValues(
  { control }: Pick<Engine, 'control'>,
  { v3 }: { readonly v3: Pick<StorePort['v3'], 'sweepProducts'> },
  ids: readonly number[],
  include: readonly V3ProductInclude[],
): Promise<V3Product[]> {
  const found = new Map<number, V3Product>();
  const read = async (some: readonly number[]): Promise<void> => {
    await passGate(control);
    for await (const { products } of v3.sweepProducts({ ids: some, include }))
      for (const product of products) found.set(product.id, product);
  };
  await inParallel(inTens(ids), READS_AT_ONCE, async (ten) => {
    await read(ten);
    // An answer that lacks a product may be wrong; one that lacks it again is believed.
    const missing = ten.filter((id) => !found.has(id));
    if (missing.length > 0) await read(missing);
  });
  return ids.flatMap((id) => found.get(id) ?? []);
}

function* inTens(ids: readonly number[]): Generator<readonly number[]> {
  for (let from = 0; from < ids.length; from += PRODUCTS_WITH_VALUES_A_PAGE)
    yield ids.slice(from, from + PRODUCTS_WITH_VALUES_A_PAGE);
}
