// Plays a migration to a store that takes several creates in one request: with deaths and every partial outcome until it is
// done, then in peace, then once more. Besides what holds for any migration, each image that an action has claimed is held
// against what the store has really made of that action.
import { inspect } from 'node:util';
import { sourceOf } from '@cutover/journal';
import type { MigrateResult } from '@cutover/sync-engine';
import { type Asking, migrate } from '../support/commands.ts';
import { yes } from '../support/world.ts';
import { duplicates, foreignImages, losses, type Stores, wrongOrderOrThumbnail } from './checkers.ts';
import { playLives } from './lives.ts';
import type { Played } from './play.ts';
import { createSeveralStore, type Truth } from './several-creates.ts';
import { severalScenarioOf } from './several-scenario.ts';
import { createSimulatedWorld, type Plant, type SimulatedWorld } from './simulated-world.ts';
import type { Tell } from './telling.ts';
import { writesOf } from './write-checkers.ts';

export interface SeveralPlayed extends Played {
  readonly truth: Truth;
  /** Creates that only a person could tell. */
  readonly blocked: number;
}

/** More than a seed has images. */
const BLOCKED_MAX = 50;

export async function playSeveral(seed: number, plant?: Plant, tell?: Tell): Promise<SeveralPlayed> {
  const { scenario, most, isBlind } = severalScenarioOf(seed);
  const store = createSeveralStore(seed, most);
  const world = await createSimulatedWorld(scenario, { tell, several: store.open });
  const stores: Stores = { scenario, source: world.source, target: world.target, others: world.others };
  const complaints = new Set<string>();
  const complain = (found: Iterable<string>, when = ''): void => {
    for (const one of found) complaints.add(`${when}${one}`);
  };
  giveOneName(world);
  const known = knownPictures(stores);
  let isCalm = false;
  const given: Plant = {
    ...plant,
    change(engine) {
      const changed = plant?.change?.(engine) ?? engine;
      return isBlind && !isCalm ? withoutTargetPictures(changed) : changed;
    },
  };
  const counts = { lives: 0, deaths: 0 };
  let blocked = 0;
  let hasLostRows = false;
  const live = async (
    deaths: Parameters<typeof playLives>[0]['deaths'] = [],
    isEnd?: (result: MigrateResult) => boolean,
  ): Promise<MigrateResult | undefined> => {
    const played = await playLives<MigrateResult>({
      world,
      plant: given,
      deaths,
      command: async (engine) => await migrate(engine, yes),
      ...(isEnd === undefined ? {} : { isEnd }),
      afterEach({ result }, cut) {
        hasLostRows ||= cut;
        complain(world.watch.complaints);
        complain(store.truth.complaints);
        complain(duplicates(stores));
        complain(wrongClaims(world, store.truth, known, hasLostRows));
        if (result?.outcome === 'done' && !world.others.edited)
          complain(losses(stores), 'a run says that all is done, but ');
      },
    });
    counts.lives += played.lives;
    counts.deaths += played.deaths;
    if (played.error !== undefined && isEnd === undefined)
      complain([`with healthy stores it ends with ${inspect(played.error)}`]);
    return played.result;
  };
  try {
    await live(scenario.deaths, ({ remaining }) => remaining === 0);
    world.calm();
    store.calm();
    isCalm = true;
    await world.time.drive(world.time.sleep(120_000));
    // What others have changed behind a snapshot is seen by the run after the one that holds the snapshot.
    if (world.others.edited) await live();
    let healthy = await live();
    // What cannot be told is for a person, who knows; and what that person has said is carried out.
    while (healthy?.inDoubt !== undefined && healthy.inDoubt > 0 && blocked < BLOCKED_MAX) {
      blocked += await settleByHand(world, store.truth);
      healthy = await live();
    }
    if (healthy !== undefined && healthy.outcome !== 'done')
      complain([`with healthy stores it ends with ${JSON.stringify(healthy)}`]);
    complain([
      ...duplicates(stores),
      ...losses(stores),
      ...foreignImages(stores),
      ...wrongOrderOrThumbnail(stores),
    ]);
    const { posts } = writesOf(world.target);
    world.target.resetRequests();
    await live();
    const again = writesOf(world.target);
    if (again.posts + again.others > 0) complain([`a second run still writes: ${JSON.stringify(again)}`]);
    const images = scenario.source.reduce((sum, product) => sum + product.images.length, 0);
    return {
      seed,
      complaints: [...complaints],
      ...counts,
      posts,
      images,
      overQuota: 0,
      tookMs: world.time.monotonicMs(),
      truth: store.truth,
      blocked,
    };
  } finally {
    await world.close();
  }
}

function withoutTargetPictures(engine: Asking): Asking {
  return {
    ...engine,
    content: {
      ...engine.content,
      async get(url) {
        if (url.includes('/s-target/')) throw new Error('no picture available');
        return await engine.content.get(url);
      },
    },
  };
}

/** Says of each blocked create as which image it was made, or that it was not. Returns how many there were. */
async function settleByHand(world: SimulatedWorld, { made }: Truth): Promise<number> {
  const journal = world.journal();
  const open = journal
    .doubts({ source: 'source', target: 'target' })
    .filter(({ status }) => status === 'blocked');
  for (const { id: action, subject } of open) {
    const claimed = journal.claimed('target', subject.productId);
    const images = [...made].filter(([id, one]) => one.action === action && !claimed.has(id));
    const imageId = images.at(-1)?.[0];
    await world.time.drive(journal.settle(action, imageId === undefined ? 'retry' : { applied: imageId }));
  }
  return open.length;
}

/** A store makes names unique; an older one has not, and then they tell nothing. */
function giveOneName({ source }: SimulatedWorld): void {
  for (const { id, imageFile } of source.images())
    if (imageFile.includes('same-name')) source.updateImage(id, { imageFile: 'a/001/same-name.png' });
}

/** What the source showed of its images at first, also of those that it lets go of later. */
function knownPictures({ source }: Stores): ReadonlyMap<number, string> {
  return new Map(
    source.images().map(({ id, picture, description, imageFile }) => {
      const name = imageFile.replace(/^.*\//, '').replace(/__\d+/, '');
      return [id, JSON.stringify([picture, description, name])];
    }),
  );
}

/**
 * An action has claimed the image that was made of it. Twins may stand in for each other, but not where all came as they
 * were sent; and nothing that we have made is called surplus, unless a power cut has taken the note that we have.
 */
function wrongClaims(
  world: SimulatedWorld,
  { made }: Truth,
  known: ReadonlyMap<number, string>,
  hasLostRows: boolean,
): string[] {
  const journal = world.journal();
  const wrong: string[] = [];
  for (const { id: run } of journal.runs()) {
    for (const one of journal.actions(run)) {
      if (one.verb !== 'create' || one.status !== 'applied' || one.resultImageId === undefined) continue;
      const { id: action, resultImageId } = one;
      const sourceImageId = sourceOf(one)?.imageId;
      const truth = made.get(resultImageId);
      if (truth === undefined) {
        wrong.push(`${action} has claimed image ${resultImageId}, which somebody else has made`);
        continue;
      }
      if (truth.sourceImageId === sourceImageId) continue;
      const areTwins = known.get(truth.sourceImageId ?? 0) === known.get(sourceImageId ?? 0);
      if (!areTwins)
        wrong.push(`${action} has claimed image ${resultImageId}, which was made of ${truth.action}`);
      else if (truth.inOrder && !world.others.edited)
        wrong.push(`${action} has claimed image ${resultImageId} of its twin ${truth.action}, out of order`);
    }
    for (const { rule, target } of journal.findings(run))
      if (!hasLostRows && rule === 'surplus-image' && made.has(target?.imageId ?? 0))
        wrong.push(`image ${target?.imageId} is called surplus, and we have made it`);
  }
  return wrong;
}
