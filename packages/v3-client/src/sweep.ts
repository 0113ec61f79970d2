// The cheapest walk over a catalog: products by ascending id, many to a page, images included.
// The cursor is the last product id and not a page number, so that a catalog which is edited meanwhile cannot make
// us skip a product. Invariant: the ids that come out ascend strictly.
import { isStoreError, type StoreHttp } from '@cutover/store-http';
import { type Page, type PageRequest, pageLimitMax, readPage } from './pages.ts';
import { type V3Product, v3ProductSchema } from './wire.ts';

/** Fields that come only when asked for. */
export type V3ProductInclude =
  | 'images'
  | 'variants'
  | 'primary_image'
  | 'options'
  | 'modifiers'
  | 'custom_fields';

export interface V3Sweep {
  /** Only products with a greater id; default: all. */
  readonly after?: number | undefined;
  /** Only these products; those the store does not have are left out. */
  readonly ids?: readonly number[] | undefined;
  /** Products a page, at most 250, which is the default; halved, down to 1, where a page is over the byte cap. */
  readonly limit?: number | undefined;
  readonly include?: readonly V3ProductInclude[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface V3SweepPage {
  readonly products: V3Product[];
  /** All products up to this id have been seen: give it as `after` to go on from here. */
  readonly cursor: number;
}

export async function* sweepProducts(http: StoreHttp, sweep: V3Sweep = {}): AsyncGenerator<V3SweepPage> {
  // Above ten a page the store itself cuts down where options or modifiers are included.
  const small = sweep.include?.some((one) => one === 'options' || one === 'modifiers') === true;
  let limit = Math.max(1, Math.min(sweep.limit ?? pageLimitMax, small ? 10 : pageLimitMax));
  let cursor = sweep.after ?? 0;
  const wanted = sweep.ids === undefined ? undefined : ascending(sweep.ids, cursor);
  for (;;) {
    const chunk = wanted?.slice(0, limit);
    if (chunk?.length === 0) return;
    let page: Page<V3Product>;
    try {
      page = await readPage(http, request(cursor, chunk, limit, sweep.include), { signal: sweep.signal });
    } catch (error) {
      if (!isStoreError(error) || error.reason !== 'too-large' || limit === 1) throw error;
      limit = Math.ceil(limit / 2);
      continue;
    }
    const last = chunk === undefined ? page.rows.at(-1)?.id : chunk.at(-1);
    if (last === undefined) return;
    cursor = last;
    wanted?.splice(0, limit);
    if (page.rows.length > 0 || chunk !== undefined) yield { products: page.rows, cursor };
    if (chunk === undefined && isLast(page, limit)) return;
  }
}

function ascending(ids: readonly number[], after: number): number[] {
  return [...new Set(ids)].filter((id) => id > after).sort((a, b) => a - b);
}

function request(
  after: number,
  chunk: readonly number[] | undefined,
  limit: number,
  include: readonly V3ProductInclude[] | undefined,
): PageRequest<V3Product> {
  const which = chunk === undefined ? { 'id:greater': after } : { 'id:in': chunk };
  const known = chunk === undefined ? undefined : new Set(chunk);
  return {
    path: '/v3/catalog/products',
    query: {
      ...which,
      sort: 'id',
      direction: 'asc',
      limit,
      include: include === undefined || include.length === 0 ? undefined : include,
    },
    row: v3ProductSchema,
    fault(rows) {
      let last = after;
      for (const { id, images } of rows) {
        if (id <= last) return `product ${id} is out of order or comes again`;
        if (known !== undefined && !known.has(id)) return `product ${id} was not asked for`;
        const stray = images?.find((image) => image.product_id !== id);
        if (stray !== undefined) return `product ${id} shows an image of product ${stray.product_id}`;
        last = id;
      }
      return rows.length > limit
        ? `it holds ${rows.length} products though ${limit} were asked for`
        : undefined;
    },
  };
}

function isLast({ rows, pagination }: Page<V3Product>, limit: number): boolean {
  if (rows.length === 0) return true;
  // `total` counts what is left behind the cursor, this page included.
  if (pagination !== undefined) return rows.length >= pagination.total;
  return rows.length < limit && rows.length % 10 !== 0;
}
