// What a store holds: products, their images, and the slots of variants and values, with what a write does to them.
// Invariant: ids only grow and are never given twice. It must not know HTTP, nor how a row is spelled in either API.
import type { Picture } from './pictures.ts';

export interface Image {
  readonly id: number;
  readonly productId: number;
  /** As the store names the file: `a/521/mug__83011.jpg`. */
  file: string;
  isThumbnail: boolean;
  sortOrder: number;
  description: string;
  readonly created: number;
  /** In seconds; the stamp in addresses. */
  modified: number;
  picture: Picture;
}

/** A picture of a variant or of a value, and where it lies. */
export interface Shown {
  readonly picture: Picture;
  /** Below `product_images`, such as `attribute_rule_images/85_source_1536863430.png`. */
  readonly file: string;
}

export interface Slot {
  readonly id: number;
  /** What stands before `_source_` in the name of its files. */
  ruleId?: number;
  shown?: Shown;
}

export interface Variant extends Slot {
  readonly sku: string;
  /** Null of a base variant. */
  readonly skuId: number | null;
  readonly choices: readonly {
    readonly id: number;
    readonly label: string;
    readonly optionId: number;
    readonly option: string;
  }[];
}

export interface Value extends Slot {
  label: string;
  sortOrder: number;
  colors?: readonly string[];
}

/** An option or a modifier. */
export interface Choice {
  readonly id: number;
  readonly displayName: string;
  readonly type: string;
  readonly values: Value[];
}

export interface Product {
  readonly id: number;
  readonly name: string;
  readonly sku: string;
  readonly images: Image[];
  readonly variants: Variant[];
  readonly options: Choice[];
  readonly modifiers: Choice[];
}

export interface ImageFields {
  readonly isThumbnail?: boolean;
  readonly sortOrder?: number;
  readonly description?: string;
  /** The file's name as it came, without its ending, and the picture. */
  readonly file?: { readonly stem: string; readonly picture: Picture };
}

export type Catalog = ReturnType<typeof createCatalog>;

export function createCatalog(given: {
  /** Up to 1, exclusive. */
  readonly random: () => number;
  readonly seconds: () => number;
  /** Ids begin here, so that no two stores give the same. */
  readonly firstId: number;
  /** Whether another picture of a swatch lies at the address of the one before. */
  readonly swatchAddress: 'kept' | 'new';
}) {
  const products = new Map<number, Product>();
  let last = given.firstId;
  const nextId = (): number => {
    last += 1;
    return last;
  };
  const digits = (count: number): string =>
    String(Math.floor(given.random() * 10 ** count)).padStart(count, '0');
  const fileOf = ({ stem, picture }: Required<ImageFields>['file']): string => {
    const letter = String.fromCodePoint(97 + Math.floor(given.random() * 26));
    return `${letter}/${digits(3)}/${stem.replaceAll(/[^\w.-]/gu, '_')}__${digits(5)}.${picture.ending}`;
  };

  return {
    /** By id. */
    products: (): Product[] => [...products.values()].sort((a, b) => a.id - b.id),
    product: (id: number) => products.get(id),
    /** With the base variant that every plain product has. */
    addProduct(named: { readonly name: string; readonly sku: string }): Product {
      const product: Product = {
        ...named,
        id: nextId(),
        images: [],
        variants: [{ id: nextId(), sku: named.sku, skuId: null, choices: [] }],
        options: [],
        modifiers: [],
      };
      products.set(product.id, product);
      return product;
    },
    /** An option with these values, and no variant of it yet. */
    addChoice(
      choices: Choice[],
      { displayName, type, labels }: { displayName: string; type: string; labels: readonly string[] },
    ): Choice {
      const choice: Choice = {
        id: nextId(),
        displayName,
        type,
        values: labels.map((label, sortOrder) => ({ id: nextId(), label, sortOrder })),
      };
      choices.push(choice);
      return choice;
    },
    /** A variant of each value; a product with variants has no base variant any more. */
    addVariants(product: Product, { id: optionId, displayName: option, values }: Choice): void {
      product.variants.splice(0);
      for (const { id, label } of values)
        product.variants.push({
          id: nextId(),
          sku: `${product.sku}-${label}`,
          skuId: nextId(),
          choices: [{ id, label, optionId, option }],
        });
    },
    createImage(product: Product, fields: ImageFields & Required<Pick<ImageFields, 'file'>>): Image {
      const image: Image = {
        id: nextId(),
        productId: product.id,
        file: fileOf(fields.file),
        // A sole image is the thumbnail, whatever was asked.
        isThumbnail: product.images.length === 0 || fields.isThumbnail === true,
        sortOrder: fields.sortOrder ?? 0,
        description: fields.description ?? '',
        created: given.seconds(),
        modified: given.seconds(),
        picture: fields.file.picture,
      };
      product.images.push(image);
      if (image.isThumbnail) onlyThumbnail(product, image);
      return image;
    },
    updateImage(product: Product, image: Image, fields: ImageFields): void {
      if (fields.description !== undefined) image.description = fields.description;
      if (fields.file !== undefined) {
        image.file = fileOf(fields.file);
        image.picture = fields.file.picture;
      }
      if (fields.sortOrder !== undefined) moveTo(product, image, fields.sortOrder);
      if (fields.isThumbnail === true) onlyThumbnail(product, image);
      if (fields.isThumbnail === false && product.images.length > 1) image.isThumbnail = false;
      image.modified = given.seconds();
    },
    removeImage(product: Product, image: Image): void {
      product.images.splice(product.images.indexOf(image), 1);
      const [sole, second] = product.images;
      if (sole !== undefined && second === undefined) sole.isThumbnail = true;
    },
    /** Shows another picture of a variant or of a modifier's value; the one before is gone. */
    show(slot: Slot, picture: Picture): void {
      slot.ruleId ??= nextId();
      const name = `${slot.ruleId}_source_${given.seconds()}.${picture.ending}`;
      slot.shown = { picture, file: `attribute_rule_images/${name}` };
    },
    showSwatch(value: Value, picture: Picture): void {
      const stamp = given.swatchAddress === 'new' ? `.${given.seconds()}` : '';
      const name = `${value.id}.preview${stamp}.${picture.ending}`;
      value.shown = { picture, file: `attribute_value_images/${name}` };
      delete value.colors;
    },
  };
}

function onlyThumbnail(product: Product, thumbnail: Image): void {
  for (const image of product.images) image.isThumbnail = image === thumbnail;
}

/** To a lower priority (a higher number): all that stand at that number or above it move up by one. */
function moveTo(product: Product, moved: Image, sortOrder: number): void {
  if (sortOrder > moved.sortOrder)
    for (const image of product.images)
      if (image !== moved && image.sortOrder >= sortOrder) image.sortOrder += 1;
  moved.sortOrder = sortOrder;
}
