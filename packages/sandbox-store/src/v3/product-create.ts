/** POST of a product with its images and variants, and DELETE of one or of those that a filter finds. */
import type { AcceptedPicture } from '../product-images.ts';
import { createProduct, type ProductWish, removeProduct, takenBy } from '../products.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest } from '../resource.ts';
import { ruleImageOf } from '../rule-images.ts';
import type { OptionRow, ProductRow, VariantRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { uploadFromAddress } from '../uploads.ts';
import { createVariant, isSkuTaken } from '../variants.ts';
import { v3Error, v3Item, v3NotFound } from './answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { bodyRefusal, invalid, orRefusal } from './image-body.ts';
import { applyImages, partial, picturesOf, tooManyImages } from './images-in-product.ts';
import { type NewProductBody, newProductBody, otherFields } from './product-body.ts';
import { isFiltered, productCondition } from './product-query.ts';
import { v3Product } from './product-view.ts';
import { variantFieldsOf, variantsMax } from './variant-body.ts';

const deletedAtOnceMax = 250;

/** Creates a product. */
export async function createOne({ store, request, query }: ApiRequest): Promise<Response> {
  const body = await readBody(request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = newProductBody.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const { images, variants = [] } = parsed.data;
  const taken = takenBy(store, parsed.data) ?? takenVariant(store, parsed.data);
  if (taken !== undefined) return duplicate(taken);
  if (variants.length > variantsMax) return tooManyVariants();
  const tooMany = tooManyImages(store, [parsed.data]);
  if (tooMany !== undefined) return tooMany;
  const pictures = await picturesOf(store, images);
  if (pictures instanceof Response) return pictures;
  const variantPictures = await picturesOfVariants(store, variants);
  if (variantPictures instanceof Response) return variantPictures;
  const product = store.tables.atomically(() => {
    const made = createProduct(store, wishOf(store, parsed.data));
    for (const [index, variant] of variantsOf(store, made, variants).entries()) {
      const picture = variantPictures[index];
      if (picture !== undefined)
        store.tables.putVariant({ ...variant, image: ruleImageOf(store, variant.id, picture) });
    }
    return made;
  });
  const outcome = applyImages(store, product.id, pictures);
  // The example of the answer shows the images; a variant made at once is of no use without its id.
  const shown = new Set(['images', 'variants'] as const);
  const wire = chosenFields(
    v3Product(store, store.tables.product(product.id) ?? product, shown),
    query,
    shown,
  );
  return outcome === 'partial' ? partial(wire) : v3Item(wire);
}

/** 409, which names what another product has. */
export function duplicate(field: 'name' | 'sku'): Response {
  const title = `The product ${field} is a duplicate`;
  return v3Error(409, title, { [field]: title });
}

/** 403, as beyond every platform limit. */
export function tooManyVariants(): Response {
  return v3Error(403, `A product can have at most ${variantsMax} variants.`);
}

function takenVariant(store: Store, { sku, variants = [] }: NewProductBody): 'sku' | undefined {
  const skus = variants.map((variant) => variant.sku);
  const isTwice = new Set(skus).size < skus.length || (sku !== undefined && skus.includes(sku));
  return isTwice || skus.some((each) => isSkuTaken(store, each)) ? 'sku' : undefined;
}

function wishOf(store: Store, body: NewProductBody): ProductWish {
  return {
    name: body.name,
    sku: body.sku ?? '',
    price: body.price,
    isVisible: body.is_visible ?? true,
    fields: otherFields(body),
    options: optionsOf(store, body.variants ?? []),
  };
}

type VariantPictures = (AcceptedPicture | undefined)[];

async function picturesOfVariants(store: Store, variants: Variants): Promise<VariantPictures | Response> {
  const pictures: VariantPictures = [];
  for (const { image_url: address } of variants) {
    const picture =
      address === undefined || address === ''
        ? undefined
        : orRefusal(await uploadFromAddress(store, address, 'rule-image'));
    if (picture instanceof Response) return picture;
    pictures.push(picture);
  }
  return pictures;
}

type Variants = NonNullable<NewProductBody['variants']>;

// Variants name their options by words: each word is an option, each label one of its values, in the order they come.
function optionsOf(store: Store, variants: Variants): OptionRow[] {
  const labels = new Map<string, Set<string>>();
  for (const { option_display_name: name, label } of variants.flatMap((variant) => variant.option_values))
    labels.set(name, (labels.get(name) ?? new Set()).add(label));
  return [...labels].map(([displayName, values]) => ({
    id: store.tables.takeThingId(),
    displayName,
    // Which type such an option has is not documented; no picture hangs on it.
    type: 'radio_buttons',
    values: [...values].map((label, place) => ({
      id: store.tables.takeThingId(),
      label,
      sortOrder: place,
      isDefault: false,
    })),
  }));
}

function variantsOf(store: Store, product: ProductRow, variants: Variants): VariantRow[] {
  return variants.flatMap((variant) => {
    const combination = variant.option_values.flatMap(({ option_display_name: name, label }) => {
      const option = product.options.find(({ displayName }) => displayName === name);
      const value = option?.values.find((each) => each.label === label);
      return option === undefined || value === undefined ? [] : [{ optionId: option.id, valueId: value.id }];
    });
    const wish = {
      sku: variant.sku,
      combination,
      price: variant.price ?? null,
      fields: variantFieldsOf(variant),
    };
    const made = createVariant(store, product, wish, variantsMax);
    // Two variants of one combination: the first stays.
    return typeof made === 'string' ? [] : [made];
  });
}

/** Removes one product. */
export function removeOne({ store, path, id }: ApiRequest): Response {
  if (store.tables.product(id('pid')) === undefined && store.switches['v3-delete-missing'] === '404')
    return v3NotFound(path);
  removeProduct(store, id('pid'));
  return new Response(null, { status: 204 });
}

/** Removes the products that a filter finds: without one none, and no more than 250 at once. */
export function removeMany({ store, query }: ApiRequest): Response {
  if (!isFiltered(query)) return v3Error(422, 'A filter is required to delete products.');
  const condition = productCondition(store, query);
  if (condition instanceof Response) return condition;
  const doomed = store.tables.products(condition);
  if (doomed.length > deletedAtOnceMax)
    return v3Error(422, `At most ${deletedAtOnceMax} products can be deleted at one time.`);
  store.tables.atomically(() => {
    for (const { id } of doomed) removeProduct(store, id);
  });
  return new Response(null, { status: 204 });
}
