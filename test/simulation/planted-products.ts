// What a store of a scenario holds at first, and what others add to it.

export interface PlantedProduct {
  readonly sku: string;
  readonly images: readonly PlantedImage[];
}
export interface PlantedImage {
  /** Which picture it is; equal numbers are equal bytes. */
  readonly picture: number;
  readonly fileName: string;
  readonly description: string;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
}
