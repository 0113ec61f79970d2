/** Answers as the faults deform them; each is a whole outcome that a socket or a simulation then carries out. */
import { gunzipSync } from 'node:zlib';

/** What comes back to the client. */
export type Outcome =
  | { readonly kind: 'answer'; readonly response: Response }
  /** The connection is reset without an answer. */
  | { readonly kind: 'reset' }
  /** Nothing ever comes. */
  | { readonly kind: 'hang' }
  /** `sent` bytes of `body` under a Content-Length of `declared`; then the connection ends. */
  | {
      readonly kind: 'misframed';
      readonly status: number;
      readonly headers: Headers;
      readonly body: Uint8Array;
      readonly declared: number;
    };

/** A proper answer. */
export function answer(response: Response): Outcome {
  return { kind: 'answer', response };
}

/** The status a client sees; 0 where it sees none. */
export function statusOf(outcome: Outcome): number {
  if (outcome.kind === 'answer') return outcome.response.status;
  return outcome.kind === 'misframed' ? outcome.status : 0;
}

/** Half of the body under the Content-Length of all of it. */
export async function truncated(response: Response): Promise<Outcome> {
  const whole = new Uint8Array(await response.arrayBuffer());
  if (whole.length === 0) return { kind: 'reset' };
  const body = whole.subarray(0, Math.floor(whole.length / 2));
  return {
    kind: 'misframed',
    status: response.status,
    headers: response.headers,
    body,
    declared: whole.length,
  };
}

/** All of the body under a Content-Length that is a few bytes less. */
export async function wrongLength(response: Response): Promise<Outcome> {
  const body = new Uint8Array(await response.arrayBuffer());
  const declared = Math.max(0, body.length - 7);
  if (body.length === 0) return { kind: 'reset' };
  return { kind: 'misframed', status: response.status, headers: response.headers, body, declared };
}

/** A success whose JSON breaks off in the middle of a value. */
export async function malformed(response: Response): Promise<Response> {
  const text = await plainText(response);
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.delete('content-encoding');
  headers.set('content-type', 'application/json');
  return new Response(text.length < 2 ? '{"data":' : text.slice(0, -Math.ceil(text.length / 3)), {
    status: 200,
    headers,
  });
}

/** An HTML page, as a gateway or a captive portal sends it. */
export function htmlPage(status: number): Response {
  const title = status === 200 ? 'Welcome' : `${status} Bad Gateway`;
  return new Response(
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>`,
    {
      status,
      headers: { 'content-type': 'text/html' },
    },
  );
}

/** The list without its middle row. */
export async function withoutMiddleRow(response: Response): Promise<Response> {
  return await withRows(response, (rows) => void rows.splice(Math.floor(rows.length / 2), 1));
}

/** The list with null for the place of an image of its middle row, which may be a product with images. */
export async function withNullPlace(response: Response): Promise<Response> {
  return await withRows(response, (rows) => {
    const middle = rows[Math.floor(rows.length / 2)];
    const images = isRecord(middle) && Array.isArray(middle['images']) ? middle['images'] : [middle];
    const image: unknown = images[Math.floor(images.length / 2)];
    if (isRecord(image) && 'sort_order' in image) image['sort_order'] = null;
  });
}

async function withRows(response: Response, change: (rows: unknown[]) => void): Promise<Response> {
  const text = await plainText(response);
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  const rows = rowsOf(value);
  if (rows === undefined || rows.length === 0)
    return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
  change(rows);
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return Response.json(value, { status: response.status, headers });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const isEnvelope = typeof value === 'object' && value !== null && 'data' in value;
  return isEnvelope && Array.isArray(value.data) ? value.data : undefined;
}

async function plainText(response: Response): Promise<string> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return (
    response.headers.get('content-encoding') === 'gzip' ? gunzipSync(bytes) : Buffer.from(bytes)
  ).toString();
}
