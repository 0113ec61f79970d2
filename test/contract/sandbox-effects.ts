// The switches of what the documentation pages leave open beside the rows of v2-effects and v3-effects.
import type { SwitchName } from '@cutover/sandbox-store';
import { outcomeOf, plantProduct } from '../support/one-store.ts';
import { animation } from './sandbox-wire.ts';
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
  'v2-any-type': {
    async probe(one) {
      const bare = await one.wire('/v2/products/count', { accept: '*/*' });
      const named = await one.wire('/v2/products/count.json', { accept: '*/*' });
      return [bare.headers.get('content-type'), named.headers.get('content-type')];
    },
    told: {
      'as-none': ['application/xml', 'application/json'],
      json: ['application/json', 'application/json'],
    },
  },
  'v2-unknown-accept': {
    async probe(one) {
      const { status } = await one.wire('/v2/products/count', { accept: 'text/html' });
      return [status, await one.v2.countProducts()];
    },
    told: { 'default-type': [200, 0], '406': [406, 0] },
  },
  'v2-xml-body': {
    async probe({ store, origin, hash, token }) {
      const { productId, imageIds } = plantProduct(store, 1);
      const path = `/v2/products/${productId}/images/${imageIds[0]}`;
      const { status } = await fetch(`${origin}/stores/${hash}${path}`, {
        method: 'PUT',
        headers: { 'x-auth-token': token, accept: 'application/json', 'content-type': 'application/xml' },
        body: '<image><description>in XML</description></image>',
      });
      return [status, store.images(productId)[0]?.description];
    },
    told: { '415': [415, 'view 0'], taken: [200, 'in XML'] },
  },
  'v2-long-address': {
    async probe({ store, v2Writer }) {
      const { productId } = plantProduct(store, 0);
      const address = `https://pictures.example/${'a'.repeat(240)}.png`;
      return await outcomeOf(v2Writer.createImage(productId, { image_file: address }));
    },
    told: { '400': refused(400), '500': { class: 'ambiguous', next: 'reconcile', status: 500 } },
  },
  'v2-rate-limit-body': {
    async probe(one) {
      one.store.setQuota({ requests: 0, windowMs: 1_000 });
      const body: unknown = await (await one.wire('/v2/products')).json();
      return Array.isArray(body);
    },
    told: { array: true, object: false },
  },
  'v3-delete-missing': {
    async probe({ origin, hash, token }) {
      const things = ['', '/variants/9', '/options/9', '/modifiers/9', '/complex-rules/9'];
      const statuses = things.map(async (thing) => {
        const url = `${origin}/stores/${hash}/v3/catalog/products/9${thing}`;
        return (await fetch(url, { method: 'DELETE', headers: { 'x-auth-token': token } })).status;
      });
      return [...new Set(await Promise.all(statuses))];
    },
    told: { '404': [404], '204': [204] },
  },
  'v2-variant-image-file': {
    async probe({ store, v2, origin }) {
      const variant = store.variants().find(({ image }) => image !== null);
      const skus = await v2.listSkus(variant?.productId ?? 0);
      const shown = skus.find(({ id }) => id === variant?.skuId)?.image_file ?? '';
      return shown.replace(origin, '').replace(variant?.image?.file ?? '', 'FILE');
    },
    told: {
      path: 'attribute_rule_images/FILE',
      address: '/cdn/s-onestore/product_images/attribute_rule_images/FILE',
    },
  },
  'v2-variant-rules': {
    async probe({ store, v2 }) {
      const variant = store.variants().find(({ image }) => image !== null);
      const rules = await v2.listRules(variant?.productId ?? 0);
      const rule = rules.find(
        ({ image_file: file }) => file === `attribute_rule_images/${variant?.image?.file}`,
      );
      return rule?.conditions.map(({ sku_id: sku, option_value_id: value }) => [
        sku === variant?.skuId,
        variant?.optionValues.some(({ valueId }) => valueId === value),
      ]);
    },
    told: { absent: undefined, shown: [[true, false]], 'by-values': [[false, true]] },
  },
  'v2-rule-image-file': {
    async probe({ store, v2, origin }) {
      const { productId } = plantProduct(store, 0);
      store.addValue({ productId, of: 'modifier', name: 'Lid', label: 'Wood', picture: { tiny: 1 } });
      const file = store.values()[0]?.image?.file ?? '';
      const [rule] = await v2.listRules(productId);
      return (rule?.image_file ?? '')
        .replace(origin, '')
        .replace(file, 'FILE')
        .replace(file.replace(/_\d+\./u, '.'), 'SHORT');
    },
    told: {
      path: 'attribute_rule_images/FILE',
      address: '/cdn/s-onestore/product_images/attribute_rule_images/FILE',
      unstamped: 'attribute_rule_images/SHORT',
    },
  },
  'v2-rule-value-ids': {
    async probe({ store, v2 }) {
      const { productId } = plantProduct(store, 0);
      const valueId = store.addValue({ productId, of: 'modifier', name: 'Lid', label: 'Wood' });
      store.addRule({ productId, conditions: [{ valueId }] });
      const [rule] = await v2.listRules(productId);
      return rule?.conditions[0]?.option_value_id === valueId;
    },
    told: { same: true, own: false },
  },
  'v3-complex-rules': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 0);
      store.addValue({ productId, of: 'modifier', name: 'Lid', label: 'Wood', picture: { tiny: 1 } });
      return (await v3.listComplexRules(productId)).length;
    },
    told: { own: 0, all: 1 },
  },
  'gif-limits': {
    async probe({ store, v3 }) {
      const { productId } = plantProduct(store, 0);
      const imageFile = { ...picture.imageFile, name: 'long.gif', bytes: animation(151) };
      const outcome = await outcomeOf(v3.createImage(productId, { imageFile }));
      return 'id' in outcome ? 'taken' : outcome;
    },
    told: { refused: refused(422), none: 'taken' },
  },
  'variant-product-id': {
    async probe({ store, v3 }) {
      const [variant] = store.variants();
      const other = store.products().find(({ id }) => id !== variant?.productId);
      const outcome = await outcomeOf(v3.setVariantImage(other?.id ?? 0, variant?.id ?? 0, picture));
      return 'image_url' in outcome ? 'set' : outcome;
    },
    told: { checked: refused(404), ignored: 'set' },
  },
} as const satisfies Partial<Record<SwitchName, SwitchEffect>>;
