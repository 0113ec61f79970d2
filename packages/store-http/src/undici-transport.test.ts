// The real transport against real sockets on loopback: what left, what came back, how long, how large.

import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { proxyIsConfigured } from './proxy-variables.ts';
import { failure, get, listening, serve, serveRaw, transport } from './testing/sockets.ts';

describe('an answer', () => {
  it('comes whole, with lower-case headers', async () => {
    const origin = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.setHeader('X-Twice', ['a', 'b']);
        response.end(
          `${request.method} ${request.url} ${request.headers['content-length']} ${Buffer.concat(chunks).toString()}`,
        );
      });
    });
    const answer = await transport()(
      get(origin, { method: 'POST', url: new URL('/v3/x?id:in=1,2', origin), body: 'hé' }),
    );
    expect([answer.status, answer.headers['x-twice'], String(answer.body)]).toEqual([
      200,
      'a, b',
      'POST /v3/x?id:in=1,2 3 hé',
    ]);
  });

  it('is decompressed', async () => {
    const origin = await serve((_request, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(gzipSync('[1,2]'));
    });
    expect(String((await transport()(get(origin))).body)).toBe('[1,2]');
  });

  it('may be cut after the bytes that are wanted', async () => {
    const origin = await serve((_request, response) => response.end('x'.repeat(100_000)));
    const answer = await transport()(get(origin, { bodyMaxBytes: 10, whenOver: 'cut' }));
    expect([String(answer.body), answer.isCut]).toEqual(['xxxxxxxxxx', true]);
  });

  const noise = randomBytes(300_000);
  const least = 65_000;
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('is decompressed as far as it is wanted: %s', async (encoding, pack) => {
    const serving = async (body: Uint8Array) => {
      const packed = pack(body);
      const origin = await serve((_request, response) => {
        response.setHeader('Content-Encoding', encoding);
        response.end(packed);
      });
      return await transport()(get(origin, { bodyMaxBytes: 65_536, whenOver: 'cut' }));
    };
    // Of what cannot be made smaller less is there than was asked for, and it is not the whole.
    const hard = await serving(noise);
    expect([noise.subarray(0, hard.body.length).equals(hard.body), hard.isCut]).toEqual([true, true]);
    expect(hard.body.length).toBeGreaterThan(encoding === 'br' ? 0 : least);
    const easy = await serving(Buffer.alloc(1_000_000, 1));
    expect([easy.body.length, easy.isCut]).toEqual([65_536, true]);
    const short = await serving(Buffer.from('[1,2]'));
    expect([String(short.body), short.isCut]).toEqual(['[1,2]', undefined]);
  });
});

describe('a failure says whether bytes may have left', () => {
  it('nobody listens: not sent', async () => {
    const server = createServer();
    const origin = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(transport()(get(origin)))).toEqual({
      reason: 'network',
      sent: false,
      code: 'ECONNREFUSED',
    });
  });

  it('no such name: not sent', async () => {
    const failed = await failure(transport()(get('http://no-such-host.invalid')));
    expect({ reason: failed.reason, sent: failed.sent }).toEqual({ reason: 'network', sent: false });
  });

  it('no TLS there: not sent', async () => {
    const origin = await serveRaw((socket) => socket.end('no TLS here'));
    const failed = await failure(transport()(get(origin.replace('http:', 'https:'))));
    expect({ reason: failed.reason, sent: failed.sent }).toEqual({ reason: 'network', sent: false });
  });

  it('aborted before: not sent', async () => {
    const origin = await serve((_request, response) => response.end());
    expect(await failure(transport()(get(origin, { signal: AbortSignal.abort() })))).toEqual({
      reason: 'aborted',
      sent: false,
      code: undefined,
    });
  });

  it('aborted while waiting for a free connection: not sent, and never sent later', async () => {
    let requests = 0;
    const origin = await serve((_request, response) => {
      requests += 1;
      setTimeout(() => response.end(), 40);
    });
    const send = transport({ connections: 1 });
    const stop = new AbortController();
    const first = send(get(origin));
    const second = failure(send(get(origin, { signal: stop.signal })));
    stop.abort();
    expect(await second).toEqual({ reason: 'aborted', sent: false, code: undefined });
    await first;
    await send(get(origin));
    expect(requests).toBe(2);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['reset after the request', (socket) => socket.on('data', () => socket.resetAndDestroy())],
    ['closed without an answer', (socket) => socket.on('data', () => socket.end())],
    [
      'cut within the headers',
      (socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-')),
    ],
    [
      'cut within the body',
      (socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"d')),
    ],
    ['not HTTP', (socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH\r\n'))],
    [
      'a broken chunk',
      (socket) =>
        socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n')),
    ],
  ])('%s: may have been sent', async (_what, listener) => {
    const failed = await failure(transport()(get(await serveRaw(listener), { method: 'POST', body: '{}' })));
    expect({ reason: failed.reason, sent: failed.sent }).toEqual({ reason: 'network', sent: true });
  });

  it('aborted while the answer is awaited: may have been sent', async () => {
    const stop = new AbortController();
    const origin = await serve(() => stop.abort());
    expect(await failure(transport()(get(origin, { signal: stop.signal })))).toEqual({
      reason: 'aborted',
      sent: true,
      code: undefined,
    });
  });

  it('a connection that was kept and is closed in the same moment is never taken for certain', async () => {
    const origin = await serveRaw((socket) => {
      let seen = 0;
      socket.on('data', () => {
        seen += 1;
        if (seen === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        else socket.destroy();
      });
    });
    const send = transport({ connections: 1 });
    await send(get(origin));
    const failed = await failure(send(get(origin, { method: 'POST', body: '{}' })));
    expect({ reason: failed.reason, sent: failed.sent }).toEqual({ reason: 'network', sent: true });
  });
});

describe('time and size are bounded', () => {
  it('no answer', async () => {
    const origin = await serve(() => undefined);
    expect(await failure(transport()(get(origin)))).toEqual({
      reason: 'timeout',
      sent: true,
      code: 'ETIMEDOUT',
    });
  });

  it('an answer that trickles for ever', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 10);
      onTestFinished(() => clearInterval(drip));
    });
    expect(await failure(transport()(get(origin)))).toEqual({
      reason: 'timeout',
      sent: true,
      code: 'ETIMEDOUT',
    });
  });

  it('an endless body', async () => {
    const origin = await serve((_request, response) => {
      const pour = (): void => {
        while (response.write('x'.repeat(10_000)));
        response.once('drain', pour);
      };
      pour();
    });
    expect(await failure(transport()(get(origin)))).toEqual({
      reason: 'too-large',
      sent: true,
      code: undefined,
    });
  });

  it('a small body that decompresses to a large one, cut before it does', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const origin = await serve((_request, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(bomb);
    });
    const before = process.memoryUsage.rss();
    expect(await failure(transport()(get(origin, { bodyMaxBytes: 1024 * 1024 })))).toEqual({
      reason: 'too-large',
      sent: true,
      code: undefined,
    });
    expect(process.memoryUsage.rss() - before).toBeLessThan(40 * 1024 * 1024);
  });

  it.each([
    ['cut gzip', 'gzip', gzipSync('x'.repeat(500)).subarray(0, 12)],
    ['no gzip at all', 'gzip', Buffer.from('plain')],
    ['an encoding nobody knows', 'rot13', Buffer.from('cynva')],
    ['one encoding upon another', 'gzip, gzip', Buffer.from('x')],
  ])('%s', async (_what, encoding, body) => {
    const origin = await serve((_request, response) => {
      response.setHeader('Content-Encoding', encoding);
      response.end(body);
    });
    const failed = await failure(transport()(get(origin)));
    expect({ reason: failed.reason, sent: failed.sent }).toEqual({ reason: 'encoding', sent: true });
  });
});

it.each([
  [{}, false],
  [{ HTTPS_PROXY: '' }, false],
  [{ HTTPS_PROXY: 'http://p:1' }, true],
  [{ http_proxy: 'http://p:1' }, true],
])('proxyIsConfigured(%o) is %s', (environment, expected) => {
  expect(proxyIsConfigured(environment)).toBe(expected);
});
