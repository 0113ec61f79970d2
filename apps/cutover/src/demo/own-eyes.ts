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
  /** Pictures of all kinds. */
  readonly pictures: number;
  readonly byKind: Readonly<Record<PictureKind, number>>;
  /** SKU → what stands for one of its pictures → how often it is there. */
  readonly bySku: ReadonlyMap<string, ReadonlyMap<string, number>>;
}
export type PictureKind = 'product' | 'variant' | 'modifier' | 'swatch';

/** Answers a GET with the body as text; the network is an argument. */
export type Fetch = (
  url: string,
  headers: Readonly<Record<string, string>>,
) => Promise<{ status: number; text: string }>;

const looksMax = 20;
/** Requests of one look: more than a thousand products of ten a page, or a store that never lets anybody in. */
const triesMax = 200;

const text = z.string().nullish();
const product = z.object({
  sku: z.string(),
  images: z.array(z.object({ image_file: z.string(), description: text })).nullish(),
  variants: z.array(z.object({ sku: text, image_url: text })).nullish(),
  modifiers: z
    .array(
      z.object({
        display_name: z.string(),
        option_values: z
          .array(z.object({ label: z.string(), adjusters: z.object({ image_url: text }).nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
  options: z
    .array(
      z.object({
        display_name: z.string(),
        option_values: z
          .array(z.object({ label: z.string(), value_data: z.object({ image_url: text }).nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
});
const page = z.object({
  data: z.array(product),
  meta: z.object({ pagination: z.object({ total_pages: z.number() }) }),
});

/** Reads every product with all its pictures. Throws when the store does not answer with that; waits where it wants that. */
export async function lookAt(
  { store, api, token }: StoreAddress,
  fetch: Fetch,
  sleep: () => Promise<void>,
): Promise<Sight> {
  const bySku = new Map<string, Map<string, number>>();
  const byKind = { product: 0, variant: 0, modifier: 0, swatch: 0 };
  for (let number = 1, pages = 1, tries = 1; number <= pages; tries += 1) {
    const url = `${api}/stores/${store}/v3/catalog/products?include=images,variants,modifiers,options&limit=250&page=${number}`;
    const answer = await fetch(url, { 'X-Auth-Token': token, Accept: 'application/json' });
    if (answer.status === 429 && tries < triesMax) {
      await sleep();
      continue;
    }
    if (answer.status !== 200)
      throw new Error(`the store ${store} answered ${answer.status} to being counted`);
    const { data, meta } = page.parse(JSON.parse(answer.text));
    pages = meta.pagination.total_pages;
    number += 1;
    for (const one of data) {
      const seen = bySku.get(one.sku) ?? new Map<string, number>();
      bySku.set(one.sku, seen);
      for (const [kind, mark] of picturesOf(one)) {
        byKind[kind] += 1;
        seen.set(mark, (seen.get(mark) ?? 0) + 1);
      }
    }
  }
  const pictures = byKind.product + byKind.variant + byKind.modifier + byKind.swatch;
  return { products: bySku.size, pictures, byKind, bySku };
}

/** Each picture of a product, by what stays the same of it in another store. */
function picturesOf({
  images,
  variants,
  modifiers,
  options,
}: z.infer<typeof product>): (readonly [PictureKind, string])[] {
  const shown = (kind: PictureKind, place: string, address: string | null | undefined) =>
    (address ?? '') === '' ? [] : [[kind, `${kind}\n${place}`] as const];
  return [
    ...(images ?? []).map(
      ({ image_file, description }) => ['product', markOf(image_file, description ?? '')] as const,
    ),
    ...(variants ?? []).flatMap(({ sku, image_url }) => shown('variant', sku ?? '', image_url)),
    ...(modifiers ?? []).flatMap(({ display_name, option_values }) =>
      (option_values ?? []).flatMap(({ label, adjusters }) =>
        shown('modifier', `${display_name}\n${label}`, adjusters?.image_url),
      ),
    ),
    ...(options ?? []).flatMap(({ display_name, option_values }) =>
      (option_values ?? []).flatMap(({ label, value_data }) =>
        shown('swatch', `${display_name}\n${label}`, value_data?.image_url),
      ),
    ),
  ];
}

/** Looks until two counts in a row agree: a store may still be at work on what a killed client had asked of it. */
export async function lookAtRest(
  address: StoreAddress,
  fetch: Fetch,
  sleep: () => Promise<void>,
): Promise<Sight> {
  let sight = await lookAt(address, fetch, sleep);
  for (let looks = 1; looks < looksMax; looks += 1) {
    await sleep();
    const next = await lookAt(address, fetch, sleep);
    if (next.pictures === sight.pictures) return next;
    sight = next;
  }
  throw new Error(`the store ${address.store} does not come to rest`);
}

/** SKUs whose pictures on the target are not exactly the source's and those that were there before, each as often. */
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
