// Answers that are made to take for ever or to fill the memory, over real sockets. Invariant: each ends as a typed error
// within the limit that it meets, counted from the first byte to the last however the bytes trickle, and with no more
// memory than the cap allows.
import { createServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createStoreHttp } from './store-http.ts';
import { createFakeTransport } from './testing/fakes.ts';
import { TransportError } from './transport.ts';
import { createUndiciTransport } from './undici-transport.ts';

const limitMs = 200;
/** Where the size is what ends it, however long a busy machine takes to pour it. */
const patientMs = 20_000;
/** What a busy machine may add to a limit. */
const slackMs = 1_500;
const mebibyte = 1024 * 1024;
const cap = 8 * mebibyte;
/** The body as it came, once more in one piece, and what the decoder holds. */
const memoryMax = 3 * cap;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(answer: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer((socket) => {
    closing.push(() => socket.destroy());
    socket.on('error', () => undefined).once('data', () => answer(socket));
  });
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server has a port');
  return `http://127.0.0.1:${address.port}`;
}

/** Writes the beginning at once, then the text a byte at a time, then its last byte for ever. */
const trickle = (beginning: string, text: string) => (socket: Socket) => {
  socket.write(beginning);
  let at = 0;
  const drip = setInterval(() => {
    socket.write(text.at(Math.min(at, text.length - 1)) ?? ' ');
    at += 1;
  }, 5);
  closing.push(() => clearInterval(drip));
};

/** Writes the beginning, then the same piece without end, as fast as it is taken. */
const pour = (beginning: string, piece: string | Uint8Array) => (socket: Socket) => {
  socket.write(beginning);
  const more = (): void => {
    if (socket.destroyed) return;
    if (socket.write(piece)) setImmediate(more);
    else socket.once('drain', more);
  };
  more();
};

const whole = (headers: string, body: Uint8Array) => (socket: Socket) => {
  socket.write(`HTTP/1.1 200 OK\r\n${headers}Content-Length: ${body.length}\r\n\r\n`);
  socket.end(body);
};

const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const zeros = Buffer.alloc(128 * mebibyte);
const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

type Reason = 'timeout' | 'too-large' | 'network';
const answers: readonly (readonly [what: string, answer: (socket: Socket) => void, reason: Reason])[] = [
  ['nothing', () => undefined, 'timeout'],
  ['a status line, a byte at a time', trickle('HTTP', '/1.1 200 OK   '), 'timeout'],
  ['headers, a byte at a time', trickle(head, 'X-Slow: aaa'), 'timeout'],
  ['a body, a byte at a time', trickle(`${head}\r\n`, '[1,1'), 'timeout'],
  ['one interim answer after another', pour('', 'HTTP/1.1 103 Early Hints\r\n\r\n'), 'timeout'],
  ['headers without end', pour(head, `X-Long: ${'x'.repeat(1_000)}\r\n`), 'network'],
  ['one header without end', pour(`${head}X-Long: `, 'x'.repeat(1_000)), 'network'],
  ['a body without end', pour(`${head}\r\n`, '['.repeat(60_000)), 'too-large'],
  [
    'chunks without end',
    pour(`${head}Transfer-Encoding: chunked\r\n\r\n`, chunk('['.repeat(30_000))),
    'too-large',
  ],
  [
    'a body of a petabyte',
    pour(`${head}Content-Length: 1000000000000000\r\n\r\n`, '['.repeat(60_000)),
    'too-large',
  ],
  ['128 MiB packed by gzip', whole('Content-Encoding: gzip\r\n', gzipSync(zeros)), 'too-large'],
  ['128 MiB packed by brotli', whole('Content-Encoding: br\r\n', brotliCompressSync(zeros)), 'too-large'],
  [
    'gzip without end',
    pour(`${head}Content-Encoding: gzip\r\n\r\n`, gzipSync(Buffer.alloc(mebibyte))),
    'too-large',
  ],
];

const found = { slowestMs: 0, mostBytes: 0 };
afterAll(() => {
  process.stdout.write(
    `${answers.length} hostile answers: the slowest of those that meet a time limit ended ${Math.round(found.slowestMs)} ms after its start (limits of ${limitMs} ms), the largest took ${(found.mostBytes / mebibyte).toFixed(1)} MiB (cap ${cap / mebibyte} MiB)\n`,
  );
});

describe('an answer that is', () => {
  it.each(answers)('%s', { timeout: 2 * patientMs }, async (_, answer, reason) => {
    const origin = await serve(answer);
    const transport = createUndiciTransport({
      headersTimeoutMs: reason === 'timeout' ? limitMs : patientMs,
      bodyTimeoutMs: reason === 'timeout' ? limitMs : patientMs,
      proxyFromEnvironment: false,
    });
    closing.push(() => void transport.close?.());
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const look = (): void => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    };
    const looking = setInterval(look, 1);
    closing.push(() => clearInterval(looking));
    const began = performance.now();
    const error = await transport({
      method: 'GET',
      url: new URL(origin),
      headers: {},
      bodyMaxBytes: cap,
    }).catch((failure: unknown) => failure);
    look();
    const tookMs = performance.now() - began;
    if (!(error instanceof TransportError)) throw new Error(`it ended with ${String(error)}`);
    expect({ reason: error.reason, sent: error.sent }).toEqual({ reason, sent: true });
    // One limit for the headers and one for the body, and never a sum of pauses.
    if (reason === 'timeout') expect(tookMs).toBeLessThan(2 * limitMs + slackMs);
    expect(most).toBeLessThan(memoryMax);
    if (reason === 'timeout') found.slowestMs = Math.max(found.slowestMs, tookMs);
    found.mostBytes = Math.max(found.mostBytes, most);
  });
});

it('asks for these limits unless told otherwise', async () => {
  const transport = createFakeTransport([{ status: 200, body: {} }]);
  const http = createStoreHttp({
    api: 'https://api.bigcommerce.com',
    store: 'abc',
    token: 'canary-0123456789',
    transport,
  });
  await http.read('/v3/catalog/products');
  await http.write('POST', '/v3/catalog/products/1/images', { json: {} });
  expect(
    transport.requests.map(({ headersTimeoutMs, bodyMaxBytes }) => ({ headersTimeoutMs, bodyMaxBytes })),
  ).toEqual([
    { headersTimeoutMs: 30_000, bodyMaxBytes: cap },
    { headersTimeoutMs: 60_000, bodyMaxBytes: cap },
  ]);
});
