// What leaves through a proxy, and what never does: names that could lead it into its own network, and loopback.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransportError } from './transport.ts';
import { createUndiciTransport, type UndiciTransportOptions } from './undici-transport.ts';

const names: Readonly<Record<string, readonly string[]>> = {
  'cdn.example': ['93.184.216.34', '2606:4700::1111'],
  'inside.example': ['10.0.0.7'],
  'both.example': ['93.184.216.34', '192.168.0.9'],
  'none.example': [],
};
const resolveName: UndiciTransportOptions['resolveName'] = async (name) => {
  const found = names[name];
  if (found === undefined) throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' });
  return found;
};

/** A server that notes what it is asked: a path where it is asked directly, a whole address where it is a proxy. */
async function noting(said: string): Promise<{ origin: string; asked: string[]; close: () => void }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(said);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

let proxy: Awaited<ReturnType<typeof noting>>;
let api: typeof proxy;
let send: ReturnType<typeof createUndiciTransport>;

beforeEach(async () => {
  [proxy, api] = [await noting('by proxy'), await noting('directly')];
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy']) vi.stubEnv(name, undefined);
  vi.stubEnv('HTTP_PROXY', proxy.origin);
  vi.stubEnv('HTTPS_PROXY', proxy.origin);
  vi.stubEnv('NO_PROXY', '');
  send = createUndiciTransport({ resolveName });
});
afterEach(async () => {
  await send.close?.();
  for (const server of [proxy, api]) server.close();
  vi.unstubAllEnvs();
});

async function told(address: string, publicOnly: boolean): Promise<unknown> {
  try {
    const { body } = await send({
      method: 'GET',
      url: new URL(address),
      headers: {},
      bodyMaxBytes: 1000,
      publicOnly,
    });
    return String(body);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { reason: error.reason, sent: error.sent, message: error.message };
  }
}

const unresolved = 'does not resolve here, so that nobody knows where a proxy would ask for it';
const notPublic = 'leads to an address that is not on the public internet';

describe('through a proxy', () => {
  it('a public name is asked for, and so is any name of a store', async () => {
    expect(await told('http://cdn.example/a.jpg', true)).toBe('by proxy');
    expect(await told('http://api.inside/v3', false)).toBe('by proxy');
    expect(proxy.asked).toEqual(['http://cdn.example/a.jpg', 'http://api.inside/v3']);
  });

  it.each([
    ['nobody here knows it', 'http://corp.example/a.jpg', unresolved],
    ['nobody here knows it, over TLS', 'https://corp.example/a.jpg', unresolved],
    ['it has no address', 'http://none.example/a.jpg', unresolved],
    ['it is private', 'http://inside.example/a.jpg', notPublic],
    ['one of its addresses is private', 'http://both.example/a.jpg', notPublic],
  ])('a name of a picture is refused where %s', async (_, address, message) => {
    expect(await told(address, true)).toEqual({ reason: 'blocked', sent: false, message });
    expect(proxy.asked).toEqual([]);
  });

  it('loopback is never asked for', async () => {
    expect(await told(`${api.origin}/v3`, false)).toBe('directly');
    expect(await told(`${api.origin.replace('127.0.0.1', 'localhost')}/v2`, false)).toBe('directly');
    expect(await told(`${api.origin}/a.jpg`, true)).toEqual({
      reason: 'blocked',
      sent: false,
      message: notPublic,
    });
    expect([proxy.asked, api.asked]).toEqual([[], ['/v3', '/v2']]);
  });
});
