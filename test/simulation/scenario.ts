// What one seed stands for: the stores, what goes wrong, who else is at work and how the process dies. Everything that is
// random in a run follows from the seed, so that a failing one can be played again.
import type { Faults, Switches } from '@cutover/sandbox-store';
import type { Policy, TransferBy } from '@cutover/sync-engine';
import { byHandOf, type Deed, deedsOf } from './deeds.ts';
import { createDraw } from './draw.ts';
import type { PlantedImage, PlantedProduct } from './planted-products.ts';

export interface Scenario {
  readonly seed: number;
  readonly policy: Policy;
  /** How pictures are handed over; default: auto. */
  readonly transfer?: TransferBy;
  /** Products without images get theirs together; default: each image by itself. */
  readonly batch?: true;
  readonly source: readonly PlantedProduct[];
  readonly target: readonly PlantedProduct[];
  readonly sourceFaults: Partial<Faults>;
  readonly targetFaults: Partial<Faults>;
  readonly switches: Partial<Switches>;
  /**
   * What tells the images that the target has of its own from counterparts of the source's; default: name. By picture where
   * it has spelled the names of counterparts in its own way.
   */
  readonly strangersBy?: 'name' | 'picture';
  /** What only the target does. */
  readonly targetSwitches?: Partial<Switches>;
  /** How each life ends; the last one lives. */
  readonly deaths: readonly Death[];
  /** What other people and the clock do meanwhile. */
  readonly deeds: readonly Deed[];
  readonly settleAfterMs: number;
  /**
   * A machine that lost its power needs this long until anybody runs a command on it. Where the disk has lost intents,
   * nobody can know of a write that takes effect even later than that.
   */
  readonly bootMs: number;
  readonly quota: { readonly requests: number; readonly windowMs: number };
}

/** A death at the n-th failpoint of a life, counted from its start or from the moment when it began to settle doubts. */
export interface Death {
  readonly at: number;
  readonly from: 'start' | 'settling';
  /** Counts only the failpoints before a step: between the end of one and the beginning of the next nothing lasts. */
  readonly beforeOnly?: true;
  /** The machine dies with it, and its disk had lied: so many of the last commits are gone, or the whole log. */
  readonly lost: number | 'log';
}

const alts = [
  '',
  'front',
  'front',
  'Rückseite',
  'вид сбоку',
  '裏面',
  'صورة',
  'é (decomposed)',
  '🧵',
] as const;

export function scenarioOf(seed: number): Scenario {
  const source = sourceOf(seed);
  const draw = createDraw(seed, 'life');
  return {
    seed,
    policy: draw.chance(0.2) ? 'mirror' : 'copy',
    source,
    target: targetOf(seed, source),
    sourceFaults: sourceFaultsOf(seed),
    targetFaults: targetFaultsOf(seed),
    switches: switchesOf(seed),
    deaths: deathsOf(seed),
    deeds: deedsOf(seed, source),
    settleAfterMs: 120_000,
    bootMs: 90_000,
    quota: draw.chance(0.5)
      ? { requests: 5 + draw.int(40), windowMs: 30_000 }
      : { requests: 100_000, windowMs: 30_000 },
  };
}

function sourceOf(seed: number): PlantedProduct[] {
  const draw = createDraw(seed, 'source');
  const skus = Array.from({ length: 1 + draw.int(3) }, (_, index) => `SKU-${index + 1}`);
  let picture = 1;
  return skus.map((sku) => {
    const ties = draw.chance(0.15);
    // Now and then more images than an answer may include.
    const number = draw.chance(0.1) ? 0 : draw.chance(0.03) ? 10 + draw.int(3) : 1 + draw.int(5);
    const images: PlantedImage[] = [];
    for (let place = 0; place < number; place += 1) {
      const before = images.at(-1);
      const sortOrder = ties ? 0 : place;
      if (before !== undefined && draw.chance(0.1)) {
        images.push({ ...before, sortOrder }); // a true twin: picture, name and text
        continue;
      }
      if (before === undefined || !draw.chance(0.06)) picture += 1;
      const fileName = draw.chance(0.25)
        ? 'same-name.png'
        : draw.chance(0.1)
          ? `stamped-${picture}__83011.png`
          : `picture-${picture}.png`;
      images.push({ picture, fileName, description: draw.pick(alts), sortOrder, isThumbnail: false });
    }
    const thumbnail = images[draw.chance(0.8) ? 0 : draw.int(Math.max(0, images.length - 1))];
    const flagged = !draw.chance(0.1);
    return { sku, images: images.map((one) => ({ ...one, isThumbnail: flagged && one === thumbnail })) };
  });
}

/** The target has some of the pictures already, and some of its own. */
function targetOf(seed: number, source: readonly PlantedProduct[]): PlantedProduct[] {
  const draw = createDraw(seed, 'target');
  return source.map(({ sku, images }) => {
    const theirs = {
      picture: 9000 + draw.int(500),
      fileName: 'their-own.png',
      description: 'theirs',
      sortOrder: 50 + draw.int(9),
    };
    const hasTwin = (one: PlantedImage): boolean =>
      images.some(
        (other) => other !== one && other.picture === one.picture && other.fileName === one.fileName,
      );
    const there = [
      ...images.filter((one) => draw.chance(hasTwin(one) ? 0.4 : 0.12)),
      ...(draw.chance(0.2) ? [theirs] : []),
    ];
    return { sku, images: there.map((one, index) => ({ ...one, isThumbnail: index === 0 })) };
  });
}

function sourceFaultsOf(seed: number): Partial<Faults> {
  const { chance, rate } = createDraw(seed, 'source faults');
  if (chance(0.5)) return {};
  return {
    'reset-before': rate(0.1),
    'error-before': rate(0.1),
    'rate-limit': rate(0.1),
    hang: rate(0.05),
    truncated: rate(0.1),
    malformed: rate(0.1),
    'repeated-page': rate(0.2),
    'missing-page-row': rate(0.2),
  };
}

function targetFaultsOf(seed: number): Partial<Faults> {
  const { int, rate } = createDraw(seed, 'target faults');
  return {
    'reset-after': rate(0.3),
    'reset-before': rate(0.1),
    'error-after': rate(0.15),
    'error-before': rate(0.1),
    'rate-limit': rate(0.1),
    'rate-limit-bare': rate(0.05),
    truncated: rate(0.1),
    malformed: rate(0.1),
    'wrong-length': rate(0.05),
    'html-error': rate(0.05),
    'html-200': rate(0.05),
    hang: rate(0.05),
    slow: { probability: rate(0.05), delayMs: int(5000) },
    'late-effect': { probability: rate(0.15), delayMs: 1000 + int(60_000) },
    'repeated-page': rate(0.1),
    'missing-page-row': rate(0.1),
  };
}

/**
 * The same where more goes wrong: in half of the seeds pictures do not come, to us or to a store that is sent their
 * address; others put the source's own pictures on the target; it
 * had some before, under other names; and it has ways of its own that are in no ordinary seed.
 */
export function harsherScenarioOf(seed: number): Scenario {
  const ordinary = scenarioOf(seed);
  const { source, target, sourceFaults, targetFaults, deeds } = ordinary;
  return {
    ...ordinary,
    target: withCopies(seed, target, source),
    targetSwitches: moreSwitchesOf(seed),
    transfer: createDraw(seed, 'transfer').pick(['auto', 'auto', 'url', 'upload']),
    sourceFaults: { ...sourceFaults, ...pictureFaultsOf(seed, 'source') },
    targetFaults: { ...targetFaults, ...pictureFaultsOf(seed, 'target'), ...refusalsOf(seed) },
    deeds: [...deeds, ...byHandOf(seed, source)].toSorted((a, b) => a.afterRequests - b.afterRequests),
  };
}

/** Images of the target's own that show pictures of the source, under names and texts of their own. */
function withCopies(
  seed: number,
  target: readonly PlantedProduct[],
  source: readonly PlantedProduct[],
): PlantedProduct[] {
  const draw = createDraw(seed, 'copies');
  return target.map(({ sku, images }, index) => {
    const theirs = source[index]?.images ?? [];
    const copied = theirs[draw.int(Math.max(0, theirs.length - 1))];
    if (!draw.chance(0.15) || copied === undefined) return { sku, images };
    const copy = {
      picture: copied.picture,
      fileName: 'their-copy.png',
      description: 'their copy',
      sortOrder: 40 + draw.int(9),
      isThumbnail: images.length === 0,
    };
    return { sku, images: [...images, copy] };
  });
}

/** Whether a picture may be missing when it is needed to tell what became of a create: then a person is asked. */
export function losesPictures({ sourceFaults, targetFaults }: Scenario): boolean {
  return [sourceFaults, targetFaults].some((faults) =>
    Object.keys(faults).some((name) => name.startsWith('picture-')),
  );
}

function pictureFaultsOf(seed: number, store: 'source' | 'target'): Partial<Faults> {
  if (!createDraw(seed, 'pictures fail').chance(0.5)) return {};
  const { rate } = createDraw(seed, `pictures of the ${store}`);
  return {
    'picture-error': rate(0.3),
    'picture-missing': rate(0.1),
    'picture-reset': rate(0.2),
    'picture-hang': rate(0.1),
    'picture-truncated': rate(0.2),
    'picture-html': rate(0.1),
  };
}

/** How long a new image may stay out of lists and counts. */
export const LIST_LAG_MAX_MS = 20_000;

function switchesOf(seed: number): Partial<Switches> {
  const { chance, int, pick } = createDraw(seed, 'switches');
  return {
    'list-lag-ms': chance(0.3) ? int(LIST_LAG_MAX_MS) : 0,
    'v3-image-order': pick(['id', 'sort']),
    'v3-empty-images': pick(['204', '200']),
    'v3-file-fields': pick(['image_file', 'image_url', 'both']),
    'v3-include-images-limit': pick(['none', '10', '50', '250']),
    'sort-on-update': pick(['bump', 'none']),
    'sort-on-create': pick(['none', 'bump']),
    'thumbnail-unset': pick(['kept', 'cleared']),
    'thumbnail-succession': pick(['none', 'lowest-sort', 'lowest-id']),
    'default-sort': pick(['zero', 'last']),
    'retry-after': pick(['present', 'absent']),
  };
}

/** In a tenth of the seeds the target refuses with a conflict, or as locked, in the place of a plain error. */
function refusalsOf(seed: number): Partial<Faults> {
  const { chance, pick, rate } = createDraw(seed, 'refusals');
  return chance(0.1) ? { 'error-before': { probability: rate(0.2), status: pick([409, 423]) } } : {};
}

/** What only the target does, and what leaves it open what it then must show. */
function moreSwitchesOf(seed: number): Partial<Switches> {
  const { chance, pick } = createDraw(seed, 'more switches');
  return {
    originals: chance(0.2) ? 're-encoded' : 'kept',
    'v3-delete-missing-image': pick(['404', '204']),
    'url-stamp': pick(['same', 'differs']),
    'cdn-webp': pick(['off', 'on']),
    'image-bumps-product': pick(['no', 'yes']),
    'size-limit': pick(['8000000', '8388608']),
    'sort-overflow': pick(['kept', 'refused']),
  };
}

function deathsOf(seed: number): Death[] {
  const { chance, int } = createDraw(seed, 'deaths');
  const cuts = chance(0.25);
  return Array.from({ length: chance(0.3) ? 0 : int(4) }, () => ({
    at: chance(0.5) ? int(40) : int(200),
    from: chance(0.2) ? 'settling' : 'start',
    lost: !cuts || chance(0.3) ? 0 : chance(0.15) ? 'log' : 1 + int(5),
  }));
}
