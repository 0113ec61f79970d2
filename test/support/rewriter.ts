// A server between the program and the sandbox that answers as a test wants it to: with another status, another body, or
// rows that the sandbox itself never shows. Invariant: what a rewrite leaves alone passes as it is, but for its addresses,
// which name this server.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

export interface Asked {
  readonly method: string;
  /** Below the origin: `/stores/source/v3/catalog/products`. */
  readonly path: string;
  readonly query: URLSearchParams;
}
export interface Answered {
  readonly status: number;
  /** Parsed JSON; undefined for an empty body, and for what is no JSON. */
  readonly body: unknown;
  /** Beside those that the store sends. */
  readonly headers?: Readonly<Record<string, string>>;
}
/** @returns the answer to give instead; undefined: the store's own. */
export type Rewrite = (asked: Asked, answer: Answered) => Answered | undefined;

export interface Rewriter {
  readonly origin: string;
  /** All requests, as `GET /stores/…?…`. */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function openRewriter(to: string, rewrite: Rewrite): Promise<Rewriter> {
  const requests: string[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', to);
      const method = request.method ?? 'GET';
      requests.push(`${method} ${request.url}`);
      const { answer, bytes, type } = await passed(request, url, to, origin);
      const changed = rewrite({ method, path: url.pathname, query: url.searchParams }, answer);
      const text =
        changed === undefined ? bytes : changed.body === undefined ? '' : JSON.stringify(changed.body);
      response.writeHead(changed?.status ?? answer.status, { 'content-type': type, ...changed?.headers });
      response.end(method === 'HEAD' ? undefined : text);
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server has a port');
  origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function passed(request: IncomingMessage, url: URL, to: string, origin: string) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const sent = Buffer.concat(chunks);
  const isJson = request.headers['content-type']?.startsWith('application/json') === true;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (
      typeof value === 'string' &&
      !['host', 'connection', 'content-length', 'accept-encoding'].includes(name)
    )
      headers[name] = value;
  const answer = await fetch(url, {
    method: request.method ?? 'GET',
    headers,
    ...(sent.length === 0 ? {} : { body: isJson ? sent.toString('utf8').replaceAll(origin, to) : sent }),
  });
  const type = answer.headers.get('content-type') ?? '';
  const raw = Buffer.from(await answer.arrayBuffer());
  const bytes = type.includes('json') ? Buffer.from(raw.toString('utf8').replaceAll(to, origin)) : raw;
  const body: unknown =
    type.includes('json') && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined;
  return { answer: { status: answer.status, body }, bytes, type };
}
