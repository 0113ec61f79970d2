// One seed, played: the real engine, the real clients and the real journal on a file, between two sandbox stores, with
// time, network and randomness owned by the simulation. A life ends by a death (the files are kept as they are at that
// instant, everything that was going on is never heard of again) or by itself.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Journal, openJournal } from '@cutover/journal';
import { type StoreControl, startSandbox } from '@cutover/sandbox-store';
import type { TransportRequest } from '@cutover/store-http';
import type { SeveralCreates } from '@cutover/sync-engine';
import { type Asking, migrate } from '../support/commands.ts';
import { createRandom } from '../support/random.ts';
import { yes } from '../support/world.ts';
import { createOthers, type Others } from './deeds.ts';
import { type Failpoint, withFailpoints } from './failpoints.ts';
import type { Life } from './life.ts';
import type { PlantedProduct } from './planted-products.ts';
import { losePower } from './power-cut.ts';
import { type Death, type Scenario } from './scenario.ts';
import type { Door } from './several-creates.ts';
import { createKeptPictures, engineOf } from './simulated-engine.ts';
import { createNetwork } from './simulated-network.ts';
import { createTelling, type Tell } from './telling.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';
import { createWatch, type Watch } from './watch.ts';

/** What is broken on purpose, to see that the checkers notice. */
export interface Plant {
  readonly change?: (engine: Asking) => Asking;
  /** Requests leave as they come. */
  readonly unpaced?: boolean;
}

export interface WorldOptions {
  /** A process can die before and after it keeps a picture, too. */
  readonly diesKeeping?: boolean;
  /** The target takes several creates in one request, through this door; each process opens it again. */
  readonly several?: ((door: Door) => SeveralCreates) | undefined;
  /** A request leaves; what the journal holds then is durable. */
  readonly onSent?: ((request: TransportRequest, journal: Journal, target: StoreControl) => void) | undefined;
  /** Is told the story of the seed, line by line. */
  readonly tell?: Tell | undefined;
}

export interface SimulatedWorld {
  readonly source: StoreControl;
  readonly target: StoreControl;
  readonly time: VirtualTime;
  /** Sees every request of every life. */
  readonly watch: Watch;
  /** From now on requests are watched by this one, instead of the one for a first migration. */
  watchBy(watch: Watch): void;
  readonly others: Others;
  /** One process: migrates until it ends or dies. */
  live(death?: Death, plant?: Plant): Promise<Life>;
  /** One process of another command. */
  live<Result>(
    death: Death | undefined,
    plant: Plant | undefined,
    command: (engine: Asking) => Promise<Result>,
  ): Promise<Life<Result>>;
  /** Whether the bytes of a picture (by the stores' own key) are kept on this machine. */
  keeps(picture: string): boolean;
  journal(): Journal;
  /** The next process finds no journal. */
  loseJournal(): void;
  /** No more faults, and nobody else at work. */
  calm(): void;
  close(): Promise<void>;
}

/** In memory where the system has such a folder: the simulation is about order, not about disks. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export async function createSimulatedWorld(
  scenario: Scenario,
  { diesKeeping = false, several, onSent, tell }: WorldOptions = {},
): Promise<SimulatedWorld> {
  const time = createVirtualTime();
  const folder = mkdtempSync(path.join(root, 'cutover-simulation-'));
  const sandbox = await startSandbox({
    listen: false,
    stores: ['source', 'target'].map((hash) => ({
      hash,
      catalog: { kind: 'given' as const, catalog: catalogOf(scenario.source) },
      ...(hash === 'target' ? { switches: scenario.targetSwitches ?? {} } : {}),
    })),
    quota: scenario.quota,
    switches: scenario.switches,
    seed: scenario.seed,
    tokenSeed: scenario.seed,
    // A clock that jumps is ours; the stores' own go on.
    now: () => time.storeNow(),
    sleep: async (ms) => await time.sleep(ms),
  });
  const source = withFirstPictures(sandbox.control('source'));
  const target = withFirstPictures(sandbox.control('target'));
  plant(source, scenario.source);
  plant(target, scenario.target);
  source.setFaults(scenario.sourceFaults);
  target.setFaults(scenario.targetFaults);
  const telling =
    tell === undefined ? undefined : createTelling({ source, target }, () => time.monotonicMs(), tell);
  const others = createOthers(scenario.deeds, {
    source,
    target,
    strangersBy: scenario.strangersBy,
    putClock: (byMs) => time.jumpWall(byMs),
    goAway(forMs) {
      target.setFaults({ 'error-before': 1 });
      time.sleep(forMs).then(
        () => target.setFaults({ 'error-before': isCalm ? 0 : (scenario.targetFaults['error-before'] ?? 0) }),
        () => undefined,
      );
    },
    onDeed: (deed) => telling?.deed(JSON.stringify(deed)),
  });
  const kept = createKeptPictures(target.firstPicture);
  let watch = createWatch({ scenario, source, target, others, keeps: kept.has });
  let isCalm = false;
  const seen = telling?.around(() => watch);
  telling?.stores('planted');

  let lives = 0;
  const open = (file: string): Journal =>
    openJournal(file, { now: () => time.now(), random: createRandom(scenario.seed + lives) });
  let journal = open(path.join(folder, 'life-0.db'));
  const old: Journal[] = [];

  /** The next process finds the files as they were at this instant, less what a power cut has taken. */
  const reopen = ({ lost }: Death): void => {
    const from = journal.path;
    lives += 1;
    const to = path.join(folder, `life-${lives}.db`);
    for (const part of ['', '-wal', '.seq'])
      if (existsSync(from + part)) copyFileSync(from + part, to + part);
    losePower(to, lost);
    old.push(journal);
    journal = open(to);
  };

  function live(death?: Death, plant?: Plant): Promise<Life>;
  function live<Result>(
    death: Death | undefined,
    plant: Plant | undefined,
    command: (engine: Asking) => Promise<Result>,
  ): Promise<Life<Result>>;
  async function live(
    death?: Death,
    broken: Plant = {},
    command: (engine: Asking) => Promise<unknown> = async (engine) => await migrate(engine, yes),
  ): Promise<Life<unknown>> {
    telling?.life(lives);
    const random = createRandom(scenario.seed * 31 + lives);
    let passed = 0;
    let left = death?.at ?? 0;
    let settling = false;
    let diedAt: Failpoint | undefined;
    const { promise: died, resolve: die } = Promise.withResolvers<'died'>();
    const reach = async (point: Failpoint): Promise<void> => {
      time.stir();
      if (diedAt === undefined) {
        passed += 1;
        const counts =
          death !== undefined &&
          (death.from === 'start' || settling) &&
          (death.beforeOnly !== true || point.startsWith('before'));
        if (counts) left -= 1;
        if (!counts || left >= 0) return;
        diedAt = point;
        die('died');
      }
      await new Promise<never>(() => undefined);
    };
    const transport = createNetwork({
      sandbox,
      time,
      random,
      reach,
      onSent(request) {
        (seen ?? watch).onSent?.(request);
        onSent?.(request, journal, target);
      },
      onArrival(request) {
        others.onRequest();
        (seen ?? watch).onArrival(request);
      },
      onDone: (request) => (seen ?? watch).onDone(request),
    });
    const plain = engineOf({
      scenario,
      sandbox,
      journal: withFailpoints(journal, reach),
      time,
      random,
      transport,
      unpaced: broken.unpaced === true,
      archive: kept.archive(diesKeeping ? reach : undefined),
      onEvent(event) {
        if (event.type === 'progress' && event.phase === 'settling') settling = true;
        if (event.type === 'run') telling?.run(event);
      },
    });
    const door: Door = {
      sandbox,
      time,
      journal,
      reach,
      onArrival(request) {
        others.onRequest();
        (seen ?? watch).onArrival(request);
      },
      onDone: (request) => (seen ?? watch).onDone(request),
    };
    const engine =
      several === undefined ? plain : { ...plain, target: { ...plain.target, several: several(door) } };
    const work = command(broken.change?.(engine) ?? engine).then(
      (result): Partial<Life<unknown>> => ({ result }),
      (error: unknown): Partial<Life<unknown>> => ({ error }),
    );
    const outcome = await time.drive(Promise.race([work, died]));
    const journalPath = journal.path;
    if (outcome === 'died' && death !== undefined) {
      reopen(death);
      if (death.lost !== 0) await time.drive(time.sleep(scenario.bootMs));
    }
    const { result, error } = outcome === 'died' ? {} : outcome;
    const life = { diedAt, result, error, failpointsPassed: passed, journalPath };
    telling?.ended(life);
    return life;
  }

  return {
    source,
    target,
    time,
    get watch() {
      return watch;
    },
    watchBy(next) {
      watch = next;
    },
    others,
    journal: () => journal,
    calm() {
      isCalm = true;
      source.setFaults(Object.fromEntries(Object.keys(scenario.sourceFaults).map((name) => [name, 0])));
      target.setFaults(Object.fromEntries(Object.keys(scenario.targetFaults).map((name) => [name, 0])));
      others.stop();
    },
    live,
    keeps: kept.has,
    loseJournal() {
      lives += 1;
      old.push(journal);
      journal = open(path.join(folder, `life-${lives}.db`));
    },
    async close() {
      telling?.stores('in the end');
      for (const one of [journal, ...old]) await one.close().catch(() => undefined);
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Images under the keys of the pictures as they were uploaded: a store that encodes them again shows the same ones. */
function withFirstPictures(store: StoreControl): StoreControl {
  return {
    ...store,
    images: (productId) =>
      store.images(productId).map((image) => ({ ...image, picture: store.firstPicture(image.picture) })),
  };
}

function catalogOf(products: readonly PlantedProduct[]) {
  return { products: products.map(({ sku }) => ({ name: sku, sku, images: [] })) };
}

function plant(store: StoreControl, products: readonly PlantedProduct[]): void {
  const ids = new Map(store.products().map((product) => [product.sku, product.id]));
  for (const { sku, images } of products) {
    for (const { picture, ...image } of images)
      store.addImage({
        ...image,
        productId: ids.get(sku) ?? 0,
        picture: { tiny: picture },
        // A name with escapes is planted as it is: uploaded, the store would have made letters of them.
        ...(image.fileName.includes('%')
          ? { imageFile: `q/123/${image.fileName.replace(/(\.\w+)$/, `__${10_000 + picture}$1`)}` }
          : {}),
      });
  }
  store.resetRequests();
}
