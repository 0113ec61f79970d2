// What the engine says of what it finds: a code with its facts, which the app puts into words. What is said of another
// saying holds it.
import type { PictureFormat } from '@cutover/image-content';
import type { FieldValue, Side, Slot, SlotChoice, SlotKind } from '@cutover/journal';
import type { ActionReason } from './action-reasons.ts';
import type { PictureReason } from './picture-reasons.ts';

/** What a finding says, by its code. */
export type Saying =
  /** What is said of an image of the source, said of one of the target. */
  | { readonly code: 'on-target'; readonly says: Saying }
  /** A product without a counterpart, and how many images of its own nobody could hold against another. */
  | {
      readonly code: 'images-not-compared';
      readonly why: Saying;
      readonly images: number;
      readonly sourceProductId: number;
    }
  /** Where fields differ, and the picture is wrong besides. */
  | { readonly code: 'picture-too'; readonly says: Saying; readonly picture: PictureReason }
  /** Where fields differ, and it shows a rendition besides. */
  | { readonly code: 'rendition-too'; readonly says: Saying; readonly is: 'replaced' | 'stays' }
  /** What is said of the picture that a slot shows. */
  | { readonly code: 'of-slot'; readonly slot: SlotNamed; readonly says: Saying }
  /** What a revert leaves as it is, and why. */
  | { readonly code: 'left-alone'; readonly why: LeftAloneSaying }
  /** An action without an end, which a revert leaves alone, and the images that it may have made. */
  | { readonly code: 'in-doubt'; readonly action: string; readonly candidates: readonly number[] }
  /** The same of one that may have filled a slot. */
  | { readonly code: 'slot-in-doubt'; readonly action: string; readonly kind: SlotKind }
  | RowSaying
  | ProductSaying
  | SlotSaying
  | VariantSaying
  | ChoiceSaying
  | GradeSaying
  | PictureSaying
  | LeftAloneSaying
  | ActionReason
  | SampleSaying
  | PictureReason;

/** What is said of an image of both sides, or of one. */
export type RowSaying =
  /** Nothing differs. */
  | { readonly code: 'same-on-both' }
  /** Nothing differs between V2 and V3. */
  | { readonly code: 'same-in-both-views' }
  /** Somebody has edited it on the target, whose word counts. */
  | { readonly code: 'edit-kept' }
  /** With the values of both stores. */
  | { readonly code: 'differs'; readonly differences: readonly Difference[] }
  /** Some of it is somebody's edit on the target, and the source's word counts. */
  | { readonly code: 'differs-and-edited'; readonly differences: readonly Difference[] }
  /** Nobody has decided whose word counts; `others` differ too, and are nobody's edit. */
  | {
      readonly code: 'edited-on-target';
      readonly edited: readonly Difference[];
      readonly others: readonly Difference[];
    }
  /** Another image has been made in its place, and somebody has edited it. */
  | { readonly code: 'edited-and-outdated' }
  /** An image of the same name is there, and nobody could tell whether it is this one. */
  | { readonly code: 'pictures-do-not-tell' }
  /** So of another image of the product, and then nothing of it is removed. */
  | { readonly code: 'removal-held' }
  /** Its picture could not be held against the one on the target. */
  | { readonly code: 'changed-and-not-compared' }
  /** The source alone has it. */
  | { readonly code: 'missing-on-target' }
  /** The target alone has it. */
  | { readonly code: 'only-on-target' }
  | { readonly code: 'only-on-target-and-stays' }
  | { readonly code: 'outdated-on-target' }
  /** Only on the target, since before anything is known of it. */
  | { readonly code: 'of-unknown-origin' }
  /** Only on the target, since the first plan. */
  | { readonly code: 'newcomer' }
  /** A newcomer that shows no picture of the product's others. */
  | { readonly code: 'newcomer-unlike' }
  /** Only on the target, by the name of one that belongs there. */
  | { readonly code: 'second-of-name' }
  /** Only on the target, with the picture of this one. */
  | { readonly code: 'second-of-picture'; readonly imageId: number }
  /** A write of this run has appeared, and another image that is named like it. */
  | { readonly code: 'second-of-write' }
  /** One view of the store shows it, and the other does not. */
  | { readonly code: 'only-in-view'; readonly view: 'v2' | 'v3' }
  /** With the values of both views. */
  | { readonly code: 'views-differ'; readonly differences: readonly Difference[] }
  /** One side shows no value of them. */
  | { readonly code: 'fields-without-value'; readonly fields: readonly string[] }
  /** No image of the product is the thumbnail, and this is to be it. */
  | { readonly code: 'no-thumbnail' }
  /** So many images of the product are the thumbnail: one stays it, and this one does not. */
  | { readonly code: 'several-thumbnails'; readonly thumbnails: number; readonly kept: number }
  /** Values that cannot be; a place that is none is read as `place`. */
  | {
      readonly code: 'values-unreadable';
      readonly view: 'v2' | 'v3';
      readonly values: readonly { readonly field: string; readonly shown: string }[];
      readonly place: number;
    }
  /** It shows a rendition, because no original could be reached: one can be now and replaces it, or none can. */
  | { readonly code: 'shows-rendition'; readonly is: 'replaced' | 'stays' }
  /** Its picture could not be looked at. */
  | { readonly code: 'picture-not-looked-at'; readonly why: PictureReason }
  | KeptTextSaying;

/** A field with both values, the source's first; without, where there is nothing to be shown. */
export interface Difference {
  readonly field: string;
  readonly values?: readonly [FieldValue, FieldValue];
}

/** What the store has made of a text that it was sent. */
export type KeptTextSaying =
  /** Without the blanks around it. */
  | { readonly code: 'text-trimmed' }
  /** In Unicode’s composed form. */
  | { readonly code: 'text-composed' }
  /** After so many characters. */
  | { readonly code: 'text-cut'; readonly length: number };

/** What is said of a product, or of all that a store lists. */
export type ProductSaying =
  /** Several source products stand for one of the target: these beside the one that is spoken of. */
  | {
      readonly code: 'target-shared';
      readonly sourceProductIds: readonly number[];
      readonly targetProductId: number;
    }
  /** It was asked for, in this line of the products file where it stands in one. */
  | {
      readonly code: 'asked-for-missing';
      readonly side: Side;
      readonly line: number | undefined;
      readonly asked: { readonly productId: number } | { readonly sku: string };
    }
  /** The SKU that was asked for stands for so many products of the target. */
  | { readonly code: 'sku-of-several'; readonly sku: string; readonly products: number }
  /** Products are paired by what it does not have. */
  | { readonly code: 'without-key'; readonly by: PairedBy }
  /** Several products of a side, all that have it, are found by what products are paired by. */
  | {
      readonly code: 'key-of-several';
      readonly side: Side;
      readonly by: PairedBy;
      readonly productIds: readonly number[];
    }
  /** No product of the target is found by what products are paired by. */
  | { readonly code: 'without-counterpart'; readonly by: PairedBy }
  /** One would be, but for upper and lower case. */
  | {
      readonly code: 'counterpart-in-other-case';
      readonly by: PairedBy;
      readonly productId: number;
      readonly key: string;
    }
  /** The target has lost it, so nothing of it can be taken back. */
  | { readonly code: 'product-gone' }
  /** Pictures of these variants stay, because V3 removes none. */
  | { readonly code: 'variants-keep-pictures'; readonly variants: readonly (string | number)[] }
  /** A store counts other images than it lists. */
  | {
      readonly code: 'listing-short';
      readonly store: string;
      readonly counted: number;
      readonly listed: number;
    };

type PairedBy = 'sku' | 'id' | 'name' | 'url';

/** What a sample proves of all. */
export type SampleSaying =
  | { readonly code: 'sample-empty' }
  /** It drew every product, so that it says how many of all are wrong. */
  | { readonly code: 'sample-whole'; readonly mismatched: number; readonly checked: number }
  /** Where some of it is wrong, the sample does not say how many of all are; `others`: images that are wrong and were not drawn. */
  | {
      readonly code: 'sample-wrong';
      readonly mismatched: number;
      readonly checked: number;
      readonly others: number;
    }
  /**
   * With 95 % confidence at most so many percent of all products are wrong, by so many products that are right; `isShort`: as far as
   * the store lists what it counts.
   */
  | {
      readonly code: 'sample-right';
      readonly percent: number;
      readonly products: number;
      readonly isShort?: true;
    };

/** What is said of a slot. */
export type SlotSaying =
  /** Several slots of the target could be its counterpart. */
  | { readonly code: 'slot-ambiguous'; readonly slot: SlotNamed }
  /** No slot of the target is its counterpart. */
  | { readonly code: 'slot-unmatched'; readonly slot: SlotNamed }
  /** Its counterpart is empty. */
  | { readonly code: 'slot-empty-on-target'; readonly kind: SlotKind }
  /** Both show a picture, and nobody has asked which. */
  | { readonly code: 'slot-not-looked-at' }
  /** The pictures of both could not be compared. */
  | { readonly code: 'slot-not-compared'; readonly why: PictureReason }
  /** A run has set the source's picture, and the target shows something else. */
  | { readonly code: 'slot-not-as-set'; readonly shows: ShownInSlot }
  /** The source shows another picture since it was set. */
  | { readonly code: 'slot-outdated' }
  /** No run has set what the target shows, or a revert has put it back; with whose word counts. */
  | {
      readonly code: 'slot-set-by-others';
      readonly shows: ShownInSlot;
      readonly prefer: 'source' | 'target' | 'ask';
    }
  /** A swatch with neither a colour nor a picture. */
  | { readonly code: 'swatch-empty'; readonly slot: SlotNamed };

/** A slot with what people tell it by. */
export interface SlotNamed {
  readonly slot: Slot;
  readonly sku?: string | undefined;
  readonly choices?: readonly SlotChoice[] | undefined;
}

/** What a slot shows instead of the source's picture. */
export type ShownInSlot =
  | { readonly is: 'colours' }
  | { readonly is: 'another-picture' }
  /** It is what was there before a run that was taken back. */
  | { readonly is: 'picture-put-back' }
  /** Since a run has set it; both addresses stay as they are, so nobody knows on which side it has changed. */
  | { readonly is: 'another-picture-on-a-side' }
  | { readonly is: 'no-picture'; readonly why: PictureReason };

/** What is said of the picture of a variant that both views of one store were asked for. */
export type VariantSaying =
  /** One view alone shows it. */
  | { readonly code: 'variant-picture-in-view'; readonly variant: VariantNamed; readonly view: 'v2' | 'v3' }
  /** V2 shows it of a SKU that no variant of V3 has. */
  | { readonly code: 'variant-not-listed'; readonly variant: VariantNamed }
  /** V3 shows it of a variant that no SKU of V2 is. */
  | { readonly code: 'variant-sku-not-listed'; readonly variant: VariantNamed }
  /** V3 shows it, and V2 does not list the product. */
  | { readonly code: 'variant-product-not-listed'; readonly variant: VariantNamed }
  /** Both views show one, by different files. */
  | {
      readonly code: 'variant-files-differ';
      readonly variant: VariantNamed;
      readonly v2: string;
      readonly v3: string;
    }
  /** Both views show one, by names that do not tell whether it is the same. */
  | {
      readonly code: 'variant-files-do-not-tell';
      readonly variant: VariantNamed;
      readonly v2: string;
      readonly v3: string;
    }
  /** V3 shows it, and V2 does not list the SKUs of the product, or was not asked for them. */
  | {
      readonly code: 'variant-not-compared';
      readonly variant: VariantNamed;
      readonly skus: 'gone' | 'unasked';
    }
  /** Several variants of V3 could be the SKU of V2. */
  | { readonly code: 'variant-unclear'; readonly sku: string };

/** By the text of its SKU; where it has none, as V3's variant, or by V2's id of the SKU. */
export type VariantNamed = { readonly sku: string } | { readonly skuId: number } | SlotNamed;

/** What is said of a picture that follows a choice, and that both views of one store were asked for. */
export type ChoiceSaying =
  /** One view alone shows it. */
  | { readonly code: 'choice-picture-in-view'; readonly shown: ShownByChoice; readonly view: 'v2' | 'v3' }
  /** V3 shows it of a rule that V2 does not list. */
  | { readonly code: 'choice-rule-not-listed'; readonly shown: ShownByChoice }
  /** V3 shows it, and V2 does not list the product. */
  | { readonly code: 'choice-product-not-listed'; readonly shown: ShownByChoice }
  /** Both views show one, by different files. */
  | {
      readonly code: 'choice-files-differ';
      readonly shown: ShownByChoice;
      readonly v2: string;
      readonly v3: string;
    }
  /** Both views hold one picture, and the rule of this one is off. */
  | { readonly code: 'choice-off-in-view'; readonly shown: ShownByChoice; readonly view: 'v2' | 'v3' }
  /** Both views hold one picture; V2's rule is off, and V3 does not say whether its own is. */
  | { readonly code: 'choice-off-in-v2'; readonly shown: ShownByChoice }
  /** Both views show one, by names that do not tell whether it is the same. */
  | {
      readonly code: 'choice-files-do-not-tell';
      readonly shown: ShownByChoice;
      readonly v2: string;
      readonly v3: string;
    }
  /** V3 shows it, and V2 does not list the rules of the product, or was not asked for them. */
  | {
      readonly code: 'choice-not-compared';
      readonly shown: ShownByChoice;
      readonly rules: 'gone' | 'unasked';
    }
  /** V2 shows it, and V3 does not list the rules of the product. */
  | { readonly code: 'choice-rules-not-listed'; readonly shown: ShownByChoice }
  /** Several pictures of V3 could be that of V2's rule, or several rules be that of V3. */
  | { readonly code: 'choice-unclear'; readonly shown: ShownByChoice }
  /** Both views show this file, under ids that do not tell whether it follows the same choice. */
  | {
      readonly code: 'choice-ids-do-not-tell';
      readonly file: string;
      readonly shown: ShownByChoice;
      readonly inV3: ShownByChoice;
    }
  /** The other view may show it, under ids of its own. */
  | { readonly code: 'choice-under-other-ids'; readonly shown: ShownByChoice; readonly view: 'v2' | 'v3' };

/** A value of a modifier, or a rule and when it holds. */
export type ShownByChoice = SlotNamed | { readonly rule: number; readonly where: readonly RuleCondition[] };

/** What an audit says of a product and of the fields of its images. */
export type GradeSaying =
  /** It has none. */
  | { readonly code: 'no-alt-text' }
  /** Stores may cut it at so many characters. */
  | { readonly code: 'alt-text-long'; readonly length: number; readonly cutAt: number }
  /** The text is the name of a file. */
  | { readonly code: 'alt-text-is-file'; readonly text: string }
  /** The text holds a tag or an entity. */
  | { readonly code: 'alt-text-with-markup'; readonly markup: string }
  /** All images of the product have the same. */
  | { readonly code: 'alt-texts-alike'; readonly images: number }
  /** Shoppers see the product, and it has no image. */
  | { readonly code: 'visible-without-images' }
  /** No image of the product is the thumbnail. */
  | { readonly code: 'listed-without-thumbnail' }
  /** So many of them are. */
  | { readonly code: 'listed-with-thumbnails'; readonly thumbnails: number }
  /** The place of the image before it. */
  | { readonly code: 'place-shared'; readonly place: number }
  /** A store can count no further for the images behind it. */
  | { readonly code: 'place-at-end'; readonly place: number }
  /** The control panel shows no more than so many. */
  | { readonly code: 'images-beyond-panel'; readonly images: number; readonly shown: number }
  /** A product holds no more. */
  | { readonly code: 'images-full'; readonly images: number }
  /** So many of the files have the name that a camera or a scanner gives. */
  | { readonly code: 'files-named-by-camera'; readonly named: number; readonly images: number }
  /** The description shows so many pictures of the store itself, the first of them at this address. */
  | { readonly code: 'description-shows-store'; readonly pictures: number; readonly first: string }
  /** A variant shows a resized copy of a product image. */
  | { readonly code: 'variant-shows-rendition'; readonly variant: string | number }
  /** A picture that a rule shows and no slot of V3, and when it is shown. */
  | {
      readonly code: 'picture-of-rule';
      readonly rule: number;
      /** Its file in V2, or its address in V3. */
      readonly picture: string;
      readonly where: readonly RuleCondition[];
      /** Which slot could hold it, and shows something else; undefined: none could. */
      readonly notIn?: SlotKind | undefined;
    }
  /** What V2 shows as the product's picture is not among those of V3. */
  | { readonly code: 'primary-not-listed'; readonly imageId: number }
  /** V3 has another thumbnail. */
  | { readonly code: 'primary-is-another'; readonly imageId: number };

/** A variant, or a value of an option: by name where it is known, else by the ids of the rule. */
export type RuleCondition =
  /** V2's id of it. */
  | { readonly sku: number }
  | { readonly variant: SlotNamed }
  | { readonly choice: SlotChoice }
  | { readonly option: number | undefined; readonly value: number | undefined };

/** What an audit says of a picture. */
export type PictureSaying =
  /** V3 takes addresses of so many characters at most. */
  | { readonly code: 'address-long'; readonly length: number; readonly most: number }
  /** The address of the original answers, and not with a picture. */
  | { readonly code: 'original-is-no-picture'; readonly why: string }
  /** The address that a slot shows answers, and not with a picture. */
  | { readonly code: 'address-is-no-picture'; readonly why: string }
  /** Nothing is at the only address of a slot's picture. */
  | { readonly code: 'only-address-empty'; readonly why: string }
  /** No address gives the original, and a smaller copy of it is there. */
  | { readonly code: 'only-smaller-copy'; readonly tried: readonly TriedOriginal[] }
  /** No address gives it, and none a copy of it. */
  | { readonly code: 'no-copy'; readonly tried: readonly TriedOriginal[]; readonly copy: string | undefined }
  /** Nobody could look at it, and what helps. */
  | {
      readonly code: 'picture-not-seen';
      readonly why: string;
      readonly helps: 'a-closer-probe' | 'private-hosts' | undefined;
    }
  /** V3 does not take the format, or a slot of this kind does not. */
  | { readonly code: 'format-refused'; readonly format: PictureFormat; readonly by: SlotKind | undefined }
  /** More bytes than V3 takes. */
  | { readonly code: 'picture-too-large'; readonly bytes: number; readonly megabytes: number }
  /** More than it takes for sure. */
  | { readonly code: 'picture-large'; readonly bytes: number; readonly megabytes: number }
  /** Few browsers show the format. */
  | { readonly code: 'format-few-show'; readonly format: PictureFormat }
  /** In CMYK, which browsers show wrongly. */
  | { readonly code: 'in-print-colours'; readonly format: PictureFormat }
  /** Stores resize none that is wider. */
  | {
      readonly code: 'too-wide-to-resize';
      readonly format: PictureFormat;
      readonly width: number;
      readonly most: number;
    }
  /** None that has more frames. */
  | {
      readonly code: 'too-long-to-resize';
      readonly format: PictureFormat;
      readonly frames: number;
      readonly most: number;
    }
  /** The name of the file ends otherwise than its bytes say. */
  | { readonly code: 'named-otherwise'; readonly ending: string; readonly format: PictureFormat }
  /** The longer side has fewer pixels than the `least`. */
  | {
      readonly code: 'picture-small';
      readonly width: number;
      readonly height: number;
      readonly least: number;
    }
  /** By its EXIF data. */
  | { readonly code: 'picture-turned' }
  /** All of it is of almost one colour. */
  | { readonly code: 'picture-of-one-colour' }
  /** Its bytes end too soon, or are wrong. */
  | { readonly code: 'picture-damaged'; readonly why: string }
  /** It could not be looked at whole. */
  | { readonly code: 'picture-not-decoded'; readonly why: string }
  /** Another image of the product shows it. */
  | { readonly code: 'shown-by-image'; readonly imageId: number }
  /** So many other products do. */
  | { readonly code: 'shown-by-others'; readonly others: number }
  /** So many do that it shows none of them. */
  | { readonly code: 'shown-by-many'; readonly products: number };

/** Where an original was looked for, and what came of it. */
export interface TriedOriginal {
  readonly origin: string;
  readonly why: string;
}

/** Why a revert leaves something as it is. */
export type LeftAloneSaying =
  /** The journal does not hold how the product was, so only what was sent is taken back. */
  | { readonly code: 'product-before-unknown' }
  /** A removed image of which nobody knows whether it has been put back. */
  | { readonly code: 'put-back-in-doubt' }
  /** A removed image that was put back and is gone again. */
  | { readonly code: 'gone-again' }
  /** A removed image, and another that has its name and its text. */
  | { readonly code: 'namesake-there'; readonly imageId: number }
  /** A removed image whose bytes were not kept. */
  | { readonly code: 'not-kept' }
  /** An image that the run made and a later run has made again. */
  | { readonly code: 'made-again'; readonly imageId: number }
  /** An image that the run made and somebody has edited. */
  | { readonly code: 'made-and-edited'; readonly fields: readonly string[] }
  /** An image that the run made stays, so that there are not fewer than before. */
  | { readonly code: 'in-place-of'; readonly imageId: number }
  /** An image that the run changed and somebody has removed. */
  | { readonly code: 'changed-and-removed' }
  /** What is not as the run found it was not done by the run. */
  | { readonly code: 'changed-by-others'; readonly fields: readonly string[] }
  /** Somebody has chosen another thumbnail since. */
  | { readonly code: 'other-thumbnail-chosen' }
  /** The image was one of two thumbnails. */
  | { readonly code: 'second-thumbnail' }
  /** A slot of which nobody knows whether its picture has been put back. */
  | { readonly code: 'slot-put-back-in-doubt' }
  /** The target has lost the slot. */
  | { readonly code: 'slot-gone'; readonly kind: SlotKind }
  /** Somebody has given the slot another picture since. */
  | { readonly code: 'slot-changed' }
  /** A slot that was empty, which no call of V3 makes it again. */
  | { readonly code: 'slot-was-empty'; readonly kind: SlotKind }
  /** A swatch that showed these colours, as V2 spells them. */
  | { readonly code: 'slot-showed-colours'; readonly colours: string }
  /** What the slot showed before was not kept. */
  | { readonly code: 'slot-not-kept' };

/** Puts a saying into words. */
export type Words = (saying: Saying) => string;
