// Every rule that a finding may carry, one row each: the page of rules and the help follow from it. Ids are added and never
// renamed, because scripts and reports rely on them.
import type { FindingRow, Severity } from '@cutover/journal';

export interface Rule {
  readonly severity: Severity;
  /** Where `audit` grades it otherwise than a comparison does. */
  readonly inAudit?: Severity;
  /** Commands, as Markdown. */
  readonly toldBy: string;
  readonly means: string;
  /** Whether the target is without it after `migrate`: by itself, once an option says how (`todo` names it), or never. */
  readonly mendedByMigrate: 'yes' | 'with an option' | 'no';
  /** What a person is to do about it. */
  readonly todo: string;
}

export const rules = {
  'alt-text-missing': {
    severity: 'warning',
    toldBy: '`audit`',
    means: 'The image has no alt text.',
    mendedByMigrate: 'no',
    todo: 'Write one on the source; `migrate` copies what is there.',
  },
  'alt-text-too-long': {
    severity: 'warning',
    toldBy: '`audit`',
    means: 'The alt text is longer than 255 characters, and stores may cut it there.',
    mendedByMigrate: 'no',
    todo: 'Shorten it. `migrate` sends it whole, and says what the store has made of it.',
  },
  'changed-since': {
    severity: 'warning',
    toldBy: '`revert`',
    means:
      'Left as it is: somebody, or a later run, has changed it since, or it is not available any more. The message says which.',
    mendedByMigrate: 'no',
    todo: 'Look at it; take a later run back first, or change it by hand.',
  },
  'edited-on-target': {
    severity: 'critical',
    toldBy: '`diff`, `verify`, `migrate`',
    means:
      'Somebody has edited the image on the target since the last migration; both values are shown. Nothing is written to it.',
    mendedByMigrate: 'with an option',
    todo: 'Decide with `--prefer source` or `--prefer target`.',
  },
  'field-unreadable': {
    severity: 'warning',
    toldBy: '`audit`, `diff`, `verify`, `migrate`',
    means:
      'The store shows a value that a field cannot have, such as null for a place, and shows it again when it is asked once more. The rest of the image was read.',
    mendedByMigrate: 'no',
    todo: 'Save the image once more in the control panel.',
  },
  'format-risky': {
    severity: 'warning',
    toldBy: '`audit`',
    means:
      'V3 takes the picture, and browsers or stores show it badly: BMP, WBMP, XBM, a JPEG in the colours of print (CMYK), a GIF over 5,120 pixels wide.',
    mendedByMigrate: 'no',
    todo: 'Save it as a JPEG or PNG.',
  },
  'format-unsupported': {
    severity: 'critical',
    toldBy: '`audit`',
    means:
      'The picture is of a format that V3 does not take: TIFF, HEIC, AVIF, SVG, PDF. Its first bytes say so, whatever its name and type say.',
    mendedByMigrate: 'no',
    todo: 'Convert it on the source.',
  },
  'in-doubt': {
    severity: 'info',
    toldBy: '`revert`',
    means: 'A write whose end nobody knows may have made an image of this product.',
    mendedByMigrate: 'no',
    todo: '`cutover settle`, then revert again.',
  },
  'listing-incomplete': {
    severity: 'critical',
    toldBy: '`diff`, `verify`, `audit`',
    means: 'The store counts another number of images than it lists, so some were not looked at.',
    mendedByMigrate: 'no',
    todo: 'Run it again when nobody edits the store; in parity an image may be hidden from one of the views.',
  },
  'many-images': {
    severity: 'warning',
    toldBy: '`audit`',
    means: 'The product holds more images than the control panel shows.',
    mendedByMigrate: 'no',
    todo: 'Nothing, unless it comes near to 1,000.',
  },
  'order-tie': {
    severity: 'warning',
    toldBy: '`audit`',
    means: 'Two images share a place, so the store chooses their order.',
    mendedByMigrate: 'no',
    todo: 'Give them places of their own.',
  },
  'original-unreachable': {
    severity: 'critical',
    toldBy: '`audit`',
    means: 'Every address of the original answers that it is gone, and so does that of its copy.',
    mendedByMigrate: 'with an option',
    todo: '`--source-originals`, if you know where originals are.',
  },
  'picture-broken': {
    severity: 'critical',
    toldBy: '`audit`, `verify`',
    means: `The address answers with no picture, or with another one than the source's.`,
    mendedByMigrate: 'no',
    todo: 'After a `verify`: `cutover repair` uploads it again. On the source: upload it again.',
  },
  'picture-too-large': {
    severity: 'warning',
    toldBy: '`audit`',
    means: 'The picture is larger than V3 takes.',
    mendedByMigrate: 'no',
    todo: 'Make it smaller.',
  },
  'picture-unchecked': {
    severity: 'critical',
    inAudit: 'warning',
    toldBy: '`audit`, `diff`, `verify`, `migrate`',
    means:
      'The picture could not be looked at, or not be compared. Where only it tells whose counterpart an image is, nothing is done with the image.',
    mendedByMigrate: 'no',
    todo: 'Run it again; `verify --level content` compares what can be decoded.',
  },
  'product-case-only': {
    severity: 'critical',
    toldBy: '`audit`, `diff`, `verify`, `migrate`',
    means: 'The only product that could be the counterpart differs in upper and lower case.',
    mendedByMigrate: 'with an option',
    todo: 'Spell both alike, or name the pair in a file with `--products`.',
  },
  'product-ambiguous': {
    severity: 'critical',
    toldBy: '`diff`, `verify`, `migrate`',
    means: 'Several products could be the counterpart.',
    mendedByMigrate: 'with an option',
    todo: 'Name the pair in a file with `--products`.',
  },
  'product-gone': {
    severity: 'warning',
    toldBy: '`revert`',
    means: 'The target does not have the product any more.',
    mendedByMigrate: 'no',
    todo: 'Nothing can be taken back there.',
  },
  'product-unmatched': {
    severity: 'critical',
    toldBy: '`diff`, `verify`, `migrate`',
    means: 'The product has no counterpart on the target.',
    mendedByMigrate: 'with an option',
    todo: 'Create it, or pair it with `--products` or `--match`.',
  },
  'rendition-only': {
    severity: 'critical',
    toldBy: '`audit`',
    means: 'The original is gone, and only a smaller copy of it is left.',
    mendedByMigrate: 'with an option',
    todo: 'Upload the picture again, or name where originals are with `--source-originals`. `migrate` leaves it out.',
  },
  'surplus-image': {
    severity: 'critical',
    toldBy: '`verify`, and `migrate` while it settles',
    means:
      'A second image with the name of one that we made, or (with `--level content`) a second copy of its picture, which no source image stands for.',
    mendedByMigrate: 'with an option',
    todo: 'Look at it before you remove it; `--policy mirror` removes what only the target has.',
  },
  'text-kept-otherwise': {
    severity: 'warning',
    toldBy: '`migrate`, `repair`, `revert`',
    means:
      'The store shows the alt text otherwise than it was sent: trimmed, cut, or in Unicode’s composed form.',
    mendedByMigrate: 'no',
    todo: 'Nothing, or shorten the text on the source: sent again, the store would make the same of it.',
  },
  'thumbnail-missing': {
    severity: 'critical',
    toldBy: '`audit`, and in parity `diff`, `verify`',
    means: 'No image of the product is the thumbnail.',
    mendedByMigrate: 'yes',
    todo: '`migrate` chooses the first image.',
  },
  'thumbnail-multiple': {
    severity: 'critical',
    toldBy: '`audit`, and in parity `diff`, `verify`',
    means: 'Several images are the thumbnail.',
    mendedByMigrate: 'yes',
    todo: '`migrate` keeps one.',
  },
  'variant-image-kept': {
    severity: 'info',
    toldBy: '`revert`',
    means: 'Images of variants stay as they are, because V3 has no call that removes one.',
    mendedByMigrate: 'no',
    todo: 'Change them in the control panel.',
  },
  'view-count-differs': {
    severity: 'critical',
    toldBy: '`audit`',
    means: 'V2 counts another number of images in the store than V3 lists.',
    mendedByMigrate: 'no',
    todo: 'Run it again when nobody edits the store; `diff` compares both views image by image.',
  },
  'view-field-differs': {
    severity: 'critical',
    toldBy: 'in parity `diff`, `verify`, `audit`',
    means: 'V2 and V3 say different things of one image.',
    mendedByMigrate: 'no',
    todo: `Ask the platform's support; nothing here can fix it.`,
  },
  'view-image-missing': {
    severity: 'critical',
    toldBy: 'in parity `diff`, `verify`, `audit`',
    means: 'Only one of the views shows the image.',
    mendedByMigrate: 'no',
    todo: `Ask the platform's support; nothing here can fix it.`,
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof rules;

const UNMATCHED: ReadonlySet<string> = new Set<RuleId>([
  'product-unmatched',
  'product-ambiguous',
  'product-case-only',
]);

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
  facts: Omit<FindingRow, 'rule' | 'severity' | 'kind'> & Partial<Pick<FindingRow, 'kind'>>,
  moment?: 'audit',
): FindingRow & { readonly rule: RuleId } {
  return { kind: 'product-image', ...facts, rule, severity: severityOf(rule, moment) };
}
