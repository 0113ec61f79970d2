// The picture of a variant, by its address or as an upload.
import { slotReadings } from '../../read/slot-readings.ts';
import { slotKindOf } from '../slot/slot-kind.ts';

/** Documented as 1 MB, and not which of the two that is: the smaller one is safe. */
const UPLOAD_BYTES_MAX = 1_000_000;

export const variantImage = slotKindOf({
  reading: slotReadings.variant,
  takes: { kind: 'variant-image', by: 'either', uploadBytesMax: UPLOAD_BYTES_MAX },
  async set(v3, { productId, slot }, picture, options) {
    const variantId = 'variantId' in slot ? slot.variantId : 0;
    return (await v3.setVariantImage(productId, variantId, picture, options)).image_url;
  },
});
