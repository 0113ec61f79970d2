/** V2's answers: bare values, error arrays, RFC 2822 dates, and XML for whoever does not ask for JSON. */

/** `Mon, 24 Sep 2012 01:14:30 +0000` */
export function rfcDate(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

/** A V2 error: an array of one. */
export function v2Error(status: number, message: string, details?: Record<string, unknown>): Response {
  return Response.json([{ status, message, ...(details === undefined ? {} : { details }) }], { status });
}

/** 404 in V2's words. */
export function v2NotFound(): Response {
  return v2Error(404, 'The requested resource was not found.');
}

/** 304 where the request asks for what has changed since, nothing of these has, and the store keeps to that. */
export function v2Unchanged(
  request: Request,
  isKept: 'ignored' | '304',
  rows: readonly { readonly dateModified: number }[],
): Response | undefined {
  const since = Date.parse(request.headers.get('if-modified-since') ?? '');
  if (isKept === 'ignored' || Number.isNaN(since) || rows.length === 0) return undefined;
  // A date has no parts of a second.
  const isOld = rows.every(({ dateModified }) => Math.floor(dateModified / 1000) * 1000 <= since);
  return isOld ? new Response(null, { status: 304 }) : undefined;
}

/** A list; an empty one is 204 or [], as the switch says. */
export function v2List(rows: readonly unknown[], empty: '204' | 'array'): Response {
  return rows.length === 0 && empty === '204' ? new Response(null, { status: 204 }) : Response.json(rows);
}

/** A JSON answer as XML: the resource's name around it, its singular around each row, and none around a count. */
export async function toXml(answer: Response, path: string): Promise<Response> {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  if (text === '') return new Response(null, { status: answer.status, headers });
  const value: unknown = JSON.parse(text);
  const words = path.split('/').filter((word) => /^[a-z]/.test(word) && word !== 'count');
  const plural = answer.ok ? (words.at(-1) ?? 'items') : 'errors';
  const singular = answer.ok && path.endsWith('/count') ? plural : plural.replace(/s$/, '');
  const xml = Array.isArray(value)
    ? `<${plural}>${value.map((row) => element(singular, row)).join('')}</${plural}>`
    : element(singular, value);
  headers.set('content-type', 'application/xml');
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`, { status: answer.status, headers });
}

function element(name: string, value: unknown): string {
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => element('value', item)).join('');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) => element(name, inner))
      .join('');
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Reads V2's page and limit; the answer to send instead where they cannot be served. */
export function v2Page(
  query: URLSearchParams,
  overLimit: 'clamp' | '413',
): { page: number; limit: number } | Response {
  const page = positive(query.get('page') ?? '1');
  const limit = positive(query.get('limit') ?? '50');
  if (page === undefined) return v2Error(400, "The field 'page' is invalid.");
  if (limit === undefined) return v2Error(400, "The field 'limit' is invalid.");
  if (limit > 250 && overLimit === '413') {
    return v2Error(413, 'Too many objects were requested: limit exceeded the maximum of 250.');
  }
  return { page, limit: Math.min(limit, 250) };
}

/** The rows of this page. */
export function v2PageOf<Row>(rows: readonly Row[], { page, limit }: { page: number; limit: number }): Row[] {
  return rows.slice((page - 1) * limit, page * limit);
}

function positive(text: string): number | undefined {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= 1 && Number.isSafeInteger(number) ? number : undefined;
}
