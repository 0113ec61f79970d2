// Sockets that must not open: private addresses, however they are written, with and without TLS.
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { TransportError, type TransportRequest } from './transport.ts';
import { createUndiciTransport } from './undici-transport.ts';

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (listener: RequestListener): Promise<string> => listening(createServer(listener));
const serveRaw = (listener: (socket: Socket) => void): Promise<string> =>
  listening(createTcpServer(listener));

function transport(options: Parameters<typeof createUndiciTransport>[0] = {}) {
  const made = createUndiciTransport({
    connectTimeoutMs: 500,
    headersTimeoutMs: 150,
    bodyTimeoutMs: 150,
    proxyFromEnvironment: false,
    ...options,
  });
  closing.push(() => made.close?.());
  return made;
}

function get(origin: string, more: Partial<TransportRequest> = {}): TransportRequest {
  return { method: 'GET', url: new URL(origin), headers: {}, bodyMaxBytes: 1000, ...more };
}

async function failure(promise: Promise<unknown>): Promise<Pick<TransportError, 'reason' | 'sent' | 'code'>> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TransportError) return { reason: error.reason, sent: error.sent, code: error.code };
    throw error;
  }
  throw new Error('it did not fail');
}

describe('public addresses only', () => {
  it.each(['http', 'https'])('refuses loopback before a byte is written, over %s', async (scheme) => {
    let connections = 0;
    const origin = await serveRaw(() => {
      connections += 1;
    });
    const { port } = new URL(origin);
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      '2130706433',
      '0x7f000001',
      '127.1',
      '0177.0.0.1',
    ]) {
      const failed = await failure(transport()(get(`${scheme}://${host}:${port}`, { publicOnly: true })));
      expect({ host, reason: failed.reason, sent: failed.sent }).toEqual({
        host,
        reason: 'blocked',
        sent: false,
      });
    }
    expect(connections).toBe(0);
  });

  it('is asked for request by request', async () => {
    const origin = await serve((_request, response) => response.end('ok'));
    const send = transport();
    expect((await failure(send(get(origin, { publicOnly: true })))).reason).toBe('blocked');
    expect(String((await send(get(origin))).body)).toBe('ok');
  });
});
