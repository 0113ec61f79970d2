// Two sandbox stores and the real engine between them: real clients over real HTTP, a real journal on a file. What a
// test wants to know of the stores it reads from the stores, never from the engine.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openArchive } from '@cutover/image-content';
import { type Journal, journalOfPair, openJournal } from '@cutover/journal';
import { type Sandbox, type SandboxOptions, type StoreControl, startSandbox } from '@cutover/sandbox-store';
import { createContentHttp, createStoreHttp, type StoreHttp, systemClock } from '@cutover/store-http';
import type { EngineEvent, StorePort, Turns } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { sayingWords } from '../../apps/cutover/src/sayings/saying-words.ts';
import { type Asking, type Settings, settingsByDefault, type ToRevert } from './commands.ts';

export interface World {
  readonly sandbox: Sandbox;
  readonly source: StoreControl;
  readonly target: StoreControl;
  readonly journal: Journal;
  readonly folder: string;
  /** An engine between the two stores, or over the source alone. */
  engine(options?: EngineWish): Asking & { readonly events: EngineEvent[] };
  /** Closes the journal, as a process that ends does, and opens it again. */
  reopen(): Promise<void>;
  /** The journal is lost, and an empty one takes its place. */
  forget(): Promise<void>;
}

export interface EngineWish {
  readonly mode?: 'parity' | 'transfer';
  readonly settings?: Partial<Settings>;
  readonly stopping?: AbortSignal;
  readonly onEvent?: (event: EngineEvent) => void;
}

export const yes: Omit<ToRevert, 'run'> = {
  dryRun: false,
  maxChanges: undefined,
  approve: async () => await Promise.resolve('go' as const),
};

const QUOTA_SHARE = 0.9;

/** What of a store's turns the lanes that write go by. */
export const turnsOf = (http: StoreHttp) => (): Turns => {
  const { quota, windowMs = 0, given, waitedMs } = http.snapshot();
  const requestsPerSecond = quota === undefined ? undefined : (quota * QUOTA_SHARE * 1_000) / windowMs;
  return { requestsPerSecond, given, waitedMs };
};

/** A sandbox store as the engine is given it. */
export function portOver(http: StoreHttp, hash: string): StorePort {
  return {
    hash,
    v2: createV2Reader(http),
    v3: createV3Client(http),
    isBigCommerce: false,
    originals: [],
    pace: () => undefined,
    turns: turnsOf(http),
  };
}

/** Runs a test with a world of its own and clears it away, whatever happens. */
export async function inWorld(options: SandboxOptions, test: (world: World) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-world-'));
  // Nobody comes to its end, and a 429 that a test wants is over after a second, not after thirty.
  const sandbox = await startSandbox({ quota: { requests: 1_000_000, windowMs: 1_000 }, ...options });
  const closing: (() => Promise<void>)[] = [];
  let forgotten = 0;
  let journal = openJournal(path.join(folder, 'cutover.db'));
  const [sourceStore, targetStore = sourceStore] = sandbox.stores;
  if (sourceStore === undefined || targetStore === undefined) throw new Error('a world needs a store');

  const port = (store: { store: string; api: string; token: string }): StorePort => {
    const http = createStoreHttp({ api: store.api, store: store.store, token: store.token });
    closing.push(async () => await http.close());
    return portOver(http, store.store);
  };
  const content = createContentHttp({ allowedHosts: [new URL(sandbox.origin).host] });
  closing.push(async () => await content.close());

  const world: World = {
    sandbox,
    source: sandbox.control(sourceStore.store),
    target: sandbox.control(targetStore.store),
    folder,
    get journal() {
      return journal;
    },
    engine({ mode = 'transfer', settings, stopping, onEvent } = {}) {
      const source = port(sourceStore);
      const target = mode === 'parity' ? source : port(targetStore);
      const events: EngineEvent[] = [];
      return {
        mode,
        journal: journalOfPair(journal, { source: source.hash, target: target.hash }),
        source,
        target,
        content,
        archive: openArchive(path.join(folder, 'pictures')),
        clock: systemClock,
        random: Math.random,
        control: {
          stopping: stopping ?? new AbortController().signal,
          whileNotPaused: async () => await Promise.resolve(),
        },
        settings: { ...settingsByDefault, ...settings },
        events,
        emit(event) {
          events.push(event);
          onEvent?.(event);
        },
        words: sayingWords,
      };
    },
    async forget() {
      await journal.close();
      forgotten += 1;
      journal = openJournal(path.join(folder, `cutover-${forgotten}.db`));
    },
    async reopen() {
      await journal.close();
      journal = openJournal(path.join(folder, 'cutover.db'));
    },
  };
  try {
    await test(world);
  } finally {
    await journal.close().catch(() => undefined);
    for (const close of closing) await close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What a store shows of its images, product by product, without what every store makes up afresh. `order`: where they
 * stand among themselves, for stores that cannot hold two images at one place.
 */
export async function shownBy(
  store: StoreControl,
  places: 'numbers' | 'order' = 'numbers',
): Promise<Record<string, readonly Shown[]>> {
  const shown: Record<string, readonly Shown[]> = {};
  for (const product of store.products()) {
    const images = store.images(product.id).toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
    if (images.length === 0) continue;
    shown[product.sku] = await Promise.all(
      images.map(async (image, place) => ({
        description: image.description,
        sortOrder: places === 'order' ? place : image.sortOrder,
        isThumbnail: image.isThumbnail,
        picture: digestOf(await store.pictureBytes(image.id)),
      })),
    );
  }
  return shown;
}

export interface Shown {
  readonly description: string;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  readonly picture: string;
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

/** How many requests of each method a store has answered, pictures apart. */
export function methodsOf(store: StoreControl): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, version } of store.requests()) {
    const name = version === 'cdn' ? 'picture' : method;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
