// The picture of a modifier's value, which V3 takes as an upload alone. A value that showed none cannot be emptied
// again: the call that did it is not documented any more.
import { pictureBytesMax, pictureMegabytes } from '@cutover/field-mapper';
import { slotReadings } from '../../read/slot-readings.ts';
import { slotKindOf } from '../slot/slot-kind.ts';

export const modifierImage = slotKindOf({
  reading: slotReadings.modifier,
  takes: {
    kind: 'modifier-image',
    by: 'upload',
    upload: { fileName: 'modifier-value', megabytes: pictureMegabytes, bytes: pictureBytesMax },
  },
  async set(v3, { productId, slot }, picture, options) {
    if (!('modifierId' in slot) || !('imageFile' in picture)) throw new TypeError('no value, or no upload');
    const { modifierId, valueId } = slot;
    const answer = await v3.setModifierValueImage(productId, modifierId, valueId, picture.imageFile, options);
    return answer.image_url;
  },
});
