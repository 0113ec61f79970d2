// What a file says, by product: read once in the file's order, asked for by ascending product id. It lies in a database of
// its own on the disk, which SQLite removes when it is closed, so that memory does not grow with the file.
import type { FileImage, FileProduct } from '@cutover/field-mapper';
import type { V3Modifier, V3Option, V3Product, V3ProductImage, V3Variant } from '@cutover/v3-client';
import Database from 'better-sqlite3';

/** Where the ids begin that are given to what has none in the file; no store is near it. */
const NEW_IDS_FROM = 10_000_000_000;

/** What a file says of where a picture lies: names to look for in a folder, and its address; '' where it does not tell. */
export interface PictureNames {
  /** `7/71`, `7/variant-31`, `7/modifier-41` or `7/swatch-51`: the name that a snapshot gives it. */
  readonly numbered: string;
  readonly paths: readonly string[];
  readonly address: string;
}

type FileValue = Extract<FileImage, { readonly valueId: number }>;
/** A value's row can be used where it says what it belongs to. */
export type CatalogRow = Exclude<FileImage, FileValue> | (FileValue & { readonly name: string });
export type SlotPlace = 'variant' | 'modifier' | 'swatch';
/** What a value is of, by the kind of picture that it shows. */
export const placeOfValue = {
  'modifier-image': 'modifier',
  swatch: 'swatch',
} as const satisfies Readonly<Record<FileValue['kind'], SlotPlace>>;

export interface CatalogCounts {
  readonly products: number;
  readonly images: number;
  readonly variants: number;
  /** Pictures of values of modifiers, and of swatches. */
  readonly modifiers: number;
  readonly swatches: number;
}

export interface Catalog {
  /** Adds a picture; returns why it cannot be used, else undefined. */
  add(row: CatalogRow): string | undefined;
  counts(): CatalogCounts;
  /** Products above an id, in the order of their ids. */
  page(after: number, limit: number): V3Product[];
  /** Those of these that the file has. */
  byIds(ids: readonly number[]): V3Product[];
  bySkus(skus: readonly string[]): V3Product[];
  /** Undefined where the file does not have it. */
  image(imageId: number): V3ProductImage | undefined;
  picture(imageId: number): PictureNames | undefined;
  /** Of a slot, what the file says as it says it: an address or a path. */
  slotPicture(of: SlotPlace, id: number): PictureNames | undefined;
  /** Of the swatch that shows this very address. */
  swatchAt(address: string): PictureNames | undefined;
  close(): void;
}

interface ProductRow {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
}
interface ImageRow {
  readonly id: number;
  readonly product: number;
  readonly path: string;
  readonly folder_path: string;
  readonly address: string;
  readonly description: string;
  readonly is_thumbnail: number;
  readonly sort_order: number;
  readonly zoom: string;
  readonly standard: string;
  readonly thumbnail: string;
  readonly tiny: string;
  readonly modified: string;
}
interface VariantRow {
  readonly id: number;
  readonly product: number;
  readonly sku: string;
  /** As JSON. */
  readonly choices: string;
  readonly image: string;
}
interface ValueRow {
  readonly of: 'modifier' | 'swatch';
  readonly id: number;
  readonly product: number;
  readonly option: number;
  readonly name: string;
  readonly label: string;
  readonly image: string;
}

const SCHEMA = `
  CREATE TABLE product (id INTEGER PRIMARY KEY, sku TEXT NOT NULL, name TEXT NOT NULL) STRICT;
  CREATE INDEX product_sku ON product (sku);
  CREATE TABLE image (
    id INTEGER PRIMARY KEY, product INTEGER NOT NULL, path TEXT NOT NULL, folder_path TEXT NOT NULL, address TEXT NOT NULL,
    description TEXT NOT NULL, is_thumbnail INTEGER NOT NULL, sort_order INTEGER NOT NULL, zoom TEXT NOT NULL,
    standard TEXT NOT NULL, thumbnail TEXT NOT NULL, tiny TEXT NOT NULL, modified TEXT NOT NULL
  ) STRICT;
  CREATE INDEX image_product ON image (product, id);
  CREATE TABLE variant (
    id INTEGER PRIMARY KEY, product INTEGER NOT NULL, sku TEXT NOT NULL, choices TEXT NOT NULL, image TEXT NOT NULL
  ) STRICT;
  CREATE INDEX variant_product ON variant (product, id);
  CREATE TABLE value (
    of TEXT NOT NULL, id INTEGER NOT NULL, product INTEGER NOT NULL, option INTEGER NOT NULL, name TEXT NOT NULL,
    label TEXT NOT NULL, image TEXT NOT NULL, PRIMARY KEY (of, id)
  ) STRICT;
  CREATE INDEX swatch_image ON value (image) WHERE of = 'swatch';
  CREATE INDEX value_product ON value (product, of, option, id);
`;

/** A slot whose picture the file names. */
export interface SlotPictureRow {
  readonly of: SlotPlace;
  readonly id: number;
  readonly product: number;
  readonly image: string;
}

/** @param addressOf what a slot shows, where the file names a picture of it. */
export function createCatalog(addressOf: (row: SlotPictureRow) => string): Catalog {
  // Without a name: on the disk, and gone when it is closed.
  const db = new Database('');
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.exec(SCHEMA);
  const statements = prepare(db);
  let made = 0;
  let last: { readonly product: FileProduct; readonly id: number } | undefined;
  const newId = (): number => {
    made += 1;
    return NEW_IDS_FROM + made;
  };
  const whole = (product: ProductRow): V3Product => ({
    ...product,
    custom_url: undefined,
    date_modified: undefined,
    images: statements.images.all(product.id).map(shownImage),
    variants: statements.variants.all(product.id).map(
      (row): V3Variant => ({
        id: row.id,
        product_id: row.product,
        sku: row.sku,
        image_url: row.image === '' ? '' : addressOf({ of: 'variant', ...row }),
        option_values: statements.choices.all(row.choices),
      }),
    ),
    modifiers: optionsOf(statements.values.all(product.id, 'modifier')).map(
      ({ id, name, values }): V3Modifier => ({
        id,
        product_id: product.id,
        display_name: name,
        type: '',
        option_values: values.map((row) => ({
          id: row.id,
          label: row.label,
          value_data: undefined,
          adjusters: { image_url: addressOf(row) },
        })),
      }),
    ),
    options: optionsOf(statements.values.all(product.id, 'swatch')).map(
      ({ id, name, values }): V3Option => ({
        id,
        product_id: product.id,
        display_name: name,
        type: 'swatch',
        option_values: values.map((row, place) => ({
          id: row.id,
          label: row.label,
          sort_order: place,
          value_data: { image_url: addressOf(row) },
        })),
      }),
    ),
  });

  /** Adds the product of a row; undefined where the row names none. A product that has a place is looked up once. */
  function productOf({ product, line }: CatalogRow): number | undefined {
    // What it is called may be as long as the file, and so may be the list of its pictures.
    if (product === last?.product) return last.id;
    const id = productIdOf(product, line, (sku) => statements.bySku.get(sku)?.id);
    if (id === undefined) return undefined;
    statements.addProduct.run(id, product.sku, product.name);
    if (product.line > 0) last = { product, id };
    return id;
  }

  return {
    add(row) {
      const product = productOf(row);
      if (product === undefined) return 'it names no product: neither an id, nor a SKU, nor a name';
      if (row.kind === 'variant-image') {
        const { variantId, sku, image } = row.image;
        const choices = JSON.stringify(row.choices ?? []);
        const variant = {
          id: variantId > 0 ? variantId : newId(),
          product,
          sku,
          choices,
          image: image.trim(),
        };
        return statements.addVariant.run(variant).changes === 0
          ? `variant ${variant.id} comes a second time`
          : undefined;
      }
      if (row.kind !== 'product-image') {
        const of = placeOfValue[row.kind];
        const { valueId: id, optionId: option, name, label } = row;
        return statements.addValue.run({ of, id, product, option, name, label, image: row.image.trim() })
          .changes === 0
          ? `value ${id} comes a second time`
          : undefined;
      }
      const image = imageRow(row, product, newId);
      return statements.addImage.run(image).changes === 0
        ? `image ${image.id} comes a second time`
        : undefined;
    },
    counts: () => statements.counts.get() ?? noneCounted,
    page: (after, limit) => statements.page.all(after, limit).map(whole),
    byIds: (ids) => ids.flatMap((id) => statements.byId.all(id)).map(whole),
    bySkus: (skus) => skus.flatMap((sku) => statements.bySku.all(sku)).map(whole),
    image: (imageId) => statements.image.all(imageId).map(shownImage)[0],
    picture: (imageId) =>
      statements.image.all(imageId).map(({ id, product, path, folder_path, address }) => ({
        numbered: `${product}/${id}`,
        paths: [path, folder_path].filter((text) => text !== ''),
        address,
      }))[0],
    slotPicture(of, id) {
      const row = of === 'variant' ? statements.variant.get(id) : statements.value.get(of, id);
      return row === undefined ? undefined : namesOf({ of, ...row });
    },
    swatchAt(address) {
      const row = statements.swatchAt.get(address);
      return row === undefined ? undefined : namesOf(row);
    },
    close: () => db.close(),
  };
}

const noneCounted: CatalogCounts = { products: 0, images: 0, variants: 0, modifiers: 0, swatches: 0 };

export const isAddress = (text: string): boolean => /^https?:\/\//iu.test(text);

function namesOf({ of, product, id, image }: SlotPictureRow): PictureNames {
  const place = isAddress(image) ? { paths: [], address: image } : { paths: [image], address: '' };
  return { numbered: `${product}/${of}-${id}`, ...place };
}

function optionsOf(
  rows: readonly ValueRow[],
): { readonly id: number; readonly name: string; readonly values: readonly ValueRow[] }[] {
  return [...Map.groupBy(rows, ({ option }) => option)].map(([id, values]) => ({
    id,
    name: values[0]?.name ?? '',
    values,
  }));
}

/** The same in each reading of the same file. A SKU is one product's, on however many lines it stands. */
function productIdOf(
  { productId, sku, name, line }: FileProduct,
  rowLine: number,
  idOfSku: (sku: string) => number | undefined,
): number | undefined {
  if (productId > 0) return productId;
  const known = sku === '' ? undefined : idOfSku(sku);
  if (known !== undefined) return known;
  if (line > 0) return NEW_IDS_FROM + line;
  return sku === '' && name === '' ? undefined : NEW_IDS_FROM + rowLine;
}

function imageRow(
  { image, address, folderPath = '' }: Extract<FileImage, { kind: 'product-image' }>,
  product: number,
  newId: () => number,
): ImageRow {
  return {
    id: image.imageId > 0 ? image.imageId : newId(),
    product,
    path: image.imageFile,
    folder_path: folderPath,
    address,
    description: image.description,
    is_thumbnail: image.isThumbnail ? 1 : 0,
    sort_order: image.sortOrder,
    ...image.urls,
    modified: image.dateModified ?? '',
  };
}

function shownImage(row: ImageRow): V3ProductImage {
  return {
    id: row.id,
    product_id: row.product,
    image_file: row.path,
    image_url: row.address,
    is_thumbnail: row.is_thumbnail === 1,
    sort_order: row.sort_order,
    description: row.description,
    url_zoom: row.zoom,
    url_standard: row.standard,
    url_thumbnail: row.thumbnail,
    url_tiny: row.tiny,
    date_modified: row.modified === '' ? undefined : row.modified,
  };
}

function prepare(db: Database.Database) {
  return {
    // What one row of a product does not tell, another may.
    addProduct: db.prepare<[number, string, string]>(
      `INSERT INTO product VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET
         sku = iif(sku = '', excluded.sku, sku), name = iif(name = '', excluded.name, name)`,
    ),
    addImage: db.prepare<[ImageRow]>(
      `INSERT INTO image VALUES (@id, @product, @path, @folder_path, @address, @description, @is_thumbnail, @sort_order,
         @zoom, @standard, @thumbnail, @tiny, @modified) ON CONFLICT DO NOTHING`,
    ),
    addVariant: db.prepare<[VariantRow]>(
      'INSERT INTO variant VALUES (@id, @product, @sku, @choices, @image) ON CONFLICT DO NOTHING',
    ),
    addValue: db.prepare<[ValueRow]>(
      `INSERT INTO value VALUES (@of, @id, @product, @option, @name, @label, @image) ON CONFLICT DO NOTHING`,
    ),
    values: db.prepare<[number, ValueRow['of']], ValueRow>(
      'SELECT * FROM value WHERE product = ? AND of = ? ORDER BY option, id',
    ),
    choices: db.prepare<[string], V3Variant['option_values'][number]>(
      `SELECT 0 AS id, value ->> 'label' AS label, value ->> 'name' AS option_display_name FROM json_each(?)`,
    ),
    swatchAt: db.prepare<[string], ValueRow>("SELECT * FROM value WHERE of = 'swatch' AND image = ? LIMIT 1"),
    value: db.prepare<[string, number], ValueRow>('SELECT * FROM value WHERE of = ? AND id = ?'),
    counts: db.prepare<[], CatalogCounts>(
      `SELECT (SELECT count(*) FROM product) AS products, (SELECT count(*) FROM image) AS images,
         (SELECT count(*) FROM variant) AS variants, (SELECT count(*) FROM value WHERE of = 'modifier') AS modifiers,
         (SELECT count(*) FROM value WHERE of = 'swatch') AS swatches`,
    ),
    page: db.prepare<[number, number], ProductRow>('SELECT * FROM product WHERE id > ? ORDER BY id LIMIT ?'),
    byId: db.prepare<[number], ProductRow>('SELECT * FROM product WHERE id = ?'),
    bySku: db.prepare<[string], ProductRow>('SELECT * FROM product WHERE sku = ? ORDER BY id'),
    images: db.prepare<[number], ImageRow>('SELECT * FROM image WHERE product = ? ORDER BY id'),
    image: db.prepare<[number], ImageRow>('SELECT * FROM image WHERE id = ?'),
    variants: db.prepare<[number], VariantRow>('SELECT * FROM variant WHERE product = ? ORDER BY id'),
    variant: db.prepare<[number], VariantRow>('SELECT * FROM variant WHERE id = ?'),
  };
}
