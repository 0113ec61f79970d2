// The faults of a picture that was looked at, by its bytes and their length. Pure.
import { type ProductImage, pictureBytesMax, pictureBytesSure } from '@cutover/field-mapper';
import { apiAccepts, namedFormat, type WholePicture } from '@cutover/image-content';
import { formatWords, type Picture } from '../pictures/format-words.ts';
import type { Fault } from './graded.ts';

const GIF_WIDTH_MAX = 5_120;
const FRAMES_MAX = 150;
const RISKY: ReadonlySet<string> = new Set(['bmp', 'wbmp', 'xbm']);

export function faultsOfBytes(
  picture: Picture,
  image: ProductImage,
  { url, minPixels }: { readonly url: string; readonly minPixels: number },
): Fault[] {
  const { imageId } = image;
  const large = tooLarge(picture.bytes, imageId);
  // What the store refuses has no use for advice on its looks.
  if (!apiAccepts(picture.format))
    return [
      ...large,
      {
        rule: 'format-unsupported',
        imageId,
        message: `the picture is ${formatWords(picture.format)}, which V3 does not take; convert it first`,
      },
    ];
  return [
    ...large,
    ...risks(picture, imageId),
    ...mismatch(picture, image, url),
    ...size(picture, imageId, minPixels),
    ...damage(picture.whole, imageId),
  ];
}

/** @param bytes the length of the picture; undefined where nobody has told it. */
export function tooLarge(bytes: number | undefined, imageId: number): Fault[] {
  if (bytes === undefined || bytes < pictureBytesSure) return [];
  return bytes > pictureBytesMax
    ? [
        {
          rule: 'picture-too-large',
          imageId,
          message: `${bytes} bytes; V3 takes at most 8 MB, so migrate will be refused`,
        },
      ]
    : [
        {
          rule: 'picture-too-large',
          severity: 'warning',
          imageId,
          message: `${bytes} bytes; V3 takes at most 8 MB, and that may mean less, so migrate may be refused`,
        },
      ];
}

function risks({ format, width = 0, isCmyk, whole }: Picture, imageId: number): Fault[] {
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
  return why === undefined ? [] : [{ rule: 'format-risky', imageId, message: why }];
}

function mismatch({ format }: Picture, { imageId, imageFile }: ProductImage, url: string): Fault[] {
  const name = imageFile || (URL.canParse(url) ? new URL(url).pathname : '');
  const named = namedFormat(name);
  if (named === undefined || named === format) return [];
  return [
    {
      rule: 'picture-type-mismatch',
      imageId,
      message: `the file is named ${name.slice(name.lastIndexOf('.'))}, and its bytes are ${formatWords(format)}`,
    },
  ];
}

function size({ width, height, isTurned }: Picture, imageId: number, minPixels: number): Fault[] {
  const faults: Fault[] = [];
  if (width !== undefined && height !== undefined && Math.max(width, height) < minPixels)
    faults.push({
      rule: 'picture-low-resolution',
      imageId,
      message: `${width} × ${height} pixels; the longer side should have ${minPixels}`,
    });
  if (isTurned === true)
    faults.push({
      rule: 'picture-rotated',
      imageId,
      message: 'its EXIF data turns it, and where that is not heeded it lies on its side',
    });
  return faults;
}

function damage(whole: WholePicture | undefined, imageId: number): Fault[] {
  if (whole?.sight?.isOneColour === true)
    return [
      {
        rule: 'picture-placeholder',
        imageId,
        message: 'the picture is of almost one colour, so it shows nothing of the product',
      },
    ];
  const { undecoded } = whole ?? {};
  if (undecoded === undefined) return [];
  return undecoded.isBroken
    ? [
        {
          rule: 'picture-undecodable',
          imageId,
          message: `the picture is cut short or damaged: ${undecoded.why}`,
        },
      ]
    : [
        {
          rule: 'picture-unchecked',
          imageId,
          message: `the picture could not be looked at whole: ${undecoded.why}`,
        },
      ];
}
