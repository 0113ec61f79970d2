// The faults of a picture that was looked at, by its bytes and their length. Pure.

import { pictureBytesMax, pictureBytesSure, pictureMegabytes } from '@cutover/field-mapper';
import {
  apiAccepts,
  namedFormat,
  type ProbedPicture,
  variantsAccept,
  type WholePicture,
} from '@cutover/image-content';
import type { SlotKind } from '@cutover/journal';
import type { PictureSaying } from '../sayings.ts';
import type { Fault } from './graded.ts';

const GIF_WIDTH_MAX = 5_120;
const FRAMES_MAX = 150;
const RISKY: ReadonlySet<string> = new Set(['bmp', 'wbmp', 'xbm']);

type Picture = Extract<ProbedPicture, { is: 'picture' }>;

/** What is known of a picture besides its bytes. */
export interface PictureKnown {
  /** Of its file, whose ending says what it claims to be. */
  readonly name: string;
  readonly minPixels: number;
  /** Where it is shown, if that is no image of a product. */
  readonly slot?: SlotKind;
}

export function faultsOfBytes(picture: Picture, known: PictureKnown): Fault[] {
  const large = tooLarge(picture.bytes);
  const refused = refusal(picture, known);
  // What the store refuses has no use for advice on its looks.
  if (refused !== undefined) return [...large, refused];
  return [
    ...large,
    ...risks(picture),
    ...mismatch(picture, known),
    ...size(picture, known),
    ...damage(picture.whole, known),
  ];
}

function refusal({ format }: Picture, { slot }: PictureKnown): Fault | undefined {
  if (slot === undefined)
    return apiAccepts(format)
      ? undefined
      : {
          rule: 'format-unsupported',
          says: { code: 'format-refused', format, by: undefined },
        };
  return variantsAccept(format)
    ? undefined
    : {
        rule: 'format-unsupported',
        says: { code: 'format-refused', format, by: slot },
      };
}

/** @param bytes the length of the picture; undefined where nobody has told it. */
export function tooLarge(bytes: number | undefined): Fault[] {
  if (bytes === undefined || bytes < pictureBytesSure) return [];
  return bytes > pictureBytesMax
    ? [
        {
          rule: 'picture-too-large',
          says: { code: 'picture-too-large', bytes, megabytes: pictureMegabytes },
        },
      ]
    : [
        {
          rule: 'picture-too-large',
          severity: 'warning',
          says: { code: 'picture-large', bytes, megabytes: pictureMegabytes },
        },
      ];
}

function risks({ format, width = 0, isCmyk, whole }: Picture): Fault[] {
  const frames = whole?.frames ?? 1;
  const says: PictureSaying | undefined = RISKY.has(format)
    ? { code: 'format-few-show', format }
    : isCmyk === true
      ? { code: 'in-print-colours', format }
      : format === 'gif' && width > GIF_WIDTH_MAX
        ? { code: 'too-wide-to-resize', format, width, most: GIF_WIDTH_MAX }
        : frames > FRAMES_MAX
          ? { code: 'too-long-to-resize', format, frames, most: FRAMES_MAX }
          : undefined;
  return says === undefined ? [] : [{ rule: 'format-risky', says }];
}

function mismatch({ format }: Picture, { name }: PictureKnown): Fault[] {
  const named = namedFormat(name);
  if (named === undefined || named === format) return [];
  return [
    {
      rule: 'picture-type-mismatch',
      says: { code: 'named-otherwise', ending: name.slice(name.lastIndexOf('.')), format },
    },
  ];
}

function size({ width, height, isTurned }: Picture, { minPixels, slot }: PictureKnown): Fault[] {
  const faults: Fault[] = [];
  // A swatch is shown small, and nobody enlarges it.
  const isMeasured = slot !== 'swatch' && width !== undefined && height !== undefined;
  if (isMeasured && Math.max(width, height) < minPixels)
    faults.push({
      rule: 'picture-low-resolution',
      says: { code: 'picture-small', width, height, least: minPixels },
    });
  if (isTurned === true)
    faults.push({
      rule: 'picture-rotated',
      says: { code: 'picture-turned' },
    });
  return faults;
}

function damage(whole: WholePicture | undefined, { slot }: PictureKnown): Fault[] {
  // A swatch may well be a picture of one colour.
  if (whole?.sight?.isOneColour === true && slot !== 'swatch')
    return [
      {
        rule: 'picture-placeholder',
        says: { code: 'picture-of-one-colour' },
      },
    ];
  const { undecoded } = whole ?? {};
  if (undecoded === undefined) return [];
  return undecoded.isBroken
    ? [
        {
          rule: 'picture-undecodable',
          says: { code: 'picture-damaged', why: undecoded.why },
        },
      ]
    : [
        {
          rule: 'picture-unchecked',
          says: { code: 'picture-not-decoded', why: undecoded.why },
        },
      ];
}
