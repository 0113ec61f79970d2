// Two deaths in a row, at pairs of failpoints: the second process dies while it puts right what the first one left. Each commit
// plays half of the pairs (`pairs-played.ts`). Simulated: time is owned, so that waiting costs nothing.
import { expect, it } from 'vitest';
import { duplicates, foreignImages, losses, wrongOrderOrThumbnail } from './checkers.ts';
import { pairsPlayed } from './pairs-played.ts';
import type { PlantedImage } from './planted-products.ts';
import type { Death, Scenario } from './scenario.ts';
import { createSimulatedWorld } from './simulated-world.ts';
import { writesOf, writesWithoutIntent } from './write-checkers.ts';

const images = Array.from(
  { length: 8 },
  (_, place): PlantedImage => ({
    // The last two are twins: one picture, one name, one text.
    picture: Math.min(place, 6),
    fileName: place % 4 === 1 ? 'same-name.png' : `picture-${Math.min(place, 6)}.png`,
    description: `view ${Math.min(place, 6)}`,
    sortOrder: place,
    isThumbnail: place === 0,
  }),
);

const scenario: Scenario = {
  seed: 1,
  policy: 'copy',
  source: [{ sku: 'SKU-1', images }],
  target: [{ sku: 'SKU-1', images: [] }],
  sourceFaults: {},
  targetFaults: {},
  switches: { 'sort-on-update': 'none' },
  deaths: [],
  deeds: [],
  settleAfterMs: 120_000,
  bootMs: 90_000,
  quota: { requests: 1_000_000, windowMs: 30_000 },
};

const before = (at: number): Death => ({ at, from: 'start', lost: 0, beforeOnly: true });

interface Pair {
  /** How many of the two deaths there was an occasion for. */
  readonly deaths: number;
  readonly posts: number;
  readonly complaints: readonly string[];
}

async function dieTwice(first: number, second: number): Promise<Pair> {
  const world = await createSimulatedWorld(scenario);
  try {
    const stores = { scenario, source: world.source, target: world.target, others: world.others };
    let deaths = 0;
    for (const death of [before(first), before(second)]) {
      const life = await world.live(death);
      if (life.diedAt === undefined) break;
      deaths += 1;
    }
    const last = await world.live();
    return {
      deaths,
      posts: writesOf(world.target).posts,
      complaints: [
        ...world.watch.complaints,
        ...writesWithoutIntent(last.journalPath, world.target),
        ...duplicates(stores),
        ...losses(stores),
        ...foreignImages(stores),
        ...wrongOrderOrThumbnail(stores),
        ...(last.result?.outcome === 'done' ? [] : [JSON.stringify(last.result ?? String(last.error))]),
      ],
    };
  } finally {
    await world.close();
  }
}

const { half, isWhole } = pairsPlayed(process.env['PAIRS']);

it(`two deaths at pairs of failpoints of a plan of 8 images, PAIRS=${half}`, {
  timeout: 900_000,
}, async () => {
  let pairs = 0;
  let singles = 0;
  let extraPosts = 0;
  const complaints: string[] = [];
  for (let first = 0; ; first += 1) {
    let deaths = 0;
    for (let second = 0; ; second += 1) {
      const pair = await dieTwice(first, second);
      deaths = pair.deaths;
      complaints.push(...pair.complaints.map((one) => `deaths at ${first} and ${second}: ${one}`));
      extraPosts = Math.max(extraPosts, pair.posts - images.length);
      if (deaths < 2) break;
      pairs += 1;
      // Behind the others one shows that there was an occasion for them.
      if (!isWhole(first)) break;
    }
    if (deaths === 0) break;
    singles += 1;
  }
  process.stdout.write(
    `PAIRS=${half}: ${singles} failpoints, ${pairs} pairs of deaths; at most ${extraPosts} creates more than images\n`,
  );
  expect({ complaints, extraPosts }).toEqual({ complaints: [], extraPosts: 0 });
  expect(singles).toBeGreaterThan(50);
});
