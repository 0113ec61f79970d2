// Plays a migration to a store that has habits of its own: with deaths and faults until it is done, then in peace, then once
// more. Safety (nothing twice, nothing taken for another) is asked after every life; liveness (all is there, the second run
// sends nothing) once the stores are well. The checkers know what the target makes of a text, and nothing of the engine.
import { inspect } from 'node:util';
import type { StoreControl } from '@cutover/sandbox-store';
import { type MigrateResult, migrate } from '@cutover/sync-engine';
import { yes } from '../support/world.ts';
import { duplicates, type Stores, wrongOrderOrThumbnail } from './checkers.ts';
import { type Habits, habitsOf } from './habits-scenario.ts';
import { playLives } from './lives.ts';
import type { Played } from './play.ts';
import { createSimulatedWorld, type Plant } from './simulated-world.ts';
import type { Tell } from './telling.ts';
import { writesOf, writesWithoutIntent } from './write-checkers.ts';

export async function playHabits(seed: number, plant?: Plant, tell?: Tell): Promise<Played> {
  const habits = habitsOf(seed);
  const { scenario } = habits;
  const world = await createSimulatedWorld(scenario, { tell });
  const stores: Stores = { scenario, source: world.source, target: world.target, others: world.others };
  const complaints = new Set<string>();
  const complain = (found: readonly string[], when = ''): void => {
    for (const one of found) complaints.add(`${when}${one}`);
  };
  const counts = { lives: 0, deaths: 0 };
  const live = async (
    deaths: Parameters<typeof playLives>[0]['deaths'] = [],
    isEnd?: (result: MigrateResult) => boolean,
  ): Promise<MigrateResult | undefined> => {
    const played = await playLives<MigrateResult>({
      world,
      plant,
      deaths,
      command: async (engine) => await migrate(engine, yes),
      ...(isEnd === undefined ? {} : { isEnd }),
      afterEach(life) {
        complain(world.watch.complaints);
        complain(duplicates(stores));
        if (!hasLostJournal) complain(writesWithoutIntent(life.journalPath, world.target));
        if (life.result?.outcome === 'done')
          complain(missing(stores, habits), 'a run says that all is done, but ');
      },
    });
    counts.lives += played.lives;
    counts.deaths += played.deaths;
    if (played.error !== undefined && isEnd === undefined)
      complain([`with healthy stores it ends with ${inspect(played.error)}`]);
    return played.result;
  };
  let hasLostJournal = false;
  try {
    await live(scenario.deaths, ({ remaining }) => remaining === 0);
    world.calm();
    await world.time.drive(world.time.sleep(60_000 * 12));
    const healthy = await live();
    if (healthy !== undefined && healthy.outcome !== 'done')
      complain([`with healthy stores it ends with ${JSON.stringify(healthy)}`]);
    complain([...missing(stores, habits), ...wrongOrderOrThumbnail(stores)]);
    const { posts } = writesOf(world.target);
    const sent = async (): Promise<ReturnType<typeof writesOf>> => {
      world.target.resetRequests();
      const again = await live();
      if (again !== undefined && again.outcome !== 'done')
        complain([`a second run ends with ${JSON.stringify(again)}`]);
      return writesOf(world.target);
    };
    // A run done asks a list again: what it does not show yet is not checked, and a run that says so is right.
    await world.time.drive(world.time.sleep(60_000));
    if (habits.losesJournal) {
      world.loseJournal();
      hasLostJournal = true;
      // What the store made of a text or a place has to be found out once more, image by image; no image is made again.
      const { posts: again } = await sent();
      if (again > 0) complain([`with its journal lost, a run makes ${again} images again`]);
      await world.time.drive(world.time.sleep(60_000));
    }
    const written = await sent();
    if (written.posts + written.others > 0)
      complain([`a second run still writes: ${JSON.stringify(written)}`]);
    return {
      seed,
      complaints: [...complaints],
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

/** Images of the source that the target does not show, picture and text, as this target keeps texts. */
function missing({ source, target }: Stores, { scenario }: Habits): string[] {
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

function keepingOf(habit: 'as-sent' | 'trimmed' | 'cut-255' | 'nfc'): (text: string) => string {
  switch (habit) {
    case 'as-sent':
      return (text) => text;
    case 'trimmed':
      return (text) => text.trim();
    case 'cut-255':
      return (text) => Array.from(text).slice(0, 255).join('');
    case 'nfc':
      return (text) => text.normalize('NFC');
  }
}
