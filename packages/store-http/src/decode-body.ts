// Content-Encoding undone under a cap, so that a small compressed body cannot become a large one.
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzip,
  inflate,
} from 'node:zlib';
import { TransportError, type TransportRequest, type TransportResponse } from './transport.ts';

type Inflate = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

// Only gzip is asked for; the others are here for servers that do not listen.
const decoders: Readonly<Record<string, Inflate>> = {
  gzip: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip),
  'x-gzip': promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip),
  deflate: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(inflate),
  br: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(brotliDecompress),
};

/** The same of a body whose end was not read, or that is to be read no further. */
const startDecoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  'x-gzip': () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  deflate: () => createInflate({ finishFlush: constants.Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

export async function decodeBody(
  answer: TransportResponse,
  request: Pick<TransportRequest, 'bodyMaxBytes' | 'method' | 'whenOver'>,
): Promise<TransportResponse> {
  const encoding = answer.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity' || answer.body.length === 0 || request.method === 'HEAD')
    return answer;
  const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
  if (decode === undefined) {
    throw new TransportError('the answer is in an encoding nobody asked for', {
      reason: 'encoding',
      sent: true,
    });
  }
  const start = request.whenOver === 'cut' ? startDecoders[encoding] : undefined;
  try {
    if (start !== undefined) return { ...answer, ...(await startOf(answer, start(), request.bodyMaxBytes)) };
    return { ...answer, body: await decode(answer.body, { maxOutputLength: request.bodyMaxBytes }) };
  } catch (error) {
    if (error instanceof RangeError || codeOf(error) === 'ERR_BUFFER_TOO_LARGE') {
      const message = `the answer is longer than ${request.bodyMaxBytes} bytes`;
      throw new TransportError(message, { reason: 'too-large', sent: true });
    }
    throw new TransportError(`the ${encoding} body is damaged`, {
      reason: 'encoding',
      sent: true,
      code: codeOf(error),
    });
  }
}

/** As many bytes as are wanted, or as many as there are in what was read. */
async function startOf(
  { body, isCut = false }: TransportResponse,
  decoder: Transform,
  most: number,
): Promise<Pick<TransportResponse, 'body' | 'isCut'>> {
  decoder.end(body);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of decoder) {
    const bytes: unknown = chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    chunks.push(bytes.subarray(0, most - length));
    length += bytes.length;
    // The rest is not unpacked.
    if (length > most) return { body: Buffer.concat(chunks), isCut: true };
  }
  return { body: Buffer.concat(chunks), ...(isCut ? { isCut } : {}) };
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
