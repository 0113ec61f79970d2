// The platform's limits on images, each spelled once, with the number of its quirk in docs/api-quirks.md. Pages have
// theirs in the clients, which know the wires.

/** Characters of an address in V3's `image_url` (Q-38). */
export const imageUrlLengthMax = 255;
/** Characters of an alt text that the CSV import takes, and where users saw texts cut; V3 documents no limit. */
export const descriptionLengthAdvised = 255;
/** Places that a `sort_order` can be. */
export const sortOrderMax = 2_147_483_647;
export const sortOrderMin = -2_147_483_648;
/** Images that a product takes. */
export const imagesMax = 1_000;
/** Images of a product that the control panel shows. */
export const imagesShownMax = 250;
/** Megabytes of a picture that V3 takes, which is all that it documents: not whether one is 10⁶ or 2²⁰ bytes. */
export const pictureMegabytes = 8;
/** Bytes of a picture that V3 takes for sure. */
export const pictureBytesSure = pictureMegabytes * 1_000_000;
/** Bytes that it takes at most, where a megabyte is 2²⁰. */
export const pictureBytesMax = pictureMegabytes * 1_048_576;
/** Megabytes of a variant's picture that V3 takes as an upload. */
export const variantPictureMegabytes = 1;
/** Bytes of it that V3 takes for sure. */
export const variantPictureBytesSure = variantPictureMegabytes * 1_000_000;
