/** The bytes of a write, and never more of them than any store would take. */

/** 16 MiB: twice the largest picture, whatever stands around it. */
export const bodyBytesMax = 16 * 1024 * 1024;

/** What is too long is left unread where its length is told, and given up where it shows. */
export async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer> | 'too-large'> {
  if (Number(request.headers.get('content-length') ?? '0') > bodyBytesMax) return 'too-large';
  if (request.headers.has('transfer-encoding')) return await untilTooLarge(request);
  const body = new Uint8Array(await request.arrayBuffer());
  return body.length > bodyBytesMax ? 'too-large' : body;
}

async function untilTooLarge({ body }: Request): Promise<Uint8Array<ArrayBuffer> | 'too-large'> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Not by for-await: leaving that would end the connection, and with it the answer.
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > bodyBytesMax) return 'too-large';
    chunks.push(next.value);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}
