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
/** Bytes of a picture that V3 takes for sure: it documents 8 MB, and not whether a megabyte is 10⁶ or 2²⁰. */
export const pictureBytesSure = 8_000_000;
/** Bytes that it takes at most, where a megabyte is 2²⁰. */
export const pictureBytesMax = 8_388_608;
/** Bytes of a variant's picture that V3 takes as an upload for sure: it documents 1 MB, and not which of the two that is. */
export const variantPictureBytesSure = 1_000_000;
