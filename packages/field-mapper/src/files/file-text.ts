// Bytes of a file as text. Invariant: what is yielded is well-formed text without NUL; anything else is refused with its
// line, never replaced in silence. Takes UTF-8, and UTF-16 where a byte order mark says so.
import { TextDecoder } from 'node:util';
import { UnreadableFileError } from './file-problem.ts';
import { signatureLength, signatureOf } from './file-signature.ts';

/** The file's text, a chunk at a time, without byte order mark; what stands before a fault is given before it is thrown. */
export async function* fileText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const reading = new Reading();
  let start: Uint8Array = new Uint8Array(0);
  let begun = false;
  for await (const chunk of bytes) {
    if (begun) yield* reading.read(chunk);
    else {
      start = Buffer.concat([start, chunk]);
      begun = start.length >= signatureLength;
      if (begun) yield* reading.read(asText(start));
    }
  }
  if (!begun) yield* reading.read(asText(start));
  yield* reading.read(undefined);
}

/** The first bytes, unless they say that this is no text at all. */
function asText(start: Uint8Array): Uint8Array {
  const reason = signatureOf(start);
  if (reason !== undefined) throw new UnreadableFileError({ line: 1, reason, isOtherKind: true });
  return start;
}

class Reading {
  #decoder: TextDecoder | undefined;
  #line = 1;
  /** The first bytes of a character that has not ended yet. */
  #held: Uint8Array = new Uint8Array(0);

  /** The text of the next bytes, or of what is left over at the end. */
  *read(bytes: Uint8Array | undefined): Generator<string> {
    const { text, encoding, isSound } = this.#decoded(bytes);
    const nul = text.indexOf('\0');
    yield* this.#passed(nul < 0 ? text : text.slice(0, nul));
    if (nul >= 0) {
      const reason = 'holds a NUL character; a UTF-16 file needs a byte order mark, or save it as UTF-8';
      throw new UnreadableFileError({ line: this.#line, reason });
    }
    if (!isSound)
      throw new UnreadableFileError({
        line: this.#line,
        reason: `not ${encoding.toUpperCase()}: save the file as UTF-8`,
      });
  }

  /** The text of all these bytes, or of those before the first that are none. */
  #decoded(bytes: Uint8Array | undefined) {
    this.#decoder ??= decoderFor(bytes ?? new Uint8Array(0));
    const { encoding } = this.#decoder;
    const all = Buffer.concat([this.#held, bytes ?? new Uint8Array(0)]);
    try {
      const text =
        bytes === undefined ? this.#decoder.decode() : this.#decoder.decode(bytes, { stream: true });
      this.#held = all.subarray(all.length - unended(all, encoding));
      return { text, encoding, isSound: true };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return { text: soundText(all, encoding), encoding, isSound: false };
    }
  }

  *#passed(text: string): Generator<string> {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#line += 1;
    if (text !== '') yield text;
  }
}

function decoderFor(start: Uint8Array): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  return new TextDecoder('utf-8', { fatal: true });
}

/** How many bytes at the end begin a character that goes on behind them. */
function unended(bytes: Uint8Array, encoding: string): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length += 1)
    if (begins(bytes.subarray(bytes.length - length), encoding)) return length;
  return 0;
}

/** Nothing of a character by itself, and no fault either. */
function begins(bytes: Uint8Array, encoding: string): boolean {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true }) === '';
  } catch {
    return false;
  }
}

/** The longest beginning that is text. */
function soundText(bytes: Uint8Array, encoding: string): string {
  let text = '';
  let [sound, unsound] = [0, bytes.length];
  while (unsound - sound > 1) {
    const middle = Math.floor((sound + unsound) / 2);
    try {
      const decoder = new TextDecoder(encoding, { fatal: true });
      text = decoder.decode(bytes.subarray(0, middle), { stream: true });
      sound = middle;
    } catch {
      unsound = middle;
    }
  }
  return text;
}
