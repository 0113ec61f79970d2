// The pictures that hang on variants, modifier values and swatches, in both views: one store tells the same under two names.
import type { ProductRow, StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { outcomeOf, pictureFile, plantProduct, withStore } from '../support/one-store.ts';

const missing = { class: 'rejected', next: 'fail-action', status: 404 };

function productWith(store: StoreControl, what: 'options' | 'modifiers'): ProductRow {
  const product = store.products().find((each) => each[what].length > 0);
  if (product === undefined) throw new Error(`no seeded product has ${what}`);
  return product;
}

describe('variants', () => {
  it('are listed for a product, and for many at once', async () => {
    await withStore({ products: 30 }, async ({ store, v3 }) => {
      const rows = store.variants();
      const { id } = productWith(store, 'options');
      expect(
        (await v3.listVariants(id)).map((variant) => [variant.id, variant.product_id, variant.sku]),
      ).toEqual(store.variants(id).map((variant) => [variant.id, variant.productId, variant.sku]));
      const all: number[] = [];
      for await (const page of v3.listAllVariants()) all.push(...page.map((variant) => variant.id));
      expect(all).toEqual(rows.map((variant) => variant.id));
      const some: number[] = [];
      for await (const page of v3.listAllVariants({ productIds: [id] }))
        some.push(...page.map((variant) => variant.id));
      expect(some).toEqual(store.variants(id).map((variant) => variant.id));
    });
  });

  it('take a picture by file, by address and by V2, and show it in both views', async () => {
    await withStore({ products: 30 }, async ({ store, v2, v2Writer, v3, origin, pass }) => {
      const { id: productId } = productWith(store, 'options');
      const [first, second, third] = store.variants(productId);
      if (first === undefined || second === undefined || third === undefined)
        throw new Error('three variants are seeded');
      const { imageIds } = plantProduct(store, 1);
      const address = store.originalUrl(imageIds[0] ?? 0);
      pass(60_000);
      const { image_url: byFile } = await v3.setVariantImage(productId, first.id, {
        imageFile: pictureFile(3),
      });
      await v3.setVariantImage(productId, second.id, { imageUrl: address });
      const { image_url: byUpdate } = await v3.updateVariant(productId, third.id, { image_url: address });
      const shown = (id: number): string =>
        `${origin}/cdn/s-onestore/product_images/attribute_rule_images/${id}_source_1777852860.png`;
      expect([byFile, byUpdate]).toEqual([shown(first.id), shown(third.id)]);
      expect((await v3.listVariants(productId)).map(({ image_url: url }) => url)).toEqual(
        [first, second, third].map(({ id }) => shown(id)),
      );
      const skus = await v2.listSkus(productId);
      expect(skus.map(({ sku, image_file: file }) => [sku, file])).toEqual(
        [first, second, third].map(({ id, sku }) => [
          sku,
          `attribute_rule_images/${id}_source_1777852860.png`,
        ]),
      );
      expect(Buffer.from(await (await fetch(byFile)).arrayBuffer())).toEqual(
        Buffer.from(pictureFile(3).bytes),
      );

      pass(60_000);
      const set = await v2Writer.setSkuImage(productId, first.skuId, address);
      expect(set.image_file).toBe(`attribute_rule_images/${first.id}_source_1777852920.png`);
      expect((await v3.listVariants(productId))[0]?.image_url).toBe(
        shown(first.id).replace('1777852860', '1777852920'),
      );
    });
  });

  it('refuse what is not there and what is no picture for them', async () => {
    await withStore({ products: 30 }, async ({ store, v3, origin }) => {
      const { id: productId } = productWith(store, 'options');
      const variantId = store.variants(productId)[0]?.id ?? 0;
      expect(
        await outcomeOf(v3.setVariantImage(productId, 9_999_999, { imageFile: pictureFile(1) })),
      ).toEqual(missing);
      expect(
        await outcomeOf(v3.setVariantImage(productId, variantId, { imageUrl: `${origin}/nothing.png` })),
      ).toEqual({ ...missing, status: 400 });
      const bitmap = { ...pictureFile(1), bytes: Buffer.from('BM\0\0\0\0\0\0\0\0') };
      expect(await outcomeOf(v3.setVariantImage(productId, variantId, { imageFile: bitmap }))).toEqual({
        ...missing,
        status: 422,
      });
      expect(store.variants(productId)[0]?.image).toBeNull();
    });
  });
});

describe('modifier values', () => {
  it('take a picture by file alone, show it in both views and lose it again', async () => {
    await withStore({ products: 30 }, async ({ store, v2, v3, origin, pass }) => {
      const { id: productId } = productWith(store, 'modifiers');
      pass(60_000);
      const [modifier] = await v3.listModifiers(productId);
      const [value] = modifier?.option_values ?? [];
      const path = [productId, modifier?.id ?? 0, value?.id ?? 0] as const;
      const set = await v3.setModifierValueImage(...path, pictureFile(4));
      const file = `attribute_rule_images/${value?.id}_source_1777852860.png`;
      expect(set).toEqual({ image_url: `${origin}/cdn/s-onestore/product_images/${file}` });
      expect((await v3.listModifiers(productId))[0]?.option_values[0]?.adjusters?.image_url).toBe(
        set.image_url,
      );
      const rules = await v2.listRules(productId);
      expect(rules.filter((rule) => rule.image_file === file).map(({ conditions }) => conditions)).toEqual([
        [{ product_option_id: modifier?.id, option_value_id: value?.id, sku_id: null }],
      ]);
      expect(await v3.deleteModifierValueImage(...path)).toBe('deleted');
      expect((await v3.listModifiers(productId))[0]?.option_values[0]?.adjusters?.image_url).toBe('');
    });
  });

  it('are counted, as rules of the whole store', async () => {
    await withStore({ products: 30 }, async ({ store, v2 }) => {
      const ids = store.products().map(({ id }) => id);
      const rules = (await Promise.all(ids.map(async (id) => await v2.listRules(id)))).flat();
      expect(rules.length).toBeGreaterThan(0);
      expect(await v2.countRules()).toBe(rules.length);
    });
  });
});

describe('swatches', () => {
  it('show their pattern in both views', async () => {
    await withStore({ products: 30 }, async ({ store, v2, v3 }) => {
      const product = productWith(store, 'options');
      const [option] = await v3.listOptions(product.id);
      const row = product.options[0];
      expect(option?.option_values.map(({ id, label }) => [id, label])).toEqual(
        row?.values.map(({ id, label }) => [id, label]),
      );
      const swatch = row?.values.find((value) => value.swatch !== undefined);
      const inV3 = option?.option_values.find(({ id }) => id === swatch?.id)?.value_data?.image_url;
      const inV2 = (await v2.listOptionValues(option?.id ?? 0)).find(({ id }) => id === swatch?.id)?.value;
      expect(inV2).toBe(`attribute_rule_images/${swatch?.swatch?.file}`);
      expect(inV3?.endsWith(`/product_images/${inV2}`)).toBe(true);
    });
  });
});
