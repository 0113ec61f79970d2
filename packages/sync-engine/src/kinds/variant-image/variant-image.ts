// The picture of a variant, by its address or as an upload.
import { variantPictureBytesSure, variantPictureMegabytes } from '@cutover/field-mapper';
import { slotReadings } from '../../read/slot-readings.ts';
import { slotKindOf } from '../slot/slot-kind.ts';

export const variantImage = slotKindOf({
  reading: slotReadings.variant,
  takes: {
    kind: 'variant-image',
    by: 'either',
    upload: { fileName: 'variant', megabytes: variantPictureMegabytes, bytes: variantPictureBytesSure },
  },
  async set(v3, { productId, slot }, picture, options) {
    const variantId = 'variantId' in slot ? slot.variantId : 0;
    return (await v3.setVariantImage(productId, variantId, picture, options)).image_url;
  },
});
