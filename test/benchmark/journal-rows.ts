// The journal's rows against the same rows written with better-sqlite3 alone: same table, same durability, same pages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Journal, openJournal } from '@cutover/journal';
import Database from 'better-sqlite3';

type ProductImage = Parameters<Journal['savePage']>[1]['images'][number];

const pages = 40;
const imagesAPage = 1_000;
export const journalRows = pages * imagesAPage;
export const journalActions = 2_000;

/** Milliseconds for all rows through the journal, and for its actions from intent to record. */
export async function throughJournal(): Promise<{ rowsMs: number; actionsMs: number }> {
  return await inFolder(async (folder) => {
    const journal = openJournal(path.join(folder, 'cutover.db'));
    const run = await journal.openRun({
      command: 'migrate',
      mode: 'transfer',
      source: 'a',
      target: 'b',
      optionsKey: '',
      options: {},
      dryRun: false,
    });
    const { snapshot } = await journal.openSnapshot(run.id, 'source', 'a', 'v3');
    const all = Array.from({ length: pages }, (_, page) => pageOf(page));
    const started = performance.now();
    for (const [page, images] of all.entries()) {
      await journal.savePage(snapshot, { products: [], images, cursor: page + 1, complete: false });
    }
    const rowsMs = performance.now() - started;
    const actionsMs = await startAndApply(journal, run.id);
    await journal.close();
    return { rowsMs, actionsMs };
  });
}

/** As the engine does: 32 products side by side, each intent durable before its answer is recorded. */
async function startAndApply(journal: Journal, run: string): Promise<number> {
  const actions = await journal.addActions(
    run,
    Array.from({ length: journalActions }, (_, index) => ({
      verb: 'create' as const,
      subject: { kind: 'product-image' as const, productId: index + 1 },
      from: { productId: index + 1, imageId: index + 1 },
      wanted: { description: `Picture ${index}`, sort_order: 0, is_thumbnail: true },
      position: 0,
    })),
  );
  const queue = actions.values();
  const started = performance.now();
  const lane = async (): Promise<void> => {
    for (const { id: action, subject } of queue) {
      const basis = await journal.saveBasis(run, subject.productId, []);
      await journal.start([{ action, run, basis, sentName: 'picture.jpg', sentVia: 'url', digest: 'd' }]);
      await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: subject.productId }]);
    }
  };
  await Promise.all(Array.from({ length: 32 }, lane));
  return performance.now() - started;
}

/** Milliseconds for the same rows without the journal. */
export async function throughSqlite(): Promise<number> {
  return await inFolder(async (folder) => {
    const database = new Database(path.join(folder, 'bare.db'));
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec(`CREATE TABLE images (snapshot INTEGER, product_id INTEGER, image_id INTEGER, image_file TEXT,
      description TEXT, is_thumbnail INTEGER, sort_order INTEGER, url_zoom TEXT, url_standard TEXT, url_thumbnail TEXT,
      url_tiny TEXT, date_created TEXT, date_modified TEXT, PRIMARY KEY (snapshot, product_id, image_id)) STRICT, WITHOUT ROWID`);
    const insert = database.prepare('INSERT INTO images VALUES (1,?,?,?,?,?,?,?,?,?,?,?,?)');
    const savePage = database.transaction((images: readonly ProductImage[]) => {
      for (const image of images) {
        const { zoom, standard, thumbnail, tiny } = image.urls;
        const isThumbnail = image.isThumbnail ? 1 : 0;
        const facts = [
          image.productId,
          image.imageId,
          image.imageFile,
          image.description,
          isThumbnail,
          image.sortOrder,
        ];
        insert.run(
          ...facts,
          zoom,
          standard,
          thumbnail,
          tiny,
          image.dateCreated ?? null,
          image.dateModified ?? null,
        );
      }
    });
    const all = Array.from({ length: pages }, (_, page) => pageOf(page));
    const started = performance.now();
    for (const images of all) savePage(images);
    const ms = performance.now() - started;
    database.close();
    return await Promise.resolve(ms);
  });
}

/** Ids of a store that has been there for a while: of no. 1 alone, the "1" of `cdn11` would be taken for the product's id. */
const FIRST_ID = 1_000;

function pageOf(page: number): ProductImage[] {
  return Array.from({ length: imagesAPage }, (_, place) => {
    const imageId = FIRST_ID + page * imagesAPage + place + 1;
    const productId = FIRST_ID + Math.ceil(imageId / 4);
    const address = (size: string): string =>
      `https://cdn11.bigcommerce.com/s-abc123/products/${productId}/images/${imageId}/linen-towel-${imageId}__${10_000 + (imageId % 90_000)}.1777852800.${size}.jpg?c=1`;
    return {
      productId,
      imageId,
      imageFile: `p/022/linen-towel-${imageId}__${10_000 + (imageId % 90_000)}.jpg`,
      description: `Linen towel in moss, view ${place}`,
      isThumbnail: imageId % 4 === 1,
      sortOrder: imageId % 4,
      urls: {
        zoom: address('1280.1280'),
        standard: address('386.513'),
        thumbnail: address('220.290'),
        tiny: address('44.58'),
      },
      dateModified: '2026-05-04T00:00:00+00:00',
    };
  });
}

async function inFolder<Given>(work: (folder: string) => Promise<Given>): Promise<Given> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
