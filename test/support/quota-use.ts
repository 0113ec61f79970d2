// How much of its quota a migration uses: the real engine, clients and pacer between two sandbox stores, with time that
// passes only where a request takes it. So it says the same on every machine, and takes a minute of a store in seconds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openArchive } from '@cutover/image-content';
import { journalOfPair, openJournal } from '@cutover/journal';
import { type StoreControl, type Switches, startSandbox } from '@cutover/sandbox-store';
import { createContentHttp, createStoreHttp, type Transport } from '@cutover/store-http';
import type { Approval, EngineEvent, Estimate } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { sayingWords } from '../../apps/cutover/src/sayings/saying-words.ts';
import { initialState, reduce } from '../../apps/cutover/src/screen/screen-state.ts';
import { timeLeft } from '../../apps/cutover/src/screen/views/progress-view.ts';
import { paceOf } from '../../apps/cutover/src/wiring/store-port.ts';
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
  /** How long any other request takes, in ms on average. Default 150. */
  readonly readMs?: number;
  /** Whether variants, modifiers and swatches show pictures, too. Default false. */
  readonly slots?: boolean;
  /** Of the target's products, each how manieth has an image of its own already. Default: none. */
  readonly eachOwns?: number;
  /** How the target behaves where that is not documented. */
  readonly switches?: Partial<Switches>;
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
  /** What was said of the plan before its first write. */
  readonly estimate: Estimate;
  /** What came of it, counted at the target from then on, and until the command had ended. */
  readonly took: { readonly requests: number; readonly seconds: number };
  /** What the screen said while it wrote, second by second from the first image on: seconds left, and how many really were. */
  readonly left: readonly { readonly atSeconds: number; readonly said: number; readonly were: number }[];
}

const WINDOW_MS = 30_000;
const SHARE = 0.9;
const READ_MS = 150;

export async function quotaUse(wish: QuotaWish): Promise<QuotaUse> {
  const time = createVirtualTime();
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-quota-'));
  const journal = openJournal(path.join(folder, 'cutover.db'), { now: () => time.now() });
  const { products, imagesPerProduct, quota, readMs = READ_MS } = wish;
  const sandbox = await startSandbox({
    listen: false,
    now: () => time.storeNow(),
    sleep: async (ms) => await time.sleep(ms),
    quota: { requests: quota, windowMs: WINDOW_MS },
    stores: [
      {
        hash: 'source',
        quota: { requests: 1_000_000, windowMs: WINDOW_MS },
        catalog: {
          kind: 'seeded',
          products,
          imagesPerProduct,
          pictures: 'tiny',
          slotPictures: wish.slots ?? false,
        },
      },
      {
        hash: 'target',
        catalog: { kind: 'products-only', products },
        ...(wish.switches === undefined ? {} : { switches: wish.switches }),
      },
    ],
  });
  const own = plantOwn(sandbox.control('target'), wish.eachOwns);
  const seen = watchOf(time);
  const random = createRandom(1);
  const transport: Transport = async ({ url, method, headers, body }) => {
    const ended = seen.begun(method, url);
    const images = method === 'GET' || method === 'HEAD' ? 0 : imagesIn(body);
    // Each image takes its own time; half of all is before the store counts the request, as on the way to one.
    const first = images === 0 ? 0 : wish.createMs;
    let ms = (readMs + first) * (0.5 + random());
    for (let further = 1; further < images; further += 1) ms += wish.createMs * (0.5 + random());
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
      pace: () => paceOf(http.snapshot(), SHARE),
      turns: turnsOf(http),
    };
  };
  const screen = screenOf(time);
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
    emit: screen.onEvent,
    words: sayingWords,
  };
  try {
    let approved:
      | { readonly estimate: Estimate; readonly requests: number; readonly atMs: number }
      | undefined;
    const approve: Approval['approve'] = async ({ estimate }) => {
      approved = { estimate, requests: seen.told().requests, atMs: time.monotonicMs() };
      return await Promise.resolve('go' as const);
    };
    const { outcome } = await time.drive(migrate(engine, { ...yes, approve }));
    const target = sandbox.control('target');
    const images = target.images().length;
    if (outcome !== 'done' || images !== own + products * imagesPerProduct)
      throw new Error(`it ended with ${outcome} and ${images} images`);
    if (approved === undefined) throw new Error('nobody was asked whether to write');
    const { whileWriting, ...told } = seen.told();
    const allowed = (Math.floor(quota * SHARE) * told.writingMs) / WINDOW_MS;
    const took = {
      requests: told.requests - approved.requests,
      seconds: (time.monotonicMs() - approved.atMs) / 1_000,
    };
    return {
      images,
      ...told,
      used: whileWriting / allowed,
      estimate: approved.estimate,
      took,
      left: screen.left(),
    };
  } finally {
    await journal.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns how many images were planted. */
function plantOwn(target: StoreControl, eachOwns = Number.POSITIVE_INFINITY): number {
  const owners = target.products().filter((_, index) => index % eachOwns === eachOwns - 1);
  for (const { id: productId } of owners) target.addImage({ productId, picture: { tiny: productId } });
  return owners.length;
}

/** What the screen says is left while it writes. */
function screenOf(time: VirtualTime) {
  let state = initialState(0);
  let beganMs: number | undefined;
  const said: { atMs: number; leftMs: number }[] = [];
  let endedMs = 0;
  return {
    onEvent(event: EngineEvent): void {
      const nowMs = time.monotonicMs();
      state = reduce(state, event, nowMs);
      if (state.phase !== 'writing' || event.type !== 'progress') return;
      beganMs ??= nowMs;
      endedMs = nowMs;
      const leftMs = timeLeft(state, nowMs);
      const last = said.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
      if (leftMs !== undefined && nowMs - last >= 1_000) said.push({ atMs: nowMs, leftMs });
    },
    left: () =>
      said.map(({ atMs, leftMs }) => ({
        atSeconds: (atMs - (beganMs ?? 0)) / 1_000,
        said: leftMs / 1_000,
        were: (endedMs - atMs) / 1_000,
      })),
  };
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
