// Sockets that must not open: private addresses, however they are written, with and without TLS.
import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createGuardedConnector } from './connectors.ts';
import { failure, get, serve, serveRaw, transport } from './testing/sockets.ts';

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

  it.each(['http:', 'https:'])(
    'a socket that the block list has let through is closed before a byte is written, over %s',
    async (protocol) => {
      const received: unknown[] = [];
      const closed = Promise.withResolvers<void>();
      const origin = await serveRaw((socket) => {
        socket.on('data', (data) => received.push(data));
        socket.once('close', () => closed.resolve());
      });
      const connect = createGuardedConnector(1_000, new BlockList());
      const { hostname, port } = new URL(origin);
      const { promise, resolve } = Promise.withResolvers<unknown>();
      connect({ hostname, host: hostname, protocol, port }, (error, socket) => resolve(error ?? socket));
      expect(await promise).toMatchObject({
        code: 'ERR_IP_BLOCKED',
        message: 'the address 127.0.0.1 is not on the public internet',
      });
      await closed.promise;
      expect(received).toEqual([]);
    },
  );
});
