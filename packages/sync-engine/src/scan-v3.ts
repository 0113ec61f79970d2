// The V3 sweep: products with their images included, 250 a request, by ascending product id; suspicious lists are read
// again product by product, and the whole is held against V2's one-request count of the store's images.
import { fromV3, type ProductImage, pairingKey } from '@cutover/field-mapper';
import type { Snapshot, SnapshotProduct } from '@cutover/journal';
import type { V3Product } from '@cutover/v3-client';
import { askForCount, looksCutShort, orNone, suspects } from './completeness.ts';
import type { Engine, StorePort } from './engine.ts';
import { inParallel } from './in-parallel.ts';
import { type ScanRequest, selectionOf } from './scan-request.ts';
import { passGate } from './stopped.ts';

const PRODUCTS_A_REQUEST = 250;
const LISTS_AT_ONCE = 8;

export async function scanThroughV3(request: ScanRequest, snapshot: Snapshot): Promise<void> {
  const { engine, port, side, onPage } = request;
  const selection = selectionOf(engine.settings.products, side, engine.settings.match);
  if (selection === undefined && snapshot.expectedImages === undefined)
    await askForCount(engine, port, snapshot.snapshot);
  const pages =
    selection === undefined
      ? port.v3.sweepProducts({
          ...(snapshot.cursor === undefined ? {} : { after: snapshot.cursor }),
          limit: PRODUCTS_A_REQUEST,
          include: ['images'],
        })
      : selectedPages(port, selection.ids, selection.skus);
  for await (const page of pages) {
    const images = await imagesOf(engine, port, page.products);
    await engine.journal.savePage(snapshot.snapshot, {
      products: page.products.map((product) => snapshotProduct(product, engine)),
      images,
      cursor: page.cursor,
      complete: false,
    });
    onPage(engine.journal.snapshot(snapshot.snapshot));
    await passGate(engine.control);
  }
  if (selection === undefined) await readAgainWhatIsMissing(request, snapshot.snapshot);
  const { cursor } = engine.journal.snapshot(snapshot.snapshot);
  await engine.journal.savePage(snapshot.snapshot, {
    products: [],
    images: [],
    cursor: cursor ?? 0,
    complete: true,
  });
  onPage(engine.journal.snapshot(snapshot.snapshot));
}

/** Products by id and by SKU, as pages in the shape of a sweep. */
async function* selectedPages(
  port: StorePort,
  ids: readonly number[],
  skus: readonly string[],
): AsyncGenerator<{ products: readonly V3Product[]; cursor: number }> {
  for (let from = 0; from < ids.length; from += PRODUCTS_A_REQUEST) {
    const some = ids.slice(from, from + PRODUCTS_A_REQUEST);
    const { products } = await port.v3.listProducts({
      ids: some,
      include: ['images'],
      limit: PRODUCTS_A_REQUEST,
    });
    yield { products, cursor: some.at(-1) ?? 0 };
  }
  // SKUs are of any length; fewer a request keep the address short.
  for (let from = 0; from < skus.length; from += 50) {
    const { products } = await port.v3.listProducts({
      skus: skus.slice(from, from + 50),
      include: ['images'],
      limit: PRODUCTS_A_REQUEST,
    });
    yield { products, cursor: Math.max(0, ...products.map((product) => product.id)) };
  }
}

/** The images of a page of products; lists that may have been cut short are read from the product itself. */
export async function imagesOf(
  engine: Engine,
  port: StorePort,
  products: readonly V3Product[],
  atLeast?: ReadonlyMap<number, number>,
): Promise<ProductImage[]> {
  const whole = new Map<number, ProductImage[]>();
  const again: number[] = [];
  for (const product of products) {
    const included = (product.images ?? []).map(fromV3);
    whole.set(product.id, included);
    const known = atLeast?.get(product.id) ?? 0;
    if (looksCutShort(included.length) || included.length < known || product.images === undefined)
      again.push(product.id);
  }
  await inParallel(again, LISTS_AT_ONCE, async (productId) => {
    await passGate(engine.control);
    whole.set(productId, (await orNone(port.v3.listImages(productId))).map(fromV3));
  });
  return [...whole.values()].flat();
}

async function readAgainWhatIsMissing({ engine, port }: ScanRequest, snapshot: number): Promise<void> {
  const { journal } = engine;
  const agrees = (): boolean => {
    const { images, expectedImages } = journal.snapshot(snapshot);
    return expectedImages === undefined || images === expectedImages;
  };
  if (agrees()) return;
  // The catalog may have moved since the count was asked for; only a list that is short of a fresh count is read again.
  await askForCount(engine, port, snapshot);
  const { images, expectedImages = 0 } = journal.snapshot(snapshot);
  if (images >= expectedImages) return;
  await inParallel(suspects(journal.imageCounts(snapshot)), LISTS_AT_ONCE, async (productId) => {
    await passGate(engine.control);
    await journal.saveProductImages(
      snapshot,
      productId,
      (await orNone(port.v3.listImages(productId))).map(fromV3),
    );
  });
  if (!agrees()) await askForCount(engine, port, snapshot);
}

function snapshotProduct(product: V3Product, engine: Engine): SnapshotProduct {
  const facts = {
    productId: product.id,
    sku: product.sku ?? '',
    name: product.name ?? '',
    url: product.custom_url?.url ?? '',
  };
  return { ...facts, matchKey: pairingKey(facts, engine.settings.match) };
}
