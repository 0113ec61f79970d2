// The switches of V2's own behaviour.
import { type SwitchName } from '@cutover/sandbox-store';
import { outcomeOf, plantProduct } from '../support/one-store.ts';
import { limitOver250, refused, type SwitchEffect, statusOf, strange } from './switch-effect.ts';

export const v2Effects = {
  'v2-empty-list': {
    async probe(one) {
      const { productId } = plantProduct(one.store, 0);
      return [await statusOf(one, `/v2/products/${productId}/images`), await one.v2.listImages(productId)];
    },
    told: { '204': [204, []], array: [200, []] },
  },
  'v2-default-type': {
    async probe(one) {
      const bare = await one.wire('/v2/products/count', { accept: '*/*' });
      return [bare.headers.get('content-type'), await one.v2.countProducts()];
    },
    told: { xml: ['application/xml', 0], json: ['application/json', 0] },
  },
  'v2-limit-over-250': {
    probe: async (one) => {
      plantProduct(one.store, 0);
      return await limitOver250('/v2/products', one);
    },
    told: { '413': refused(413), clamp: 200 },
  },
  'v2-product-image-count': {
    async probe(one) {
      const { productId } = plantProduct(one.store, 3);
      return [
        await statusOf(one, `/v2/products/${productId}/images/count`),
        await one.v2.countProductImages(productId),
      ];
    },
    told: { served: [200, 3], '404': [404, undefined], '405': [405, undefined] },
  },
  'v2-extra-image-fields': {
    async probe({ store, v2 }) {
      const { productId } = plantProduct(store, 1);
      const [image] = await v2.listImages(productId);
      return [image?.is_sample, image?.date_modified];
    },
    told: { absent: [undefined, undefined], present: [false, 'Mon, 04 May 2026 00:00:00 +0000'] },
  },
  'v2-empty-description': {
    async probe({ store, v2 }) {
      const { productId, imageIds } = plantProduct(store, 1);
      store.updateImage(imageIds[0] ?? 0, { description: '' });
      return (await v2.listImages(productId))[0]?.description;
    },
    told: { null: null, string: '' },
  },
  'v2-write-answer': {
    async probe({ store, v2Writer }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const answer = await v2Writer.updateImage(productId, imageIds[0] ?? 0, { description: '' });
      return [answer.description, answer.zoom_url === undefined];
    },
    told: { 'as-read': [null, false], short: ['', true] },
  },
  'v2-if-modified-since': {
    async probe(one) {
      const { productId, imageIds } = plantProduct(one.store, 1);
      const paths = [
        `/v2/products/${productId}/images/${imageIds[0]}`,
        `/v2/products/${productId}/images`,
        `/v2/products/${productId}`,
        '/v2/products',
      ];
      const asked = async (since: string): Promise<number[]> =>
        await Promise.all(
          paths.map(async (path) => {
            const headers = { accept: 'application/json', 'if-modified-since': since };
            return (await one.wire(path, headers)).status;
          }),
        );
      return [
        await asked('Thu, 31 Dec 2099 00:00:00 GMT'),
        await asked('Sat, 01 Jan 2000 00:00:00 GMT'),
        await asked('yesterday'),
      ];
    },
    told: {
      ignored: [
        [200, 200, 200, 200],
        [200, 200, 200, 200],
        [200, 200, 200, 200],
      ],
      '304': [
        [304, 304, 304, 304],
        [200, 200, 200, 200],
        [200, 200, 200, 200],
      ],
    },
  },
  'v2-url-sizes': {
    async probe({ store, v2 }) {
      const { productId } = plantProduct(store, 1);
      return /\d+\.\d+(?=\.png)/.exec((await v2.listImages(productId))[0]?.standard_url ?? '')?.[0];
    },
    told: { 'as-v3': '386.513', swapped: '220.290' },
  },
  'v2-negative-sort': {
    async probe({ store, v2Writer }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const outcome = await outcomeOf(v2Writer.updateImage(productId, imageIds[0] ?? 0, { sort_order: -1 }));
      return 'id' in outcome ? outcome.sort_order : outcome;
    },
    told: { allowed: -1, '400': refused(400) },
  },
  'v2-unauthorised-body': {
    async probe(one) {
      const bare = await one.wire('/v2/products', { 'x-auth-token': 'nobody', accept: 'application/json' });
      const { v2 } = one.clients({ token: 'nobody' });
      return [Array.isArray(await bare.json()), await outcomeOf(v2.listProducts())];
    },
    told: {
      array: [true, strange(401)],
      object: [false, strange(401)],
    },
  },
  'v2-delete-all': {
    async probe({ store, v2, v2Writer }) {
      const { productId } = plantProduct(store, 60);
      await v2Writer.deleteImages(productId);
      return (await v2.listImages(productId)).length;
    },
    told: { page: 10, all: 0 },
  },
} as const satisfies Partial<Record<SwitchName, SwitchEffect>>;
