// Images that follow a choice: V2 keeps them on rules and as option values' textures, V3 on modifier values' adjusters,
// complex rules, and option values' swatches. What a V2 rule became in V3 depends on its conditions.
import { picturePlaces } from './picture-place.ts';
import { type CannotSend, whyNotAnAddress } from './to-v3-write.ts';
import type { KindredFieldRow } from './variant-image.ts';

/** A V2 product rule as far as it is read here. */
export interface V2RuleImageWire {
  readonly id: number;
  readonly product_id: number;
  readonly image_file?: string | null | undefined;
  readonly conditions?:
    | readonly {
        readonly sku_id?: number | null | undefined;
        readonly option_value_id?: number | null | undefined;
      }[]
    | null
    | undefined;
}

/** A V3 modifier value as far as it is read here. */
export interface V3ModifierValueWire {
  readonly id: number;
  readonly option_id: number;
  readonly adjusters?: { readonly image_url?: string | null | undefined } | null | undefined;
}

/** A V2 option value; `value` is colours or the address or WebDAV path of a texture. */
export interface V2OptionValueWire {
  readonly id: number;
  readonly option_id: number;
  readonly value?: string | null | undefined;
}

/** A V3 option value as far as it is read here. */
export interface V3OptionValueWire {
  readonly id: number;
  readonly value_data?:
    | {
        readonly image_url?: string | null | undefined;
        readonly colors?: readonly string[] | null | undefined;
      }
    | null
    | undefined;
}

export const modifierImageFields = [
  {
    v2: 'rule.image_file',
    v3: 'modifier value adjusters.image_url',
    relation: 'reinterpreted',
    writable: true,
    reason:
      "A rule on one option value is a modifier value's adjuster in V3. V2 shows a path (an empty string when there is none), V3 an address.",
  },
  {
    v2: 'rule.image_file',
    v3: 'variant.image_url',
    relation: 'reinterpreted',
    writable: true,
    reason: "A rule on one SKU is that variant's own image in V3, which can be replaced and not cleared.",
  },
  {
    v2: 'rule.image_file',
    v3: 'complex rule image_url',
    relation: 'reinterpreted',
    writable: true,
    reason:
      'A rule on several conditions is a complex rule in V3. V2 rules are never written: an update appends its conditions.',
  },
  {
    v2: 'option value.value',
    v3: 'option value value_data.image_url',
    relation: 'reinterpreted',
    writable: true,
    reason:
      'V2 keeps colours and textures in one text; V3 keeps colours in value_data.colors and a texture as an address.',
  },
] as const satisfies readonly KindredFieldRow[];

/** What a V2 rule with an image became in V3; undefined where the rule shows no image. */
export type RuleCounterpart = 'modifier-value' | 'variant' | 'complex-rule';

/** Where in V3 the image of a V2 rule is to be looked for. */
export function ruleCounterpart(rule: V2RuleImageWire): RuleCounterpart | undefined {
  if ((rule.image_file ?? '') === '') return undefined;
  const [condition, ...more] = rule.conditions ?? [];
  if (condition === undefined || more.length > 0) return 'complex-rule';
  if ((condition.sku_id ?? 0) === 0) return 'modifier-value';
  // One condition may name both, where they meet.
  return (condition.option_value_id ?? 0) > 0 ? 'complex-rule' : 'variant';
}

/** The image address of a modifier value; '' when it has none. */
export function modifierImageOf(value: V3ModifierValueWire): string {
  return value.adjusters?.image_url ?? '';
}

export type Swatch =
  | { readonly kind: 'colours'; readonly colours: readonly string[] }
  /** V2: an address or a WebDAV path. V3: an address. */
  | { readonly kind: 'texture'; readonly image: string }
  | { readonly kind: 'none' };

/** Reads a V2 swatch value: `#fff|#000` are colours; an address, or a path that ends as a picture does, is a texture. */
export function swatchFromV2(value: V2OptionValueWire): Swatch {
  const text = (value.value ?? '').trim();
  const parts = text.split(/[|,]/).map((part) => part.trim());
  if (parts.every((part) => /^#[\da-f]{3}(?:[\da-f]{3})?$/i.test(part)))
    return { kind: 'colours', colours: parts };
  const isAddress = picturePlaces(text).some(({ kind }) => kind === 'address' || kind === 'rendition');
  return isAddress || /\.(?:jpe?g|png|gif|bmp|webp)(?:[?#]|$)/i.test(text)
    ? { kind: 'texture', image: text }
    : { kind: 'none' };
}

/** Reads a V3 swatch; a texture counts before colours. */
export function swatchFromV3(value: V3OptionValueWire): Swatch {
  const image = value.value_data?.image_url ?? '';
  if (image !== '') return { kind: 'texture', image };
  const colours = value.value_data?.colors ?? [];
  return colours.length > 0 ? { kind: 'colours', colours } : { kind: 'none' };
}

/** The V3 body part that gives a modifier value its image, or why it cannot be sent. */
export function toV3ModifierImage(imageUrl: string): {
  readonly fields: { readonly adjusters?: { readonly image_url: string } };
  readonly cannotSend: readonly CannotSend[];
} {
  const reason = whyNotAnAddress(imageUrl);
  return reason === undefined
    ? { fields: { adjusters: { image_url: imageUrl } }, cannotSend: [] }
    : { fields: {}, cannotSend: [{ field: 'adjusters.image_url', reason }] };
}
