// The V2 view: products by ascending id, then one list of images a product, because no V2 call returns images inline.
// A product whose primary image is "none" is left out at first (a hint, not a proof); the store's own count proves the
// hints right, and where it does not, those products are read too.

import { fromV2, pairingKey } from '@cutover/field-mapper';
import type { Snapshot, SnapshotProduct } from '@cutover/journal';
import type { V2Product, V2ProductImage } from '@cutover/v2-client';
import { PRODUCTS_A_PAGE, READS_AT_ONCE } from '../at-a-time.ts';
import type { Selecting, With } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { inWords } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { passGate } from '../stopped.ts';
import { tellFound } from '../tell-found.ts';
import { closeScan } from './close-scan.ts';
import { askForCount, countOfProducts, unlessGone } from './completeness.ts';
import { createListingBound } from './listing-bound.ts';
import { oddValueFindings } from './odd-values.ts';
import { mainPictureOf } from './product-pages.ts';
import { type ScanRequest, type Selected, selectedOf } from './scan-request.ts';
import { idsOfSelected } from './selected-ids.ts';

export async function scanThroughV2(request: ScanRequest, snapshot: Snapshot): Promise<void> {
  const { engine, side, onPage, draws } = request;
  const { journal } = engine;
  const selection = selectedOf(engine, side);
  // Where all lists are read, the store's own count is held against them.
  const isWhole = selection === undefined && draws === undefined;
  const untold =
    isWhole && snapshot.expectedImages === undefined
      ? await askForCount(request, snapshot.snapshot)
      : undefined;
  const pages =
    selection === undefined ? allPages(request, snapshot.cursor ?? 0) : selectedPages(request, selection);
  for await (const page of pages) {
    const pictured = page.filter((product) => product.primary_image !== undefined);
    if (selection === undefined && journal.snapshot(snapshot.snapshot).products === 0)
      await draws?.startWith(idsOf(pictured.length > 0 ? pictured : page));
    const wanted = isWhole ? pictured : page.filter(({ id }) => draws?.has(id) ?? true);
    const others = draws === undefined ? [] : page.filter(({ id }) => !draws.has(id));
    const { images, gone } = await listsOf(request, wanted);
    const products = page
      .filter((product) => !gone.has(product.id))
      .map((product) => snapshotProduct(product, engine));
    const findings = inWords(engine, oddValueFindings(request, products, images));
    await journal.savePage(snapshot.snapshot, {
      products,
      images: [...images.map(fromV2), ...others.flatMap(mainPictureOf)],
      cursor: Math.max(0, ...page.map((product) => product.id)),
      complete: false,
      findings,
    });
    await tellFound(engine, request.run, findings);
    onPage(journal.snapshot(snapshot.snapshot));
  }
  if (selection === undefined && journal.snapshot(snapshot.snapshot).products === 0)
    await proveEmpty(request);
  if (isWhole) await readWhatWasLeftOut(request, snapshot.snapshot);
  await closeScan(request, snapshot.snapshot, untold);
}

/** No answer at all reads like a store without products: its count has to say that there are none. */
async function proveEmpty({ port }: ScanRequest): Promise<void> {
  const count = await port.v2.countProducts();
  if (count > 0) throw new EngineError({ code: 'v2-gone', store: port.hash, answer: count });
}

async function* allPages(request: ScanRequest, after: number): AsyncGenerator<readonly V2Product[]> {
  const { port, engine } = request;
  const bound = createListingBound(port.hash, 'v2', async () => await countOfProducts(request));
  let last = after;
  for (;;) {
    await passGate(engine.control);
    const page = await port.v2.listProducts({ minId: last + 1, limit: PRODUCTS_A_PAGE });
    const ids = page.map((product) => product.id);
    const highest = Math.max(last, ...ids);
    // Reading on behind the highest id is only safe while pages come in id order, as every source says they do.
    if (ids.some((id, index) => id <= (ids[index - 1] ?? last)))
      throw new EngineError({ code: 'store-out-of-order', store: port.hash });
    await bound.pass(page.length);
    if (page.length > 0) yield page;
    if (page.length === 0 || highest === last) return;
    last = highest;
  }
}

/** A product that the selection names and the store does not have is left out; the march tells of it. */
async function* selectedPages(
  { port, engine, draws }: ScanRequest,
  selection: Selected,
): AsyncGenerator<readonly V2Product[]> {
  const ids = await idsOfSelected(port, selection);
  await draws?.startWith(ids);
  for (const id of ids) {
    await passGate(engine.control);
    const product = await unlessGone(port.v2.getProduct(id));
    if (product !== undefined) yield [product];
  }
}

const idsOf = (products: readonly V2Product[]): readonly number[] => products.map(({ id }) => id);

async function listsOf(
  { engine, port, onProduct }: ScanRequest,
  products: readonly V2Product[],
): Promise<{ images: V2ProductImage[]; gone: Set<number> }> {
  const images: V2ProductImage[] = [];
  const gone = new Set<number>();
  await inParallel(products, READS_AT_ONCE, async (product) => {
    await passGate(engine.control);
    const found = await unlessGone(port.v2.listImages(product.id));
    if (found === undefined) gone.add(product.id);
    else images.push(...found);
    onProduct?.();
  });
  return { images, gone };
}

async function readWhatWasLeftOut(request: ScanRequest, snapshot: number): Promise<void> {
  const { engine, port, run } = request;
  const { journal } = engine;
  const { images, expectedImages, cursor } = journal.snapshot(snapshot);
  if (expectedImages === images) return;
  const read = new Set(journal.imageCounts(snapshot).map((count) => count.productId));
  for (let after = 0; after < (cursor ?? 0); ) {
    const page = journal.products(snapshot, after, PRODUCTS_A_PAGE);
    await inParallel(
      page.filter((product) => !read.has(product.productId)),
      READS_AT_ONCE,
      async ({ productId }) => {
        await passGate(engine.control);
        const found = (await unlessGone(port.v2.listImages(productId))) ?? [];
        if (found.length === 0) return;
        await journal.saveProductImages(snapshot, productId, found.map(fromV2));
        const findings = inWords(engine, oddValueFindings(request, page, found));
        await journal.addFindings(run, findings);
        await tellFound(engine, run, findings);
      },
    );
    after = page.at(-1)?.productId ?? cursor ?? 0;
  }
  if (journal.snapshot(snapshot).images !== expectedImages) await askForCount(request, snapshot);
}

function snapshotProduct(product: V2Product, engine: With<Selecting>): SnapshotProduct {
  const facts = {
    productId: product.id,
    sku: product.sku ?? '',
    name: product.name ?? '',
    url: product.custom_url ?? '',
  };
  return { ...facts, matchKey: pairingKey(facts, engine.selection.match) };
}
