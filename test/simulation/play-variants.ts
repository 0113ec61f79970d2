// Plays migrations of pictures of variants, or of values: with deaths, faults and people at work until they are done, then in
// peace, then once more.

import { inspect } from 'node:util';
import { idOfSlot } from '@cutover/journal';
import type { MigrateResult } from '@cutover/sync-engine';
import { migrate } from '../support/commands.ts';
import { yes } from '../support/world.ts';
import { createDraw } from './draw.ts';
import { playLives } from './lives.ts';
import type { Played } from './play.ts';
import { createSimulatedWorld, type Plant, type SimulatedWorld } from './simulated-world.ts';
import { modifierStores, type SlotStores, swatchStores, variantStores } from './slot-stores.ts';
import type { Tell } from './telling.ts';
import { type PlannedVariant, THEIRS, variantsScenarioOf } from './variants-scenario.ts';
import { type VariantsWatch, watchVariants } from './variants-watch.ts';

/** A slot of the source with what stands for it on the target. */
interface Pair {
  readonly source: number;
  /** Undefined: nobody. */
  readonly target: number | undefined;
}

export async function playVariants(seed: number, plant?: Plant, tell?: Tell): Promise<Played> {
  return await playSlots(variantStores, seed, plant, tell);
}

/** The same of modifiers' values or of swatches, as the seed says. */
export async function playValues(seed: number, plant?: Plant, tell?: Tell): Promise<Played> {
  const stores = createDraw(seed, 'values').pick([modifierStores, swatchStores]);
  return await playSlots(stores, seed, plant, tell);
}

async function playSlots(stores: SlotStores, seed: number, plant?: Plant, tell?: Tell): Promise<Played> {
  const { scenario, prefer, variants, deeds } = variantsScenarioOf(seed);
  const world = await createSimulatedWorld(scenario, { tell, diesKeeping: true });
  const pairs = plantSlots(world, stores, variants);
  const { source, target } = world;
  const watch = watchVariants({
    stores,
    source,
    target,
    prefer,
    deeds,
    keeps: world.keeps,
    onDeed: (words) => tell?.(words),
  });
  world.watchBy(watch);
  const complaints = new Set<string>();
  const complain = (found: Iterable<string>): void => {
    for (const one of found) complaints.add(one);
  };
  const given: Plant = {
    ...plant,
    change(engine) {
      const asked = {
        ...engine,
        settings: { ...engine.settings, kinds: ['product', stores.kind] as const, prefer },
      };
      return plant?.change?.(asked) ?? asked;
    },
  };
  const counts = { lives: 0, deaths: 0 };
  let cut = false;
  const live = async (
    deaths: typeof scenario.deaths = [],
    isEnd?: (result: MigrateResult) => boolean,
  ): Promise<MigrateResult | undefined> => {
    const played = await playLives<MigrateResult>({
      world,
      plant: given,
      deaths,
      command: async (engine) => await migrate(engine, yes),
      ...(isEnd === undefined ? {} : { isEnd }),
      afterEach: () => complain(watch.complaints),
      onCut() {
        cut = true;
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
    watch.stop();
    await world.time.drive(world.time.sleep(120_000));
    if (watch.edited) await live();
    let healthy = await live();
    // Where the source shows another picture by now, only a person can tell what became of a set; and what that person has
    // said is carried out.
    if ((healthy?.inDoubt ?? 0) > 0) {
      await settleByHand(world, watch);
      await live();
      healthy = await live();
    }
    const asIs = { world, stores, watch, pairs, prefer, cut };
    complain(wrongPictures(asIs));
    complain(wrongEnd(asIs, healthy));
    const { effects } = watch;
    const before = target.requests().length;
    await live();
    const writes = target
      .requests()
      .slice(before)
      .filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    if (writes.length > 0)
      complain([`a second run still writes: ${writes.map(({ path }) => path).join(', ')}`]);
    complain(watch.complaints);
    return {
      seed,
      complaints: [...complaints],
      ...counts,
      posts: effects,
      images: pairs.length,
      overQuota: 0,
      tookMs: world.time.monotonicMs(),
    };
  } finally {
    await world.close();
  }
}

async function settleByHand(world: SimulatedWorld, watch: VariantsWatch): Promise<void> {
  const journal = world.journal();
  for (const { id, status, subject } of journal.doubts({ source: 'source', target: 'target' })) {
    if (status !== 'blocked' || !('slot' in subject)) continue;
    const isOurs = watch.slot(idOfSlot(subject.slot)).by === 'us';
    await world.time.drive(journal.settle(id, isOurs ? { applied: undefined } : 'retry'));
    watch.forget(idOfSlot(subject.slot));
  }
}

function plantSlots(
  { source, target }: SimulatedWorld,
  stores: SlotStores,
  products: readonly (readonly PlannedVariant[])[],
): Pair[] {
  return products.flatMap((variants, index) => {
    const [ours, theirs] = [source, target].map((store) => store.products()[index]?.id ?? 0);
    return variants.map((planned, nth): Pair => {
      const { picture, there } = planned;
      const id = stores.plant(source, ours ?? 0, planned, picture);
      if (there === 'no variant') return { source: id, target: undefined };
      const has = there === 'their own' ? THEIRS + nth : there === 'the same' ? picture : undefined;
      return { source: id, target: stores.plant(target, theirs ?? 0, planned, has) };
    });
  });
}

interface AsIs {
  readonly world: SimulatedWorld;
  readonly stores: SlotStores;
  readonly watch: VariantsWatch;
  readonly pairs: readonly Pair[];
  readonly prefer: string;
  /** A power cut has taken what was set by us from the journal: then it counts as somebody else's. */
  readonly cut: boolean;
}

interface Standing {
  readonly wanted: string;
  /** Undefined: no slot of the target is the counterpart. */
  readonly now: ReturnType<VariantsWatch['slot']> | undefined;
}

function standingsOf({ world: { source }, stores, watch, pairs }: AsIs): Standing[] {
  const shown = new Map(stores.rows(source).map(({ id, image }) => [id, image?.picture]));
  return pairs.flatMap((pair) => {
    const wanted = shown.get(pair.source);
    return wanted === undefined
      ? []
      : [{ wanted, now: pair.target === undefined ? undefined : watch.slot(pair.target) }];
  });
}

function wrongPictures(asIs: AsIs): string[] {
  return standingsOf(asIs).flatMap(({ wanted, now }) => {
    if (now === undefined || now.picture === wanted) return [];
    if (now.picture === undefined) return [`a picture of a slot was lost: ${wanted}`];
    const isLeftAlone = asIs.prefer !== 'source' && (now.by === 'others' || asIs.cut);
    return isLeftAlone ? [] : [`a slot shows ${now.picture} and not ${wanted}`];
  });
}

/** "Done" says that each picture is there or was decided about; "incomplete" needs a reason. */
function wrongEnd(asIs: AsIs, result: MigrateResult | undefined): string[] {
  if (result === undefined) return ['the last run died'];
  const standings = standingsOf(asIs);
  const unmatched = standings.some(({ now }) => now === undefined);
  const undecided = standings.some(
    ({ now, wanted }) => asIs.prefer === 'ask' && now !== undefined && now.picture !== wanted,
  );
  const expected = unmatched || undecided ? 'incomplete' : 'done';
  return result.outcome === expected
    ? []
    : [`with healthy stores it ends with ${JSON.stringify(result)}, and not ${expected}`];
}
