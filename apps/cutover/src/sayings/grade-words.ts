// What an audit says of a product and of the fields of its images.
import type { GradeSaying, RuleCondition } from '@cutover/sync-engine';
import { slotNouns } from './slot-nouns.ts';
import { variantName } from './variant-words.ts';
import type { WordsOf } from './words-of.ts';

const MARKUP_SHOWN_MAX = 40;
const ADDRESS_SHOWN_MAX = 120;

export const gradeWords: WordsOf<GradeSaying['code']> = {
  'no-alt-text': () => 'no alt text, so screen readers and search engines see nothing; migrate adds none',
  'alt-text-long': ({ length, cutAt }) =>
    `the alt text has ${length} characters; stores may cut it at ${cutAt}`,
  'alt-text-is-file': ({ text }) =>
    `the alt text is the name of a file, ${text}, and says nothing of the picture`,
  'alt-text-with-markup': ({ markup }) =>
    `the alt text holds ${markup.slice(0, MARKUP_SHOWN_MAX)}, which is read aloud as it stands`,
  'alt-texts-alike': ({ images }) =>
    `all ${images} images have the same alt text, which cannot say what each of them shows`,
  'visible-without-images': () => 'shoppers see the product, and it has no image',
  'listed-without-thumbnail': () =>
    'no image is the thumbnail, so listings show a placeholder; migrate chooses this one',
  'listed-with-thumbnails': ({ thumbnails }) =>
    `${thumbnails} images are the thumbnail, so listings show any of them; migrate keeps this one`,
  'place-shared': ({ place }) =>
    `has sort order ${place}, like the image before it, so the store chooses which comes first`,
  'place-at-end': ({ place }) =>
    `has sort order ${place}, so near to the end of what a store can count that its siblings find no place behind it`,
  'images-beyond-panel': ({ images, shown }) =>
    `${images} images; the control panel shows ${shown} and a product holds at most 1,000`,
  'images-full': ({ images }) => `${images} images; a product holds at most 1,000, so nothing can be added`,
  'files-named-by-camera': ({ named, images }) =>
    `${named} of ${images} ${images === 1 ? 'file has' : 'files have'} the name that a camera or scanner gave`,
  'description-shows-store': ({ pictures, first }) => {
    const address = first.length > ADDRESS_SHOWN_MAX ? `${first.slice(0, ADDRESS_SHOWN_MAX)}…` : first;
    const shown =
      pictures === 1
        ? `a picture of this store, ${address}`
        : `${pictures} pictures of this store, such as ${address}`;
    return `the description shows ${shown}; it breaks when the store is closed`;
  },
  'variant-shows-rendition': ({ variant }) =>
    `variant ${variant} shows a resized copy of a product image, and not the original`,
  'picture-of-rule': ({ rule, picture, where, notIn }) => {
    const why =
      notIn === undefined ? 'V3 has no slot for it' : `that ${slotNouns[notIn].one} does not show it`;
    return `rule ${rule} shows a picture, ${picture}, ${whenWords(where)}; ${why}`;
  },
  'primary-not-listed': ({ imageId }) =>
    `V2 shows image ${imageId} as the product's picture, and V3 does not list it`,
  'primary-is-another': ({ imageId }) => `V3 says that this image is the thumbnail, V2 says image ${imageId}`,
};

/** When a rule holds. */
export const whenWords = (where: readonly RuleCondition[]): string =>
  where.length === 0 ? 'always' : `where ${where.map(conditionWords).join(' and ')}`;

function conditionWords(condition: RuleCondition): string {
  if ('sku' in condition) return `SKU ${condition.sku}`;
  if ('variant' in condition) return variantName(condition.variant);
  if ('choice' in condition) return `${condition.choice.name} is ${condition.choice.label}`;
  const { option = '?', value = '?' } = condition;
  return `option ${option} is value ${value}`;
}
