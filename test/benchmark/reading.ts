// A catalogue read and kept: each page asked for, parsed, checked and written down, as every command begins; and the same done
// bare, with undici, JSON.parse, a check of each field that is kept, and better-sqlite3.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { openArchive } from '@cutover/image-content';
import { journalOfPair, openJournal } from '@cutover/journal';
import { createContentHttp, createStoreHttp, systemClock } from '@cutover/store-http';
import { type Choices, choicesUnsaid, type Engine, type With } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import Database from 'better-sqlite3';
import { Pool } from 'undici';
import { sayingWords } from '../../apps/cutover/src/sayings/saying-words.ts';
import { scan } from '../../packages/sync-engine/src/read/scan.ts';
import type { StoreAddress } from './serving.ts';

const PRODUCTS_A_PAGE = 250;

/** Milliseconds from the first request to the last commit, and how many images are kept then. */
export interface Kept {
  readonly ms: number;
  readonly images: number;
}

/** @param api of a server that answers at once. */
export async function readAndKeep(api: string, address: StoreAddress): Promise<Kept> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const journal = openJournal(path.join(folder, 'cutover.db'));
  const http = createStoreHttp({ ...address, api });
  const content = createContentHttp({});
  const port: Engine['source'] = {
    hash: address.store,
    v2: createV2Reader(http),
    v3: createV3Client(http),
    isBigCommerce: false,
    originals: [],
    pace: () => undefined,
  };
  const engine: With<Choices> = {
    mode: 'transfer',
    journal: journalOfPair(journal, { source: address.store, target: 'none' }),
    source: port,
    target: port,
    content,
    archive: openArchive(path.join(folder, 'pictures')),
    clock: systemClock,
    random: Math.random,
    control: { stopping: new AbortController().signal, whileNotPaused: async () => await Promise.resolve() },
    patience: { settleAfterMs: 60, concurrency: undefined },
    emit: () => undefined,
    words: sayingWords,
    selection: { ...choicesUnsaid.selection, kinds: ['product'] },
    decisions: choicesUnsaid.decisions,
  };
  try {
    const { id: run } = await journal.openRun({
      command: 'diff',
      mode: 'transfer',
      source: address.store,
      target: 'none',
      optionsKey: '',
      options: {},
      dryRun: false,
    });
    const started = performance.now();
    const { images } = await scan({ engine, run, side: 'source', port, via: 'v3', onPage: () => undefined });
    return { ms: performance.now() - started, images };
  } finally {
    await Promise.all([http.close(), content.close(), journal.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

type Fields = Readonly<Record<string, unknown>>;

export async function bareReadAndKeep(api: string, { store, token }: StoreAddress): Promise<Kept> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const database = new Database(path.join(folder, 'bare.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`CREATE TABLE products (snapshot INTEGER, product_id INTEGER, sku TEXT, name TEXT, url TEXT, match_key TEXT,
      is_hidden INTEGER, PRIMARY KEY (snapshot, product_id)) STRICT, WITHOUT ROWID;
    CREATE INDEX products_match ON products (snapshot, match_key);
    CREATE INDEX products_sku ON products (snapshot, sku);
    CREATE TABLE images (snapshot INTEGER, product_id INTEGER, image_id INTEGER, image_file TEXT,
      description TEXT, is_thumbnail INTEGER, sort_order INTEGER, url_zoom TEXT, url_standard TEXT, url_thumbnail TEXT,
      url_tiny TEXT, date_modified TEXT, PRIMARY KEY (snapshot, product_id, image_id)) STRICT, WITHOUT ROWID`);
  const product = database.prepare('INSERT INTO products VALUES (1,?,?,?,?,?,?)');
  const image = database.prepare('INSERT INTO images VALUES (1,?,?,?,?,?,?,?,?,?,?,?)');
  // Those of variants are counted there, too.
  let ofVariants = 0;
  const savePage = database.transaction((products: readonly Fields[]) => {
    for (const one of products) {
      const { id, name, sku, custom_url: url, is_visible: isVisible } = one;
      const address = text(isFields(url) ? url['url'] : undefined);
      product.run(whole(id), text(sku), text(name), address, text(sku), isVisible === true ? 0 : 1);
      for (const variant of list(one['variants'])) if (text(variant['image_url']) !== '') ofVariants += 1;
      for (const shown of list(one['images']))
        image.run(
          whole(shown['product_id']),
          whole(shown['id']),
          text(shown['image_file']),
          text(shown['description']),
          shown['is_thumbnail'] === true ? 1 : 0,
          whole(shown['sort_order']),
          text(shown['url_zoom']),
          text(shown['url_standard']),
          text(shown['url_thumbnail']),
          text(shown['url_tiny']),
          text(shown['date_modified']),
        );
    }
  });
  const pool = new Pool(api, { connections: 1 });
  const started = performance.now();
  for (let after = 0; ; ) {
    const { body } = await pool.request({
      method: 'GET',
      path: `/stores/${store}/v3/catalog/products?id%3Agreater=${after}&sort=id&direction=asc&limit=${PRODUCTS_A_PAGE}&include=images,variants`,
      headers: { 'x-auth-token': token, accept: 'application/json' },
    });
    const answer: unknown = JSON.parse(await body.text());
    const products = list(isFields(answer) ? answer['data'] : undefined);
    savePage(products);
    if (products.length < PRODUCTS_A_PAGE) break;
    after = whole(products.at(-1)?.['id']);
  }
  const ms = performance.now() - started;
  const images = database.prepare('select count(*) from images').pluck().get();
  await pool.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return { ms, images: whole(images) };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function list(value: unknown): readonly Fields[] {
  if (!Array.isArray(value) || !value.every(isFields)) throw new TypeError('no list');
  return value;
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new TypeError('no whole number');
  return Number(value);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('no text');
  return value;
}
