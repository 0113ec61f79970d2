// The cheapest walk over a catalog: products by ascending id, many to a page, images included.
// The cursor is the last product id and not a page number, so that a catalog which is edited meanwhile cannot make
// us skip a product. Invariant: the ids that come out ascend strictly.
import type { PageSize, StoreHttp } from '@cutover/store-http';
import { type Page, type PageRequest, pageLimitMax, readPage } from './pages.ts';
import { productsPath } from './paths.ts';
import { tolerantV3ProductSchema, type V3Product, v3ProductRow } from './wire.ts';

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
  /** Products a page, at most 250, which is the default; halved, down to 1, where a page is too heavy for the store or for us. */
  readonly limit?: number | undefined;
  readonly include?: readonly V3ProductInclude[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface V3SweepPage {
  readonly products: V3Product[];
  /** All products up to this id have been seen: give it as `after` to go on from here. */
  readonly cursor: number;
  /** How many products there were to read when this page was, its own included, as the store counts; only without `ids`. */
  readonly left?: number | undefined;
}

/** The store itself cuts pages down to this where options or modifiers are included. */
export const valuePageLimitMax = 10;

/** Whether what is asked for makes pages of {@link valuePageLimitMax}. */
export const bringsValues = (include: readonly V3ProductInclude[] | undefined): boolean =>
  include?.some((one) => one === 'options' || one === 'modifiers') === true;

/** @param size of pages on this store: what was too heavy once is not asked for again by the next sweep. */
export async function* sweepProducts(
  http: StoreHttp,
  size: PageSize,
  sweep: V3Sweep = {},
): AsyncGenerator<V3SweepPage> {
  const largest = bringsValues(sweep.include) ? valuePageLimitMax : pageLimitMax;
  const wish = Math.max(1, Math.min(sweep.limit ?? pageLimitMax, largest));
  let cursor = sweep.after ?? 0;
  const wanted = sweep.ids === undefined ? undefined : ascending(sweep.ids, cursor);
  const read = async (after: number, signal = sweep.signal) =>
    await size.read(wish, async (most, options) => {
      const chunk = wanted?.slice(0, most);
      const asked = request(after, chunk, most, sweep.include);
      return { page: await readPage(http, asked, { ...options, signal }), chunk, limit: most };
    });
  let ahead: Ahead<ReturnType<typeof read>> | undefined;
  try {
    for (;;) {
      if (wanted?.length === 0) return;
      const { page, chunk, limit } = await (ahead?.answer ?? read(cursor));
      ahead = undefined;
      const last = seenUpTo(page, chunk);
      if (last === undefined) return;
      cursor = last;
      if (chunk !== undefined) wanted?.splice(0, chunk.filter((id) => id <= last).length);
      const isOver = chunk === undefined && isLast(page, limit);
      // A whole catalog is kept page by page: the store makes the next one meanwhile.
      if (!isOver && chunk === undefined) ahead = readAhead((signal) => read(last, signal), sweep.signal);
      const left = chunk === undefined ? page.pagination?.total : undefined;
      if (page.rows.length > 0 || chunk !== undefined) yield { products: page.rows, cursor, left };
      if (isOver) return;
    }
  } finally {
    await ahead?.end();
  }
}

interface Ahead<Answer> {
  readonly answer: Answer;
  /** Of one that nobody wants any more: nothing of it is left under way. */
  readonly end: () => Promise<void>;
}

function readAhead<Given>(
  read: (signal: AbortSignal) => Promise<Given>,
  given: AbortSignal | undefined,
): Ahead<Promise<Given>> {
  const unwanted = new AbortController();
  const answer = read(given === undefined ? unwanted.signal : AbortSignal.any([given, unwanted.signal]));
  // Who stops before it wants it does not hear what came of it.
  const done = answer.then(
    () => undefined,
    () => undefined,
  );
  return {
    answer,
    async end() {
      unwanted.abort();
      await done;
    },
  };
}

/** Up to which id a page has shown all products; undefined where it shows that there are no more. */
function seenUpTo(
  { rows, pagination }: Page<V3Product>,
  chunk: readonly number[] | undefined,
): number | undefined {
  const last = rows.at(-1)?.id;
  if (chunk === undefined) return last;
  const total = pagination?.total ?? 0;
  // A store may hold less of a page than it was asked for, and counts what it has left out. More than was asked for is no count of it.
  const isCut = last !== undefined && total > rows.length && total <= chunk.length;
  return isCut ? last : chunk.at(-1);
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
    path: productsPath,
    query: {
      ...which,
      sort: 'id',
      direction: 'asc',
      limit,
      include: include === undefined || include.length === 0 ? undefined : include,
    },
    row: v3ProductRow(),
    tolerant: tolerantV3ProductSchema,
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
