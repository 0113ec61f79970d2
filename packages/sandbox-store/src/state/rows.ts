/** The plain facts a store keeps, before any API version gives them names of its own. */

/** How a picture on the CDN was damaged on purpose. */
export type PictureDamage = 'missing' | 'error' | 'html' | 'empty' | 'truncated' | 'other-picture';

/** What a test planted on an image, past every rule of the API. */
export interface Planted {
  /** Fields that replace what the image would show in one view, by their wire names there. */
  readonly viewOverrides?: {
    readonly v2?: Readonly<Record<string, unknown>>;
    readonly v3?: Readonly<Record<string, unknown>>;
  };
  /** The view that does not show the image at all. */
  readonly hiddenFrom?: 'v2' | 'v3';
  /** What the CDN answers for the original, for the resized copies that the API shows, and for those of a theme's pages. */
  readonly damage?: {
    readonly original?: PictureDamage;
    readonly renditions?: PictureDamage;
    readonly stencil?: PictureDamage;
  };
}

/** A product image; times are wall-clock milliseconds. */
export interface ImageRow {
  readonly id: number;
  readonly productId: number;
  /** `p/022/name__36562.jpg` */
  readonly imageFile: string;
  /** Key of the picture: `drawn:SEED`, `tiny:SEED` or `sha256:HEX`. */
  readonly picture: string;
  readonly isThumbnail: boolean;
  readonly sortOrder: number;
  readonly description: string;
  readonly dateCreated: number;
  readonly dateModified: number;
  /** From when on lists show it. */
  readonly listedFrom: number;
  readonly planted: Planted;
}

/** A picture that hangs on a variant, a modifier value or a swatch. */
export interface RuleImage {
  /** File name below `product_images/attribute_rule_images/`. */
  readonly file: string;
  readonly picture: string;
}

export interface OptionValueRow {
  readonly id: number;
  readonly label: string;
  readonly sortOrder: number;
  readonly isDefault: boolean;
  readonly colors?: readonly string[];
  /** The pattern of a swatch. */
  readonly swatch?: RuleImage;
}
export interface OptionRow {
  readonly id: number;
  readonly displayName: string;
  /** One of V3’s names: `swatch`, `rectangles`, `dropdown`, `radio_buttons` … */
  readonly type: string;
  readonly sortOrder?: number;
  readonly values: readonly OptionValueRow[];
  /** Its values are the product's own copies. */
  readonly isOwn?: true;
}
/** What a choice adds to a price or a weight. */
export interface Adjuster {
  readonly adjuster: 'relative' | 'percentage';
  readonly adjuster_value: number;
}
export interface ModifierValueRow {
  readonly id: number;
  readonly ruleId: number;
  readonly label: string;
  readonly sortOrder: number;
  readonly isDefault: boolean;
  /** A number is a relative one. */
  readonly priceAdjuster: number | Adjuster | null;
  readonly weightAdjuster?: Adjuster | null;
  readonly purchasingDisabled?: { readonly status: boolean; readonly message: string };
  /** V3’s value_data. */
  readonly data?: unknown;
  readonly image: RuleImage | null;
}
export interface ModifierRow {
  readonly id: number;
  readonly displayName: string;
  readonly required: boolean;
  /** One of V3’s names; `radio_buttons` where absent. */
  readonly type?: string;
  readonly sortOrder?: number;
  readonly config?: unknown;
  readonly values: readonly ModifierValueRow[];
}
/** A rule of a product that no single modifier value holds: V3’s complex rule, and whatever V2 makes. */
export interface RuleRow {
  readonly id: number;
  readonly productId: number;
  readonly sortOrder: number;
  readonly isEnabled: boolean;
  readonly isStop: boolean;
  readonly priceAdjuster: Adjuster | null;
  readonly weightAdjuster: Adjuster | null;
  readonly isPurchasingDisabled: boolean;
  readonly purchasingDisabledMessage: string;
  readonly isPurchasingHidden: boolean;
  readonly image: RuleImage | null;
  readonly conditions: readonly RuleCondition[];
}
/** Holds when this value is chosen, or this variant. */
export interface RuleCondition {
  readonly id: number;
  /** Of a modifier, or of an option. */
  readonly optionId: number | null;
  readonly valueId: number | null;
  readonly variantId: number | null;
}

/** A product; `fields` holds what both views merely repeat (description, weight, custom_url …). */
export interface ProductRow {
  readonly id: number;
  readonly name: string;
  readonly sku: string;
  readonly price: number;
  readonly isVisible: boolean;
  readonly dateCreated: number;
  readonly dateModified: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly options: readonly OptionRow[];
  readonly modifiers: readonly ModifierRow[];
}

/** A variant, which V2 calls a SKU. */
export interface VariantRow {
  readonly id: number;
  readonly productId: number;
  readonly skuId: number;
  readonly sku: string;
  readonly price: number | null;
  readonly optionValues: readonly { optionId: number; valueId: number; label: string; optionName: string }[];
  readonly image: RuleImage | null;
  /** What else a client has set, by V3’s names. */
  readonly fields?: Readonly<Record<string, unknown>>;
}
