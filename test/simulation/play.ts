// Plays one seed to its end and says what is wrong with it: lives that die as the scenario says, a last one that comes
// to its end, then (faults off) one more that has to finish, and one that must find nothing to do.
import { inspect } from 'node:util';
import { duplicates, foreignImages, losses, type Stores, wrongOrderOrThumbnail } from './checkers.ts';
import type { Life } from './life.ts';
import { harsherScenarioOf, LIST_LAG_MAX_MS, type Scenario } from './scenario.ts';
import { settleByHand } from './settle-by-hand.ts';
import {
  createSimulatedWorld,
  type Plant,
  type SimulatedWorld,
  type WorldOptions,
} from './simulated-world.ts';
import type { Tell } from './telling.ts';
import { overQuota, writesOf, writesWithoutIntent } from './write-checkers.ts';

export interface Played {
  readonly seed: number;
  /** Empty: the seed is clean. */
  readonly complaints: readonly string[];
  readonly deaths: number;
  readonly posts: number;
  readonly images: number;
  /** Requests that the stores refused because of their quota. */
  readonly overQuota: number;
  readonly lives: number;
  /** Virtual milliseconds from the first request to the last check. */
  readonly tookMs: number;
}

/** Lives of a run that keeps being refused by a store in trouble; a person would have called somebody by then. */
const LIVES_MAX = 12;

export async function play(seed: number, plant?: Plant, tell?: Tell): Promise<Played> {
  return await playScenario(harsherScenarioOf(seed), plant, tell);
}

/** @param more what else is watched, and what it complains about. */
export async function playScenario(
  scenario: Scenario,
  plant?: Plant,
  tell?: Tell,
  more?: Pick<WorldOptions, 'onSent'> & { readonly complaints: ReadonlySet<string> },
): Promise<Played> {
  const world = await createSimulatedWorld(scenario, { tell, onSent: more?.onSent });
  const stores: Stores = { scenario, source: world.source, target: world.target, others: world.others };
  const complaints = new Set<string>();
  const complain = (found: readonly string[]): void => {
    for (const one of found) complaints.add(one);
  };
  let deaths = 0;
  let lives = 0;
  let cut = false;
  try {
    const dying = [...scenario.deaths];
    while (lives < LIVES_MAX) {
      lives += 1;
      const death = dying.shift();
      const life = await world.live(death, startsOver(scenario, lives) ? ofNewRun(plant) : plant);
      if (!cut) complain(writesWithoutIntent(life.journalPath, world.target));
      complain(safety(stores, world, life));
      if (life.diedAt !== undefined) {
        deaths += 1;
        cut ||= death?.lost !== 0;
      } else if (life.error === undefined && life.result?.remaining === 0) break;
    }
    // Liveness: once the store is well, the work comes to its end.
    world.calm();
    await world.time.drive(world.time.sleep(60_000));
    complain(await settleByHand(world, scenario));
    // What others have changed behind a snapshot is seen by the run after the one that holds the snapshot.
    if (world.others.edited || scenario.policy === 'mirror') {
      complain(safety(stores, world, await world.live(undefined, plant)));
      // A store that counts what it has just been sent and does not list it yet is not read whole, and a run says so.
      await world.time.drive(world.time.sleep(LIST_LAG_MAX_MS));
    }
    const healthy = await world.live(undefined, plant);
    if (healthy.error !== undefined)
      complain([`with a healthy store it ends with ${inspect(healthy.error)}`]);
    else if (healthy.result?.outcome !== 'done')
      complain([`with a healthy store it ends with ${JSON.stringify(healthy.result)}`]);
    complain([
      ...duplicates(stores),
      ...losses(stores),
      ...foreignImages(stores),
      ...wrongOrderOrThumbnail(stores),
    ]);
    const written = writesOf(world.target);
    const refused = overQuota([...world.source.requests(), ...world.target.requests()]);
    // A process that is new does not know yet how much of the quota the one before it has spent.
    if (refused > deaths) complain([`the quota was overrun by ${refused} requests`]);
    world.target.resetRequests();
    await world.live(undefined, plant);
    const again = writesOf(world.target);
    if (again.posts + again.others > 0) complain([`a second run still writes: ${JSON.stringify(again)}`]);
    const images = scenario.source.reduce((sum, product) => sum + product.images.length, 0);
    return {
      seed: scenario.seed,
      complaints: [...complaints, ...(more?.complaints ?? [])],
      deaths,
      posts: written.posts,
      images,
      overQuota: refused,
      lives,
      tookMs: world.time.monotonicMs(),
    };
  } finally {
    await world.close();
  }
}

/** Now and then somebody gives up the run that died and begins another with `--new`. */
function startsOver({ seed }: Scenario, life: number): boolean {
  return life > 1 && (seed * 7 + life) % 4 === 0;
}

function ofNewRun(plant: Plant = {}): Plant {
  return {
    ...plant,
    change(given) {
      const engine = plant.change?.(given) ?? given;
      return { ...engine, settings: { ...engine.settings, startNew: true } };
    },
  };
}

/** What must hold after every life, however it ended. */
function safety(stores: Stores, world: SimulatedWorld, { result }: Life): string[] {
  const saysDone = result?.outcome === 'done' && !world.others.edited;
  return [
    ...world.watch.complaints,
    ...duplicates(stores),
    ...(saysDone ? losses(stores).map((loss) => `a run says that all is done, but ${loss}`) : []),
  ];
}
