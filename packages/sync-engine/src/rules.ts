// Every rule that a finding may carry, one row each: the page of rules and the help follow from it. Ids are added and never
// renamed, because scripts and reports rely on them. Options stand in their texts by key, in braces: the app spells them.
import { pictureBytesMax, pictureBytesSure, pictureMegabytes } from '@cutover/field-mapper';
import type { Severity } from '@cutover/journal';
import type { Found } from './found.ts';

/** How closely `audit` looks at pictures: not at all; is it there; its first bytes; all of it, decoded. */
export const probes = ['none', 'head', 'bytes', 'content'] as const;
export type Probe = (typeof probes)[number];

export interface Rule {
  readonly severity: Severity;
  /** Of single cases that are worse or milder, as `means` says. */
  readonly or?: Severity;
  /** The least probe of an `audit` at which it can speak; undefined: `audit` does not tell it. */
  readonly probe?: Probe;
  /** Where `audit` grades it otherwise than a comparison does. */
  readonly inAudit?: Severity;
  /** Commands, as Markdown. */
  readonly foundBy: string;
  readonly means: string;
  /** Whether the target is without it after `migrate`: by itself, once an option says how (`todo` names it), or never. */
  readonly fixedByMigrate: 'yes' | 'with an option' | 'no';
  /** What a person is to do about it. */
  readonly todo: string;
}

/** `8,388,608`; for these two numbers no locale is loaded, which takes longer than all else here. */
const inFigures = (count: number): string => String(count).replace(/^(\d)(\d{3})(\d{3})$/, '$1,$2,$3');

export const rules = {
  'address-too-long': {
    severity: 'info',
    probe: 'head',
    foundBy: '`audit`',
    means:
      'The address of the original is longer than 255 characters when it is encoded, and V3 takes none of more.',
    fixedByMigrate: 'yes',
    todo: 'Nothing: `migrate` downloads the picture and uploads it.',
  },
  'alt-text-filename': {
    severity: 'warning',
    probe: 'none',
    foundBy: '`audit`',
    means: 'The alt text is the name of a file, so it says nothing of what the picture shows.',
    fixedByMigrate: 'no',
    todo: 'Write what the picture shows. `migrate` copies what is there.',
  },
  'alt-text-markup': {
    severity: 'warning',
    probe: 'none',
    foundBy: '`audit`',
    means: 'The alt text holds tags or entities, which are read aloud and shown as they stand.',
    fixedByMigrate: 'no',
    todo: 'Write it without them. `migrate` copies what is there.',
  },
  'alt-text-missing': {
    severity: 'warning',
    probe: 'none',
    foundBy: '`audit`',
    means: 'The image has no alt text.',
    fixedByMigrate: 'no',
    todo: 'Write one on the source; `migrate` copies what is there.',
  },
  'alt-text-repeated': {
    severity: 'info',
    probe: 'none',
    foundBy: '`audit`',
    means: 'All images of the product, three or more, have one and the same alt text.',
    fixedByMigrate: 'no',
    todo: 'Say of each what it alone shows. `migrate` copies what is there.',
  },
  'alt-text-too-long': {
    severity: 'warning',
    probe: 'none',
    foundBy: '`audit`',
    means: 'The alt text is longer than 255 characters, and stores may cut it there.',
    fixedByMigrate: 'no',
    todo: 'Shorten it. `migrate` sends it whole, and says what the store has made of it.',
  },
  'changed-since': {
    severity: 'warning',
    foundBy: '`revert`',
    means:
      'Left as it is: somebody, or a later run, has changed it since, or it is not available any more. The message says which.',
    fixedByMigrate: 'no',
    todo: 'Look at it; take a later run back first, or change it by hand.',
  },
  'description-points-at-store': {
    severity: 'warning',
    probe: 'none',
    foundBy: '`audit`',
    means: `The product's description shows pictures that lie on this very store, by its CDN, its domain or a relative address: they break when the store is closed.`,
    fixedByMigrate: 'no',
    todo: 'Move those pictures, and put their new addresses into the description. `migrate` moves no descriptions.',
  },
  'edited-on-target': {
    severity: 'critical',
    foundBy: '`diff`, `verify`, `migrate`',
    means:
      'Somebody has edited the image on the target since the last migration, or a variant, modifier value or swatch shows a picture there that no run has set; both values are shown. Nothing is written to it.',
    fixedByMigrate: 'with an option',
    todo: 'Decide with `{prefer} source` or `{prefer} target`.',
  },
  'field-unreadable': {
    severity: 'warning',
    foundBy: '`audit`, `diff`, `verify`, `migrate`',
    means:
      'The store shows a value that a field cannot have, such as null for a place, and shows it again when it is asked once more. The rest of the image was read.',
    fixedByMigrate: 'no',
    todo: 'Save the image once more in the control panel.',
  },
  'file-name-generic': {
    severity: 'info',
    probe: 'none',
    foundBy: '`audit`',
    means:
      'Most images of the product are named as a camera or scanner names files, which tells search engines nothing.',
    fixedByMigrate: 'no',
    todo: 'Rename the files before they are uploaded again. `migrate` keeps the names.',
  },
  'format-risky': {
    severity: 'warning',
    probe: 'bytes',
    foundBy: '`audit`',
    means:
      'V3 takes the format, and browsers or stores show the picture badly: BMP, WBMP, XBM, a JPEG in the colours of print (CMYK). Or a GIF over 5,120 pixels wide, or of more than 150 frames, which is shown badly or refused: what V3 answers to it is not documented (Q-97 of the quirks).',
    fixedByMigrate: 'no',
    todo: 'Save it as a JPEG or PNG.',
  },
  'format-unsupported': {
    severity: 'critical',
    probe: 'bytes',
    foundBy: '`audit`',
    means:
      'The picture is of a format that V3 does not take: TIFF, HEIC, AVIF, SVG, PDF, and for a variant, a modifier value or a swatch anything but GIF, JPEG and PNG. Its first bytes say so, whatever its name and type say.',
    fixedByMigrate: 'no',
    todo: 'Convert it on the source.',
  },
  'in-doubt': {
    severity: 'info',
    foundBy: '`revert`',
    means: 'A write whose end nobody knows may have made an image of this product.',
    fixedByMigrate: 'no',
    todo: '`cutover settle`, then revert again.',
  },
  'listing-incomplete': {
    severity: 'critical',
    foundBy: '`diff`, `verify`, `audit`',
    means: 'The store counts another number of images than it lists, so some were not looked at.',
    fixedByMigrate: 'no',
    todo: 'Run it again when nobody edits the store; in parity an image may be hidden from one of the views.',
  },
  'many-images': {
    severity: 'warning',
    or: 'critical',
    probe: 'none',
    foundBy: '`audit`',
    means:
      'The product holds more than 250 images, and the control panel shows no more; at 1,000 it is critical, since nothing can be added.',
    fixedByMigrate: 'no',
    todo: 'Nothing, unless it comes near to 1,000.',
  },
  'order-overflow': {
    severity: 'warning',
    probe: 'none',
    foundBy: '`audit`',
    means: `The image's sort order lies less than 1,000 from an end of what a store can hold, so that its siblings cannot be renumbered behind it.`,
    fixedByMigrate: 'no',
    todo: 'Give the images of the product small sort orders.',
  },
  'order-tie': {
    severity: 'warning',
    probe: 'none',
    foundBy: '`audit`',
    means: 'Two images share a place, so the store chooses their order.',
    fixedByMigrate: 'no',
    todo: 'Give them places of their own.',
  },
  'original-unreachable': {
    severity: 'critical',
    probe: 'head',
    foundBy: '`audit`; the code of a failure of `migrate`, `retry` and `repair`, too',
    means:
      'No address gives the original. `audit` says so where no copy is left either, and `rendition-only` where one is; where a write fails with this code, a smaller copy (a rendition) may still be there.',
    fixedByMigrate: 'with an option',
    todo: 'If you know where the originals are, say so with `{sourceOriginals}`. Where a copy is left, `cutover retry {failed} {allowRenditions}` copies it. Else upload the picture again.',
  },
  'picture-broken': {
    severity: 'critical',
    probe: 'head',
    foundBy: '`audit`, `verify`',
    means: `The address answers with no picture, with one that ends before its picture does, or with another one than the source's. A write of such an original, or of one that has more than a thousand million pixels, fails with this code, before anything is sent.`,
    fixedByMigrate: 'no',
    todo: 'On the target `cutover repair`, after a `verify`, uploads it again. On the source upload it again yourself.',
  },
  'picture-duplicate': {
    severity: 'warning',
    or: 'info',
    probe: 'content',
    foundBy: '`audit`',
    means:
      'One picture is there twice in a product, or (for information) in several products. Colour and place count: a red and a blue shirt are two pictures.',
    fixedByMigrate: 'no',
    todo: 'Remove the copy. `migrate` copies both.',
  },
  'picture-low-resolution': {
    severity: 'warning',
    probe: 'bytes',
    foundBy: '`audit`',
    means:
      'The longer side of the picture is shorter than `{minPixels}`, 500 unless another is given, so it is blurred where it is enlarged.',
    fixedByMigrate: 'no',
    todo: 'Upload a larger one.',
  },
  'picture-placeholder': {
    severity: 'warning',
    probe: 'content',
    foundBy: '`audit`',
    means:
      'The picture says nothing of the product: it is one that 20 products or more show, or is almost one colour.',
    fixedByMigrate: 'no',
    todo: 'Upload a picture of the product.',
  },
  'picture-rotated': {
    severity: 'info',
    probe: 'bytes',
    foundBy: '`audit`',
    means:
      'The picture says in its EXIF data that it is to be turned, and what ignores that shows it lying on its side.',
    fixedByMigrate: 'no',
    todo: 'Save it upright.',
  },
  'picture-too-large': {
    severity: 'critical',
    or: 'warning',
    probe: 'head',
    foundBy: '`audit`',
    means: `The picture is larger than the ${pictureMegabytes} MB that V3 takes. Between ${inFigures(pictureBytesSure)} and ${inFigures(pictureBytesMax)} bytes it is a warning: the limit is documented as ${pictureMegabytes} MB, and not which of the two that is.`,
    fixedByMigrate: 'no',
    todo: 'Make it smaller.',
  },
  'picture-type-mismatch': {
    severity: 'warning',
    probe: 'bytes',
    foundBy: '`audit`',
    means: 'The bytes of the picture are of another type than its name says, and of one that V3 takes.',
    fixedByMigrate: 'no',
    todo: 'Nothing, or rename it: `migrate` names what it uploads after what the bytes are.',
  },
  'picture-unchecked': {
    severity: 'critical',
    probe: 'head',
    inAudit: 'warning',
    foundBy: '`audit`, `diff`, `verify`, `migrate`',
    means:
      'The picture could not be looked at, or not be compared. Where only the picture could show whose counterpart an image is, nothing is done with the image.',
    fixedByMigrate: 'no',
    todo: 'Run it again; `verify {level} content` compares what can be decoded.',
  },
  'picture-undecodable': {
    severity: 'critical',
    probe: 'content',
    foundBy: '`audit`',
    means: 'The picture begins like one, and the rest of it cannot be decoded: it was cut short or damaged.',
    fixedByMigrate: 'no',
    todo: 'Upload it again.',
  },
  'product-ambiguous': {
    severity: 'critical',
    probe: 'none',
    foundBy: '`diff`, `verify`, `migrate`',
    means: 'Several products could be the counterpart.',
    fixedByMigrate: 'with an option',
    todo: 'Name the pair in a file with `{products}`.',
  },
  'product-case-only': {
    severity: 'critical',
    probe: 'none',
    foundBy: '`audit`, `diff`, `verify`, `migrate`',
    means: 'The only product that could be the counterpart differs in upper and lower case.',
    fixedByMigrate: 'with an option',
    todo: 'Spell both alike, or name the pair in a file with `{products}`.',
  },
  'product-gone': {
    severity: 'warning',
    foundBy: '`revert`',
    means: 'The target does not have the product any more.',
    fixedByMigrate: 'no',
    todo: 'Nothing can be taken back there.',
  },
  'product-unmatched': {
    severity: 'critical',
    probe: 'none',
    foundBy: '`audit`, `diff`, `verify`, `migrate`',
    means:
      'The product has no counterpart on the target, or the products file names one that the source does not have. The message says which.',
    fixedByMigrate: 'with an option',
    todo: 'Create it on the target, or pair it with `{products}` or `{match}`; where the source does not have it, correct the line of the products file.',
  },
  'product-without-images': {
    severity: 'info',
    probe: 'none',
    foundBy: '`audit`',
    means: 'The product is visible to shoppers and has no image.',
    fixedByMigrate: 'no',
    todo: 'Upload one.',
  },
  'rendition-copied': {
    severity: 'critical',
    foundBy: '`diff`, `verify`, `migrate`',
    means:
      'The target shows a rendition, a smaller copy of the picture, which was handed over with `{allowRenditions}` because no original could be reached. The message says whether one can be reached now; if so, `migrate` and `repair` replace the rendition with it.',
    fixedByMigrate: 'with an option',
    todo: 'Upload the picture again on the source, or name where originals are with `{sourceOriginals}`; then run `migrate`.',
  },
  'rendition-only': {
    severity: 'critical',
    probe: 'head',
    foundBy: '`audit`',
    means:
      'The original is gone, and only a smaller copy of it is left. A write looks for the original alone, and without `{allowRenditions}` it fails there with `original-unreachable`, as it does where no copy is left.',
    fixedByMigrate: 'with an option',
    todo: 'Upload the picture again, or name where originals are with `{sourceOriginals}`. Otherwise `migrate` leaves it out, or copies what is left with `{allowRenditions}`.',
  },
  'rule-picture': {
    severity: 'critical',
    probe: 'none',
    inAudit: 'warning',
    foundBy:
      '`audit` with `modifier` in `{kinds}`, or of one store with `{sourceVia} v2`; in parity `diff` and `verify` with `modifier` in `{kinds}`',
    means:
      'A rule shows a picture where several choices meet, or always: no variant and no value can hold it in V3. `diff` and `verify` name it where no rule of V3 shows it either.',
    fixedByMigrate: 'no',
    todo: 'Give it to the variants that it means, or make the rule on the target.',
  },
  'slot-ambiguous': {
    severity: 'critical',
    probe: 'none',
    foundBy: '`audit`, `diff`, `verify`, `migrate`',
    means:
      'A variant, option or value with a picture has two counterparts on the target, or shares one with another of its product.',
    fixedByMigrate: 'no',
    todo: 'Give them names that differ.',
  },
  'slot-not-emptied': {
    severity: 'warning',
    foundBy: '`revert`',
    means:
      'The variant, modifier value or swatch showed no picture before the run that is taken back, and V3 has no documented call that takes one away: it stays. Colours of a swatch are not put back either.',
    fixedByMigrate: 'no',
    todo: 'Remove the picture in the control panel, if it is not wanted.',
  },
  'slot-unmatched': {
    severity: 'critical',
    probe: 'none',
    foundBy: '`audit`, `diff`, `verify`, `migrate`',
    means: 'A variant, option or value with a picture has no counterpart on the target.',
    fixedByMigrate: 'no',
    todo: 'Create it on the target.',
  },
  'surplus-image': {
    severity: 'critical',
    foundBy: '`verify`, and `migrate` while it settles',
    means:
      'A second image with the name of one that we made, or (with `{level} content`) a second copy of its picture, which no source image stands for.',
    fixedByMigrate: 'with an option',
    todo: 'Look at it before you remove it; `{policy} mirror` removes what only the target has.',
  },
  'swatch-missing': {
    severity: 'info',
    probe: 'none',
    foundBy: '`audit`',
    means: 'A value of a swatch option has neither a colour nor a picture, so shoppers see an empty square.',
    fixedByMigrate: 'no',
    todo: 'Give it one in the control panel.',
  },
  'text-kept-otherwise': {
    severity: 'warning',
    foundBy: '`migrate`, `repair`, `revert`',
    means:
      'The store shows the alt text otherwise than it was sent: trimmed, cut, or in Unicode’s composed form.',
    fixedByMigrate: 'no',
    todo: 'Nothing, or shorten the text on the source: sent again, the store would make the same of it.',
  },
  'thumbnail-missing': {
    severity: 'critical',
    probe: 'none',
    foundBy: '`audit`, and in parity `diff`, `verify`',
    means: 'No image of the product is the thumbnail.',
    fixedByMigrate: 'yes',
    todo: '`migrate` chooses the first image.',
  },
  'thumbnail-multiple': {
    severity: 'critical',
    probe: 'none',
    foundBy: '`audit`, and in parity `diff`, `verify`',
    means: 'Several images are the thumbnail.',
    fixedByMigrate: 'yes',
    todo: '`migrate` keeps one.',
  },
  'variant-image-kept': {
    severity: 'info',
    foundBy: '`revert`',
    means: 'Images of variants stay as they are, because V3 has no call that removes one.',
    fixedByMigrate: 'no',
    todo: 'Change them in the control panel.',
  },
  'variant-picture-is-rendition': {
    severity: 'warning',
    probe: 'none',
    foundBy: '`audit`',
    means: `The address of a variant's picture is that of a resized copy of a product image, and so of a smaller picture than there is.`,
    fixedByMigrate: 'no',
    todo: 'Give the variant the original.',
  },
  'view-count-differs': {
    severity: 'critical',
    probe: 'none',
    foundBy: '`audit`',
    means: 'V2 counts another number of images in the store than V3 lists.',
    fixedByMigrate: 'no',
    todo: 'Run it again when nobody edits the store; `diff` compares both views image by image.',
  },
  'view-field-differs': {
    severity: 'critical',
    probe: 'none',
    foundBy: 'in parity `diff`, `verify`, `audit`',
    means: 'V2 and V3 say different things of one image.',
    fixedByMigrate: 'no',
    todo: `Ask the platform's support; nothing here can fix it.`,
  },
  'view-image-missing': {
    severity: 'critical',
    probe: 'none',
    foundBy: 'in parity `diff`, `verify`, `audit`',
    means: 'Only one of the views shows the image.',
    fixedByMigrate: 'no',
    todo: `Ask the platform's support; nothing here can fix it.`,
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof rules;

const UNMATCHED: ReadonlySet<string> = new Set<RuleId>([
  'product-unmatched',
  'product-ambiguous',
  'product-case-only',
]);

export const ruleIds = Object.keys(rules).filter((id): id is RuleId => id in rules);

/** Whether a finding of this rule is about a product without a counterpart, and so counts as `unmatchedProducts`. */
export function isUnmatchedProduct(rule: string | undefined): boolean {
  return rule !== undefined && UNMATCHED.has(rule);
}

/** @param moment `audit` grades some rules otherwise, because nothing is written after it. */
function severityOf(rule: RuleId, moment: 'audit' | 'comparison' = 'comparison'): Severity {
  const { severity, inAudit }: Rule = rules[rule];
  return moment === 'audit' ? (inAudit ?? severity) : severity;
}

/** A finding that names its rule, with the severity of its row; what says no kind is of a product or of its images. */
export function findingOf(
  rule: RuleId,
  facts: Omit<Found, 'rule' | 'severity' | 'kind'> & Partial<Pick<Found, 'kind'>>,
  moment?: 'audit',
): Found & { readonly rule: RuleId } {
  return { kind: 'product-image', ...facts, rule, severity: severityOf(rule, moment) };
}
