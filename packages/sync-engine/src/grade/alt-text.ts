// What is wrong with a product's alt texts. Invariant: what may be a person's words is left alone; only what nobody would
// say of a picture is a file's name or markup. Pure.

import { descriptionLengthAdvised as ALT_TEXT_MAX, type ProductImage, stemOf } from '@cutover/field-mapper';
import type { Fault } from './graded.ts';

/** Fewer images that say the same are a pair or a single view. */
const REPEATED_FROM = 3;

const PICTURE_FILE = /^\S{1,200}\.(?:jpe?g|jfif|png|gif|webp|bmp|tiff?|heic|heif|avif|svg)$/i;
/** As cameras, telephones and scanners count: `IMG_2034`, `dsc-001`, `PXL_20240101_101010123`, `P1000123`. */
const CAMERA =
  /^(?:(?:img|imag|dsc[nf]?|_dsc|_mg|pxl|mvimg|gopr|dji|pict|sam|cimg|scan|scanned)[ _-]?\d{3,20}|p\d{7}|\d{8}_\d{6})(?:[_-]\d{1,9}){0,4}(?:[_-](?:edited|copy|hdr|[a-z]))?$/i;
const TAG =
  /<\/?(?:a|b|br|center|div|em|font|h[1-6]|i|img|li|ol|p|script|small|span|strong|style|su[bp]|table|t[dr]|u|ul)(?:[\s/][^<>]{0,1000})?>/i;
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d{0,2});/i;

export function altTextFaults(images: readonly ProductImage[]): Fault[] {
  return [...images.flatMap(faultsOf), ...repeated(images)];
}

function faultsOf(image: ProductImage): Fault[] {
  const { imageId, description, odd } = image;
  const text = description.trim();
  if (text === '') {
    if (odd?.includes('description') === true) return [];
    return [
      {
        rule: 'alt-text-missing',
        imageId,
        says: { code: 'no-alt-text' },
      },
    ];
  }
  const faults: Fault[] = [];
  const length = Array.from(description).length;
  if (length > ALT_TEXT_MAX)
    faults.push({
      rule: 'alt-text-too-long',
      imageId,
      says: { code: 'alt-text-long', length, cutAt: ALT_TEXT_MAX },
    });
  if (isFileName(text, image))
    faults.push({
      rule: 'alt-text-filename',
      imageId,
      says: { code: 'alt-text-is-file', text },
    });
  const markup = TAG.exec(text)?.[0] ?? ENTITY.exec(text)?.[0];
  if (markup !== undefined)
    faults.push({
      rule: 'alt-text-markup',
      imageId,
      says: { code: 'alt-text-with-markup', markup },
    });
  return faults;
}

function isFileName(text: string, image: ProductImage): boolean {
  if (PICTURE_FILE.test(text) || CAMERA.test(text)) return true;
  // "mug" and "t-shirt" may be both a name and words; `red_mug_2` is nobody's word.
  const isSpelledAsFile = !/\s/.test(text) && (/[_\d]/.test(text) || text.split('-').length > 2);
  return isSpelledAsFile && text.toLowerCase() === stemOf(image.imageFile || image.urls.standard);
}

function repeated(images: readonly ProductImage[]): Fault[] {
  const [first, ...others] = images.map(({ description }) => description.trim());
  if (first === undefined || first === '' || images.length < REPEATED_FROM) return [];
  if (others.some((text) => text !== first)) return [];
  return [
    {
      rule: 'alt-text-repeated',
      says: { code: 'alt-texts-alike', images: images.length },
    },
  ];
}

/** Whether a camera or a scanner has named this file, and not a person. */
export function isCameraName({ imageFile, urls }: ProductImage): boolean {
  return CAMERA.test(stemOf(imageFile || urls.standard || urls.zoom));
}
