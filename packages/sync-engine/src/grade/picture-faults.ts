// The faults of a picture that was looked at, by its bytes and their length. Pure.

import { pictureBytesMax, pictureBytesSure } from '@cutover/field-mapper';
import { apiAccepts, namedFormat, variantsAccept, type WholePicture } from '@cutover/image-content';
import type { SlotKind } from '@cutover/journal';
import { formatWords, type Picture } from '../pictures/format-words.ts';
import { asSaid } from '../sayings.ts';
import { slotNouns } from '../slots.ts';
import type { Fault } from './graded.ts';

const GIF_WIDTH_MAX = 5_120;
const FRAMES_MAX = 150;
const RISKY: ReadonlySet<string> = new Set(['bmp', 'wbmp', 'xbm']);

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
  const words = formatWords(format);
  if (slot === undefined)
    return apiAccepts(format)
      ? undefined
      : {
          rule: 'format-unsupported',
          says: asSaid(`the picture is ${words}, which V3 does not take; convert it first`),
        };
  return variantsAccept(format)
    ? undefined
    : {
        rule: 'format-unsupported',
        says: asSaid(
          `the picture is ${words}, and a ${slotNouns[slot].one} takes GIF, JPEG and PNG alone; convert it first`,
        ),
      };
}

/** @param bytes the length of the picture; undefined where nobody has told it. */
export function tooLarge(bytes: number | undefined): Fault[] {
  if (bytes === undefined || bytes < pictureBytesSure) return [];
  return bytes > pictureBytesMax
    ? [
        {
          rule: 'picture-too-large',
          says: asSaid(`${bytes} bytes; V3 takes at most 8 MB, so migrate will be refused`),
        },
      ]
    : [
        {
          rule: 'picture-too-large',
          severity: 'warning',
          says: asSaid(
            `${bytes} bytes; V3 takes at most 8 MB, and that may mean less, so migrate may be refused`,
          ),
        },
      ];
}

function risks({ format, width = 0, isCmyk, whole }: Picture): Fault[] {
  const words = formatWords(format);
  const frames = whole?.frames ?? 1;
  const why = RISKY.has(format)
    ? `the picture is ${words}, which few browsers show`
    : isCmyk === true
      ? `the picture is ${words} in CMYK, the colours of print, which browsers show wrongly`
      : format === 'gif' && width > GIF_WIDTH_MAX
        ? `the picture is ${words} ${width} pixels wide; stores resize none over ${GIF_WIDTH_MAX}`
        : frames > FRAMES_MAX
          ? `the picture is ${words} of ${frames} frames; stores resize none of more than ${FRAMES_MAX}`
          : undefined;
  return why === undefined ? [] : [{ rule: 'format-risky', says: asSaid(why) }];
}

function mismatch({ format }: Picture, { name }: PictureKnown): Fault[] {
  const named = namedFormat(name);
  if (named === undefined || named === format) return [];
  return [
    {
      rule: 'picture-type-mismatch',
      says: asSaid(
        `the file is named ${name.slice(name.lastIndexOf('.'))}, and its bytes are ${formatWords(format)}`,
      ),
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
      says: asSaid(`${width} × ${height} pixels; the longer side should have ${minPixels}`),
    });
  if (isTurned === true)
    faults.push({
      rule: 'picture-rotated',
      says: asSaid('its EXIF data turns it, and where that is not heeded it lies on its side'),
    });
  return faults;
}

function damage(whole: WholePicture | undefined, { slot }: PictureKnown): Fault[] {
  // A swatch may well be a picture of one colour.
  if (whole?.sight?.isOneColour === true && slot !== 'swatch')
    return [
      {
        rule: 'picture-placeholder',
        says: asSaid('the picture is of almost one colour, so it shows nothing of the product'),
      },
    ];
  const { undecoded } = whole ?? {};
  if (undecoded === undefined) return [];
  return undecoded.isBroken
    ? [
        {
          rule: 'picture-undecodable',
          says: asSaid(`the picture is cut short or damaged: ${undecoded.why}`),
        },
      ]
    : [
        {
          rule: 'picture-unchecked',
          says: asSaid(`the picture could not be looked at whole: ${undecoded.why}`),
        },
      ];
}
