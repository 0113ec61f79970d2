// The switches of pictures: how they are fetched, named and served, and those of variants and modifiers.
import { createServer } from 'node:http';
import { type SwitchName, tinyPicture } from '@cutover/sandbox-store';
import { type OneStore, outcomeOf, pictureFile, plantProduct } from '../support/one-store.ts';
import { large, picture, refused, type SwitchEffect } from './switch-effect.ts';

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

export const pictureEffects = {
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
  'file-name-unicode': {
    probe: async (one) => await nameOfUpload(one, 'Käse-面.png'),
    told: { kept: 'Käse-面.png', percent: 'K%C3%A4se-%E9%9D%A2.png', ascii: 'Kase-.png' },
  },
  'file-name-spaces': {
    probe: async (one) => await nameOfUpload(one, 'blue mug.png'),
    told: { underscore: 'blue_mug.png', dash: 'blue-mug.png', kept: 'blue mug.png' },
  },
  'file-name-percent': {
    probe: async (one) => await nameOfUpload(one, 'blue%20mug.png'),
    told: { decoded: 'blue_20mug.png', kept: 'blue%20mug.png' },
  },
  'file-name-length': {
    probe: async (one) => await nameOfUpload(one, 'a-name-of-twenty-six-chars.png'),
    told: { 0: 'a-name-of-twenty-six-chars.png', 8: 'a-name-o.png' },
  },
  'file-name-stamp': {
    probe: async (one) => await nameOfUpload(one, 'mug.1700000000.1280.1280.png'),
    told: { kept: 'mug.1700000000.1280.1280.png', dropped: 'mug.png' },
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
  'option-values-on-edit': {
    async probe({ store, v3 }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const value = { productId, of: 'swatch', name: 'Cloth' } as const;
      const ids = ['Linen', 'Wool'].map((label) => store.addValue({ ...value, label }));
      const wrap = store.addValue({ productId: productId, of: 'modifier', name: 'Wrap', label: 'Paper' });
      const option = async () => (await v3.listOptions(productId))[0];
      const modifier = (await v3.listModifiers(productId))[0];
      const seen: boolean[] = [];
      const look = async (): Promise<void> => {
        const now = (await option())?.option_values.map(({ id }) => id) ?? [];
        seen.push(now.join() === ids.join());
        ids.splice(0, ids.length, ...now);
      };
      await v3.setModifierValueImage(productId, modifier?.id ?? 0, wrap, pictureFile(1));
      await look();
      const image_url = store.originalUrl(imageIds[0] ?? 0);
      const edited = { label: 'Linen', sort_order: 0, image_url };
      await v3.updateOptionValue(productId, (await option())?.id ?? 0, ids[0] ?? 0, edited);
      await look();
      return seen;
    },
    // Copies are made once.
    told: { kept: [true, true], copied: [false, true] },
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
} as const satisfies Partial<Record<SwitchName, SwitchEffect>>;
