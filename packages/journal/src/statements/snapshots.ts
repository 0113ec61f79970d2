// Snapshots: one side of a store as it was read, product by product. Invariant: a page, its counts and the cursor
// behind it are one transaction, and new rows are told from those that come again, so the counts stay true without counting.
import type { ProductImage } from '@cutover/field-mapper';
import type { ImageGlance, Journal, Snapshot, SnapshotProduct, ViewGlance } from '../journal.ts';
import { JournalError } from '../journal-error.ts';
import { listed, query, type Statements } from '../schema/statements.ts';
import type { SnapshotProductsTable, SnapshotsTable } from '../schema/tables.ts';
import { type AddressCodec, addressCodec, modelOf } from './addresses.ts';
import { imageColumns, rowOfImage, toGlance, toImage, toViewGlance } from './snapshot-image.ts';

type Page = Parameters<Journal['savePage']>[1];
type Row = Omit<SnapshotsTable, 'snapshot'> & { snapshot: number };

export function createSnapshots(statements: Statements) {
  const { prepare, prepareRows, withoutSecrets, holdsSecret } = statements;
  /** Of one snapshot at a time, which is complete by then. */
  let folded:
    | { snapshot: number; ids: Map<string, readonly { product_id: number; match_key: string }[]> }
    | undefined;
  const insertSnapshot = prepare((p: Pick<SnapshotsTable, 'run' | 'side' | 'store' | 'via'>) =>
    query.insertInto('snapshots').values({
      run: p.run,
      side: p.side,
      store: p.store,
      via: p.via,
      complete: 0,
      products: 0,
      images: 0,
      slot_model: '',
    }),
  );
  const byNumber = prepare((p: { snapshot: number }) =>
    query.selectFrom('snapshots').selectAll().where('snapshot', '=', p.snapshot),
  );
  const bySide = prepare((p: Pick<SnapshotsTable, 'run' | 'side'>) =>
    query.selectFrom('snapshots').selectAll().where('run', '=', p.run).where('side', '=', p.side),
  );
  const advance = prepare((p: { snapshot: number; cursor: number; complete: number }) =>
    query
      .updateTable('snapshots')
      .set({ cursor: p.cursor, complete: p.complete })
      .where('snapshot', '=', p.snapshot),
  );
  const count = prepare((p: { snapshot: number; products: number; images: number }) =>
    query
      .updateTable('snapshots')
      .set((e) => ({ products: e('products', '+', p.products), images: e('images', '+', p.images) }))
      .where('snapshot', '=', p.snapshot),
  );
  const expect = prepare((p: { snapshot: number; expected: number }) =>
    query.updateTable('snapshots').set({ expected_images: p.expected }).where('snapshot', '=', p.snapshot),
  );
  const setModel = prepare((p: { snapshot: number; model: string }) =>
    query.updateTable('snapshots').set({ model: p.model }).where('snapshot', '=', p.snapshot),
  );
  const insertProducts = prepareRows((rows: readonly SnapshotProductsTable[]) =>
    query.insertInto('snapshot_products').values(
      rows.map((p) => ({
        snapshot: p.snapshot,
        product_id: p.product_id,
        sku: p.sku,
        name: p.name,
        url: p.url,
        match_key: p.match_key,
        is_hidden: p.is_hidden,
      })),
    ),
  );
  const replaceProduct = prepare((p: SnapshotProductsTable) =>
    query
      .updateTable('snapshot_products')
      .set({ sku: p.sku, name: p.name, url: p.url, match_key: p.match_key, is_hidden: p.is_hidden })
      .where('snapshot', '=', p.snapshot)
      .where('product_id', '=', p.product_id),
  );
  const { insertImages, replaceImage, dropImages, imagesOf, glancesOf, viewGlancesOf } =
    imageColumns(statements);
  const productPage = prepare((p: { snapshot: number; after: number; limit: number }) =>
    query
      .selectFrom('snapshot_products')
      .selectAll()
      .where('snapshot', '=', p.snapshot)
      .where('product_id', '>', p.after)
      .orderBy('product_id')
      .limit(p.limit),
  );
  const oneProduct = prepare((p: { snapshot: number; productId: number }) =>
    query
      .selectFrom('snapshot_products')
      .selectAll()
      .where('snapshot', '=', p.snapshot)
      .where('product_id', '=', p.productId),
  );
  const severalProducts = prepare((p: { snapshot: number; productIds: string }) =>
    query
      .selectFrom('snapshot_products')
      .selectAll()
      .where('snapshot', '=', p.snapshot)
      .where('product_id', 'in', listed<number>(p.productIds)),
  );
  // Both questions go through what an index alone can answer: asked for whole rows, SQLite takes the primary key for the
  // shorter way and reads the snapshot from end to end.
  const allKeys = prepare((p: { snapshot: number }) =>
    query
      .selectFrom('snapshot_products')
      .select(['product_id', 'match_key'])
      .where('snapshot', '=', p.snapshot)
      .where('match_key', '<>', ''),
  );
  const byKeys = prepare((p: { snapshot: number; keys: string }) =>
    query
      .selectFrom('snapshot_products')
      .select(['match_key', 'product_id'])
      .where('snapshot', '=', p.snapshot)
      .where('match_key', 'in', listed<string>(p.keys)),
  );
  const bySku = prepare((p: { snapshot: number; sku: string }) =>
    query
      .selectFrom('snapshot_products')
      .selectAll()
      .where('snapshot', '=', p.snapshot)
      .where('product_id', 'in', (ids) =>
        ids
          .selectFrom('snapshot_products')
          .select('product_id')
          .where('snapshot', '=', p.snapshot)
          .where('sku', '=', p.sku),
      )
      .orderBy('product_id'),
  );
  const countPerProduct = prepare((p: { snapshot: number; atLeast: number }) =>
    query
      .selectFrom('snapshot_images')
      .select((e) => ['product_id as productId', e.fn.countAll<number>().as('images')])
      .where('snapshot', '=', p.snapshot)
      .groupBy('product_id')
      .having((e) => e.fn.countAll<number>(), '>=', p.atLeast)
      .orderBy('images', 'desc')
      .orderBy('product_id'),
  );

  function snapshot(number: number): Snapshot {
    const row = byNumber.get({ snapshot: number });
    if (row === undefined)
      throw new JournalError('unknown-run', `There is no snapshot ${number} in this journal.`);
    return toSnapshot(row);
  }

  /** The last one that was made: it follows from the model alone. */
  let codec: { readonly model: string | null; readonly addresses: AddressCodec } | undefined;
  function addressesBy(model: string | null): AddressCodec {
    if (codec?.model !== model) codec = { model, addresses: addressCodec(model) };
    return codec.addresses;
  }

  /** The first image of a snapshot is the model of all; one that an earlier version has begun goes on without. */
  function addressesToSave(number: number, first: ProductImage): AddressCodec {
    const row = byNumber.get({ snapshot: number });
    if (row === undefined || row.model !== null || row.images > 0) return addressesBy(row?.model ?? null);
    // As it will be read, or what is packed by it would read back as something else.
    const model = withoutSecrets(modelOf(first));
    setModel.run({ snapshot: number, model });
    return addressesBy(model);
  }

  /** As the row holds it: a secret that stands in an address is not to be found in parts of it either. */
  function harmless(image: ProductImage): ProductImage {
    const { imageFile, urls } = image;
    const { zoom, standard, thumbnail, tiny } = urls;
    // Hardly any does, and to copy each of a million images for it is a tenth of what it costs to save them.
    const isHarmless =
      !holdsSecret(imageFile) &&
      !holdsSecret(zoom) &&
      !holdsSecret(standard) &&
      !holdsSecret(thumbnail) &&
      !holdsSecret(tiny);
    if (isHarmless) return image;
    return {
      ...image,
      imageFile: withoutSecrets(imageFile),
      urls: {
        zoom: withoutSecrets(zoom),
        standard: withoutSecrets(standard),
        thumbnail: withoutSecrets(thumbnail),
        tiny: withoutSecrets(tiny),
      },
    };
  }

  /** Saves the images and returns how many of them were not there yet. */
  function saveImages(number: number, images: readonly ProductImage[]): number {
    const known = images.map(harmless);
    const [first] = known;
    if (first === undefined) return 0;
    const addresses = addressesToSave(number, first);
    const rows = known.map((image) => rowOfImage(number, image, addresses));
    const added = insertImages.run(rows);
    // Some were there, or are there twice: the last one counts.
    if (added < rows.length) for (const row of rows) replaceImage.run(row);
    return added;
  }

  /** Of a product that comes again, what this page shows counts: the images of before are dropped. */
  function saveProducts(
    number: number,
    products: readonly SnapshotProduct[],
  ): { readonly added: number; readonly dropped: number } {
    const productIds = JSON.stringify(products.map(({ productId }) => productId));
    const there = new Set(
      severalProducts.all({ snapshot: number, productIds }).map(({ product_id: id }) => id),
    );
    const fresh: SnapshotProductsTable[] = [];
    const again: SnapshotProductsTable[] = [];
    for (const product of products) {
      (there.has(product.productId) ? again : fresh).push(rowOfProduct(number, product));
      there.add(product.productId);
    }
    const added = insertProducts.run(fresh);
    let dropped = 0;
    for (const row of again) {
      replaceProduct.run(row);
      dropped += dropImages.run({ snapshot: number, productId: row.product_id });
    }
    return { added, dropped };
  }

  return {
    snapshot,
    open(run: string, side: Snapshot['side'], store: string, via: Snapshot['via']): Snapshot {
      const row = bySide.get({ run, side });
      if (row !== undefined) return toSnapshot(row);
      return snapshot(insertSnapshot.insert({ run, side, store, via }));
    },
    ofRun(run: string, side: Snapshot['side']): Snapshot | undefined {
      const row = bySide.get({ run, side });
      return row === undefined ? undefined : toSnapshot(row);
    },
    savePage(number: number, page: Page): void {
      if (advance.run({ snapshot: number, cursor: page.cursor, complete: page.complete ? 1 : 0 }) === 0) {
        snapshot(number);
      }
      const { added: products, dropped } = saveProducts(number, page.products);
      const added = saveImages(number, page.images);
      count.run({ snapshot: number, products, images: added - dropped });
    },
    saveProductImages(number: number, productId: number, images: readonly ProductImage[]): void {
      snapshot(number);
      const gone = dropImages.run({ snapshot: number, productId });
      const added = saveImages(number, images);
      count.run({ snapshot: number, products: 0, images: added - gone });
    },
    setExpectedImages(number: number, expected: number): void {
      if (expect.run({ snapshot: number, expected }) === 0) snapshot(number);
    },
    products: (number: number, after: number, limit: number): SnapshotProduct[] =>
      productPage.all({ snapshot: number, after, limit }).map(toProduct),
    product(number: number, productId: number): SnapshotProduct | undefined {
      const row = oneProduct.get({ snapshot: number, productId });
      return row === undefined ? undefined : toProduct(row);
    },
    productsByKey(number: number, keys: readonly string[]): Map<string, number[]> {
      const rows = byKeys
        .all({ snapshot: number, keys: JSON.stringify(keys) })
        .sort((a, b) => a.product_id - b.product_id);
      const found = new Map<string, number[]>();
      for (const row of rows) {
        const ids = found.get(row.match_key);
        if (ids === undefined) found.set(row.match_key, [row.product_id]);
        else ids.push(row.product_id);
      }
      return found;
    },
    productsOf(number: number, productIds: readonly number[]): Map<number, SnapshotProduct> {
      const rows = severalProducts.all({ snapshot: number, productIds: JSON.stringify(productIds) });
      return new Map(rows.map((row) => [row.product_id, toProduct(row)]));
    },
    productsByKeyInAnyCase(number: number, key: string): SnapshotProduct[] {
      if (folded?.snapshot !== number) {
        const rows = allKeys.all({ snapshot: number });
        folded = { snapshot: number, ids: Map.groupBy(rows, (row) => row.match_key.toLowerCase()) };
      }
      return (folded.ids.get(key.toLowerCase()) ?? []).flatMap(({ product_id: productId }) => {
        const row = oneProduct.get({ snapshot: number, productId });
        return row === undefined ? [] : [toProduct(row)];
      });
    },
    productsBySku: (number: number, sku: string): SnapshotProduct[] =>
      bySku.all({ snapshot: number, sku }).map(toProduct),
    images(number: number, productIds: readonly number[]): Map<number, ProductImage[]> {
      const found = new Map<number, ProductImage[]>(productIds.map((productId) => [productId, []]));
      const addresses = addressesBy(byNumber.get({ snapshot: number })?.model ?? null);
      for (const row of imagesOf.all({ snapshot: number, productIds: JSON.stringify(productIds) })) {
        found.get(row.product_id)?.push(toImage(row, addresses));
      }
      return found;
    },
    glances: (number: number, productIds: readonly number[]): Map<number, ImageGlance[]> =>
      Map.groupBy(
        glancesOf.all({ snapshot: number, productIds: JSON.stringify(productIds) }).map(toGlance),
        ({ productId }) => productId,
      ),
    viewGlances(number: number, productIds: readonly number[]): Map<number, ViewGlance[]> {
      const addresses = addressesBy(byNumber.get({ snapshot: number })?.model ?? null);
      const rows = viewGlancesOf.all({ snapshot: number, productIds: JSON.stringify(productIds) });
      return Map.groupBy(
        rows.map((row) => toViewGlance(row, addresses)),
        ({ productId }) => productId,
      );
    },
    imageCounts: (number: number, atLeast = 1): { productId: number; images: number }[] =>
      countPerProduct.all({ snapshot: number, atLeast }),
  };
}

function toSnapshot(row: Row): Snapshot {
  return {
    snapshot: row.snapshot,
    run: row.run,
    side: row.side,
    store: row.store,
    via: row.via,
    cursor: row.cursor ?? undefined,
    complete: row.complete === 1,
    products: row.products,
    images: row.images,
    expectedImages: row.expected_images ?? undefined,
  };
}

function rowOfProduct(snapshot: number, product: SnapshotProduct): SnapshotProductsTable {
  return {
    snapshot,
    product_id: product.productId,
    sku: product.sku,
    name: product.name,
    url: product.url,
    match_key: product.matchKey,
    is_hidden: product.isHidden === true ? 1 : 0,
  };
}

function toProduct(row: SnapshotProductsTable): SnapshotProduct {
  return {
    productId: row.product_id,
    sku: row.sku,
    name: row.name,
    url: row.url,
    matchKey: row.match_key,
    ...(row.is_hidden === 1 ? { isHidden: true as const } : {}),
  };
}
