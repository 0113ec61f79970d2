/** Writes seeded products into a store's tables, giving them that store's own ids, dates and file names. */
import { imageFileName } from '../image-file-name.ts';
import { drawingOf } from '../pictures/drawn-picture.ts';
import type { Subject } from '../pictures/subjects.ts';
import { createRandom, mix } from '../random.ts';
import { blankRule } from '../rules.ts';
import type { ModifierRow, OptionRow, OptionValueRow, RuleImage } from '../state/rows.ts';
import type { Tables } from '../state/tables.ts';
import { defaultSwitches } from '../switches.ts';
import { type SeededProduct, type SeededShape, seededProducts } from './seeded-products.ts';

/** How the pictures of a seeded catalog come about: drawn like photographs, or 8×8 pixels for fast simulations. */
export type PictureKind = 'drawn' | 'tiny';

export interface PlantOptions extends SeededShape {
  readonly pictures: PictureKind;
  /** Leaves the images away: the target of a transfer. */
  readonly withoutImages: boolean;
  /** Leaves away the pictures of variants, modifiers, swatches and rules. */
  readonly withoutSlotPictures: boolean;
  /** Wall-clock milliseconds before which everything was made. */
  readonly before: number;
}

const dayMs = 86_400_000;
const switches = defaultSwitches();

/** Plants the products of the seed; ids go up from the store's own counters. */
export function plantSeeded(tables: Tables, hash: string, options: PlantOptions): void {
  tables.atomically(() => {
    for (const [index, product] of seededProducts(options).entries()) {
      plantProduct(tables, hash, options, index, product);
    }
  });
}

function plantProduct(
  tables: Tables,
  hash: string,
  options: PlantOptions,
  index: number,
  product: SeededProduct,
): void {
  const random = createRandom('planted', options.seed, hash, index);
  const id = tables.takeProductId();
  const created = options.before - Math.floor((40 + random() * 900) * dayMs);
  const picture = (seed: number): string => pictureKey(options.pictures, product.subject, seed);
  const option = product.finishes.length > 0 ? optionOf(id, product, options, picture) : undefined;
  tables.putProduct({
    id,
    name: product.name,
    sku: product.sku,
    price: product.price,
    isVisible: random() > 0.06,
    dateCreated: created,
    dateModified: created + Math.floor(random() * 30 * dayMs),
    fields: fieldsOf(product, index),
    options: option === undefined ? [] : [option],
    modifiers: product.hasModifier ? [modifierOf(id, options, picture)] : [],
  });
  plantVariants(tables, id, product, option, options, picture);
  if (option !== undefined && product.hasModifier) plantRules(tables, id, options, picture);
  if (options.withoutImages) return;
  for (const image of product.images) {
    const imageId = tables.takeImageId();
    const extension = options.pictures === 'tiny' ? 'png' : drawingOf(image.pictureSeed).extension;
    const at = created + Math.floor(random() * 20 * dayMs);
    tables.putImage({
      id: imageId,
      productId: id,
      imageFile: imageFileName(image.uploadName, extension, [hash, options.seed, imageId], switches),
      picture: picture(image.pictureSeed),
      isThumbnail: image.isThumbnail,
      sortOrder: image.sortOrder,
      description: image.description,
      dateCreated: at,
      dateModified: at,
      listedFrom: 0,
      planted: {},
    });
  }
}

/** The key of a seeded picture. */
export function pictureKey(kind: PictureKind, subject: Subject, seed: number): string {
  return kind === 'tiny' ? `tiny:${seed}` : `drawn:${subject}:${seed}`;
}

function fieldsOf(product: SeededProduct, index: number): Record<string, unknown> {
  const slug = product.name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return {
    type: 'physical',
    description: `<p>${product.name}. Made in small batches and checked by hand.</p>`,
    weight: 1 + (index % 7) / 2,
    categories: [23 + (index % 5)],
    brand_id: 30 + (index % 8),
    inventory_level: (index * 13) % 90,
    inventory_tracking: 'none',
    is_featured: index % 11 === 0,
    availability: 'available',
    condition: 'New',
    upc: '',
    custom_url: { url: `/${slug}/`, is_customized: false },
  };
}

function optionOf(
  id: number,
  product: SeededProduct,
  options: PlantOptions,
  picture: (seed: number) => string,
): OptionRow {
  return {
    id: 1_000 + id * 10,
    displayName: 'Finish',
    type: 'swatch',
    values: product.finishes.map((label, place) => ({
      id: 20_000 + id * 10 + place,
      label,
      sortOrder: place,
      isDefault: place === 0,
      ...(place === 2
        ? patternOf(20_000 + id * 10 + place, options, picture)
        : { colors: [`#${(mix(label) & 0xffffff).toString(16).padStart(6, '0')}`] }),
    })),
  };
}

function patternOf(
  valueId: number,
  options: PlantOptions,
  picture: (seed: number) => string,
): Partial<Pick<OptionValueRow, 'swatch'>> {
  return options.withoutSlotPictures ? {} : { swatch: ruleImage('swatch', valueId, options, picture) };
}

function modifierOf(id: number, options: PlantOptions, picture: (seed: number) => string): ModifierRow {
  const valueId = 20_000 + id * 10 + 5;
  return {
    id: 1_000 + id * 10 + 5,
    displayName: 'Gift wrap',
    required: false,
    values: ['Kraft paper', 'Linen ribbon'].map((label, place) => ({
      id: valueId + place,
      ruleId: 300_000 + id * 10 + place,
      label,
      sortOrder: place,
      isDefault: place === 0,
      priceAdjuster: place === 0 ? null : 4.5,
      image:
        place === 0 || options.withoutSlotPictures ? null : ruleImage('modifier', valueId, options, picture),
    })),
  };
}

function plantVariants(
  tables: Tables,
  id: number,
  product: SeededProduct,
  option: OptionRow | undefined,
  options: PlantOptions,
  picture: (seed: number) => string,
): void {
  if (option === undefined) {
    const variantId = 5_000 + id * 10;
    tables.putVariant({
      id: variantId,
      productId: id,
      skuId: 2_000 + id * 10,
      sku: product.sku,
      price: null,
      optionValues: [],
      image: null,
    });
    return;
  }
  for (const [place, value] of option.values.entries()) {
    const variantId = 5_000 + id * 10 + place;
    tables.putVariant({
      id: variantId,
      productId: id,
      skuId: 2_000 + id * 10 + place,
      sku: `${product.sku}-${place + 1}`,
      price: place === 2 ? product.price + 5 : null,
      optionValues: [
        { optionId: option.id, valueId: value.id, label: value.label, optionName: option.displayName },
      ],
      image:
        place === 0 || options.withoutSlotPictures ? null : ruleImage('variant', variantId, options, picture),
    });
  }
}

/** Where a finish and a wrapping meet: what the one rule shows, no variant and no value can; the other shows nothing. */
function plantRules(
  tables: Tables,
  id: number,
  options: PlantOptions,
  picture: (seed: number) => string,
): void {
  for (const [place, shows] of [true, false].entries()) {
    const ruleId = 400_000 + id * 10 + place;
    tables.putRule({
      ...blankRule(id, ruleId),
      sortOrder: place,
      priceAdjuster: shows ? null : { adjuster: 'relative', adjuster_value: 2 },
      image: shows && !options.withoutSlotPictures ? ruleImage('rule', ruleId, options, picture) : null,
      conditions: [
        {
          id: ruleId,
          optionId: 1_000 + id * 10 + 5,
          valueId: 20_000 + id * 10 + 6,
          variantId: 5_000 + id * 10 + 1 + place,
        },
      ],
    });
  }
}

function ruleImage(
  kind: string,
  id: number,
  options: PlantOptions,
  picture: (seed: number) => string,
): RuleImage {
  let seed = mix(kind, options.seed, id);
  // None of them takes a WebP, so that no store holds one there.
  while (drawingOf(seed).extension === 'webp') seed = mix(seed);
  const extension = options.pictures === 'tiny' ? 'png' : drawingOf(seed).extension;
  const made = Math.floor((options.before - 60 * dayMs) / 1000);
  return { file: `${id}_source_${made}.${extension}`, picture: picture(seed) };
}
