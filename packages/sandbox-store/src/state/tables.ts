/**
 * Reads and writes one store's rows. Knows SQL and no rule of the API: whoever writes here decides alone,
 * which is what lets a test plant a state that the API would never make.
 */
import type { Statement } from 'better-sqlite3';
import type { Connection } from './database.ts';
import type { ImageRow, Planted, ProductRow, RuleRow, VariantRow } from './rows.ts';

type Value = string | number | null;
/** An SQL condition with the values for its question marks. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}

export interface Tables {
  products(where?: Condition, order?: string, limit?: number, offset?: number): ProductRow[];
  countProducts(where?: Condition): number;
  product(id: number): ProductRow | undefined;
  putProduct(row: ProductRow): void;
  removeProduct(id: number): void;
  /** All images, or one product's, by id. */
  images(productId?: number): ImageRow[];
  image(id: number): ImageRow | undefined;
  putImage(row: ImageRow): void;
  removeImage(id: number): void;
  variants(productId?: number): VariantRow[];
  variant(id: number): VariantRow | undefined;
  variantsOfSku(sku: string): VariantRow[];
  putVariant(row: VariantRow): void;
  removeVariant(id: number): void;
  /** The rules that no modifier value holds: all, or one product's, by id. */
  rules(productId?: number): RuleRow[];
  putRule(row: RuleRow): void;
  removeRule(row: RuleRow): void;
  /** The next id of an option, a modifier, a value of either, a variant, its SKU, or a rule. */
  takeThingId(): number;
  /** The next image id, store-wide and ascending; each call takes one. */
  takeImageId(): number;
  takeProductId(): number;
  /** Raises the counters so that the ids given are never taken again. */
  reserveIds(ids: { image?: number; product?: number }): void;
  importFile(path: string): string | undefined;
  putImportFile(path: string, picture: string): void;
  /** Runs the work so that all of its writes happen or none. */
  atomically<Result>(work: () => Result): Result;
}

interface ProductSql {
  id: number;
  name: string;
  sku: string;
  price: number;
  is_visible: number;
  date_created: number;
  date_modified: number;
  fields: string;
  options: string;
  modifiers: string;
}
interface ImageSql {
  id: number;
  product_id: number;
  image_file: string;
  picture: string;
  is_thumbnail: number;
  sort_order: number;
  description: string;
  date_created: number;
  date_modified: number;
  listed_from: number;
  planted: string | null;
}
interface VariantSql {
  id: number;
  product_id: number;
  sku_id: number;
  sku: string;
  price: number | null;
  option_values: string;
  image: string | null;
  fields: string | null;
}

const variantSql = 'SELECT * FROM variant WHERE store=?';
// Above every id that a seeded catalog gives to the things of a product.
const firstThingId = 100_000_000;

/** Opens the rows of one store in the state that all stores share. */
export function createTables(connection: Connection, store: string): Tables {
  const imageById = connection.prepare<[string, number], ImageSql>(
    'SELECT * FROM image WHERE store=? AND id=?',
  );
  const imagesAll = connection.prepare<[string], ImageSql>('SELECT * FROM image WHERE store=? ORDER BY id');
  const imagesOf = connection.prepare<[string, number], ImageSql>(
    'SELECT * FROM image WHERE store=? AND product_id=? ORDER BY id',
  );
  const imagePut = connection.prepare<Value[]>(`INSERT OR REPLACE INTO image
    (store, id, product_id, image_file, picture, is_thumbnail, sort_order, description, date_created, date_modified, listed_from, planted)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`);
  const imageRemove = connection.prepare<[string, number]>('DELETE FROM image WHERE store=? AND id=?');
  const productById = connection.prepare<[string, number], ProductSql>(
    'SELECT * FROM product WHERE store=? AND id=?',
  );
  const productPut = connection.prepare<Value[]>(`INSERT OR REPLACE INTO product
    (store, id, name, sku, price, is_visible, date_created, date_modified, fields, options, modifiers)
    VALUES (?,?,?,?,?,?,?,?,?,?,?)`);
  const productRemove = connection.prepare<[string, number]>('DELETE FROM product WHERE store=? AND id=?');
  const variantById = connection.prepare<[string, number], VariantSql>(`${variantSql} AND id=?`);
  const variantsAll = connection.prepare<[string], VariantSql>(`${variantSql} ORDER BY id`);
  const variantsOf = connection.prepare<[string, number], VariantSql>(
    `${variantSql} AND product_id=? ORDER BY id`,
  );
  const variantsBySku = connection.prepare<[string, string], VariantSql>(`${variantSql} AND sku=?`);
  const variantPut = connection.prepare<Value[]>(`INSERT OR REPLACE INTO variant
    (store, id, product_id, sku_id, sku, price, option_values, image, fields) VALUES (?,?,?,?,?,?,?,?,?)`);
  const variantRemove = connection.prepare<[string, number]>('DELETE FROM variant WHERE store=? AND id=?');
  const rulesAll = connection.prepare<[string], { row: string }>(
    'SELECT row FROM rule WHERE store=? ORDER BY id',
  );
  const rulesOf = connection.prepare<[string, number], { row: string }>(
    'SELECT row FROM rule WHERE store=? AND product_id=? ORDER BY id',
  );
  const rulePut = connection.prepare<[string, number, number, string]>(
    'INSERT OR REPLACE INTO rule (store, product_id, id, row) VALUES (?,?,?,?)',
  );
  const ruleRemove = connection.prepare<[string, number, number]>(
    'DELETE FROM rule WHERE store=? AND product_id=? AND id=?',
  );
  const takeThing = connection.prepare<[string, number], { id: number }>(
    'INSERT INTO thing_id VALUES (?, ? + 1) ON CONFLICT DO UPDATE SET next = next + 1 RETURNING next - 1 AS id',
  );
  const takeImage = connection.prepare<[string], { id: number }>(
    'UPDATE store SET next_image_id = next_image_id + 1 WHERE hash=? RETURNING next_image_id - 1 AS id',
  );
  const takeProduct = connection.prepare<[string], { id: number }>(
    'UPDATE store SET next_product_id = next_product_id + 1 WHERE hash=? RETURNING next_product_id - 1 AS id',
  );
  const reserve = connection.prepare<[number, number, string]>(
    'UPDATE store SET next_image_id = max(next_image_id, ?), next_product_id = max(next_product_id, ?) WHERE hash=?',
  );
  const importGet = connection.prepare<[string, string], { picture: string }>(
    'SELECT picture FROM import_file WHERE store=? AND path=?',
  );
  const importPut = connection.prepare<[string, string, string]>(
    'INSERT OR REPLACE INTO import_file (store, path, picture) VALUES (?,?,?)',
  );

  // Filters make few different statements, and preparing one costs more than running it.
  const statements = new Map<string, unknown>();
  const prepared = <Row>(sql: string): Statement<Value[], Row> => {
    const known = statements.get(sql) as Statement<Value[], Row> | undefined;
    if (known !== undefined) return known;
    const statement = connection.prepare<Value[], Row>(sql);
    if (statements.size < 500) statements.set(sql, statement);
    return statement;
  };

  const taken = (row: { id: number } | undefined): number => {
    if (row === undefined) throw new Error(`The state has no store ${store}.`);
    return row.id;
  };

  return {
    products(where = everything, order = 'id', limit = -1, offset = 0) {
      return prepared<ProductSql>(
        `SELECT * FROM product WHERE store=? AND ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
      )
        .all(store, ...where.values, limit, offset)
        .map(toProduct);
    },
    countProducts(where = everything) {
      const row = prepared<{ n: number }>(
        `SELECT count(*) AS n FROM product WHERE store=? AND ${where.sql}`,
      ).get(store, ...where.values);
      return row?.n ?? 0;
    },
    product(id) {
      const row = productById.get(store, id);
      return row === undefined ? undefined : toProduct(row);
    },
    putProduct(row) {
      productPut.run(
        store,
        row.id,
        row.name,
        row.sku,
        row.price,
        Number(row.isVisible),
        row.dateCreated,
        row.dateModified,
        JSON.stringify(row.fields),
        JSON.stringify(row.options),
        JSON.stringify(row.modifiers),
      );
    },
    removeProduct: (id) => void productRemove.run(store, id),
    images: (productId) =>
      (productId === undefined ? imagesAll.all(store) : imagesOf.all(store, productId)).map(toImage),
    image(id) {
      const row = imageById.get(store, id);
      return row === undefined ? undefined : toImage(row);
    },
    putImage(row) {
      imagePut.run(
        store,
        row.id,
        row.productId,
        row.imageFile,
        row.picture,
        Number(row.isThumbnail),
        row.sortOrder,
        row.description,
        row.dateCreated,
        row.dateModified,
        row.listedFrom,
        Object.keys(row.planted).length === 0 ? null : JSON.stringify(row.planted),
      );
    },
    removeImage: (id) => void imageRemove.run(store, id),
    variants: (productId) =>
      (productId === undefined ? variantsAll.all(store) : variantsOf.all(store, productId)).map(toVariant),
    variant(id) {
      const row = variantById.get(store, id);
      return row === undefined ? undefined : toVariant(row);
    },
    variantsOfSku: (sku) => variantsBySku.all(store, sku).map(toVariant),
    putVariant(row) {
      variantPut.run(
        store,
        row.id,
        row.productId,
        row.skuId,
        row.sku,
        row.price,
        JSON.stringify(row.optionValues),
        row.image === null ? null : JSON.stringify(row.image),
        row.fields === undefined ? null : JSON.stringify(row.fields),
      );
    },
    removeVariant: (id) => void variantRemove.run(store, id),
    rules: (productId) =>
      (productId === undefined ? rulesAll.all(store) : rulesOf.all(store, productId)).map(
        ({ row }) => JSON.parse(row) as RuleRow,
      ),
    putRule: (row) => void rulePut.run(store, row.productId, row.id, JSON.stringify(row)),
    removeRule: ({ productId, id }) => void ruleRemove.run(store, productId, id),
    takeThingId: () => taken(takeThing.get(store, firstThingId)),
    takeImageId: () => taken(takeImage.get(store)),
    takeProductId: () => taken(takeProduct.get(store)),
    reserveIds: ({ image = 0, product = 0 }) => void reserve.run(image + 1, product + 1, store),
    importFile: (path) => importGet.get(store, path)?.picture,
    putImportFile: (path, picture) => void importPut.run(store, path, picture),
    atomically: (work) => connection.transaction(work)(),
  };
}

const everything: Condition = { sql: 'TRUE', values: [] };

// The JSON columns hold only what this file wrote from these very types.
function toProduct(row: ProductSql): ProductRow {
  return {
    id: row.id,
    name: row.name,
    sku: row.sku,
    price: row.price,
    isVisible: row.is_visible === 1,
    dateCreated: row.date_created,
    dateModified: row.date_modified,
    fields: JSON.parse(row.fields) as ProductRow['fields'],
    options: JSON.parse(row.options) as ProductRow['options'],
    modifiers: JSON.parse(row.modifiers) as ProductRow['modifiers'],
  };
}

function toImage(row: ImageSql): ImageRow {
  return {
    id: row.id,
    productId: row.product_id,
    imageFile: row.image_file,
    picture: row.picture,
    isThumbnail: row.is_thumbnail === 1,
    sortOrder: row.sort_order,
    description: row.description,
    dateCreated: row.date_created,
    dateModified: row.date_modified,
    listedFrom: row.listed_from,
    planted: row.planted === null ? {} : (JSON.parse(row.planted) as Planted),
  };
}

function toVariant(row: VariantSql): VariantRow {
  return {
    id: row.id,
    productId: row.product_id,
    skuId: row.sku_id,
    sku: row.sku,
    price: row.price,
    optionValues: JSON.parse(row.option_values) as VariantRow['optionValues'],
    image: row.image === null ? null : (JSON.parse(row.image) as NonNullable<VariantRow['image']>),
    ...(row.fields === null ? {} : { fields: JSON.parse(row.fields) as Record<string, unknown> }),
  };
}
