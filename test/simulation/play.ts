// Plays one seed to its end and says what is wrong with it: lives that die as the scenario says, a last one that comes
// to its end, then (faults off) one more that has to finish, and one that must find nothing to do.
import { inspect } from 'node:util';
import type { Engine } from '@cutover/sync-engine';
import { duplicatesAndLosses, writesOf, wrongOrderOrThumbnail } from './checkers.ts';
import { scenarioOf } from './scenario.ts';
import { createSimulatedWorld, type Life } from './simulated-world.ts';

export interface Played {
  readonly seed: number;
  /** Empty: the seed is clean. */
  readonly complaints: readonly string[];
  readonly deaths: number;
  readonly posts: number;
  readonly images: number;
}

/** Lives of a run that keeps being refused by a store in trouble; a person would have called somebody by then. */
const LIVES_MAX = 12;

export async function play(seed: number, change?: (engine: Engine) => Engine): Promise<Played> {
  const scenario = scenarioOf(seed);
  const world = await createSimulatedWorld(scenario);
  const complaints: string[] = [];
  let deaths = 0;
  try {
    let last: Life | undefined;
    const dying = [...scenario.deaths];
    for (let lives = 0; lives < LIVES_MAX; lives += 1) {
      const at = dying.shift();
      last = await world.live(at === undefined ? undefined : (passed) => passed > at, change);
      if (last.diedAt !== undefined) deaths += 1;
      else if (last.error === undefined && last.result?.remaining === 0) break;
    }
    // Liveness: once the store is well, the work comes to its end.
    world.calm();
    await world.time.drive(world.time.sleep(60_000));
    const healthy = await world.live(undefined, change);
    if (healthy.error !== undefined)
      complaints.push(`with a healthy store it ends with ${inspect(healthy.error)}`);
    else if (healthy.result?.exitCode !== 0)
      complaints.push(`with a healthy store it ends with ${JSON.stringify(healthy.result)}`);
    complaints.push(...(await duplicatesAndLosses(world.source, world.target, scenario, world.strangers)));
    complaints.push(...(await wrongOrderOrThumbnail(world.source, world.target)));
    const written = writesOf(world.target);
    world.target.resetRequests();
    await world.live(undefined, change);
    const again = writesOf(world.target);
    if (again.posts + again.others > 0)
      complaints.push(`a second run still writes: ${JSON.stringify(again)}`);
    const images = scenario.source.reduce((sum, product) => sum + product.images.length, 0);
    return { seed, complaints, deaths, posts: written.posts, images };
  } finally {
    await world.close();
  }
}
