/** V3's envelopes: `{data, meta}`, pagination with bare query links, and the error object. */

const statusPage = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** A V3 error; `errors` maps fields to what is wrong with them. */
export function v3Error(status: number, title: string, errors: Record<string, string> = {}): Response {
  return Response.json({ status, title, type: statusPage, errors }, { status });
}

/** 404 in V3’s words, which carry the path. */
export function v3NotFound(path: string, title = 'The requested resource was not found.'): Response {
  return Response.json({ status: 404, title, type: statusPage, instance: path }, { status: 404 });
}

/** One thing. */
export function v3Item(data: unknown, status = 200): Response {
  return Response.json({ data, meta: {} }, { status });
}

/** Which part of a list a request wants. */
export interface Page {
  readonly page: number;
  readonly limit: number;
}

/** One page of a list that has `total` rows. */
export function v3List(
  data: readonly unknown[],
  total: number,
  { page, limit }: Page,
  query: URLSearchParams,
): Response {
  const pages = Math.max(1, Math.ceil(total / limit));
  const link = (to: number): string => {
    const params = new URLSearchParams(query);
    params.delete('page');
    params.delete('limit');
    const rest = params.size === 0 ? '' : `&${params.toString()}`;
    return `?page=${to}&limit=${limit}${rest}`;
  };
  const links = {
    ...(page > 1 ? { previous: link(page - 1) } : {}),
    current: link(page),
    ...(page < pages ? { next: link(page + 1) } : {}),
  };
  const pagination = {
    total,
    count: data.length,
    per_page: limit,
    current_page: page,
    total_pages: pages,
    links,
  };
  return Response.json({ data, meta: { pagination } });
}

/** Reads page and limit; the answer to send instead where they cannot be served. */
export function v3Page(
  query: URLSearchParams,
  overLimit: 'clamp' | '413' | '422',
  limitMax = 250,
): Page | Response {
  const page = wholeNumber(query.get('page') ?? '1');
  const limit = wholeNumber(query.get('limit') ?? '50');
  if (page === undefined || page < 1)
    return v3Error(422, 'Invalid query parameter(s).', { page: 'page must be a positive integer' });
  if (limit === undefined || limit < 1) {
    return v3Error(422, 'Invalid query parameter(s).', { limit: 'limit must be a positive integer' });
  }
  if (limit > 250 && overLimit === '413') {
    return v3Error(413, 'The requested limit exceeds the maximum of 250 objects.');
  }
  if (limit > 250 && overLimit === '422') {
    return v3Error(422, 'Invalid query parameter(s).', { limit: 'limit must be at most 250' });
  }
  return { page, limit: Math.min(limit, limitMax) };
}

/** The rows of this page. */
export function pageOf<Row>(rows: readonly Row[], { page, limit }: Page): Row[] {
  return rows.slice((page - 1) * limit, page * limit);
}

/** A whole number in decimal digits, or undefined. */
export function wholeNumber(text: string): number | undefined {
  const number = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : undefined;
}
