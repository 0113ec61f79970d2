// A file that a person names to be read. Invariants: opening it waits for nobody, so that what has a name and is no file (a
// pipe without a writer, a device without an end) is refused at once; and what can be waited for, the pipe that a shell hands
// over (`<(…)`, /dev/stdin), is left at the first Ctrl-C.
import { close, constants, createReadStream, fstat, open, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/** What was named is no file; the message says what it is. */
class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
}

/** In words that follow the name, why a file cannot be read; undefined where the error is about something else. */
export function whyNotRead(error: unknown): string | undefined {
  if (error instanceof NotAFileError) return error.message;
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined;
  return error.code === 'EISDIR' ? 'is a folder, not a file' : `cannot be read (${String(error.code)})`;
}

/** The bytes of a file, a piece at a time; rejects with the signal's reason once it is asked to stop. */
export async function* bytesOfInput(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* piecesOf(await openInput(path), signal);
}

/** The pieces of a stream, which is closed as soon as the signal says so. */
export async function* piecesOf(stream: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = (): void => {
    stream.destroy(signal.reason instanceof Error ? signal.reason : undefined);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      signal.throwIfAborted();
      yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function openInput(path: string): Promise<Readable> {
  const file = await promisify(open)(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const there = await promisify(fstat)(file);
    if (there.isFile()) return createReadStream('', { fd: file });
    // Of a pipe that is read as a file only its writer can let go.
    if (there.isFIFO() && isHandedOver(resolve(path)))
      return new Socket({ fd: file, readable: true, writable: false });
    throw new NotAFileError(`is ${kindOf(there)}, not a file`);
  } catch (error) {
    await promisify(close)(file);
    throw error;
  }
}

/** By one of the names that shells and scripts give to what this process was started with. */
const isHandedOver = (path: string): boolean =>
  /^\/dev\/(?:stdin|fd\/\d+)$|^\/proc\/(?:self|\d+)\/fd\/\d+$/.test(path);

function kindOf(there: Stats): string {
  if (there.isDirectory()) return 'a folder';
  return there.isFIFO() ? 'a pipe' : 'a device';
}
