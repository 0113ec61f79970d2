// The two stores of a transfer: a source that is full, and a target with the same products under other ids, in another
// order and without a picture. And what a store shows, by names that both share. It must not know HTTP.
import type { Catalog, Choice, Product, Slot } from './catalog.ts';
import { drawPicture, type Picture, pictureOf } from './pictures.ts';

export interface Sizes {
  readonly products: number;
  readonly images: number;
  /** Products of which three variants show a picture, two values of a modifier, or two swatches. */
  readonly variants: number;
  readonly modifiers: number;
  readonly swatches: number;
}

/** How many pictures of each kind the source shows. */
export const pictures = ({ images, variants, modifiers, swatches }: Sizes) => ({
  product: images,
  variant: variants * 3,
  modifier: modifiers * 2,
  swatch: swatches * 2,
});

const kinds = ['jpeg', 'png', 'gif', 'webp'] as const;
const largeEvery = 50;
const twinEvery = 90;

const skuOf = (at: number): string => `SKU-${String(at).padStart(3, '0')}`;

/** One value more than have pictures, so that a slot stays empty. */
function addChoices(catalog: Catalog, product: Product, at: number, sizes: Sizes): void {
  const { variants, modifiers, swatches } = sizes;
  if (at < variants) {
    const size = catalog.addChoice(product.options, {
      displayName: 'Size',
      type: 'rectangles',
      labels: ['S', 'M', 'L', 'XL'],
    });
    catalog.addVariants(product, size);
  } else if (at < variants + modifiers)
    catalog.addChoice(product.modifiers, {
      displayName: 'Engraving',
      type: 'dropdown',
      labels: ['Rose', 'Anchor', 'None'],
    });
  else if (at < variants + modifiers + swatches)
    catalog.addChoice(product.options, {
      displayName: 'Cloth',
      type: 'swatch',
      labels: ['Tweed', 'Linen', 'Plain'],
    });
}

export function plantTarget(catalog: Catalog, sizes: Sizes): void {
  for (let at = sizes.products - 1; at >= 0; at -= 1) {
    const product = catalog.addProduct({ name: `Product ${at}`, sku: skuOf(at) });
    addChoices(catalog, product, at, sizes);
  }
}

export async function plantSource(catalog: Catalog, sizes: Sizes): Promise<void> {
  let images = 0;
  let drawn = 0;
  const picture = async (kind: (typeof kinds)[number], isLarge = false): Promise<Picture> => {
    drawn += 1;
    const size = isLarge ? { width: 1_600, height: 1_200 } : { width: 64, height: 64 };
    return known(pictureOf(await drawPicture(drawn, kind, size)));
  };
  for (let at = 0; at < sizes.products; at += 1) {
    const product = catalog.addProduct({ name: `Product ${at}`, sku: skuOf(at) });
    addChoices(catalog, product, at, sizes);
    const isLast = at === sizes.products - 1;
    const several = isLast ? sizes.images - images : Math.min(1 + (at % 7), sizes.images - images);
    for (let place = 0; place < several; place += 1) {
      images += 1;
      const before = product.images.at(-1);
      const isTwin = before !== undefined && images % twinEvery === 0;
      catalog.createImage(product, {
        file: {
          stem: isTwin ? `item-${at}-${place - 1}` : `item-${at}-${place}`,
          picture: isTwin
            ? before.picture
            : await picture(known(kinds[images % kinds.length]), images % largeEvery === 0),
        },
        // Gaps, and here and there a tie; the thumbnail is not always the first.
        sortOrder: place === 2 ? 2 : place * 2,
        isThumbnail: place === at % 3,
        description: place % 2 === 0 ? `Außen, Nr. ${place} of “${at}”` : '',
      });
    }
    for (const slot of [...product.variants.slice(0, -1), ...product.modifiers.flatMap(filled)])
      catalog.show(slot, await picture('png'));
    const swatches = product.options.filter(({ type }) => type === 'swatch');
    for (const value of swatches.flatMap(filled)) catalog.showSwatch(value, await picture('png'));
  }
}

/** The first filled slot of each product that has one shows another picture from now on; how many there are. */
export async function showOthers(catalog: Catalog): Promise<number> {
  let drawn = 0;
  const firstIn = <T extends Slot>(slots: readonly T[]): T | undefined =>
    slots.find(({ shown }) => shown !== undefined);
  for (const { variants, options, modifiers } of catalog.products()) {
    const variant = firstIn(variants);
    const modifier = firstIn(modifiers.flatMap(({ values }) => values));
    const swatch = firstIn(options.flatMap(({ values }) => values));
    const picture = async () => known(pictureOf(await drawPicture(100_000 + ++drawn, 'png')));
    if (variant !== undefined) catalog.show(variant, await picture());
    if (modifier !== undefined) catalog.show(modifier, await picture());
    if (swatch !== undefined) catalog.showSwatch(swatch, await picture());
  }
  return drawn;
}

const filled = ({ values }: Choice) => values.slice(0, -1);

/** All that a store shows, in the order of SKUs, with nothing of it that is the store's own: ids, names of files. */
export function shownBy(catalog: Catalog) {
  return catalog
    .products()
    .sort((a, b) => (a.sku < b.sku ? -1 : 1))
    .map(({ sku, images, variants, options, modifiers }) => ({
      sku,
      images: images
        .toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id)
        .map(({ sortOrder, isThumbnail, description, picture }) => ({
          sortOrder,
          isThumbnail,
          description,
          picture: picture.digest,
        })),
      variants: variants.map((variant) => ({ sku: variant.sku, picture: variant.shown?.picture.digest })),
      options: options.map(choice),
      modifiers: modifiers.map(choice),
    }));
}

const choice = ({ displayName, values }: Choice) => ({
  displayName,
  values: values.map(({ label, sortOrder, shown }) => ({ label, sortOrder, picture: shown?.picture.digest })),
});

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a picture that is none');
  return value;
}
