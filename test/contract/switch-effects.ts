// For every switch of the sandbox: what a client is told under each of its values. A switch that changes nothing here
// would be one that no test runs against, so each row must tell its values apart.
import { createServer } from 'node:http';
import { type Switches, type SwitchName, tinyPicture } from '@cutover/sandbox-store';
import { type Failure, type OneStore, outcomeOf, pictureFile, plantProduct } from './one-store.ts';

export interface SwitchEffect {
  /** What a client sees; compared whole. */
  readonly probe: (one: OneStore) => Promise<unknown>;
  /** By value of the switch. */
  readonly told: Readonly<Record<string, unknown>>;
}

const refused = (status: number): Failure => ({ class: 'rejected', next: 'fail-action', status });
const strange = (status: number): Failure => ({ class: 'unauthorised', next: 'stop-run', status });
const picture = { imageFile: pictureFile(1) };

/** Status and body of a read, as it is on the wire. */
async function statusOf({ wire }: OneStore, path: string): Promise<number> {
  return (await wire(path)).status;
}

async function orderOf({ store }: OneStore, productId: number): Promise<number[]> {
  return await Promise.resolve(store.images(productId).map(({ sortOrder }) => sortOrder));
}

async function limitOver250(path: string, { http }: OneStore): Promise<unknown> {
  const outcome = await outcomeOf(http.read(path, { limit: 251 }));
  return 'body' in outcome ? outcome.status : outcome;
}

async function nameOfUpload({ store, v3 }: OneStore, fileName: string): Promise<string> {
  const { productId } = plantProduct(store, 0);
  const { image_file: kept = '' } = await v3.createImage(productId, { imageFile: pictureFile(1, fileName) });
  return kept.replace(/^[a-z]\/\d{3}\//, '').replace(/__\d{5}(?=\.png$)/, '');
}

/** Creates from an address whose host answers late, or by way of another address. */
async function createFromHost({ store, v3 }: OneStore, how: 'late' | 'redirect'): Promise<unknown> {
  const { productId } = plantProduct(store, 0);
  const server = createServer((request, response) => {
    const serve = (): void =>
      void response.writeHead(200, { 'content-type': 'image/png' }).end(tinyPicture(1));
    if (how === 'late') setTimeout(serve, 200);
    else if (request.url === '/moved.png') response.writeHead(302, { location: '/picture.png' }).end();
    else serve();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const created = await outcomeOf(
      v3.createImage(productId, { imageUrl: `http://127.0.0.1:${port}/moved.png` }),
    );
    return 'id' in created ? 'created' : created;
  } finally {
    server.closeAllConnections();
    server.close();
  }
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

async function variantWithImage(one: OneStore): Promise<{ productId: number; variantId: number }> {
  const variant = one.store.variants()[0];
  if (variant === undefined) throw new Error('the seeded store has no variant');
  const { productId, id: variantId } = variant;
  await one.v3.setVariantImage(productId, variantId, picture);
  return { productId, variantId };
}

async function hasVariantImage({ v3 }: OneStore, productId: number, variantId: number): Promise<boolean> {
  const variants = await v3.listVariants(productId);
  return variants.some(({ id, image_url: address }) => id === variantId && address !== '');
}

const large = (bytes: number): { imageFile: ReturnType<typeof pictureFile> } => ({
  imageFile: { ...pictureFile(1), bytes: Buffer.concat([tinyPicture(1), Buffer.alloc(bytes)]) },
});

export const switchEffects: Readonly<Record<SwitchName, SwitchEffect>> = {
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
      const outcome = await outcomeOf(http.write('PUT', path, { json: { product_id: 1 } }));
      return 'body' in outcome ? outcome.status : outcome;
    },
    told: { ignored: 200, '422': refused(422) },
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
      const json = { images: [{ image_url: store.originalUrl(imageIds[0] ?? 0) }] };
      const outcome = await outcomeOf(http.write('PUT', `/v3/catalog/products/${productId}`, { json }));
      return ['body' in outcome ? outcome.status : outcome, store.images(productId).length];
    },
    told: {
      append: [200, 4],
      replace: [200, 1],
      ignored: [200, 3],
      '207': [{ class: 'partial', next: 'reconcile', status: 207 }, 3],
    },
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
  'size-limit': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 0);
      const outcome = await outcomeOf(v3.createImage(productId, large(8_100_000)));
      return 'id' in outcome ? 'created' : outcome;
    },
    told: { '8000000': refused(422), '8388608': 'created' },
  },
  'fetch-redirects': {
    probe: async (one) => await createFromHost(one, 'redirect'),
    told: { followed: 'created', refused: refused(400) },
  },
  'fetch-ports': {
    async probe({ store, v3 }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const outcome = await outcomeOf(
        v3.createImage(productId, { imageUrl: store.originalUrl(imageIds[0] ?? 0) }),
      );
      return 'id' in outcome ? 'created' : outcome;
    },
    told: { any: 'created', standard: refused(400) },
  },
  'fetch-timeout-ms': {
    probe: async (one) => await createFromHost(one, 'late'),
    told: { '10000': 'created', '50': refused(400) },
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
  'file-name-unicode': {
    probe: async (one) => await nameOfUpload(one, 'Käse-面.png'),
    told: { kept: 'Käse-面.png', percent: 'K%C3%A4se-%E9%9D%A2.png', ascii: 'Kase-.png' },
  },
  'file-name-spaces': {
    probe: async (one) => await nameOfUpload(one, 'blue mug.png'),
    told: { underscore: 'blue_mug.png', dash: 'blue-mug.png', kept: 'blue mug.png' },
  },
  'file-name-stamp': {
    probe: async (one) => await nameOfUpload(one, 'mug.1700000000.1280.1280.png'),
    told: { kept: 'mug.1700000000.1280.1280.png', dropped: 'mug.png' },
  },
  'url-stamp': {
    async probe({ store, v2, v3 }) {
      const { productId } = plantProduct(store, 1);
      return (await v2.listImages(productId))[0]?.zoom_url === (await v3.listImages(productId))[0]?.url_zoom;
    },
    told: { same: true, differs: false },
  },
  originals: {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 0);
      const { id } = await v3.createImage(productId, picture);
      return Buffer.from(tinyPicture(1)).equals(await store.pictureBytes(id));
    },
    told: { kept: true, 're-encoded': false },
  },
  'cdn-webp': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 1);
      const address = (await v3.listImages(productId))[0]?.url_standard ?? '';
      const typeUnder = async (accept: string): Promise<string | null> =>
        (await fetch(address, { headers: { accept } })).headers.get('content-type');
      return [await typeUnder('image/webp,*/*'), await typeUnder('image/jpeg,image/png')];
    },
    told: { off: ['image/png', 'image/png'], on: ['image/webp', 'image/png'] },
  },
  'variant-image-clear': {
    async probe(one) {
      const { productId, variantId } = await variantWithImage(one);
      await one.v3.updateVariant(productId, variantId, { image_url: '' });
      return await hasVariantImage(one, productId, variantId);
    },
    told: { clears: false, ignored: true },
  },
  'variant-image-delete': {
    async probe(one) {
      const { productId, variantId } = await variantWithImage(one);
      const path = `/v3/catalog/products/${productId}/variants/${variantId}/image`;
      const outcome = await outcomeOf(one.http.write('DELETE', path));
      return 'body' in outcome ? outcome.status : outcome;
    },
    told: { '405': refused(405), '204': 204 },
  },
  'variant-file-limit': {
    async probe(one) {
      const { productId, variantId } = await variantWithImage(one);
      const outcome = await outcomeOf(one.v3.setVariantImage(productId, variantId, large(1_100_000)));
      return 'image_url' in outcome ? 'set' : outcome;
    },
    told: { '500': { class: 'ambiguous', next: 'reconcile', status: 500 }, none: 'set' },
  },
  'variant-batch-image': {
    async probe(one) {
      const { productId, variantId } = await variantWithImage(one);
      const { imageIds } = plantProduct(one.store, 1);
      const before = (await one.v3.listVariants(productId)).find(({ id }) => id === variantId);
      const json = [{ id: variantId, image_url: one.store.originalUrl(imageIds[0] ?? 0) }];
      // The address of a variant's picture carries the second in which it was set.
      one.pass(60_000);
      await one.http.write('PUT', '/v3/catalog/variants', { json });
      const after = (await one.v3.listVariants(productId)).find(({ id }) => id === variantId);
      return before?.image_url === after?.image_url;
    },
    told: { ignored: true, applied: false },
  },
  'modifier-image-delete': {
    async probe({ store, v3 }) {
      const product = store.products().find(({ modifiers }) => modifiers.length > 0);
      const [modifier] = await v3.listModifiers(product?.id ?? 0);
      const value = modifier?.option_values[0];
      return await v3.deleteModifierValueImage(product?.id ?? 0, modifier?.id ?? 0, value?.id ?? 0);
    },
    told: { '204': 'deleted', '404': 'not-found', '405': 'not-offered' },
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
};

/** Which switches stand so that their probe can show a difference that another switch would hide. */
export const switchesBeside: Partial<Record<SwitchName, Partial<Switches>>> = {
  'sort-bump-dates': { 'sort-on-update': 'bump' },
};
