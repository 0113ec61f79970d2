// The switches of what the documentation pages leave open beside the rows of v2-effects and v3-effects.
import type { SwitchName } from '@cutover/sandbox-store';
import { outcomeOf, plantProduct } from './one-store.ts';
import { picture, refused, type SwitchEffect } from './switch-effect.ts';

const sortOrderMax = 2_147_483_647;

export const sandboxEffects = {
  'v3-image-form-post': {
    async probe({ store, http }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const path = `/v3/catalog/products/${productId}/images/${imageIds[0]}`;
      const part = { name: 'image_file', ...picture.imageFile };
      const outcome = await outcomeOf(http.write('POST', path, { multipart: [part] }));
      return 'body' in outcome ? outcome.status : outcome;
    },
    told: { '405': refused(405), updates: 200 },
  },
  'sort-overflow': {
    async probe({ store, v3 }) {
      const { productId, imageIds } = plantProduct(store, 2);
      store.updateImage(imageIds[1] ?? 0, { sortOrder: sortOrderMax });
      const update = v3.updateImage(productId, imageIds[0] ?? 0, { sort_order: sortOrderMax });
      const outcome = await outcomeOf(update);
      return 'id' in outcome ? (await v3.listImages(productId)).map(({ sort_order: sort }) => sort) : outcome;
    },
    told: { kept: [sortOrderMax, sortOrderMax], refused: refused(422) },
  },
} as const satisfies Partial<Record<SwitchName, SwitchEffect>>;
