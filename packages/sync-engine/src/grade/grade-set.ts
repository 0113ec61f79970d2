// What can be told of a product's images from their fields, as they were read. Pure.

import {
  imagesMax as IMAGES_MAX,
  imagesShownMax as IMAGES_SHOWN_MAX,
  sortOrderMax as INT32_MAX,
  sortOrderMin as INT32_MIN,
  type ProductImage,
} from '@cutover/field-mapper';
import { inOrder, isOdd, thumbnailOf } from '../match/predict.ts';
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
          says: { code: 'visible-without-images' },
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
          says: { code: 'listed-without-thumbnail' },
        },
      ]
    : [
        {
          rule: 'thumbnail-multiple',
          imageId: keeper.imageId,
          says: { code: 'listed-with-thumbnails', thumbnails: flagged.length },
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
        says: { code: 'place-shared', place: sortOrder },
      });
    if (INT32_MAX - sortOrder < ROOM_FOR_SIBLINGS || sortOrder - INT32_MIN < ROOM_FOR_SIBLINGS)
      faults.push({
        rule: 'order-overflow',
        imageId,
        says: { code: 'place-at-end', place: sortOrder },
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
          says: { code: 'images-beyond-panel', images: length, shown: IMAGES_SHOWN_MAX },
        },
      ]
    : [
        {
          rule: 'many-images',
          severity: 'critical',
          says: { code: 'images-full', images: length },
        },
      ];
}

function nameFaults(images: readonly ProductImage[]): Fault[] {
  const named = images.filter(isCameraName).length;
  if (named * 2 <= images.length) return [];
  return [
    {
      rule: 'file-name-generic',
      says: { code: 'files-named-by-camera', named, images: images.length },
    },
  ];
}
