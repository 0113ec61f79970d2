// One seed, played: the real engine, the real clients and the real journal on a file, between two sandbox stores, with
// time, network and randomness owned by the simulation. A life ends by a death (the files are kept as they are at that
// instant, everything that was going on is never heard of again) or by itself.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Journal, openJournal } from '@cutover/journal';
import { type Sandbox, type StoreControl, startSandbox } from '@cutover/sandbox-store';
import {
  createContentHttp,
  createPacer,
  createStoreHttp,
  type Transport,
  TransportError,
} from '@cutover/store-http';
import { type Engine, type MigrateResult, migrate, type StorePort } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { yes } from '../world.ts';
import { between, type Failpoint, withFailpoints } from './failpoints.ts';
import type { PlantedProduct, Scenario } from './scenario.ts';
import { createRandom, createVirtualTime, type VirtualTime } from './virtual-time.ts';

export interface Life {
  /** The failpoint at which it died; undefined: it came to its end. */
  readonly diedAt: Failpoint | undefined;
  readonly result: MigrateResult | undefined;
  readonly error: unknown;
  readonly failpointsPassed: number;
}

export interface SimulatedWorld {
  readonly source: StoreControl;
  readonly target: StoreControl;
  readonly time: VirtualTime;
  /** One process: migrates until it ends, or dies at its n-th failpoint (or the first that `dies` names). */
  live(
    dies?: (passed: number, point: Failpoint) => boolean,
    change?: (engine: Engine) => Engine,
  ): Promise<Life>;
  journal(): Journal;
  /** No more faults, and nobody else at work. */
  calm(): void;
  /** SKUs of the products to which somebody else has added an image meanwhile. */
  readonly strangers: readonly string[];
  close(): Promise<void>;
}

/** In memory where the system has such a folder: the simulation is about order, not about disks. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export async function createSimulatedWorld(scenario: Scenario): Promise<SimulatedWorld> {
  const time = createVirtualTime();
  const folder = mkdtempSync(path.join(root, 'cutover-simulation-'));
  const sandbox = await startSandbox({
    listen: false,
    stores: ['source', 'target'].map((hash) => ({
      hash,
      catalog: { kind: 'given' as const, catalog: catalogOf(scenario.source) },
    })),
    quota: scenario.quota,
    switches: scenario.switches,
    seed: scenario.seed,
    now: () => time.now(),
    sleep: async (ms) => await time.sleep(ms),
  });
  const source = sandbox.control('source');
  const target = sandbox.control('target');
  plant(source, scenario.source);
  plant(target, scenario.target);
  target.setFaults(scenario.faults);
  const meanwhile = createMeanwhile(scenario, target);

  let lives = 0;
  let journal = openJournal(path.join(folder, 'life-0.db'), {
    now: time.now,
    random: createRandom(scenario.seed),
  });
  const old: Journal[] = [];

  const reopen = async (): Promise<void> => {
    const from = journal.path;
    lives += 1;
    const to = path.join(folder, `life-${lives}.db`);
    for (const part of ['', '-wal', '.seq'])
      if (existsSync(from + part)) copyFileSync(from + part, to + part);
    old.push(journal);
    journal = openJournal(to, { now: () => time.now(), random: createRandom(scenario.seed + lives) });
    await Promise.resolve();
  };

  return {
    source,
    target,
    time,
    journal: () => journal,
    strangers: meanwhile.done,
    calm() {
      target.setFaults(Object.fromEntries(Object.keys(scenario.faults).map((name) => [name, 0])));
      meanwhile.stop();
    },
    async live(dies, change = (engine) => engine) {
      const random = createRandom(scenario.seed * 31 + lives);
      let passed = 0;
      let death: Failpoint | undefined;
      const { promise: died, resolve: die } = Promise.withResolvers<'died'>();
      const reach = async (point: Failpoint): Promise<void> => {
        time.stir();
        if (death === undefined) {
          passed += 1;
          if (dies?.(passed, point) !== true) return;
          death = point;
          die('died');
        }
        await new Promise<never>(() => undefined);
      };
      const engine = change(
        engineOf({
          scenario,
          sandbox,
          journal: withFailpoints(journal, reach),
          time,
          random,
          reach,
          onPost: meanwhile.onPost,
        }),
      );
      const work = migrate(engine, yes).then(
        (result): Partial<Life> => ({ result }),
        (error: unknown): Partial<Life> => ({ error }),
      );
      const outcome = await time.drive(Promise.race([work, died]));
      if (outcome === 'died') await reopen();
      const { result, error } = outcome === 'died' ? {} : outcome;
      return { diedAt: death, result, error, failpointsPassed: passed };
    },
    async close() {
      for (const one of [journal, ...old]) await one.close().catch(() => undefined);
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Parts {
  readonly scenario: Scenario;
  readonly sandbox: Sandbox;
  readonly journal: Journal;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly reach: (point: Failpoint) => Promise<void>;
  /** A create has reached the store. */
  readonly onPost: () => void;
}

function engineOf(parts: Parts): Engine {
  const { scenario, sandbox, journal, time, random } = parts;
  const transport = transportOf(parts);
  const port = (index: number): StorePort => {
    const store = sandbox.stores[index];
    if (store === undefined) throw new Error('no such store');
    const http = createStoreHttp({
      api: store.api,
      store: store.store,
      token: store.token,
      clock: time,
      random,
      transport,
      pacer: createPacer({ clock: time, random }),
    });
    return {
      hash: store.store,
      v2: createV2Reader(http),
      v3: createV3Client(http),
      isBigCommerce: false,
      originals: [],
      requestsPerSecond: () => undefined,
    };
  };
  return {
    mode: 'transfer',
    journal,
    source: port(0),
    target: port(1),
    content: createContentHttp({
      clock: time,
      random,
      transport,
      allowedHosts: [new URL(sandbox.origin).host],
    }),
    clock: time,
    random,
    control: { stopping: new AbortController().signal, whileNotPaused: async () => await Promise.resolve() },
    settings: {
      match: 'sku',
      policy: 'copy',
      transfer: 'auto',
      sourceVia: 'auto',
      products: undefined,
      productsFile: '',
      productsDigest: '',
      settleAfterMs: scenario.settleAfterMs,
      concurrency: undefined,
      runId: undefined,
      startNew: false,
    },
    emit: () => undefined,
  };
}

/** The sandbox without a socket, with the delays of a network and the time-outs of a client. */
function transportOf({ sandbox, time, random, reach, onPost }: Parts): Transport {
  return async (request) =>
    await between(reach, request.method, async () => {
      await time.sleep(20 + random() * 200);
      const given = new AbortController();
      const answer = sandbox.handle(
        new Request(request.url, {
          method: request.method,
          headers: { ...request.headers },
          signal: given.signal,
          ...(request.body === undefined
            ? {}
            : { body: typeof request.body === 'string' ? request.body : new Uint8Array(request.body) }),
        }),
      );
      const release =
        request.url.pathname.startsWith('/cdn/') || request.method === 'POST' ? time.hold() : () => undefined;
      answer.then(release, release);
      if (request.method === 'POST') onPost();
      const late = new AbortController();
      const timeout = time.sleep(request.headersTimeoutMs ?? 60_000, late.signal).then(
        () => 'late' as const,
        () => 'late' as const,
      );
      try {
        const first = await Promise.race([answer.then(readWhole), timeout]);
        if (first === 'late') {
          given.abort();
          throw new TransportError('no answer in time', { reason: 'timeout', sent: true });
        }
        await time.sleep(random() * 50);
        return first;
      } catch (error) {
        if (error instanceof TransportError) throw error;
        throw new TransportError('the connection was reset', {
          reason: 'network',
          sent: true,
          code: 'ECONNRESET',
        });
      } finally {
        late.abort();
        release();
        answer.catch(() => undefined);
      }
    });
}

/** Somebody else at work on the target, at the moments that the scenario names. */
function createMeanwhile({ strangers }: Scenario, target: StoreControl) {
  let waiting = [...strangers];
  let posts = 0;
  const done: string[] = [];
  return {
    done,
    stop() {
      waiting = [];
    },
    onPost() {
      posts += 1;
      for (const stranger of waiting.filter((one) => one.afterWrites < posts)) {
        waiting = waiting.filter((one) => one !== stranger);
        const product = target.products().find((one) => one.sku === stranger.sku);
        if (product === undefined) continue;
        done.push(stranger.sku);
        target.addImage({
          productId: product.id,
          picture: { tiny: stranger.picture },
          fileName: 'stranger.png',
          description: 'added by somebody else',
          sortOrder: 90,
        });
      }
    },
  };
}

async function readWhole(
  answer: Response,
): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }> {
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: new Uint8Array(await answer.arrayBuffer()),
  };
}

function catalogOf(products: readonly PlantedProduct[]) {
  return { products: products.map(({ sku }) => ({ name: sku, sku, images: [] })) };
}

function plant(store: StoreControl, products: readonly PlantedProduct[]): void {
  const ids = new Map(store.products().map((product) => [product.sku, product.id]));
  for (const { sku, images } of products) {
    for (const { picture, ...image } of images)
      store.addImage({ ...image, productId: ids.get(sku) ?? 0, picture: { tiny: picture } });
  }
  store.resetRequests();
}
