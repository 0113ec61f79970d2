// The switches of the rules that a product's images keep: order, thumbnail, dates, when an image is listed.
import { type SwitchName } from '@cutover/sandbox-store';
import { type OneStore, outcomeOf, plantProduct } from '../support/one-store.ts';
import { picture, refused, type SwitchEffect } from './switch-effect.ts';

async function orderOf({ store }: OneStore, productId: number): Promise<number[]> {
  return await Promise.resolve(store.images(productId).map(({ sortOrder }) => sortOrder));
}

async function deleteThumbnail({ store, v3 }: OneStore): Promise<string> {
  const { productId, imageIds } = plantProduct(store, 3);
  const [first = 0, second = 0, third = 0] = imageIds;
  store.updateImage(second, { sortOrder: 5 });
  store.updateImage(third, { sortOrder: 1 });
  await v3.deleteImage(productId, first);
  const heirs = (await v3.listImages(productId)).filter((image) => image.is_thumbnail).map(({ id }) => id);
  return heirs.map((id) => (id === second ? 'lowest id' : 'lowest sort')).join();
}

export const ruleEffects = {
  'default-sort': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 3);
      return (await v3.createImage(productId, picture)).sort_order;
    },
    told: { zero: 0, last: 3 },
  },
  'sort-on-update': {
    async probe(one) {
      const { productId, imageIds } = plantProduct(one.store, 3);
      await one.v3.updateImage(productId, imageIds[0] ?? 0, { sort_order: 1 });
      return await orderOf(one, productId);
    },
    told: { bump: [1, 2, 3], none: [1, 1, 2] },
  },
  'sort-on-create': {
    async probe(one) {
      const { productId } = plantProduct(one.store, 3);
      await one.v3.createImage(productId, picture, { sort_order: 1 });
      return await orderOf(one, productId);
    },
    told: { none: [0, 1, 2, 1], bump: [0, 2, 3, 1] },
  },
  'sort-bump-dates': {
    async probe({ store, v3, pass }) {
      const { productId, imageIds } = plantProduct(store, 2);
      pass(60_000);
      await v3.updateImage(productId, imageIds[0] ?? 0, { sort_order: 1 });
      return (await v3.listImages(productId)).map(({ date_modified: date }) => date?.slice(11, 16));
    },
    told: { kept: ['00:01', '00:00'], touched: ['00:01', '00:01'] },
  },
  'thumbnail-succession': {
    probe: deleteThumbnail,
    told: { none: '', 'lowest-sort': 'lowest sort', 'lowest-id': 'lowest id' },
  },
  'thumbnail-unset': {
    async probe({ store, v3 }) {
      const { productId, imageIds } = plantProduct(store, 1);
      return (await v3.updateImage(productId, imageIds[0] ?? 0, { is_thumbnail: false })).is_thumbnail;
    },
    told: { kept: true, cleared: false },
  },
  'sort-kept': {
    async probe(one) {
      const { productId } = plantProduct(one.store, 2);
      await one.v3.createImage(productId, picture, { sort_order: 20 });
      return await orderOf(one, productId);
    },
    told: { 'as-sent': [0, 1, 20], renumbered: [0, 1, 2] },
  },
  'description-kept': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 1);
      const [first] = await v3.listImages(productId);
      const texts = [' e\u0301 ', 'x'.repeat(256)];
      const kept = [];
      for (const description of texts) {
        const made = await v3.createImage(productId, picture, { description });
        const changed = await v3.updateImage(productId, first?.id ?? 0, { description });
        kept.push(made.description?.length, changed.description?.length);
      }
      return kept;
    },
    told: {
      'as-sent': [4, 4, 256, 256],
      trimmed: [2, 2, 256, 256],
      'cut-255': [4, 4, 255, 255],
      nfc: [3, 3, 256, 256],
    },
  },
  'description-max': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 0);
      const outcome = await outcomeOf(v3.createImage(productId, picture, { description: 'é'.repeat(256) }));
      return 'id' in outcome ? outcome.description?.length : outcome;
    },
    told: { none: 256, '255': refused(422) },
  },
  'image-bumps-product': {
    async probe({ store, v3, pass }) {
      const { productId } = plantProduct(store, 0);
      pass(60_000);
      await v3.createImage(productId, picture);
      return (await v3.getProduct(productId)).date_modified?.slice(11, 16);
    },
    told: { no: '00:00', yes: '00:01' },
  },
  'list-lag-ms': {
    async probe({ store, v2, v3, pass }) {
      const { productId } = plantProduct(store, 0);
      await v3.createImage(productId, picture);
      const seen = async (): Promise<number[]> => [
        (await v3.listImages(productId)).length,
        (await v2.listImages(productId)).length,
        await v2.countImages(),
      ];
      const atOnce = await seen();
      pass(1_000);
      return [atOnce, await seen()];
    },
    told: {
      '0': [
        [1, 1, 1],
        [1, 1, 1],
      ],
      '1000': [
        [0, 0, 0],
        [1, 1, 1],
      ],
    },
  },
} as const satisfies Partial<Record<SwitchName, SwitchEffect>>;
