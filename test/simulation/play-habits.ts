// Plays a migration to a store that has habits of its own: with deaths and faults until it is done, then in peace, then once
// more, and once more when somebody has edited an image meanwhile. Safety (nothing twice, nothing taken for another) is asked after every life; liveness (all is there, the second run
// sends nothing) once the stores are well. The checkers know what the target makes of a text, and nothing of the engine.
import { inspect } from 'node:util';
import type { StoreControl } from '@cutover/sandbox-store';
import type { MigrateResult, Prefer } from '@cutover/sync-engine';
import { migrate } from '../support/commands.ts';
import { yes } from '../support/world.ts';
import { duplicates, foreignImages, type Stores, wrongOrderOrThumbnail } from './checkers.ts';
import { editByHand } from './habits-edit.ts';
import { type Habits, habitsOf, keepingOf } from './habits-scenario.ts';
import { playLives } from './lives.ts';
import type { Played } from './play.ts';
import { createSimulatedWorld, type Plant, type SimulatedWorld } from './simulated-world.ts';
import type { Tell } from './telling.ts';
import { writesOf, writesWithoutIntent } from './write-checkers.ts';

interface Stage {
  readonly habits: Habits;
  readonly world: SimulatedWorld;
  readonly stores: Stores;
  readonly plant: Plant | undefined;
  readonly complaints: Set<string>;
  readonly counts: { lives: number; deaths: number };
  /** A power cut has taken commits from the journal, or all of it is gone. */
  forgets: boolean;
}

export async function playHabits(seed: number, plant?: Plant, tell?: Tell): Promise<Played> {
  const habits = habitsOf(seed);
  const { scenario } = habits;
  const world = await createSimulatedWorld(scenario, { tell });
  const stores: Stores = { scenario, source: world.source, target: world.target, others: world.others };
  const counts = { lives: 0, deaths: 0 };
  const stage: Stage = { habits, world, stores, plant, complaints: new Set(), counts, forgets: false };
  hidePlace(stage);
  try {
    const troubled = await live(stage, {
      deaths: scenario.deaths,
      isEnd: ({ remaining }) => remaining === 0,
    });
    world.calm();
    await world.time.drive(world.time.sleep(60_000 * 12));
    if (scenario.policy === 'mirror' || troubled === undefined || troubled.remaining > 0) {
      // What a plan did not hold is removed by the next one only, which is approved by itself; and a run that trouble has
      // cut short ends with what it gave up then, which the one after it does.
      await live(stage);
      await world.time.drive(world.time.sleep(60_000));
    }
    const healthy = await live(stage);
    if (healthy !== undefined && healthy.outcome !== 'done')
      complain(stage, [`with healthy stores it ends with ${JSON.stringify(healthy)}`]);
    complain(stage, [...allIsThere(stage), ...foreignImages(stores)]);
    const { posts } = writesOf(world.target);
    // A run done asks a list again: what it does not show yet is not checked, and a run that says so is right.
    await world.time.drive(world.time.sleep(60_000));
    if (habits.losesJournal) {
      world.loseJournal();
      stage.forgets = true;
      // What the store made of a text or a place has to be found out once more, image by image; no image is made again.
      const { posts: again } = await sent(stage, 'a second run', 'done');
      if (again > 0) complain(stage, [`with its journal lost, a run makes ${again} images again`]);
      await world.time.drive(world.time.sleep(60_000));
    }
    await sendsNothing(stage, 'a second run', 'done');
    if (!stage.forgets) await playEdit(stage);
    return {
      seed,
      complaints: [...stage.complaints],
      ...counts,
      posts,
      images: scenario.source.reduce((sum, product) => sum + product.images.length, 0),
      overQuota: 0,
      tookMs: world.time.monotonicMs(),
    };
  } finally {
    await world.close();
  }
}

function complain({ complaints }: Stage, found: readonly string[], when = ''): void {
  for (const one of found) complaints.add(`${when}${one}`);
}

interface Run {
  readonly deaths?: Parameters<typeof playLives>[0]['deaths'];
  readonly isEnd?: (result: MigrateResult) => boolean;
  readonly prefer?: Prefer;
}

async function live(stage: Stage, { deaths = [], isEnd, prefer = 'source' }: Run = {}) {
  const { world, plant, stores, counts } = stage;
  const played = await playLives<MigrateResult>({
    world,
    plant,
    deaths,
    command: async (engine) => await migrate({ ...engine, settings: { ...engine.settings, prefer } }, yes),
    ...(isEnd === undefined ? {} : { isEnd }),
    onCut() {
      stage.forgets = true;
    },
    afterEach(life) {
      complain(stage, world.watch.complaints);
      complain(stage, duplicates(stores));
      if (!stage.forgets) complain(stage, writesWithoutIntent(life.journalPath, world.target));
      if (prefer === 'source' && life.result?.outcome === 'done')
        complain(stage, missing(stage), 'a run says that all is done, but ');
    },
  });
  counts.lives += played.lives;
  counts.deaths += played.deaths;
  if (played.error !== undefined && isEnd === undefined)
    complain(stage, [`with healthy stores it ends with ${inspect(played.error)}`]);
  return played.result;
}

/** What a run sends that has to end like this. */
async function sent(
  stage: Stage,
  what: string,
  outcome: MigrateResult['outcome'],
  prefer: Prefer = 'source',
): Promise<ReturnType<typeof writesOf>> {
  const { target } = stage.world;
  target.resetRequests();
  const result = await live(stage, { prefer });
  if (result !== undefined && result.outcome !== outcome)
    complain(stage, [`${what} ends with ${JSON.stringify(result)}`]);
  return writesOf(target);
}

async function sendsNothing(...asked: Parameters<typeof sent>): Promise<void> {
  const [stage, what] = asked;
  const written = await sent(...asked);
  if (written.posts + written.others > 0)
    complain(stage, [`${what} still writes: ${JSON.stringify(written)}`]);
}

/** Somebody edits an image of ours on the target: what becomes of the edit is what was asked for, and nothing else changes. */
async function playEdit(stage: Stage): Promise<void> {
  const { habits, world, stores } = stage;
  if (habits.edit === undefined) return;
  const { prefer } = habits.edit;
  const edit = editByHand(stores, habits);
  if (edit === undefined) return;
  const what = `after an edit (${edit.does}), with --prefer ${prefer}, a run`;
  const outcome = prefer === 'ask' ? 'incomplete' : 'done';
  if (prefer === 'source') {
    const { posts } = await sent(stage, what, outcome, prefer);
    if (posts > 0) complain(stage, [`${what} makes ${posts} images`]);
    complain(stage, [...allIsThere(stage), ...foreignImages(stores)], `${what}: `);
  } else {
    await sendsNothing(stage, what, outcome, prefer);
    if (!edit.stands()) complain(stage, [`${what} overwrites it`]);
  }
  await world.time.drive(world.time.sleep(60_000));
  await sendsNothing(stage, `${what}, the second one,`, outcome, prefer);
}

/** One of the source's images shows no place, in either version of the API. */
function hidePlace({ habits, world: { source } }: Stage): void {
  if (habits.placeless === undefined) return;
  const images = source.images();
  const image = images[habits.placeless % Math.max(1, images.length)];
  const nothing = { sort_order: null };
  if (image !== undefined) source.updateImage(image.id, { viewOverrides: { v2: nothing, v3: nothing } });
}

function allIsThere(stage: Stage): string[] {
  const wrong = wrongOrderOrThumbnail(stage.stores);
  // Whose place nobody knows has no order, nor have its siblings.
  const isPlaced = stage.habits.placeless === undefined;
  return [...missing(stage), ...wrong.filter((one) => isPlaced || !one.includes('the order'))];
}

/** Images of the source that the target does not show, picture and text, as this target keeps texts. */
function missing({ stores: { source, target }, habits: { scenario } }: Stage): string[] {
  const kept = keepingOf(scenario.targetSwitches?.['description-kept'] ?? 'as-sent');
  const shown = (store: StoreControl, productId: number): string[] =>
    store.images(productId).map(({ picture, description }) => `${picture.slice(7, 15)} ${kept(description)}`);
  return source.products().flatMap(({ id, sku }) => {
    const to = target.products().find((one) => one.sku === sku)?.id ?? 0;
    const there = shown(target, to);
    return shown(source, id).flatMap((image) => {
      const at = there.indexOf(image);
      if (at >= 0) there.splice(at, 1);
      return at >= 0 ? [] : [`${sku}: ${image.slice(0, 60)} is not there`];
    });
  });
}
