// What can be told of a product's images from their fields, as they were read. Pure.

import {
  imagesMax as IMAGES_MAX,
  imagesShownMax as IMAGES_SHOWN_MAX,
  sortOrderMax as INT32_MAX,
  sortOrderMin as INT32_MIN,
  type ProductImage,
} from '@cutover/field-mapper';
import { inOrder, isOdd, thumbnailOf } from '../match/predict.ts';
import { asSaid } from '../sayings.ts';
import { altTextFaults, isCameraName } from './alt-text.ts';
import type { Fault } from './graded.ts';

/** So much room its siblings need to be renumbered behind it. */
const ROOM_FOR_SIBLINGS = 1_000;

export function faultsOfSet(images: readonly ProductImage[]): Fault[] {
  return [
    ...thumbnailFaults(images),
    ...altTextFaults(images),
    ...orderFaults(images),
    ...sizeFaults(images),
    ...nameFaults(images),
  ];
}

/** @param isHidden of the product; undefined where the view that was read does not say. */
export function faultsOfNone(isHidden: boolean | undefined): Fault[] {
  return isHidden === false
    ? [
        {
          rule: 'product-without-images',
          says: asSaid('shoppers see the product, and it has no image'),
        },
      ]
    : [];
}

function thumbnailFaults(images: readonly ProductImage[]): Fault[] {
  const flagged = images.filter((image) => image.isThumbnail);
  const keeper = thumbnailOf(images);
  if (keeper === undefined || flagged.length === 1 || isOdd(images, 'is_thumbnail')) return [];
  return flagged.length === 0
    ? [
        {
          rule: 'thumbnail-missing',
          imageId: keeper.imageId,
          says: asSaid('no image is the thumbnail, so listings show a placeholder; migrate chooses this one'),
        },
      ]
    : [
        {
          rule: 'thumbnail-multiple',
          imageId: keeper.imageId,
          says: asSaid(
            `${flagged.length} images are the thumbnail, so listings show any of them; migrate keeps this one`,
          ),
        },
      ];
}

function orderFaults(images: readonly ProductImage[]): Fault[] {
  const ordered = inOrder(images);
  // Of a place that the store does not show nobody can say whose it is.
  const tied = inOrder(images.filter((image) => !isOdd([image], 'sort_order')));
  const isTied = new Set(
    tied.flatMap(({ imageId, sortOrder }, index) =>
      tied[index - 1]?.sortOrder === sortOrder ? [imageId] : [],
    ),
  );
  return ordered.flatMap(({ imageId, sortOrder }): Fault[] => {
    const faults: Fault[] = [];
    if (isTied.has(imageId))
      faults.push({
        rule: 'order-tie',
        imageId,
        says: asSaid(
          `has sort order ${sortOrder}, like the image before it, so the store chooses which comes first`,
        ),
      });
    if (INT32_MAX - sortOrder < ROOM_FOR_SIBLINGS || sortOrder - INT32_MIN < ROOM_FOR_SIBLINGS)
      faults.push({
        rule: 'order-overflow',
        imageId,
        says: asSaid(
          `has sort order ${sortOrder}, so near to the end of what a store can count that its siblings find no place behind it`,
        ),
      });
    return faults;
  });
}

function sizeFaults({ length }: readonly ProductImage[]): Fault[] {
  if (length <= IMAGES_SHOWN_MAX) return [];
  return length < IMAGES_MAX
    ? [
        {
          rule: 'many-images',
          says: asSaid(
            `${length} images; the control panel shows ${IMAGES_SHOWN_MAX} and a product holds at most 1,000`,
          ),
        },
      ]
    : [
        {
          rule: 'many-images',
          severity: 'critical',
          says: asSaid(`${length} images; a product holds at most 1,000, so nothing can be added`),
        },
      ];
}

function nameFaults(images: readonly ProductImage[]): Fault[] {
  const named = images.filter(isCameraName).length;
  if (named * 2 <= images.length) return [];
  return [
    {
      rule: 'file-name-generic',
      says: asSaid(
        `${named} of ${images.length} ${images.length === 1 ? 'file has' : 'files have'} the name that a camera or scanner gave`,
      ),
    },
  ];
}
