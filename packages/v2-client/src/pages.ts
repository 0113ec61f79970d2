// V2's page numbers: bare arrays, 204 or [] for none. A page that brings a row again is asked for once more and
// then refused, because a list that was skipped or repeated in silence would make images seem missing or extra.
import {
  createPageSize,
  decodeAnswer,
  isStoreError,
  type PageSize,
  type Query,
  type RequestOptions,
  type StoreAnswer,
  type StoreError,
  type StoreHttp,
  unexpectedAnswer,
} from '@cutover/store-http';
import { z } from 'zod';

/** The largest page V2 documents. */
export const pageLimitMax = 250;
// The default page. A store that lowers the limit we asked for will do so to a multiple of this.
const pageLimitStep = 50;
/** Where a list, which V2 gives no total of, is taken for one that never ends: a product has 1,000 images and 600 SKUs at most. */
const listRowsMax = 25_000;

export interface PageRequest<Row> {
  readonly path: string;
  readonly query?: Query;
  readonly row: z.ZodType<Row>;
  /** Reads what a store insists on though it cannot be; default: it is refused. */
  readonly tolerant?: z.ZodType<Row>;
  /** What is wrong with a row that belongs elsewhere; undefined when it is as it should be. */
  readonly fault?: (row: Row) => string | undefined;
}

/** So often a page is looked at before values in it that cannot be are taken for what the store really shows. */
const looksMax = 3;

/** One page; [] for 204, an empty body and []. Asked for again where single values in it cannot be. */
export async function readPage<Row>(
  http: StoreHttp,
  page: PageRequest<Row>,
  options?: RequestOptions,
): Promise<Row[]> {
  for (let look = 1; ; look++) {
    const answer = await http.read(page.path, page.query, options);
    const { tolerant } = page;
    const rows = answer.body === undefined ? [] : rowsOf(answer, page.row);
    if (Array.isArray(rows)) return checked(answer, rows, page.fault);
    const readable = tolerant === undefined ? rows : rowsOf(answer, tolerant);
    if (!Array.isArray(readable)) throw rows;
    if (look === looksMax) return checked(answer, readable, page.fault);
  }
}

/** The rows, or what is wrong with them. */
function rowsOf<Row>(answer: StoreAnswer, row: z.ZodType<Row>): Row[] | StoreError {
  try {
    return decodeAnswer(answer, z.array(row));
  } catch (error) {
    if (isStoreError(error)) return error;
    throw error;
  }
}

function checked<Row>(answer: StoreAnswer, rows: Row[], faultOf: PageRequest<Row>['fault']): Row[] {
  for (const row of rows) {
    const fault = faultOf?.(row);
    if (fault !== undefined) throw unexpectedAnswer(answer, fault);
  }
  return rows;
}

/** All pages, in the order the store gives them; where one is too heavy, all again in smaller ones. */
export async function readAllPages<Row extends { readonly id: number }>(
  http: StoreHttp,
  list: PageRequest<Row>,
  options?: RequestOptions,
  /** What was learned of the lists of this store; default: nothing yet. */
  size: PageSize = createPageSize(pageLimitMax),
): Promise<Row[]> {
  return await size.read(
    pageLimitMax,
    async (limit, patience) => await readPagesOf(http, list, limit, { ...options, ...patience }),
  );
}

async function readPagesOf<Row extends { readonly id: number }>(
  http: StoreHttp,
  list: PageRequest<Row>,
  limit: number,
  options: RequestOptions,
): Promise<Row[]> {
  const rows = new Map<number, Row>();
  for (let number = 1; ; number++) {
    const endless = (): string | undefined =>
      rows.size < listRowsMax ? undefined : `it goes on after ${rows.size} rows, and no list has so many`;
    const request = {
      ...list,
      query: { ...list.query, page: number, limit },
      fault: (row: Row) => list.fault?.(row) ?? endless(),
    };
    let page = await readPage(http, request, options);
    if (page.some(seenIn(rows))) {
      const seen = seenIn(rows);
      const fault = (row: Row) => (seen(row) ? `it brings the row ${row.id} again` : undefined);
      page = await readPage(http, { ...request, fault: (row) => request.fault(row) ?? fault(row) }, options);
    }
    for (const row of page) rows.set(row.id, row);
    // A short page is the last one, unless it is short because the store lowered our limit.
    if (page.length === 0 || (page.length < limit && page.length % pageLimitStep !== 0))
      return [...rows.values()];
  }
}

/** True for a row that an earlier page or an earlier row of this page has brought. */
function seenIn(rows: ReadonlyMap<number, unknown>): (row: { readonly id: number }) => boolean {
  const here = new Set<number>();
  return ({ id }) => {
    if (rows.has(id) || here.has(id)) return true;
    here.add(id);
    return false;
  };
}
