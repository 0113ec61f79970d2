// The picture of a variant, by its address or as an upload.
import { variantPictureBytesSure } from '@cutover/field-mapper';
import { slotReadings } from '../../read/slot-readings.ts';
import { slotKindOf } from '../slot/slot-kind.ts';

export const variantImage = slotKindOf({
  words: {
    mayBeThis: 'the variant shows another address than before, and its picture could not be compared',
    mayBeAnother: 'variants show other addresses than before, and their pictures could not be compared',
  },
  reading: slotReadings.variant,
  takes: {
    kind: 'variant-image',
    by: 'either',
    uploadBytesMax: variantPictureBytesSure,
    uploadWords: '1 MB',
  },
  async set(v3, { productId, slot }, picture, options) {
    const variantId = 'variantId' in slot ? slot.variantId : 0;
    return (await v3.setVariantImage(productId, variantId, picture, options)).image_url;
  },
});
