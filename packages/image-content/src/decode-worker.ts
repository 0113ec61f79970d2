// The program that decodes pictures for another one, a picture at a time. Invariant: it lives no longer than who started
// it, whatever it is at, and holds nothing but the picture: no token, no terminal, no file. A picture comes through the
// standard input, because a message would be copied four times; what is seen of it is short, and a message.
import { readSync } from 'node:fs';
import type { Decoded } from './decoder-process.ts';
import { type DecodingCost, decodingCost } from './decoding-cost.ts';
import { PictureError } from './picture-error.ts';
import { hasTooManyPixels } from './picture-limits.ts';
import { type Seen, seenAs } from './seen.ts';
import { sharpHere } from './sharp-here.ts';
import { shrunkPicture } from './shrunk-picture.ts';

const STANDARD_INPUT = 0;

// There are as many of these as may decode at once. Loaded while the first picture is on its way.
const ready = sharpHere().then((sharp) => sharp.concurrency(1));
// Told with the first picture.
ready.catch(() => undefined);

// At once, and not at the end of what is being decoded: nobody waits for it any more.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Where a signal goes to all of a group, the one who started it decides what it means.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

process.on('message', (asked: unknown) => void answer(asked));

async function answer(asked: unknown): Promise<void> {
  const { bytes, bytesMax, wanted } = parsed(asked);
  const picture = readPicture(bytes);
  if (picture === undefined) return;
  try {
    await ready;
    const cost = await decodingCost(picture);
    process.send?.(
      cost.bytes > bytesMax || hasTooManyPixels(cost)
        ? { tooMuch: cost }
        : await seenOf(picture, cost, wanted),
    );
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    process.send?.({ failed: { reason: error.reason, message: error.message } });
  }
}

async function seenOf(
  picture: Uint8Array,
  { width, height }: DecodingCost,
  { of, longerSide, shrinksWhileDecoded }: Seen<unknown>,
): Promise<Decoded<unknown>> {
  const shrinking = { width, height, longerSide, shrinksWhileDecoded };
  return { width, height, seen: of(await shrunkPicture(picture, shrinking)) };
}

/** Undefined where the one who sends it has gone. */
function readPicture(bytes: number): Uint8Array | undefined {
  const picture = Buffer.allocUnsafeSlow(bytes);
  for (let at = 0; at < bytes; ) {
    const read = readSync(STANDARD_INPUT, picture, at, bytes - at, null);
    if (read === 0) return undefined;
    at += read;
  }
  return picture;
}

function parsed(asked: unknown): { bytes: number; bytesMax: number; wanted: Seen<unknown> } {
  if (
    typeof asked === 'object' &&
    asked !== null &&
    'bytes' in asked &&
    'bytesMax' in asked &&
    'wanted' in asked
  ) {
    const { bytes, bytesMax } = asked;
    const wanted = seenAs.find(({ name }) => name === asked.wanted);
    if (typeof bytes === 'number' && typeof bytesMax === 'number' && wanted !== undefined)
      return { bytes, bytesMax, wanted };
  }
  throw new TypeError('not a picture to decode');
}
