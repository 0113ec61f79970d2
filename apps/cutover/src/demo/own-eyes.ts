// Counts what a store holds, by requests of its own: the demo does not take the toolkit's word for it. It shares no code
// with the clients, so that it cannot share their mistakes.
import { z } from 'zod';

export interface StoreAddress {
  readonly store: string;
  readonly api: string;
  readonly token: string;
}
export interface Sight {
  readonly products: number;
  readonly images: number;
  /** SKU → what stands for one of its images → how often it is there. */
  readonly bySku: ReadonlyMap<string, ReadonlyMap<string, number>>;
}
/** Answers a GET with the body as text; the network is an argument. */
export type Fetch = (
  url: string,
  headers: Readonly<Record<string, string>>,
) => Promise<{ status: number; text: string }>;

const looksMax = 20;

const page = z.object({
  data: z.array(
    z.object({
      sku: z.string(),
      images: z.array(z.object({ image_file: z.string(), description: z.string().nullish() })).nullish(),
    }),
  ),
  meta: z.object({ pagination: z.object({ total_pages: z.number() }) }),
});

/** Reads every product with its images, 250 a request. Throws when the store does not answer with that. */
export async function lookAt({ store, api, token }: StoreAddress, fetch: Fetch): Promise<Sight> {
  const bySku = new Map<string, Map<string, number>>();
  let images = 0;
  for (let number = 1, pages = 1; number <= pages; number += 1) {
    const url = `${api}/stores/${store}/v3/catalog/products?include=images&limit=250&page=${number}`;
    const { status, text } = await fetch(url, { 'X-Auth-Token': token, Accept: 'application/json' });
    if (status !== 200) throw new Error(`the store ${store} answered ${status} to being counted`);
    const { data, meta } = page.parse(JSON.parse(text));
    pages = meta.pagination.total_pages;
    for (const product of data) {
      const seen = bySku.get(product.sku) ?? new Map<string, number>();
      bySku.set(product.sku, seen);
      for (const image of product.images ?? []) {
        images += 1;
        const mark = markOf(image.image_file, image.description ?? '');
        seen.set(mark, (seen.get(mark) ?? 0) + 1);
      }
    }
  }
  return { products: bySku.size, images, bySku };
}

/** Looks until two counts in a row agree: a store may still be at work on what a killed client had asked of it. */
export async function lookAtRest(
  address: StoreAddress,
  fetch: Fetch,
  sleep: () => Promise<void>,
): Promise<Sight> {
  let sight = await lookAt(address, fetch);
  for (let looks = 1; looks < looksMax; looks += 1) {
    await sleep();
    const next = await lookAt(address, fetch);
    if (next.images === sight.images) return next;
    sight = next;
  }
  throw new Error(`the store ${address.store} does not come to rest`);
}

/** SKUs whose images on the target are not exactly the source's and those that were there before, each as often. */
export function differingSkus(source: Sight, before: Sight, after: Sight): readonly string[] {
  return [...source.bySku.keys()].filter((sku) => {
    const wanted = new Map(before.bySku.get(sku));
    for (const [mark, times] of source.bySku.get(sku) ?? [])
      wanted.set(mark, (wanted.get(mark) ?? 0) + times);
    return !sameCounts(wanted, after.bySku.get(sku) ?? new Map());
  });
}

/** File name without the folder, and without the suffixes and stamps that a store adds at each upload; and the alt text. */
function markOf(imageFile: string, description: string): string {
  const name = imageFile.slice(imageFile.lastIndexOf('/') + 1);
  return `${name.replace(/(?:__\d+|\.\d{10})+(?=\.[^.]*$)/u, '')}\n${description}`;
}

function sameCounts(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): boolean {
  return left.size === right.size && [...left].every(([mark, times]) => right.get(mark) === times);
}
