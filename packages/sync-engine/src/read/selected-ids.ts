// The ids of the products that a products file names by id or by SKU. V3 says which SKU is whose, whichever view is read then.
import type { StorePort } from '../engine.ts';
import { hasOuterBlanks } from './named-sku.ts';
import type { Selected } from './scan-request.ts';

const SKUS_A_REQUEST = 50;

/** The ids of a selection, with those of the products that it names by SKU. */
export async function idsOfSelected(
  port: { readonly v3: Pick<StorePort['v3'], 'listProducts'> },
  { ids, skus }: Selected,
): Promise<number[]> {
  const all = new Set(ids);
  const exact = await idsBySku(port, skus);
  for (const { id } of exact) all.add(id);
  const there = new Set(exact.map(({ sku }) => sku));
  const others = skus.filter((sku) => hasOuterBlanks(sku) && !there.has(sku)).map((sku) => sku.trim());
  for (const { id } of await idsBySku(port, [...new Set(others)])) all.add(id);
  return [...all].toSorted((a, b) => a - b);
}

async function idsBySku(
  port: { readonly v3: Pick<StorePort['v3'], 'listProducts'> },
  skus: readonly string[],
): Promise<{ readonly id: number; readonly sku: string }[]> {
  const wanted = new Set(skus);
  const found: { readonly id: number; readonly sku: string }[] = [];
  for (const filter of filtersFor(skus)) {
    const { products } = await port.v3.listProducts(filter);
    // A filter is not a question: it may answer with other products, and nobody has named those.
    for (const { id, sku } of products)
      if (sku !== undefined && sku !== null && wanted.has(sku)) found.push({ id, sku });
  }
  return found;
}

/** Many SKUs a request, but one where a list would divide or trim it. */
function filtersFor(skus: readonly string[]): { readonly skus?: readonly string[]; readonly sku?: string }[] {
  const isWhole = (sku: string): boolean => !sku.includes(',') && !hasOuterBlanks(sku);
  const many = skus.filter(isWhole);
  // SKUs are of any length; fewer a request keep the address short.
  const lists = Array.from({ length: Math.ceil(many.length / SKUS_A_REQUEST) }, (_, page) => ({
    skus: many.slice(page * SKUS_A_REQUEST, (page + 1) * SKUS_A_REQUEST),
  }));
  return [...lists, ...skus.filter((sku) => !isWhole(sku)).map((sku) => ({ sku }))];
}
