// The V3 sweep: products with their images included, 250 a request, by ascending product id; the whole is held against V2's
// one-request count of the store's images. Suspicious lists are read again product by product, unless that count has
// shown before the sweep and after it that nothing is missing.
import { fromV3, type ProductImage, pairingKey } from '@cutover/field-mapper';
import type { Snapshot, SnapshotProduct } from '@cutover/journal';
import { bringsValues, type V3Product, type V3ProductImage, type V3ProductInclude } from '@cutover/v3-client';
import { PRODUCTS_A_PAGE, READS_AT_ONCE } from '../at-a-time.ts';
import type { Engine, Selecting, StorePort, With } from '../engine.ts';
import { inWords } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { passGate } from '../stopped.ts';
import { tellFound } from '../tell-found.ts';
import { closeScan } from './close-scan.ts';
import {
  askForCount,
  countOfProducts,
  leastLimit,
  looksCutShort,
  suspects,
  unlessGone,
} from './completeness.ts';
import { createListingBound } from './listing-bound.ts';
import { oddValueFindings } from './odd-values.ts';
import { productsWithValues } from './products-with-values.ts';
import { type ScanRequest, selectedOf } from './scan-request.ts';
import { idsOfSelected } from './selected-ids.ts';
import { slotsOfScan } from './slots-of-scan.ts';

const SUSPECTS_AT_ONCE = 20;

export async function scanThroughV3(request: ScanRequest, snapshot: Snapshot): Promise<void> {
  const { engine, port, side, onPage } = request;
  const { journal, decisions } = engine;
  const selection = selectedOf(engine, side);
  const untold =
    selection === undefined && snapshot.expectedImages === undefined
      ? await askForCount(request, snapshot.snapshot)
      : undefined;
  const after = selection === undefined && snapshot.cursor !== undefined ? { after: snapshot.cursor } : {};
  const ids = selection === undefined ? {} : { ids: await idsOfSelected(port, selection) };
  const isCounted =
    selection === undefined && journal.snapshot(snapshot.snapshot).expectedImages !== undefined;
  // A selection has no count to be held against; before anything is removed, each product's own list has to speak.
  const everyList = selection !== undefined && decisions.policy === 'mirror';
  const inSlots = slotsOfScan(request);
  const beside = inSlots.include.filter((include) => bringsValues([include]));
  const bound = createListingBound(port.hash, 'v3', async () => await countOfProducts(request));
  for await (const page of port.v3.sweepProducts({
    ...after,
    ...ids,
    limit: PRODUCTS_A_PAGE,
    include: ['images', ...inSlots.include.filter((include) => !beside.includes(include))],
  })) {
    if (selection === undefined) await bound.pass(page.products.length, page.left);
    const listed = await wholeProducts(engine, port, page.products, { everyList, isCounted });
    const whole = beside.length === 0 ? listed : await withValues(request, listed, beside);
    const products = whole.map(({ product }) => snapshotProduct(product, engine));
    const findings = [
      ...oddValueFindings(
        request,
        products,
        whole.flatMap(({ shown }) => shown),
      ),
      ...whole.flatMap(({ product }) => request.grade?.(product) ?? []),
    ];
    const worded = inWords(engine, findings);
    const { slots, counts } = await inSlots.of(whole.map(({ product }) => product));
    await journal.savePage(snapshot.snapshot, {
      products,
      images: whole.flatMap(({ images }) => images),
      slots,
      cursor: page.cursor,
      complete: false,
      findings: worded,
      counts,
    });
    await tellFound(engine, request.run, worded);
    onPage(journal.snapshot(snapshot.snapshot));
    await passGate(engine.control);
  }
  if (isCounted) await readAgainWhatIsMissing(request, snapshot.snapshot);
  await closeScan(request, snapshot.snapshot, untold);
}

export interface WholeProduct {
  readonly product: V3Product;
  readonly images: readonly ProductImage[];
  /** The same as V3 shows them. */
  readonly shown: readonly V3ProductImage[];
}

/**
 * Products with all their images; lists that may have been cut short are read from the product itself. A product that
 * is deleted meanwhile is left out: "it has no images" would be another fact.
 */
export async function wholeProducts(
  engine: Engine,
  port: StorePort,
  products: readonly V3Product[],
  {
    atLeast,
    everyList = false,
    isCounted = false,
  }: {
    readonly atLeast?: ReadonlyMap<number, number>;
    readonly everyList?: boolean;
    /** All of them together are held against the store's count. */
    readonly isCounted?: boolean;
  } = {},
): Promise<WholeProduct[]> {
  const whole = new Map<number, WholeProduct>();
  const again: V3Product[] = [];
  for (const product of products) {
    const shown = product.images ?? [];
    const included = shown.map(fromV3);
    whole.set(product.id, { product, images: included, shown });
    const isShort = included.length < (atLeast?.get(product.id) ?? 0);
    const isSuspect = !isCounted && looksCutShort(included.length);
    if (everyList || isShort || isSuspect || product.images === undefined) again.push(product);
  }
  await inParallel(again, READS_AT_ONCE, async (product) => {
    await passGate(engine.control);
    const images = await unlessGone(port.v3.listImages(product.id));
    if (images === undefined) whole.delete(product.id);
    else whole.set(product.id, { product, images: images.map(fromV3), shown: images });
  });
  return [...whole.values()];
}

/**
 * One that the store leaves out of its answer keeps what its page has shown: that it is gone by now is another fact, and what
 * is not known of its values is asked of the product itself.
 */
async function withValues(
  { engine, port }: ScanRequest,
  listed: readonly WholeProduct[],
  include: readonly V3ProductInclude[],
): Promise<WholeProduct[]> {
  const ids = listed.map(({ product }) => product.id);
  const found = await productsWithValues(engine, port, ids, include);
  const values = new Map(found.map(({ id, options, modifiers }) => [id, { options, modifiers }]));
  return listed.map((one) => ({ ...one, product: { ...one.product, ...values.get(one.product.id) } }));
}

async function readAgainWhatIsMissing(request: ScanRequest, snapshot: number): Promise<void> {
  const { journal } = request.engine;
  const missing = (): number => {
    const { images, expectedImages } = journal.snapshot(snapshot);
    return (expectedImages ?? images) - images;
  };
  const agreedBefore = missing() === 0;
  const mayBeCut = journal
    .imageCounts(snapshot, leastLimit)
    .filter(({ images }) => looksCutShort(images))
    .map(({ productId }) => productId);
  if (agreedBefore && mayBeCut.length === 0) return;
  // The catalog may have moved since the count was asked for: what was deleted meanwhile may make up for what is hidden.
  const untold = await askForCount(request, snapshot);
  if (untold !== undefined || !agreedBefore || missing() !== 0) await readLists(request, snapshot, mayBeCut);
  const all = missing() > 0 ? suspects(journal.imageCounts(snapshot)) : [];
  // A few are tried first: where none of them grows, it is not a limit that hides images.
  for (let from = 0; from < all.length; from += SUSPECTS_AT_ONCE) {
    const before = journal.snapshot(snapshot).images;
    await readLists(request, snapshot, all.slice(from, from + SUSPECTS_AT_ONCE));
    if (journal.snapshot(snapshot).images === before) break;
  }
  if (missing() !== 0) await askForCount(request, snapshot);
}

/** Reads the images of these products from the products themselves. */
async function readLists(
  request: ScanRequest,
  snapshot: number,
  productIds: readonly number[],
): Promise<void> {
  const { engine, port, run } = request;
  const { journal } = engine;
  await inParallel(productIds, READS_AT_ONCE, async (productId) => {
    await passGate(engine.control);
    const images = await unlessGone(port.v3.listImages(productId));
    if (images === undefined) return;
    const known = new Set(
      journal
        .images(snapshot, [productId])
        .get(productId)
        ?.map(({ imageId }) => imageId),
    );
    const product = journal.product(snapshot, productId);
    const findings = inWords(
      engine,
      oddValueFindings(
        request,
        product === undefined ? [] : [product],
        images.filter(({ id }) => !known.has(id)),
      ),
    );
    await journal.saveProductImages(snapshot, productId, images.map(fromV3));
    if (findings.length === 0) return;
    const { cursor = 0 } = journal.snapshot(snapshot);
    await journal.savePage(snapshot, { products: [], images: [], cursor, complete: false, findings });
    await tellFound(engine, run, findings);
  });
}

function snapshotProduct(product: V3Product, engine: With<Selecting>): SnapshotProduct {
  const facts = {
    productId: product.id,
    sku: product.sku ?? '',
    name: product.name ?? '',
    url: product.custom_url?.url ?? '',
  };
  return {
    ...facts,
    matchKey: pairingKey(facts, engine.selection.match),
    ...(product.is_visible === false ? { isHidden: true as const } : {}),
  };
}
