// How much of its quota a migration uses: the real engine, clients and pacer between two sandbox stores, with time that
// passes only where a request takes it. So it says the same on every machine, and takes a minute of a store in seconds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openArchive } from '@cutover/image-content';
import { journalOfPair, openJournal } from '@cutover/journal';
import { startSandbox } from '@cutover/sandbox-store';
import { createContentHttp, createStoreHttp, type Transport } from '@cutover/store-http';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { sayingWords } from '../../apps/cutover/src/sayings/saying-words.ts';
import { createVirtualTime, type VirtualTime } from '../simulation/virtual-time.ts';
import { type Asking, migrate, type Settings, settingsByDefault } from './commands.ts';
import { createRandom } from './random.ts';
import { turnsOf, yes } from './world.ts';

export interface QuotaWish {
  readonly products: number;
  readonly imagesPerProduct: number;
  /** Requests that the target allows in 30 seconds. */
  readonly quota: number;
  /** How long the store takes for an image, in ms on average. */
  readonly createMs: number;
  readonly settings?: Partial<Settings>;
}

export interface QuotaUse {
  readonly images: number;
  /** All that the target has answered, its reading included. */
  readonly requests: number;
  /** Of these, updates of several products, and creates of single images. */
  readonly updates: number;
  readonly creates: number;
  /** From the first write to the last. */
  readonly writingMs: number;
  /** Of what our share of the quota allows in that time, the part that was sent. */
  readonly used: number;
  /** Requests under way at the target at once, at most. */
  readonly most: number;
}

const WINDOW_MS = 30_000;
const SHARE = 0.9;
const READ_MS = 150;

export async function quotaUse(wish: QuotaWish): Promise<QuotaUse> {
  const time = createVirtualTime();
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-quota-'));
  const journal = openJournal(path.join(folder, 'cutover.db'), { now: () => time.now() });
  const { products, imagesPerProduct, quota } = wish;
  const sandbox = await startSandbox({
    listen: false,
    now: () => time.storeNow(),
    sleep: async (ms) => await time.sleep(ms),
    quota: { requests: quota, windowMs: WINDOW_MS },
    stores: [
      {
        hash: 'source',
        quota: { requests: 1_000_000, windowMs: WINDOW_MS },
        catalog: { kind: 'seeded', products, imagesPerProduct, pictures: 'tiny', slotPictures: false },
      },
      { hash: 'target', catalog: { kind: 'products-only', products } },
    ],
  });
  const seen = watchOf(time);
  const random = createRandom(1);
  const transport: Transport = async ({ url, method, headers, body }) => {
    const ended = seen.begun(method, url);
    const images = method === 'GET' || method === 'HEAD' ? 0 : imagesIn(body);
    // Half of it before the store counts the request, as on the way to one.
    const ms = (READ_MS + images * wish.createMs) * (0.5 + random());
    await time.sleep(ms / 2);
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) };
    const answer = await sandbox.handle(new Request(url, { method, headers: { ...headers }, ...sent }));
    const bytes = new Uint8Array(await answer.arrayBuffer());
    await time.sleep(ms / 2);
    ended();
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: bytes };
  };
  const port = (hash: string): Asking['source'] => {
    const { api = '', token = '' } = sandbox.stores.find(({ store }) => store === hash) ?? {};
    const http = createStoreHttp({
      api,
      store: hash,
      token,
      clock: time,
      random,
      transport,
      quotaShare: SHARE,
      concurrency: wish.settings?.concurrency,
    });
    return {
      hash,
      v2: createV2Reader(http),
      v3: createV3Client(http),
      isBigCommerce: false,
      originals: [],
      pace: () => undefined,
      turns: turnsOf(http),
    };
  };
  const engine: Asking = {
    mode: 'transfer',
    journal: journalOfPair(journal, { source: 'source', target: 'target' }),
    source: port('source'),
    target: port('target'),
    content: createContentHttp({
      clock: time,
      random,
      transport,
      allowedHosts: [new URL(sandbox.origin).host],
    }),
    archive: openArchive(path.join(folder, 'pictures')),
    clock: time,
    random,
    control: { stopping: new AbortController().signal, whileNotPaused: async () => await Promise.resolve() },
    settings: { ...settingsByDefault, kinds: ['product'], ...wish.settings },
    emit: () => undefined,
    words: sayingWords,
  };
  try {
    const { outcome } = await time.drive(migrate(engine, yes));
    const target = sandbox.control('target');
    const images = target.images().length;
    if (outcome !== 'done' || images !== products * imagesPerProduct)
      throw new Error(`it ended with ${outcome} and ${images} images`);
    const { whileWriting, ...told } = seen.told();
    const allowed = (Math.floor(quota * SHARE) * told.writingMs) / WINDOW_MS;
    return { images, ...told, used: whileWriting / allowed };
  } finally {
    await journal.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the target is asked, and when. */
function watchOf(time: VirtualTime) {
  const beganMs: number[] = [];
  const methods: string[] = [];
  let firstWriteMs = Number.POSITIVE_INFINITY;
  let lastWriteMs = 0;
  let open = 0;
  let most = 0;
  return {
    begun(method: string, { pathname }: URL): () => void {
      if (!pathname.startsWith('/stores/target/')) return () => undefined;
      const nowMs = time.monotonicMs();
      beganMs.push(nowMs);
      methods.push(method);
      open += 1;
      most = Math.max(most, open);
      if (method !== 'GET') {
        firstWriteMs = Math.min(firstWriteMs, nowMs);
        lastWriteMs = Math.max(lastWriteMs, nowMs);
      }
      return () => {
        open -= 1;
      };
    },
    told() {
      const whileWriting = beganMs.filter((at) => at >= firstWriteMs && at <= lastWriteMs).length;
      const count = (one: string): number => methods.filter((method) => method === one).length;
      return {
        requests: beganMs.length,
        updates: count('PUT'),
        creates: count('POST'),
        writingMs: lastWriteMs - firstWriteMs,
        most,
        whileWriting,
      };
    },
  };
}

/** A product update says how many it makes; anything else makes one. */
function imagesIn(body: string | Uint8Array | undefined): number {
  return typeof body === 'string' ? Math.max(1, body.split('"image_url"').length - 1) : 1;
}
