// A store of one's own on 127.0.0.1: V2, V3 and the pictures of one catalog, a quota, a token, and a record of every
// write. It shares nothing with the sandbox store nor with the program's clients (README.md). Invariant: what has arrived
// whole takes effect, whether or not anybody still waits for the answer.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { pictureAt } from './addresses.ts';
import {
  type Answer,
  type Body,
  bodyDigest,
  type Call,
  type Choices,
  notFound,
  Refusal,
  type Route,
} from './call.ts';
import { type Catalog, createCatalog } from './catalog.ts';
import { createQuota, type Quota } from './quota.ts';
import { v2Error, v2Routes } from './v2.ts';
import { v3Error, v3Routes } from './v3.ts';

/** A request that is to change something, from the moment that it had arrived whole. */
export interface Write {
  /** In milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Below the store's V3, such as `catalog/products/7/images`. */
  readonly path: string;
  /** Equal for two that ask for the same. */
  readonly digest: string;
  readonly form: Body['form'];
  /** True once something of the store has changed. */
  changed: boolean;
  /** Undefined until the answer is sent, or cut. */
  status?: number | 'cut';
}

export interface StoreOptions {
  readonly hash: string;
  readonly token: string;
  readonly quota: Quota;
  readonly firstId: number;
  readonly random: () => number;
  /** Default: `kept`. */
  readonly swatchAddress?: 'kept' | 'new';
  /** Default: `added`, `request`. */
  readonly choices?: Partial<Choices>;
  readonly now?: () => number;
  /** True: what this write has done stays done, and the connection is cut instead of an answer. */
  readonly losesAnswer?: (write: Write) => boolean;
  /** Hears of each write: before anything has happened, and when it is done and nothing is answered yet. */
  readonly onWrite?: (moment: 'arrived' | 'done', write: Write) => void;
}

export interface IndependentStore {
  readonly catalog: Catalog;
  readonly origin: string;
  readonly writes: readonly Write[];
  /** How many requests got each status, by `GET v3 200`. */
  readonly answered: ReadonlyMap<string, number>;
  /** What no page of the API names: routes, words of a query, fields, headers that are missing. */
  readonly surprises: ReadonlySet<string>;
  useUpQuota(): void;
  close(): Promise<void>;
}

export async function startStore(options: StoreOptions): Promise<IndependentStore> {
  const { hash, token, now = Date.now } = options;
  const catalog = createCatalog({
    random: options.random,
    firstId: options.firstId,
    swatchAddress: options.swatchAddress ?? 'kept',
    seconds: () => Math.floor(now() / 1_000),
  });
  const choices: Choices = { updatedImages: 'added', badAddress: 'request', ...options.choices };
  const quota = createQuota(options.quota, now);
  const writes: Write[] = [];
  const answered = new Map<string, number>();
  const surprises = new Set<string>();
  let origin = '';

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    const api = new RegExp(`^/stores/${hash}/(v2|v3)/(.*)$`).exec(url.pathname);
    if (api === null) {
      await servePicture(url, request, response);
      return;
    }
    const version = api[1] === 'v2' ? 'v2' : 'v3';
    const path = api[2] ?? '';
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    noteHeaders(request, method);
    const { taken, headers } = quota.take();
    const refusal = taken ? refusalOf(request, path) : new Refusal(429, 'Too many requests');
    if (refusal !== undefined || body instanceof Refusal) {
      const refused = refusal ?? (body instanceof Refusal ? body : notFound());
      if (refused.status !== 429) surprises.add(`${method} ${version} ${pattern(path)} ${refused.message}`);
      send(request, response, { version, method }, (version === 'v2' ? v2Error : v3Error)(refused), headers);
      return;
    }
    await answer(request, response, { version, path, method, body }, url, headers);
  }

  interface Said {
    readonly version: 'v2' | 'v3';
    readonly path: string;
    readonly method: string;
    readonly body: Body;
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    said: Said,
    url: URL,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { version, path, method, body } = said;
    const write: Write = {
      at: now(),
      method,
      path,
      digest: bodyDigest(body),
      form: body.form,
      changed: false,
    };
    const isWrite = method !== 'GET' && method !== 'HEAD';
    if (isWrite) {
      writes.push(write);
      options.onWrite?.('arrived', write);
    }
    const given = await answerTo(version === 'v2' ? v2Routes : v3Routes, {
      method,
      path,
      failed: version === 'v2' ? v2Error : v3Error,
      call: {
        catalog,
        choices,
        origin,
        store: hash,
        query: url.searchParams,
        body,
        surprise: (what) => void surprises.add(`${method} ${version} ${pattern(path)} ${what}`),
        changed: () => {
          write.changed = true;
        },
      },
    });
    if (isWrite) options.onWrite?.('done', write);
    if (isWrite && write.changed && options.losesAnswer?.(write) === true) {
      write.status = 'cut';
      response.destroy();
      return;
    }
    write.status = given.status;
    send(request, response, said, given, headers);
  }

  function refusalOf(request: IncomingMessage, path: string): Refusal | undefined {
    if (path.endsWith('/')) return new Refusal(403, 'Authentication Required');
    return request.headers['x-auth-token'] === token ? undefined : new Refusal(401, 'Unauthorized');
  }

  function noteHeaders({ headers }: IncomingMessage, method: string): void {
    if (headers.accept?.includes('application/json') !== true) surprises.add(`${method} without Accept`);
    if (headers['user-agent'] === undefined) surprises.add(`${method} without User-Agent`);
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    { method, version }: Pick<Said, 'method' | 'version'>,
    { status, body }: Answer,
    headers: Readonly<Record<string, string>>,
  ): void {
    const key = `${method} ${version} ${status}`;
    answered.set(key, (answered.get(key) ?? 0) + 1);
    if (body === undefined) {
      response.writeHead(status, headers).end();
      return;
    }
    const text = Buffer.from(JSON.stringify(body));
    const zips = String(request.headers['accept-encoding']).includes('gzip') && text.length > 1_000;
    const bytes = zips ? gzipSync(text, { level: 1 }) : text;
    response
      .writeHead(status, {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Length': bytes.length,
        ...(zips ? { 'Content-Encoding': 'gzip' } : {}),
      })
      .end(bytes);
  }

  async function servePicture(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = await pictureAt(catalog, hash, decodeURIComponent(url.pathname));
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { picture, bytes } = found;
    response.writeHead(200, { 'Content-Type': `image/${picture.kind}`, 'Content-Length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  }

  const server = createServer((request, response) => {
    // Whoever does not wait for the answer is no failure of the store.
    response.on('error', () => undefined);
    serve(request, response).catch((error: unknown) => {
      surprises.add(`${request.method} ${request.url} ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
  return {
    catalog,
    origin,
    writes,
    answered,
    surprises,
    useUpQuota: quota.useUp,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The path with its ids as `#`. */
const pattern = (path: string): string => path.replaceAll(/(?<=^|\/)\d+(?=\/|$)/gu, '#');

async function answerTo(
  routes: readonly Route[],
  {
    method,
    path,
    call,
    failed,
  }: {
    method: string;
    path: string;
    call: Omit<Call, 'ids'>;
    failed: (refusal: Refusal) => Answer;
  },
): Promise<Answer> {
  const named = routes.filter((route) => route.path === pattern(path));
  const route = named.find((one) => one.method === method);
  if (route === undefined) {
    call.surprise('is not served');
    return failed(
      named.length > 0 ? new Refusal(405, 'Method not allowed') : new Refusal(404, 'The route is not found'),
    );
  }
  const ids = path.split('/').filter((part) => /^\d+$/.test(part));
  try {
    return await route.answer({ ...call, ids: ids.map(Number) });
  } catch (error) {
    if (error instanceof Refusal) return failed(error);
    throw error;
  }
}

/** Parts of the body; a Refusal where it is none that an API takes. */
async function bodyOf(request: IncomingMessage): Promise<Body | Refusal> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { form: 'none' };
  try {
    if (type.startsWith('application/json')) return jsonBody(bytes.toString('utf8'));
    if (type.startsWith('multipart/form-data')) return await formBody(bytes, type);
  } catch {
    return new Refusal(400, 'The body could not be read.');
  }
  return new Refusal(415, 'Unsupported media type');
}

function jsonBody(text: string): Body {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) return { form: 'list', items: value };
  if (typeof value !== 'object' || value === null) throw new Error('no object');
  return { form: 'json', fields: { ...value } };
}

async function formBody(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Body> {
  const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData();
  const fields: Record<string, string> = {};
  const files = new Map<string, { name: string; bytes: Uint8Array }>();
  for (const [name, value] of form)
    if (typeof value === 'string') fields[name] = value;
    else files.set(name, { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  return { form: 'multipart', fields, files };
}
