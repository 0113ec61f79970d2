// Whether two pictures show the same. Two signs must agree: the gradient hash sees shapes but is blind to colour and to
// flat areas; the colour grid sees those. Tolerances allow for another size, quality or format of one picture, and not
// for a recoloured or another one. What cannot be decoded is undecided, never "the same".
import type { Fingerprint } from './fingerprint.ts';
import type { Look } from './look.ts';

/** Bits of 64 in which the gradient hashes of one picture may differ. */
export const hashDistanceMax = 8;
/** How far, of 255, the mean colour of a cell may move in one picture. */
export const colourDistanceMax = 12;
/** How far width ÷ height may differ in one picture; rounding of a small rendition moves it. */
export const aspectDifferenceMax = 0.06;

export interface Likeness {
  /** Identical bytes, or alike in every sign. False when undecided. */
  readonly same: boolean;
  /** True when a picture could not be decoded and the bytes differ: then `same` says nothing. */
  readonly undecided: boolean;
  /** Differing bits of the gradient hash, 0–64; undefined when undecided. */
  readonly distance: number | undefined;
  /** The largest move of a cell's colour, 0–255; undefined when undecided. */
  readonly colourDistance: number | undefined;
  readonly aspectDiffers: boolean;
}

/** Compares two fingerprints. */
export function likeness(a: Fingerprint, b: Fingerprint): Likeness {
  const aspectDiffers = aspectDifference(a, b) > aspectDifferenceMax;
  if (a.sha256 === b.sha256)
    return { same: true, undecided: false, distance: 0, colourDistance: 0, aspectDiffers };
  if (a.look === undefined || b.look === undefined) {
    return { same: false, undecided: true, distance: undefined, colourDistance: undefined, aspectDiffers };
  }
  const distance = differingBits(a.look, b.look);
  const colourDistance = colourMove(a.look, b.look);
  const same = distance <= hashDistanceMax && colourDistance <= colourDistanceMax && !aspectDiffers;
  return { same, undecided: false, distance, colourDistance, aspectDiffers };
}

function aspectDifference(a: Fingerprint, b: Fingerprint): number {
  return Math.abs(Math.log((a.width * b.height) / (a.height * b.width)));
}

function differingBits(a: Look, b: Look): number {
  let differing = BigInt(`0x${a.dHash}`) ^ BigInt(`0x${b.dHash}`);
  let count = 0;
  for (; differing > 0n; differing >>= 1n) count += Number(differing & 1n);
  return count;
}

function colourMove(a: Look, b: Look): number {
  const left = Buffer.from(a.colours, 'hex');
  const right = Buffer.from(b.colours, 'hex');
  let furthest = 0;
  for (const [index, value] of left.entries())
    furthest = Math.max(furthest, Math.abs(value - (right[index] ?? 0)));
  return furthest;
}
