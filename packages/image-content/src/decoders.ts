// Pictures are decoded in processes of their own, which can be ended: what a picture takes is bounded in memory and time,
// and a decoder that it brings down takes nothing else with it. Invariants: one large picture at a time, and small ones do
// not wait behind it; nothing here keeps this process alive but a picture that somebody waits for; none outlives it.
import { AsyncResource } from 'node:async_hooks';
import { type Answer, type Decoded, type Decoder, startDecoder } from './decoder-process.ts';
import { PictureError } from './picture-error.ts';
import { decodedBytesMax, refuseTooMany, refuseTooMuch } from './picture-limits.ts';
import type { Seen } from './seen.ts';

/** What takes no more is small: 16 million pixels in four channels. */
export const smallBytesMax = 64_000_000;
/** So many small pictures at once, each in a process. */
const SMALL_AT_ONCE = 2;
/** So long may one picture take, in ms, its turn not counted. */
const LIMIT_MS = 10_000;

export interface DecodersOptions {
  /** The program that decodes; default: the one beside this file. */
  readonly program?: URL;
  /** Default 10,000 ms. */
  readonly limitMs?: number;
}

export interface Decoders {
  /**
   * What is seen of the picture, upright, on white and small, and its size, that is after the EXIF orientation. Throws a PictureError: `broken` where it cannot be decoded, `too-many-pixels`,
   * `too-much-memory`, `too-slow` or `not-decoded` where it was not looked at; with an aborted signal, its reason.
   */
  decode<What>(picture: Uint8Array, wanted: Seen<What>, signal?: AbortSignal): Promise<Decoded<What>>;
}

/** The processes start with the first picture that needs one. */
export function createDecoders(options: DecodersOptions = {}): Decoders {
  const { program = ownProgram(), limitMs = LIMIT_MS } = options;
  const start = (): Decoder => startDecoder(program, limitMs);
  // The memory of a large picture is given back with its process.
  const large = createLane(1, start, 'ends when nothing waits');
  const small = createLane(SMALL_AT_ONCE, start, 'stays');
  return {
    async decode<What>(picture: Uint8Array, wanted: Seen<What>, signal?: AbortSignal) {
      const askIn = async (lane: Lane, bytesMax: number): Promise<Answer<What>> =>
        await announced(
          lane.run(async (decoder) => await decoder.decode(picture, { wanted, bytesMax }, signal), signal),
        );
      // Who decodes it reads its header, and hands a large one back: only then is it known to be one.
      const asSmall = await askIn(small, smallBytesMax);
      if ('seen' in asSmall) return asSmall;
      refuseTooMany(asSmall.tooMuch);
      refuseTooMuch(asSmall.tooMuch.bytes);
      const asLarge = await askIn(large, decodedBytesMax);
      if ('seen' in asLarge) return asLarge;
      throw new PictureError('not-decoded', 'the program that decodes pictures has answered something else');
    },
  };
}

/** The same kind of file as this one: a source, its compiled form, or a part of the bundled program. */
function ownProgram(): URL {
  return new URL(
    import.meta.url.endsWith('.ts') ? './decode-worker.ts' : './decode-worker.js',
    import.meta.url,
  );
}

/** Tells async_hooks of work that another process does, as native work in other threads tells by itself. */
async function announced<Result>(work: Promise<Result>): Promise<Result> {
  const underWay = new AsyncResource('PictureDecoding');
  try {
    return await work;
  } finally {
    underWay.runInAsyncScope(() => undefined);
  }
}

interface Lane {
  run<What>(work: (decoder: Decoder) => Promise<What>, signal: AbortSignal | undefined): Promise<What>;
}

/** So many decoders at most; who comes while all are busy waits, the first before the second. */
function createLane(places: number, start: () => Decoder, idle: 'stays' | 'ends when nothing waits'): Lane {
  const free: Decoder[] = [];
  const waiting = new Set<() => void>();
  let busy = 0;

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (busy < places) {
      busy += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(come);
        reject(signal?.reason);
      };
      const come = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      waiting.add(come);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  function next(): void {
    const [first] = waiting;
    if (first === undefined) busy -= 1;
    else {
      waiting.delete(first);
      first();
    }
  }

  return {
    async run(work, signal) {
      await turn(signal);
      const decoder = free.pop() ?? start();
      try {
        return await work(decoder);
      } finally {
        if (idle === 'stays' || waiting.size > 0) {
          if (decoder.isAlive) free.push(decoder);
        } else decoder.end();
        next();
      }
    },
  };
}
