// What a program that decodes tells of a picture. Its pixels are a thousand times as many bytes as a look, so they are asked
// for only where they are shown.
import { type Look, lookOf, type Pixels } from './look.ts';
import { isSight, type Sight, sightOf } from './sight.ts';

export interface Seen<What> {
  /** As it is asked for. */
  readonly name: string;
  /** To which a picture's longer side is brought for it, in pixels: the fewer, the less of a JPEG has to be made. */
  readonly longerSide: number;
  /** Whether the decoder may make a copy of an eighth, a quarter or a half of it, which takes less: enough for means over large cells. */
  readonly shrinksWhileDecoded: boolean;
  of(pixels: Pixels): What;
  /** Whether an answer is one. */
  is(value: unknown): value is What;
}

export const seenLook: Seen<Look> = {
  name: 'look',
  longerSide: 128,
  shrinksWhileDecoded: true,
  of: lookOf,
  is: isLook,
};
export const seenSight: Seen<Sight> = {
  name: 'sight',
  longerSide: 256,
  shrinksWhileDecoded: false,
  of: sightOf,
  is: isSight,
};
export const seenPixels: Seen<Pixels> = {
  name: 'pixels',
  longerSide: 256,
  shrinksWhileDecoded: false,
  of: (pixels) => pixels,
  is: isPixels,
};

export const seenAs: readonly Seen<unknown>[] = [seenLook, seenSight, seenPixels];

function isLook(value: unknown): value is Look {
  return (
    typeof value === 'object' &&
    value !== null &&
    'dHash' in value &&
    'colours' in value &&
    typeof value.dHash === 'string' &&
    typeof value.colours === 'string' &&
    /^[\da-f]{16}$/.test(value.dHash) &&
    /^[\da-f]{96}$/.test(value.colours)
  );
}

function isPixels(value: unknown): value is Pixels {
  return (
    typeof value === 'object' &&
    value !== null &&
    'values' in value &&
    value.values instanceof Uint8Array &&
    ['width', 'height', 'channels'].every((name) => typeof Reflect.get(value, name) === 'number')
  );
}
