// V3's envelope and page numbers: {data, meta.pagination}, 204 for none. A page that repeats a row, leaves one out or
// belongs elsewhere, and a list whose pages are not as many rows as it counts, is asked for once more and then refused:
// what is absent from a list is taken for absent from the store, so a list must not be wrong in silence.
import {
  createPageSize,
  decodeAnswer,
  isStoreError,
  type PageSize,
  type Query,
  type RequestOptions,
  type StoreAnswer,
  type StoreHttp,
  unexpectedAnswer,
} from '@cutover/store-http';
import { z } from 'zod';
import { metaSchema, type V3Pagination } from './wire.ts';

/** The largest page V3 documents for products, images and variants (Q-25, Q-31). */
export const pageLimitMax = 250;
const pageLimitStep = 50;
/** Where a list without a total is taken for one that never ends: a product has 1,000 images and 600 variants at most. */
const listRowsMax = 25_000;

export interface Page<Row> {
  readonly rows: Row[];
  readonly pagination: V3Pagination | undefined;
  /** Where it was read. */
  readonly answer: StoreAnswer;
}

export interface PageRequest<Row> {
  readonly path: string;
  readonly query?: Query;
  readonly row: z.ZodType<Row>;
  /** Reads what a store insists on though it cannot be; default: it is refused. */
  readonly tolerant?: z.ZodType<Row>;
  /** What is wrong with these rows as a whole; undefined when nothing is. */
  readonly fault?: (rows: readonly Row[]) => string | undefined;
}

/**
 * So often a page is looked at before values in it that cannot be are taken for what the store really shows, and a list
 * before pages that contradict each other are refused.
 */
const looksMax = 3;

/** One page; asked for once more when it cannot be right, and twice where only single values cannot be. */
export async function readPage<Row>(
  http: StoreHttp,
  request: PageRequest<Row>,
  options?: RequestOptions,
): Promise<Page<Row>> {
  const { tolerant } = request;
  for (let look = 1; ; look++) {
    let answer: StoreAnswer | undefined;
    try {
      answer = await http.read(request.path, request.query, options);
      return pageOf(answer, request);
    } catch (error) {
      if (!isStoreError(error) || error.reason !== 'malformed') throw error;
      if (look === 1) continue;
      const readable =
        answer === undefined || tolerant === undefined
          ? undefined
          : readAsIs(answer, { ...request, row: tolerant });
      if (readable === undefined) throw error;
      if (look === looksMax) return readable;
    }
  }
}

function readAsIs<Row>(answer: StoreAnswer, request: PageRequest<Row>): Page<Row> | undefined {
  try {
    return pageOf(answer, request);
  } catch {
    return undefined;
  }
}

function pageOf<Row>(answer: StoreAnswer, request: PageRequest<Row>): Page<Row> {
  if (answer.body === undefined) return { rows: [], pagination: undefined, answer };
  const { data, meta } = decodeAnswer(answer, z.object({ data: z.array(request.row), meta: metaSchema }));
  const pagination = meta?.pagination;
  if (pagination !== undefined && pagination.count !== data.length) {
    throw unexpectedAnswer(answer, `it says ${pagination.count} rows and holds ${data.length}`);
  }
  const asked = request.query?.['page'];
  if (typeof asked === 'number' && pagination !== undefined && pagination.current_page !== asked) {
    throw unexpectedAnswer(answer, `it is page ${pagination.current_page} of the list and not page ${asked}`);
  }
  const missing = data.length === 0 && (pagination?.total ?? 0) > 0;
  if (missing && pagination !== undefined && pagination.current_page <= pagination.total_pages) {
    throw unexpectedAnswer(answer, `it holds nothing though there should be ${pagination.total} rows`);
  }
  const fault = request.fault?.(data);
  if (fault !== undefined) throw unexpectedAnswer(answer, fault);
  return { rows: data, pagination, answer };
}

/** Every page of a list that is numbered, one after another; one that goes on at twice its first total is refused. */
export async function* readPages<Row extends { readonly id: number }>(
  http: StoreHttp,
  list: PageRequest<Row>,
  options?: RequestOptions,
  limit = pageLimitMax,
  rowsMax = Number.POSITIVE_INFINITY,
): AsyncGenerator<Page<Row>> {
  const seen = new Set<number>();
  let total: number | undefined;
  const endless = (rows: readonly Row[]): string | undefined => {
    // A page more, since a short list may well grow while it is read.
    const most = total === undefined ? rowsMax : 2 * total + limit;
    const count = seen.size + rows.length;
    if (count <= most) return undefined;
    return `it goes on with ${count} rows, though ${total === undefined ? `no list has more than ${most}` : `its first page counts ${total}`}`;
  };
  for (let number = 1; ; number++) {
    const fault = (rows: readonly Row[]): string | undefined =>
      list.fault?.(rows) ?? repeated(rows, seen) ?? endless(rows);
    const query = { ...list.query, page: number, limit };
    const page = await readPage(http, { ...list, query, fault }, options);
    const { rows, pagination } = page;
    total ??= pagination?.total;
    for (const row of rows) seen.add(row.id);
    if (rows.length > 0) yield page;
    if (isLast(rows.length, number, pagination, limit)) return;
  }
}

/**
 * All pages together; where one is too heavy, all again in smaller ones. All again as well where somebody has changed the
 * list between two pages, for what has moved from one to the other was not seen; refused where that does not end.
 */
export async function readAllPages<Row extends { readonly id: number }>(
  http: StoreHttp,
  list: PageRequest<Row>,
  options?: RequestOptions,
  /** What was learned of the lists of this store; default: nothing yet. */
  size: PageSize = createPageSize(pageLimitMax),
): Promise<Row[]> {
  for (let look = 1; ; look++) {
    const pages = await size.read(pageLimitMax, async (limit, patience) => {
      const all: Page<Row>[] = [];
      const reading = readPages(http, list, { ...options, ...patience }, limit, listRowsMax);
      for await (const page of reading) all.push(page);
      return all;
    });
    const rows = pages.flatMap((page) => page.rows);
    const miscounting = pages.find(({ pagination }) => (pagination?.total ?? rows.length) !== rows.length);
    if (miscounting === undefined) return rows;
    if (look === looksMax)
      throw unexpectedAnswer(
        miscounting.answer,
        `it counts ${miscounting.pagination?.total} rows in all, and its pages bring ${rows.length}`,
      );
  }
}

// A short page is the last one, unless it is short because the store lowered our limit.
function isLast(
  length: number,
  number: number,
  pagination: V3Pagination | undefined,
  limit: number,
): boolean {
  if (length === 0) return true;
  return pagination === undefined
    ? length < limit && length % pageLimitStep !== 0
    : number >= pagination.total_pages;
}

/** What is wrong with rows that bring an id again, of their own or of these. */
export function repeated(
  rows: readonly { readonly id: number }[],
  seen: ReadonlySet<number>,
): string | undefined {
  const here = new Set<number>();
  for (const { id } of rows) {
    if (seen.has(id) || here.has(id)) return `it brings the row ${id} twice`;
    here.add(id);
  }
  return undefined;
}
