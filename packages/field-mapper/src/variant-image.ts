// The one image of a variant: V2 keeps it on the SKU, V3 on the variant. They are two records with an id each; V3 shows
// V2's as `sku_id` (Q-94), and where it does not, they are paired by SKU text.
import { variantPictureMegabytes } from './limits.ts';
import { type CannotSend, whyNotAnAddress } from './to-v3-write.ts';

/** A variant's image, whichever view it was read from; `image` is '' when the variant has none of its own. */
export interface VariantImage {
  readonly productId: number;
  /** V3's id; 0 where it was not read. */
  readonly variantId: number;
  /** V2's id, which V3 shows as `sku_id`; 0 where it was not read. A base variant has none. */
  readonly skuId: number;
  readonly sku: string;
  /** V2: a store-relative path. V3: an address. */
  readonly image: string;
}

/** A V2 SKU as far as it is read here; `image_file` is '' when there is none. */
export interface V2SkuImageWire {
  readonly id: number;
  readonly product_id: number;
  readonly sku?: string | null | undefined;
  readonly image_file?: string | null | undefined;
}

/** A V3 variant as far as it is read here. */
export interface V3VariantImageWire {
  readonly id: number;
  readonly product_id: number;
  readonly sku?: string | null | undefined;
  readonly sku_id?: number | null | undefined;
  readonly image_url?: string | null | undefined;
}

export interface KindredFieldRow {
  readonly v2: string | undefined;
  readonly v3: string | undefined;
  readonly relation: 'renamed' | 'reinterpreted' | 'read-only' | 'absent-in-v2' | 'absent-in-v3';
  readonly writable: boolean;
  readonly reason: string;
}

export const variantImageFields = [
  {
    v2: 'sku.image_file',
    v3: 'variant.image_url',
    relation: 'reinterpreted',
    writable: true,
    reason:
      "V2 shows a path (an empty string when there is none) and takes an address; V3 shows and takes an address. A variant's image can be replaced in V3, not cleared: there is no DELETE, and what an empty image_url does is undocumented.",
  },
  {
    v2: 'sku.id',
    v3: 'variant.sku_id',
    relation: 'renamed',
    writable: false,
    reason:
      "V3's variant has an id of its own and shows V2's beside it; a base variant has none. Where it is not shown, they are paired by SKU text.",
  },
  {
    v2: undefined,
    v3: 'variant image (multipart image_file)',
    relation: 'absent-in-v2',
    writable: true,
    reason: `V3 takes the picture itself too: JPEG, PNG or GIF, at most ${variantPictureMegabytes} MB this way; a larger one needs an address.`,
  },
] as const satisfies readonly KindredFieldRow[];

export function variantImageFromV2(sku: V2SkuImageWire): VariantImage {
  return {
    productId: sku.product_id,
    variantId: 0,
    skuId: sku.id,
    sku: sku.sku ?? '',
    image: sku.image_file ?? '',
  };
}

export function variantImageFromV3(variant: V3VariantImageWire): VariantImage {
  return {
    productId: variant.product_id,
    variantId: variant.id,
    skuId: variant.sku_id ?? 0,
    sku: variant.sku ?? '',
    image: variant.image_url ?? '',
  };
}

/** The V3 body that gives a variant its image, or why there is none to send; an image cannot be taken away. */
export function toV3VariantImage(imageUrl: string): {
  readonly fields: { readonly image_url?: string };
  readonly cannotSend: readonly CannotSend[];
} {
  const reason =
    imageUrl === '' ? "a variant's image cannot be cleared through the API" : whyNotAnAddress(imageUrl);
  return reason === undefined
    ? { fields: { image_url: imageUrl }, cannotSend: [] }
    : { fields: {}, cannotSend: [{ field: 'image_url', reason }] };
}

/** Do two views agree on whether a variant has an image? Path and address cannot be compared further. */
export function sameVariantImage(a: VariantImage, b: VariantImage): boolean {
  return (
    a.productId === b.productId && a.sku.trim() === b.sku.trim() && (a.image === '') === (b.image === '')
  );
}
