// Small rows for the tests of this package, and a folder that is gone after the test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProductImage } from '@cutover/field-mapper';
import { onTestFinished } from 'vitest';
import type {
  Action,
  CreateOfArchive,
  CreateOfSource,
  FindingRow,
  Intent,
  Journal,
  NewAction,
  NewRun,
  Remove,
  SnapshotProduct,
  Update,
} from '../journal.ts';
import { type JournalOptions, openJournal } from '../open-journal.ts';

export const noon = '2026-11-21T12:00:00.000Z';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A journal whose clock stands at noon and whose run ids end in `-2222`. */
export function stillJournal(path = ':memory:', options: JournalOptions = {}): Journal {
  return openJournal(path, { now: () => Date.parse(noon), random: () => 0, ...options });
}

export function someRun(over: Partial<NewRun> = {}): NewRun {
  return {
    command: 'migrate',
    mode: 'transfer',
    source: 'source1',
    target: 'target1',
    optionsKey: 'key',
    options: { match: 'sku', products: 3, all: true },
    dryRun: false,
    ...over,
  };
}

export function someProduct(productId: number, over: Partial<SnapshotProduct> = {}): SnapshotProduct {
  return {
    productId,
    sku: `SKU-${productId}`,
    name: `Product ${productId}`,
    url: `/product-${productId}/`,
    matchKey: `sku-${productId}`,
    ...over,
  };
}

export function someImage(
  productId: number,
  imageId: number,
  over: Partial<ProductImage> = {},
): ProductImage {
  return {
    productId,
    imageId,
    imageFile: `a/1/picture__${imageId}.jpg`,
    description: `Picture ${imageId}`,
    isThumbnail: imageId % 2 === 1,
    sortOrder: imageId,
    urls: { zoom: `z${imageId}`, standard: `s${imageId}`, thumbnail: `t${imageId}`, tiny: '' },
    ...over,
  };
}

export function someFinding(over: Partial<FindingRow> = {}): FindingRow {
  return { kind: 'product-image', message: 'found', ...over };
}

export function someCreate(
  productId: number,
  sourceImageId: number,
  over: Partial<CreateOfSource> = {},
): CreateOfSource {
  return {
    verb: 'create',
    subject: { kind: 'product-image', productId },
    from: { productId: productId + 1000, imageId: sourceImageId },
    sku: `SKU-${productId}`,
    wanted: { description: 'alt', sort_order: 1, is_thumbnail: true },
    position: sourceImageId,
    ...over,
  };
}

export function someUpdate(productId: number, imageId: number, over: Partial<Update> = {}): Update {
  return {
    verb: 'update',
    subject: { kind: 'product-image', productId, imageId },
    wanted: {},
    position: 1_000 + imageId,
    ...over,
  };
}

export function someRemove(productId: number, imageId: number, over: Partial<Remove> = {}): Remove {
  return {
    verb: 'remove',
    subject: { kind: 'product-image', productId, imageId },
    replaces: false,
    position: 2_000 + imageId,
    ...over,
  };
}

/** An image that was removed is put back from the bytes that were kept. */
export function somePutBack(productId: number, imageId: number): CreateOfArchive {
  return {
    verb: 'create',
    subject: { kind: 'product-image', productId },
    putBack: { sha256: 'a'.repeat(64), imageId },
    wanted: { description: 'alt', sort_order: 1, is_thumbnail: true },
    position: imageId,
  };
}

export function someIntent(run: string, basis: number): Intent {
  return { run, basis, sentName: 'picture.jpg', sentVia: 'url', digest: 'd1' };
}

/** A run with these actions planned. */
export async function planned(
  journal: Journal,
  ...wanted: NewAction[]
): Promise<{ run: string; actions: Action[] }> {
  const { id: run } = await journal.openRun(someRun());
  return { run, actions: await journal.addActions(run, wanted) };
}

/** A run with one create that has been started. */
export async function started(
  journal: Journal,
  wanted: NewAction = someCreate(1, 11),
): Promise<{ run: string; action: string }> {
  const { run, actions } = await planned(journal, wanted);
  const action = actions[0]?.id ?? '';
  const basis = await journal.saveBasis(run, wanted.subject.productId, [5, 6]);
  await journal.start([{ action, ...someIntent(run, basis) }]);
  return { run, action };
}
