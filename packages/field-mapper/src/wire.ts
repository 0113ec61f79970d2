// What the two APIs put on the wire for one product image, as far as it is read here. Structural, so that the clients'
// parsed types fit without either side knowing the other.

/** A product image as V2 answers it (bare, in a bare array). */
export interface V2ProductImageWire {
  readonly id: number;
  readonly product_id: number;
  /** RFC 2822, always `+0000` in answers. */
  readonly date_created?: string | null | undefined;
  readonly image_file?: string | null | undefined;
  readonly is_thumbnail: boolean;
  readonly sort_order: number;
  readonly description?: string | null | undefined;
  readonly zoom_url?: string | null | undefined;
  readonly standard_url?: string | null | undefined;
  readonly thumbnail_url?: string | null | undefined;
  readonly tiny_url?: string | null | undefined;
  /** Not in the published reference; some answers carry it. */
  readonly date_modified?: string | null | undefined;
  readonly is_sample?: boolean | null | undefined;
  /** Fields that are shown as something they cannot be, and read as their defaults. */
  readonly odd?: readonly { readonly field: string }[] | undefined;
}

/** A product image as V3 answers it (inside `data`). */
export interface V3ProductImageWire {
  readonly id: number;
  readonly product_id: number;
  readonly image_file?: string | null | undefined;
  /** In the schema, yet not in today's answers: never expected back. */
  readonly image_url?: string | null | undefined;
  readonly is_thumbnail: boolean;
  readonly sort_order: number;
  readonly description?: string | null | undefined;
  readonly url_zoom?: string | null | undefined;
  readonly url_standard?: string | null | undefined;
  readonly url_thumbnail?: string | null | undefined;
  readonly url_tiny?: string | null | undefined;
  /** ISO 8601, `2018-08-15T14:48:31+00:00`. */
  readonly date_modified?: string | null | undefined;
  /** Fields that are shown as something they cannot be, and read as their defaults. */
  readonly odd?: readonly { readonly field: string }[] | undefined;
}
