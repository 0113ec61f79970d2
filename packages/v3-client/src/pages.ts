// V3's envelope and page numbers: {data, meta.pagination}, 204 for none. A page that repeats a row, leaves one out or
// belongs elsewhere is asked for once more and then refused: what is absent from a list is taken for absent from
// the store, so a list must not be wrong in silence.
import {
  decodeAnswer,
  isStoreError,
  type Query,
  type RequestOptions,
  type StoreAnswer,
  type StoreHttp,
  unexpectedAnswer,
} from '@cutover/store-http';
import { z } from 'zod';
import { metaSchema, type V3Pagination } from './wire.ts';

/** The largest page V3 documents for products, images and variants. */
export const pageLimitMax = 250;
const pageLimitStep = 50;

export interface Page<Row> {
  readonly rows: Row[];
  readonly pagination: V3Pagination | undefined;
}

export interface PageRequest<Row> {
  readonly path: string;
  readonly query?: Query;
  readonly row: z.ZodType<Row>;
  /** What is wrong with these rows as a whole; undefined when nothing is. */
  readonly fault?: (rows: readonly Row[]) => string | undefined;
}

/** One page; asked for once more when it cannot be right. */
export async function readPage<Row>(
  http: StoreHttp,
  request: PageRequest<Row>,
  options?: RequestOptions,
): Promise<Page<Row>> {
  const read = async (): Promise<Page<Row>> =>
    pageOf(await http.read(request.path, request.query, options), request);
  try {
    return await read();
  } catch (error) {
    if (isStoreError(error) && error.reason === 'malformed') return read();
    throw error;
  }
}

function pageOf<Row>(answer: StoreAnswer, request: PageRequest<Row>): Page<Row> {
  if (answer.body === undefined) return { rows: [], pagination: undefined };
  const { data, meta } = decodeAnswer(answer, z.object({ data: z.array(request.row), meta: metaSchema }));
  const pagination = meta?.pagination;
  if (pagination !== undefined && pagination.count !== data.length) {
    throw unexpectedAnswer(answer, `it says ${pagination.count} rows and holds ${data.length}`);
  }
  const missing = data.length === 0 && (pagination?.total ?? 0) > 0;
  if (missing && pagination !== undefined && pagination.current_page <= pagination.total_pages) {
    throw unexpectedAnswer(answer, `it holds nothing though there should be ${pagination.total} rows`);
  }
  const fault = request.fault?.(data);
  if (fault !== undefined) throw unexpectedAnswer(answer, fault);
  return { rows: data, pagination };
}

/** Every page of a list that is numbered, one after another. */
export async function* readPages<Row extends { readonly id: number }>(
  http: StoreHttp,
  list: PageRequest<Row>,
  options?: RequestOptions,
): AsyncGenerator<Row[]> {
  const seen = new Set<number>();
  for (let number = 1; ; number++) {
    const fault = (rows: readonly Row[]): string | undefined => list.fault?.(rows) ?? repeated(rows, seen);
    const query = { ...list.query, page: number, limit: pageLimitMax };
    const { rows, pagination } = await readPage(http, { ...list, query, fault }, options);
    for (const row of rows) seen.add(row.id);
    if (rows.length > 0) yield rows;
    if (isLast(rows.length, number, pagination)) return;
  }
}

export async function readAllPages<Row extends { readonly id: number }>(
  http: StoreHttp,
  list: PageRequest<Row>,
  options?: RequestOptions,
): Promise<Row[]> {
  const all: Row[] = [];
  for await (const rows of readPages(http, list, options)) all.push(...rows);
  return all;
}

// A short page is the last one, unless it is short because the store lowered our limit.
function isLast(length: number, number: number, pagination: V3Pagination | undefined): boolean {
  if (length === 0) return true;
  return pagination === undefined ? length % pageLimitStep !== 0 : number >= pagination.total_pages;
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
