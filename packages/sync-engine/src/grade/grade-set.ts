// What can be told of a product's images from their fields, as they were read. Pure.
import {
  descriptionLengthAdvised as ALT_TEXT_MAX,
  imagesShownMax as IMAGES_SHOWN_MAX,
  type ProductImage,
} from '@cutover/field-mapper';
import { inOrder, isOdd, thumbnailOf } from '../match/predict.ts';
import type { Fault } from './graded.ts';

export function faultsOfSet(images: readonly ProductImage[]): Fault[] {
  return [
    ...thumbnailFaults(images),
    ...images.flatMap(textFaults),
    ...orderFaults(images),
    ...sizeFaults(images),
  ];
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
          message: 'no image is the thumbnail, so listings show a placeholder; migrate chooses this one',
        },
      ]
    : [
        {
          rule: 'thumbnail-multiple',
          imageId: keeper.imageId,
          message: `${flagged.length} images are the thumbnail, so listings show any of them; migrate keeps this one`,
        },
      ];
}

function textFaults({ imageId, description, odd }: ProductImage): Fault[] {
  const length = Array.from(description).length;
  if (description.trim() === '' && odd?.includes('description') !== true)
    return [
      {
        rule: 'alt-text-missing',
        imageId,
        message: 'no alt text, so screen readers and search engines see nothing; migrate adds none',
      },
    ];
  return length > ALT_TEXT_MAX
    ? [
        {
          rule: 'alt-text-too-long',
          imageId,
          message: `the alt text has ${length} characters; stores may cut it at ${ALT_TEXT_MAX}`,
        },
      ]
    : [];
}

function orderFaults(images: readonly ProductImage[]): Fault[] {
  const ordered = inOrder(images);
  return ordered.flatMap(({ imageId, sortOrder }, index): Fault[] =>
    ordered[index - 1]?.sortOrder === sortOrder
      ? [
          {
            rule: 'order-tie',
            imageId,
            message: `has sort order ${sortOrder}, like the image before it, so the store chooses which comes first`,
          },
        ]
      : [],
  );
}

function sizeFaults(images: readonly ProductImage[]): Fault[] {
  return images.length > IMAGES_SHOWN_MAX
    ? [
        {
          rule: 'many-images',
          message: `${images.length} images; the control panel shows ${IMAGES_SHOWN_MAX} and a product holds at most 1,000`,
        },
      ]
    : [];
}
