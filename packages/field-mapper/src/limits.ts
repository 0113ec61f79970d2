// The platform's limits on images, each spelled once, with the number of its quirk in docs/api-quirks.md. Pages have
// theirs in the clients, which know the wires.

/** Characters of an address in V3's `image_url` (Q-38). */
export const imageUrlLengthMax = 255;
/** Characters of an alt text that the CSV import takes, and where users saw texts cut; V3 documents no limit. */
export const descriptionLengthAdvised = 255;
