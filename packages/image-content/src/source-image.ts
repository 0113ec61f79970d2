// What this package needs to know of an image to find and name its picture; a canonical product image fits as it is.

export interface SourceImage {
  readonly productId: number;
  readonly imageId: number;
  /** The store-relative path, `p/022/name__36562.jpg`, or ''. */
  readonly imageFile: string;
  readonly urls: {
    readonly zoom: string;
    readonly standard: string;
    readonly thumbnail: string;
    readonly tiny: string;
  };
}
