// The picture of a swatch, which V3 takes as an address alone. Its value is written as a whole, so that label and place go
// along as the look has shown them. A swatch shows colours or a picture: colours are somebody's choice, like a picture.
import { slotReadings } from '../../read/slot-readings.ts';
import { slotKindOf } from '../slot/slot-kind.ts';

export const swatchImage = slotKindOf({
  reading: slotReadings.swatch,
  takes: { kind: 'swatch', by: 'url' },
  notice: { code: 'option-values-copied' },
  async set(v3, { productId, slot, target: { choices = [], sortOrder } }, picture, options) {
    const [choice] = choices;
    if (!('optionId' in slot) || !('imageUrl' in picture) || choice === undefined || sortOrder === undefined)
      throw new TypeError('no swatch as it was read, or no address');
    const value = { label: choice.label, sort_order: sortOrder, image_url: picture.imageUrl };
    const answer = await v3.updateOptionValue(productId, slot.optionId, slot.valueId, value, options);
    return answer.value_data?.image_url ?? '';
  },
});
