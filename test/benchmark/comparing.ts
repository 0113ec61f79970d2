// What a `diff` takes once both sides have been read, beside SQLite's own `EXCEPT` both ways over the very rows that it has
// read: fields of images by product and image, which is as much as SQL can say without knowing whose counterpart is whose.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openArchive } from '@cutover/image-content';
import { journalOfPair, openJournal } from '@cutover/journal';
import { createContentHttp, createStoreHttp, systemClock } from '@cutover/store-http';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import Database from 'better-sqlite3';
import { sayingWords } from '../../apps/cutover/src/sayings/saying-words.ts';
import { type Asking, diff, settingsByDefault } from '../support/commands.ts';
import { IMAGES_A_PRODUCT, largeStores, transportTo } from './large-stores.ts';

export interface Comparing {
  /** Of a core, from the last page that was read to the end of the command. */
  readonly diffMs: number;
  readonly exceptMs: number;
}

export async function comparing(images: number): Promise<Comparing> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const file = path.join(folder, 'cutover.db');
  const journal = openJournal(file);
  const transport = transportTo(largeStores(images / IMAGES_A_PRODUCT));
  const port = (hash: string): Asking['source'] => {
    const http = createStoreHttp({ api: 'https://stores.invalid', store: hash, token: 'bench', transport });
    const [v2, v3] = [createV2Reader(http), createV3Client(http)];
    return { hash, v2, v3, isBigCommerce: false, originals: [], pace: () => undefined };
  };
  let readAt = process.cpuUsage();
  const asking: Asking = {
    mode: 'transfer',
    journal: journalOfPair(journal, { source: 'source', target: 'target' }),
    source: port('source'),
    target: port('target'),
    content: createContentHttp({ transport }),
    archive: openArchive(path.join(folder, 'pictures')),
    clock: systemClock,
    random: Math.random,
    control: { stopping: new AbortController().signal, whileNotPaused: async () => await Promise.resolve() },
    settings: { ...settingsByDefault, kinds: ['product'] },
    emit(event) {
      if (event.type === 'progress' && event.phase === 'reading') readAt = process.cpuUsage();
    },
    words: sayingWords,
  };
  try {
    const { images: compared, missing, extra, changed } = await diff(asking);
    const diffMs = msSince(readAt);
    if (missing !== images / 100 || extra !== images / 100 || changed > 0)
      throw new Error(`of ${compared} images ${missing} were missing, ${extra} extra and ${changed} changed`);
    await journal.close();
    return { diffMs, exceptMs: exceptMs(file, missing + extra) };
  } finally {
    await journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of a core, so that what else the machine does has less of a say. */
function msSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** @param rows that stand on one side alone. */
function exceptMs(file: string, rows: number): number {
  const database = new Database(file, { readonly: true });
  const of = (side: string): string =>
    `select product_id, image_id, image_file, description, is_thumbnail, sort_order from snapshot_images
      where snapshot = (select snapshot from snapshots where side = '${side}')`;
  const from = process.cpuUsage();
  const found = database
    .prepare(
      `select (select count(*) from (${of('source')} except ${of('target')})) +
        (select count(*) from (${of('target')} except ${of('source')}))`,
    )
    .pluck()
    .get();
  const ms = msSince(from);
  database.close();
  if (found !== rows) throw new Error(`EXCEPT found ${String(found)} rows instead of ${rows}`);
  return ms;
}
