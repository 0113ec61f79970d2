// How each rule is recognised, and an example of it: what stands on its page and in its help beside its row. The compiler names a
// rule that has no words here.
import type { RuleId } from './rules.ts';

export interface RuleWords {
  /** By what the fault is recognised, and what is left alone. */
  readonly recognised: string;
  readonly example: string;
}

const ofPair =
  'From the products of both stores, paired as `{match}` says, or as the file of `{products}` names them.';
const ofSlots =
  'Variants of two paired products are each other’s counterpart by SKU where both have one, else by the names of their options and the labels of their values, trimmed and in one Unicode form: exactly, then in lower case. A value of a modifier and a swatch are known by name and label in the same way.';
const ofHistory =
  'From what the journal noted of the product before and after the run that is taken back, and what the store shows now.';

export const ruleWords: Readonly<Record<RuleId, RuleWords>> = {
  'address-too-long': {
    recognised:
      'The address at which the original was found is encoded as it would be sent, and its characters are counted.',
    example:
      'An original whose name of 40 letters in another script takes 240 characters once each is encoded.',
  },
  'alt-text-filename': {
    recognised:
      'It ends like a file of a picture, or counts as cameras and scanners do, or is the stem of the image’s own file and spelled as no person spells: with an underscore, a digit, or more than one hyphen. “Mug” for `mug.jpg` may be words, and is none.',
    example: '`IMG_2034`, `dsc-001.jpg`, or `red-mug_2` for the file `red-mug_2.jpg`.',
  },
  'alt-text-markup': {
    recognised:
      'It holds a tag that HTML has, or an entity such as `&amp;`. A sign alone, as in “size <M>” or “salt & pepper”, is none.',
    example: '`A <b>red</b> mug`, `Salt &amp; pepper`.',
  },
  'alt-text-missing': {
    recognised: 'The description of the image is empty, or nothing but blanks.',
    example: 'An image that was uploaded in the control panel and never described.',
  },
  'alt-text-repeated': {
    recognised: 'The product has three images or more, and the texts of all are one, but for outer blanks.',
    example: 'Six views of a chair, each “Oak chair”.',
  },
  'alt-text-too-long': {
    recognised: 'Its characters are counted as people see them: an emoji is one.',
    example: 'A text of 256 characters, where the product’s whole description was pasted.',
  },
  'changed-since': {
    recognised: ofHistory,
    example: 'Somebody has moved the image in the control panel after the migration.',
  },
  'description-points-at-store': {
    recognised:
      'The description is read as a browser reads it: `<img>`, `srcset`, and `url(…)` in styles. An address is the store’s own by `store-HASH.mybigcommerce.com`, by its folder `s-HASH` on the CDN, or when it is relative. A domain of the merchant’s own cannot be recognised, because no catalog shows it. Links are none.',
    example: '`<img src="/product_images/uploaded_images/size-chart.jpg">`',
  },
  'edited-on-target': {
    recognised: 'The target shows another value than the last run has left there.',
    example: 'A translated alt text on the target, where the source has English.',
  },
  'field-unreadable': {
    recognised: 'The value does not parse, in three answers one after another.',
    example: '`"sort_order": null`',
  },
  'file-name-generic': {
    recognised:
      'More than half of the product’s files are named as cameras, telephones or scanners name them.',
    example: '`IMG_1234.jpg`, `DSC01234.jpg`, `20240131_101112.jpg`.',
  },
  'format-risky': {
    recognised: 'From the first bytes; frames are counted with `{probe} content` alone.',
    example: 'A JPEG that was saved for a printed catalog, or a GIF of 400 frames.',
  },
  'format-unsupported': {
    recognised:
      'From the first bytes. Pictures of variants, modifier values and swatches are looked at as well, unless `{kinds}` leaves them out, and of those V3 takes fewer formats.',
    example: 'A photograph of a telephone, HEIC, uploaded under the name `photo.jpg`.',
  },
  'in-doubt': {
    recognised: 'From the journal.',
    example: 'The answer to a create was lost, and the run was not continued.',
  },
  'listing-incomplete': {
    recognised: 'The store’s own count of images is held against what it lists.',
    example: 'It counts 1,204 images and lists 1,203.',
  },
  'many-images': {
    recognised: 'The images of the product are counted.',
    example:
      'A product with 251 images: the last one is in the store, and nobody finds it in the control panel.',
  },
  'order-overflow': {
    recognised:
      'The sort order is held against the ends of a 32-bit number: from 2,147,482,648 on, or down from −2,147,482,649.',
    example: 'A plugin that puts images last by giving them 2147483647.',
  },
  'order-tie': {
    recognised: 'Two images of a product have one sort order.',
    example: 'Images 11 and 12 both have 0.',
  },
  'original-unreachable': {
    recognised:
      'By `audit`: each address that the original may have answers with 404 or 410, and the address of the copy that shoppers see shows no picture either. By a write: none of those addresses gives a picture; copies are looked for with `{allowRenditions}` alone.',
    example: 'An image whose file was deleted by WebDAV.',
  },
  'picture-broken': {
    recognised:
      'It answers, and is empty, a page, or bytes of no picture. `{probe} head` believes what the answer says of itself; from `bytes` on the bytes decide.',
    example: 'The address of the original shows a page of a CDN that says “not found” with status 200.',
  },
  'picture-duplicate': {
    recognised:
      'Within a product: the bytes are the same, or each cell of a 16 × 16 grid has the same colour but for the noise of encoding. Among products: the bytes are the same; one finding for each picture.',
    example: 'The same photograph, uploaded once as PNG and once as JPEG.',
  },
  'picture-low-resolution': {
    recognised: 'From the width and height in the first bytes. A swatch is small, and is not measured.',
    example: '400 × 300 pixels.',
  },
  'picture-placeholder': {
    recognised:
      'The bytes are those of pictures of 20 products or more, or no more than one pixel of a thousand has another colour than the rest.',
    example: '“Image coming soon” on 300 products.',
  },
  'picture-rotated': {
    recognised: 'From the EXIF data in the first bytes: an orientation other than upright.',
    example: 'A photograph taken with the telephone held upright.',
  },
  'picture-too-large': {
    recognised: 'From the length that the server reports.',
    example: 'A photograph of 9 MB straight from a camera.',
  },
  'picture-type-mismatch': {
    recognised: 'The ending of the file’s name is held against the first bytes.',
    example: 'A PNG under the name `mug.jpg`.',
  },
  'picture-unchecked': {
    recognised:
      'The host refuses (401, 403, 451), asks to come again later (429), fails (5xx), or does not answer in time; or the picture would take more memory or time to decode than is given to one, or has more than a thousand million pixels. The message has the status, or which of these it is.',
    example: 'A CDN that answers 403 to anything but a browser.',
  },
  'picture-undecodable': {
    recognised: 'A decoder gives it up, and the header was right.',
    example: 'A JPEG whose upload was cut short: the lower half is grey.',
  },
  'product-ambiguous': { recognised: ofPair, example: 'Two products of the target have the SKU `MUG`.' },
  'product-case-only': { recognised: ofPair, example: '`ABC-1x` on the source, `abc-1X` on the target.' },
  'product-gone': {
    recognised: 'The target answers 404.',
    example: 'The product was deleted after the migration.',
  },
  'product-unmatched': { recognised: ofPair, example: 'The SKU `MUG` is on the source alone.' },
  'product-without-images': {
    recognised:
      'V3 shows the product as visible, and lists no image of it. Of a target it is not reported, because a migration is to fill it.',
    example: 'A product that was made by an import without pictures.',
  },
  'rendition-copied': {
    recognised:
      'The journal says that a rendition was handed over for this image, variant or value, and the target still shows it. Each comparison tries the addresses of the original again.',
    example: 'A picture of 1,280 pixels whose original of 4,000 pixels was gone when it was copied.',
  },
  'rendition-only': {
    recognised:
      'Each address that the original may have answers with 404 or 410, and the copy that shoppers see is there.',
    example: 'The store was cleaned of originals; copies of 1,280 pixels are left.',
  },
  'rule-picture': {
    recognised:
      'V3’s complex rules of a product that has values of modifiers, and whether their conditions are one variant or one value of a modifier that shows the same picture: that is a slot, and no finding. With `{sourceVia} v2` V2’s rules of each product instead; those of one SKU or of one value of an option are no finding, nor is one of all values of a variant that shows the same picture. `diff` and `verify` hold V2’s rules against values and complex rules of V3 that have the same conditions, and name those that nothing in V3 shows.',
    example: 'A rule with the picture of a red mug with a lid, for “Red” and “Lid” together.',
  },
  'slot-ambiguous': {
    recognised: `${ofSlots} Of two candidates none is taken. Where \`{kinds}\` leaves them all out, an \`audit\` names the rule in \`notLookedFor\`.`,
    example:
      'Two variants of the target, without SKUs, are both “Colour: Red”; or two of the source are “Dup” and “Dup ”, and the target has “Dup” alone.',
  },
  'slot-not-emptied': {
    recognised:
      'From the address that the slot showed before the run wrote to it, which the journal keeps: there was none.',
    example: 'A migration has given the red mug its picture; taken back, the mug still shows it.',
  },
  'slot-unmatched': {
    recognised: `${ofSlots} Where \`{kinds}\` leaves them all out, an \`audit\` names the rule in \`notLookedFor\`.`,
    example: 'The source has the variant `MUG-RED` with a picture, the target has not.',
  },
  'surplus-image': {
    recognised: 'From names that only we have made, or from the pictures.',
    example: 'A create whose answer was lost has taken effect twice.',
  },
  'swatch-missing': {
    recognised:
      'From the values of options that are shown as swatches, which V3 gives ten products a request; so they are read unless `{kinds}` leaves swatches out, and then the rule stands in `notLookedFor`.',
    example: 'The value “Sand” of the swatch option “Colour”.',
  },
  'text-kept-otherwise': {
    recognised: 'What the store shows after a write is held against what was sent.',
    example: 'A text of 300 characters of which the store keeps 255.',
  },
  'thumbnail-missing': {
    recognised: 'The product has images, and none is flagged.',
    example: 'The thumbnail was deleted through the API.',
  },
  'thumbnail-multiple': {
    recognised: 'More than one image of the product is flagged.',
    example: 'Two imports have each flagged their first image.',
  },
  'variant-image-kept': { recognised: ofHistory, example: 'A migration has given a variant its picture.' },
  'variant-picture-is-rendition': {
    recognised: 'By the form of the address, which has a size in it.',
    example:
      '`…/products/5/images/9/mug__12345.1700000000.386.513.jpg` as the picture of the variant `MUG-RED`.',
  },
  'view-count-differs': {
    recognised:
      'V2’s count of the store’s images is held against what V3 lists. Nothing is reported where products were chosen.',
    example: 'V2 counts 1,204, V3 lists 1,203.',
  },
  'view-field-differs': {
    recognised:
      'Both views of one image are held side by side; by `audit` only which one is the main picture, unless `{sourceVia} v2` is given. Of the picture of a variant, a modifier’s value or a rule V2 shows a path and V3 an address: they differ where both end with a name that the platform gives such pictures, and not with the same.',
    example: 'V2 says that the alt text is “mug”, V3 that it is empty.',
  },
  'view-image-missing': {
    recognised:
      'Both views of one product are held side by side; by `audit` only the main picture, unless `{sourceVia} v2` is given. V3’s variants are held against V2’s SKUs by the id that V3 shows of each, else by its text; V3’s values of modifiers and complex rules against V2’s rules by the ids of their conditions.',
    example: 'V2 shows image 834 as the main picture, and V3 does not list it.',
  },
};
