// The one shape in which the rest of the toolkit speaks of a product's image, whichever view it was read from.
// Invariant: text is never null or undefined ('' means "not shown"), so that two views compare without special cases.

/** One image of one product, independent of the API it was read through. */
export interface ProductImage {
  readonly productId: number;
  readonly imageId: number;
  /** The store-relative path, `p/022/name__36562.jpg`; '' where the view does not show it. */
  readonly imageFile: string;
  /** The alt text; V2's null reads as ''. */
  readonly description: string;
  readonly isThumbnail: boolean;
  readonly sortOrder: number;
  readonly urls: RenditionUrls;
  /** ISO 8601 in UTC, from V2's `date_created`; V3 does not show it. */
  readonly dateCreated?: string;
  /** ISO 8601 in UTC, from `date_modified`. */
  readonly dateModified?: string;
  /** V3's names of fields that the store shows as something they cannot be: what stands here in their place says nothing. */
  readonly odd?: readonly string[];
}

/** Addresses of the resized copies; '' where absent. None of them is the original. */
export interface RenditionUrls {
  readonly zoom: string;
  readonly standard: string;
  readonly thumbnail: string;
  readonly tiny: string;
}
