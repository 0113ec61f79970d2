// The switches of V3's own behaviour, and of what both views answer alike.
import { type SwitchName } from '@cutover/sandbox-store';
import { outcomeOf, plantProduct } from '../support/one-store.ts';
import { limitOver250, picture, refused, type SwitchEffect, statusOf, strange } from './switch-effect.ts';

export const v3Effects = {
  'v3-empty-images': {
    async probe(one) {
      const { productId } = plantProduct(one.store, 0);
      return [
        await statusOf(one, `/v3/catalog/products/${productId}/images`),
        await one.v3.listImages(productId),
      ];
    },
    told: { '204': [204, []], '200': [200, []] },
  },
  'v3-limit-over-250': {
    probe: async (one) => await limitOver250('/v3/catalog/products', one),
    told: { clamp: 200, '413': refused(413), '422': refused(422) },
  },
  'v3-image-order': {
    async probe({ store, v3 }) {
      const { productId, imageIds } = plantProduct(store, 3);
      store.updateImage(imageIds[0] ?? 0, { sortOrder: 9 });
      return (await v3.listImages(productId)).map(({ sort_order: sort }) => sort);
    },
    told: { id: [9, 1, 2], sort: [1, 2, 9] },
  },
  'v3-file-fields': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 1);
      const [image] = await v3.listImages(productId);
      return [image?.image_file !== undefined, image?.image_url !== undefined];
    },
    told: { image_file: [true, false], image_url: [false, true], both: [true, true] },
  },
  'v3-unwritable-fields': {
    async probe({ store, http }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const path = `/v3/catalog/products/${productId}/images/${imageIds[0]}`;
      const json = { date_modified: '2020-01-01T00:00:00+00:00' };
      const outcome = await outcomeOf(http.write('PUT', path, { json }));
      return 'body' in outcome ? store.images(productId)[0]?.dateModified : outcome;
    },
    told: { ignored: Date.UTC(2026, 4, 4), '422': refused(422), applied: Date.UTC(2020, 0, 1) },
  },
  'v3-primary-image-absent': {
    async probe(one) {
      const { productId } = plantProduct(one.store, 0);
      const answer = await one.wire(`/v3/catalog/products/${productId}?include=primary_image`);
      const isNamed = /"primary_image":null/.test(await answer.text());
      return [isNamed, (await one.v3.getProduct(productId, { include: ['primary_image'] })).id === productId];
    },
    told: { null: [true, true], absent: [false, true] },
  },
  'v3-put-status': {
    async probe(one) {
      const { productId, imageIds } = plantProduct(one.store, 1);
      const updated = await one.v3.updateImage(productId, imageIds[0] ?? 0, { description: 'new' });
      return [updated.description, one.store.requests().at(-1)?.status];
    },
    told: { '200': ['new', 200], '201': ['new', 201] },
  },
  'v3-product-put-status': {
    async probe(one) {
      const { productId } = plantProduct(one.store, 1);
      const path = `/v3/catalog/products/${productId}`;
      const answer = await outcomeOf(one.http.write('PUT', path, { json: { name: 'Another' } }));
      return 'body' in answer ? answer.status : answer;
    },
    told: { '200': 200, '201': 201 },
  },
  'v3-put-image-url': {
    async probe({ store, http }) {
      const { productId, imageIds } = plantProduct(store, 2);
      const [first = 0, second = 0] = imageIds;
      const json = { image_url: store.originalUrl(second) };
      await http.write('PUT', `/v3/catalog/products/${productId}/images/${first}`, { json });
      return Buffer.from(await store.pictureBytes(first)).equals(await store.pictureBytes(second));
    },
    told: { replaces: true, ignored: false },
  },
  'v3-delete-missing-image': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 0);
      return await outcomeOf(v3.deleteImage(productId, 9_999));
    },
    told: { '404': refused(404), '204': undefined },
  },
  'v3-product-put-images': {
    async probe({ store, http }) {
      const { productId, imageIds } = plantProduct(store, 3);
      const json = { images: imageIds.slice(0, 2).map((id) => ({ image_url: store.originalUrl(id) })) };
      const outcome = await outcomeOf(http.write('PUT', `/v3/catalog/products/${productId}`, { json }));
      return ['body' in outcome ? outcome.status : outcome, store.images(productId).length];
    },
    told: {
      append: [200, 5],
      replace: [200, 2],
      ignored: [200, 3],
      '207': [{ class: 'partial', next: 'reconcile', status: 207 }, 3],
      first: [200, 4],
    },
  },
  'v3-product-put-bad-image': {
    async probe({ store, http }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const good = { image_url: store.originalUrl(imageIds[0] ?? 0) };
      const json = { images: [good, { image_url: 'no address' }] };
      const outcome = await outcomeOf(http.write('PUT', `/v3/catalog/products/${productId}`, { json }));
      return [outcome, store.images(productId).length];
    },
    told: {
      request: [refused(422), 1],
      product: [{ class: 'partial', next: 'reconcile', status: 207 }, 1],
      image: [{ class: 'partial', next: 'reconcile', status: 207 }, 2],
    },
  },
  'v3-product-put-images-max': {
    async probe({ store, http }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const image = { image_url: store.originalUrl(imageIds[0] ?? 0) };
      const json = { images: [image, image] };
      const outcome = await outcomeOf(http.write('PUT', `/v3/catalog/products/${productId}`, { json }));
      return ['body' in outcome ? outcome.status : outcome, store.images(productId).length];
    },
    told: { '0': [200, 3], '1': [refused(413), 1] },
  },
  'v3-include-images-limit': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 260);
      return (await v3.getProduct(productId, { include: ['images'] })).images?.length;
    },
    told: { none: 260, '10': 10, '50': 50, '250': 250 },
  },
  'unknown-store': {
    async probe({ clients }) {
      const { v2, v3 } = clients({ store: 'nostore' });
      return [await outcomeOf(v2.countImages()), await outcomeOf(v3.listProducts())];
    },
    told: {
      '404': [refused(404), refused(404)],
      '401': [strange(401), strange(401)],
      '403': [strange(403), strange(403)],
    },
  },
  'url-stamp': {
    async probe({ store, v2, v3 }) {
      const { productId } = plantProduct(store, 1);
      return (await v2.listImages(productId))[0]?.zoom_url === (await v3.listImages(productId))[0]?.url_zoom;
    },
    told: { same: true, differs: false },
  },
  'retry-after': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 0);
      store.setQuota({ windowMs: 300 });
      store.failNext({}, 'rate-limit');
      const failure = await v3.createImage(productId, picture).catch((error: unknown) => error);
      return failure instanceof Error && 'retryAfterMs' in failure ? failure.retryAfterMs : failure;
    },
    told: { present: 1_000, absent: 300 },
  },
  'rate-limit-body': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 0);
      store.failNext({}, 'rate-limit');
      const failure = await v3.createImage(productId, picture).catch((error: unknown) => error);
      return failure instanceof Error && 'storeWords' in failure ? failure.storeWords : failure;
    },
    told: { object: 'Too many requests', empty: undefined },
  },
  gzip: {
    async probe(one) {
      plantProduct(one.store, 2);
      const bare = await one.wire('/v3/catalog/products?include=images');
      return [
        bare.headers.get('content-encoding'),
        (await one.v3.listProducts({ include: ['images'] })).products.length,
      ];
    },
    told: { off: [null, 1], on: ['gzip', 1] },
  },
} as const satisfies Partial<Record<SwitchName, SwitchEffect>>;
