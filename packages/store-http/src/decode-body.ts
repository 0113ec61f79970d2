// Content-Encoding undone under a cap, so that a small compressed body cannot become a large one.
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { TransportError, type TransportRequest, type TransportResponse } from './transport.ts';

type Inflate = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

// Only gzip is asked for; the others are here for servers that do not listen.
const decoders: Readonly<Record<string, Inflate>> = {
  gzip: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip),
  'x-gzip': promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip),
  deflate: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(inflate),
  br: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(brotliDecompress),
};

export async function decodeBody(
  answer: TransportResponse,
  request: Pick<TransportRequest, 'bodyMaxBytes' | 'method'>,
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
  try {
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

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
