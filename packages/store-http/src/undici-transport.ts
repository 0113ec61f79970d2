// The real network: undici over HTTP/1.1, whole answers, hard limits on size and time.
// Invariant: an error before undici starts writing the request says `sent: false`; every later one `sent: true`.
// It must not know stores, retries or tokens.
import { lookup } from 'node:dns/promises';
import type { Dispatcher } from 'undici';
import Agent from 'undici/lib/dispatcher/agent.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import { createGuardedConnector, createOpenConnector } from './connectors.ts';
import { decodeBody } from './decode-body.ts';
import { isPrivateAddress } from './private-addresses.ts';
import { proxyIsConfigured } from './proxy-variables.ts';
import { isLoopback } from './store-address.ts';
import {
  type Transport,
  TransportError,
  type TransportRequest,
  type TransportResponse,
} from './transport.ts';

export interface UndiciTransportOptions {
  /** Default 10,000 ms. */
  readonly connectTimeoutMs?: number | undefined;
  /** Until the first byte of the answer; default 30,000 ms. */
  readonly headersTimeoutMs?: number | undefined;
  /** From the headers to the last byte of the body; default 30,000 ms. */
  readonly bodyTimeoutMs?: number | undefined;
  /** Connections kept to one host; default 64. */
  readonly connections?: number | undefined;
  /** Honour HTTP_PROXY, HTTPS_PROXY and NO_PROXY; default true. Loopback is never asked of a proxy. */
  readonly proxyFromEnvironment?: boolean | undefined;
  /** Which addresses a name leads to, rejecting where it leads to none; default: as this machine resolves names. */
  readonly resolveName?: ResolveName | undefined;
}

type ResolveName = (name: string) => Promise<readonly string[]>;

/** The default transport; close it when done, or its idle connections keep the process alive for 4 s. */
export function createUndiciTransport(options: UndiciTransportOptions = {}): Transport {
  const connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
  const headersTimeoutMs = options.headersTimeoutMs ?? 30_000;
  const bodyTimeoutMs = options.bodyTimeoutMs ?? 30_000;
  const resolveName = options.resolveName ?? resolveHere;
  const isProxied = (options.proxyFromEnvironment ?? true) && proxyIsConfigured(process.env);

  const open = (guarded: boolean, proxied: boolean): Dispatcher => {
    const agentOptions = {
      connect: guarded ? createGuardedConnector(connectTimeoutMs) : createOpenConnector(connectTimeoutMs),
      connectTimeout: connectTimeoutMs,
      connections: options.connections ?? 64,
      allowH2: false,
      // Both limits are ours, below: undici's restart with every byte, so that a trickle never ends.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    return proxied ? new EnvHttpProxyAgent(agentOptions) : new Agent(agentOptions);
  };
  const agents = new Map<string, Dispatcher>();
  const agentFor = (guarded: boolean, proxied: boolean): Dispatcher => {
    const key = `${guarded} ${proxied}`;
    const agent = agents.get(key) ?? open(guarded, proxied);
    agents.set(key, agent);
    return agent;
  };

  const transport: Transport = async (request) => {
    // A proxy's loopback is another machine's.
    const proxied = isProxied && !isLoopback(request.url.hostname);
    const guarded = request.publicOnly === true;
    // Through a proxy the socket's address is the proxy's own; where the name leads is asked here instead.
    if (guarded && proxied) await refuseUnlessPublic(request.url.hostname, resolveName);
    const answer = await exchange(agentFor(guarded, proxied), request, {
      headersMs: request.headersTimeoutMs ?? headersTimeoutMs,
      bodyMs: request.bodyTimeoutMs ?? bodyTimeoutMs,
    });
    return decodeBody(answer, request);
  };
  transport.close = async () => {
    await Promise.all([...agents.values()].map((agent) => agent.destroy()));
  };
  return transport;
}

const notPublic = 'leads to an address that is not on the public internet';

/** A proxy resolves names for itself, so a name that tells nothing here could lead it into its own network. */
async function refuseUnlessPublic(hostname: string, resolveName: ResolveName): Promise<void> {
  const bare = hostname.replace(/^\[(.*)\]$/u, '$1');
  const addresses = await resolveName(bare).catch(() => []);
  if (addresses.length > 0 && !addresses.some(isPrivateAddress)) return;
  throw new TransportError(
    addresses.length > 0
      ? notPublic
      : 'does not resolve here, so that nobody knows where a proxy would ask for it',
    { reason: 'blocked', sent: false },
  );
}

const resolveHere: ResolveName = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

interface TimeLimits {
  readonly headersMs: number;
  readonly bodyMs: number;
}

function exchange(
  agent: Dispatcher,
  request: TransportRequest,
  limits: TimeLimits,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    const ending = createEnding(request, resolve, reject);
    if (request.signal?.aborted === true) return ending.onAbort();
    request.signal?.addEventListener('abort', ending.onAbort, { once: true });
    agent.dispatch(
      {
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        // Without this undici closes the connection after each HEAD, in case a server sends a body with it; a picture's
        // probe would cost a handshake each. A HEAD is a read, so a connection spoilt by such a server is asked again.
        reset: false,
      },
      handlerOf(ending, request, limits),
    );
  });
}

/** How one exchange comes to its one end, whatever comes first: its answer, an error, a limit of time, or the wish to stop. */
interface Ending {
  isReached(): boolean;
  /** The first byte is about to be written. */
  begin(controller: Dispatcher.DispatchController): void;
  /** From now on, unless another limit is set. */
  limit(ms: number, what: string): void;
  finish(response: TransportResponse): void;
  fail(error: TransportError): void;
  wasSent(): boolean;
  readonly onAbort: () => void;
}

function createEnding(
  request: TransportRequest,
  resolve: (response: TransportResponse) => void,
  reject: (error: TransportError) => void,
): Ending {
  let controller: Dispatcher.DispatchController | undefined;
  let reached = false;
  let timer: NodeJS.Timeout | undefined;
  const reach = (): boolean => {
    if (reached) return false;
    reached = true;
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', ending.onAbort);
    return true;
  };
  const ending: Ending = {
    isReached: () => reached,
    begin(started) {
      controller = started;
    },
    limit(ms, what) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const facts = { reason: 'timeout', sent: controller !== undefined, code: 'ETIMEDOUT' } as const;
        ending.fail(new TransportError(`${what} within ${ms} ms`, facts));
      }, ms);
    },
    finish(response) {
      if (reach()) resolve(response);
    },
    fail(error) {
      if (!reach()) return;
      controller?.abort(error);
      reject(error);
    },
    wasSent: () => controller !== undefined,
    onAbort: () =>
      ending.fail(
        new TransportError('the request was aborted', { reason: 'aborted', sent: controller !== undefined }),
      ),
  };
  return ending;
}

function handlerOf(
  ending: Ending,
  request: TransportRequest,
  limits: TimeLimits,
): Dispatcher.DispatchHandler {
  let status = 0;
  let headers: Record<string, string> = {};
  const chunks: Uint8Array[] = [];
  let length = 0;
  const finish = (isCut?: true): void =>
    ending.finish({ status, headers, body: joined(chunks, length), ...(isCut === true ? { isCut } : {}) });
  return {
    onRequestStart(started) {
      // Called right before the first byte is written; a request that was given up in the queue ends here unsent.
      if (ending.isReached()) return started.abort(new Error('given up before it was sent'));
      ending.begin(started);
      ending.limit(limits.headersMs, 'no answer');
    },
    onResponseStart(_controller, statusCode, rawHeaders) {
      if (ending.isReached() || statusCode < 200) return;
      status = statusCode;
      headers = plainHeaders(rawHeaders);
      ending.limit(limits.bodyMs, 'the answer did not end');
    },
    onResponseData(controller, chunk) {
      if (ending.isReached()) return;
      const room = request.bodyMaxBytes - length;
      if (chunk.length <= room) {
        chunks.push(chunk);
        length += chunk.length;
        return;
      }
      if (request.whenOver !== 'cut') return ending.fail(tooLarge(request.bodyMaxBytes));
      chunks.push(chunk.subarray(0, room));
      length += room;
      finish(true);
      controller.abort(new Error('enough was read'));
    },
    onResponseEnd: () => finish(),
    onResponseError(_controller, error) {
      ending.fail(named(error, ending.wasSent()));
    },
  };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, length);
}

function plainHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(raw)) {
    const value = raw[name];
    if (value !== undefined)
      headers[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
}

function tooLarge(bodyMaxBytes: number): TransportError {
  return new TransportError(`the answer is longer than ${bodyMaxBytes} bytes`, {
    reason: 'too-large',
    sent: true,
  });
}

// undici's own error is not kept as the cause: it may carry sockets and options with it.
function named(error: unknown, sent: boolean): TransportError {
  if (error instanceof TransportError) return error;
  const code = codeOf(error);
  const message = error instanceof Error && error.message !== '' ? error.message : 'the connection failed';
  if (code === 'ERR_IP_BLOCKED') return new TransportError(notPublic, { reason: 'blocked', sent, code });
  const reason = code !== undefined && /TIMEOUT|TIMEDOUT/u.test(code) ? 'timeout' : 'network';
  return new TransportError(message, { reason, sent, code });
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) {
    // Several addresses of one name failed; one that was blocked decides, so that it is never mistaken for an outage.
    const codes = error.errors.map((one) => codeOf(one));
    return codes.find((code) => code === 'ERR_IP_BLOCKED') ?? codes.find((code) => code !== undefined);
  }
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
