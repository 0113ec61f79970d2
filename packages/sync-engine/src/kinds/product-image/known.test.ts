import type { Run, SeenImage, Snapshot } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import type { Moment } from '../../plan/considered.ts';
import { aCreate, anUpdate } from '../../testing/actions.ts';
import { named } from '../../testing/images.ts';
import { run } from '../../testing/runs.ts';
import { knownOf, type PairKnown } from './known.ts';

const seen = (imageId: number): SeenImage => ({
  image_id: imageId,
  description: '',
  sort_order: 0,
  is_thumbnail: false,
  image_file: '',
});

/** A journal that has seen image 71 at the start of run r0003, 72 at the end of r0003, and 73 at the end of the run before. */
const pair: PairKnown = {
  source: { hash: 's' },
  target: { hash: 't' },
  journal: {
    hasWritten: () => true,
    links: () => [],
    replacementsOpen: () => [],
    missedBy: () => [],
    runs: () => [],
    snapshotOf: () => undefined,
    images: () => new Map(),
    sightings: (run) => new Map(run === 'r0003-3333' ? [[9, [seen(71)]]] : []),
    lastSightings: (_, but) => new Map([[9, [seen(but === 'r0003-3333' ? 73 : 72)]]]),
    lastSent: () => new Map(),
    lastShown: () => new Map(),
  },
};
const aRun = (id: string): Run => run({}, { id, command: 'migrate', options: {}, outcome: 'incomplete' });
const aSnapshot = (snapshot: number, run: string): Snapshot => ({
  snapshot,
  run,
  side: 'target',
  store: 't',
  via: 'v3',
  cursor: 9,
  complete: true,
  products: 1,
  images: 2,
  expectedImages: undefined,
});
const known = (moment: Moment) => knownOf(pair, [{ sourceProductId: 8, targetProductId: 9 }], moment)(9);

describe('what is known of the images of a product', () => {
  it('when two snapshots are compared: how the newest run left it', () => {
    const { found, left, sentNow } = known({ at: 'compare' });
    expect({ found, left, sentNow }).toEqual({ found: undefined, left: [seen(72)], sentNow: undefined });
  });

  it('when it is looked at: how this run found it, how the one before left it, and what this plan has sent', () => {
    const actions = [aCreate('pending'), anUpdate('applied', { wanted: { description: 'new' } })];
    const { found, left, sentNow } = known({ at: 'look', run: 'r0003-3333', actionsOf: () => actions });
    expect({ found, left }).toEqual({ found: [seen(71)], left: [seen(73)] });
    expect([sentNow?.(71, 'description'), sentNow?.(71, 'sort_order'), sentNow?.(72, 'description')]).toEqual(
      [true, false, false],
    );
  });

  it('which images a plan has missed, and what was there then, at whichever moment', () => {
    const there = new Map([
      ['r0001-1111', [named('a', 51), named('b', 52)]],
      ['r0002-2222', [named('c', 53)]],
      ['r0003-3333', [named('d', 54)]],
    ]);
    const plans = [...there.keys()];
    const journal: PairKnown['journal'] = {
      ...pair.journal,
      // The second has carried out the plan of a diff; the last one is dry.
      runs: () => [
        { ...aRun('r0001-1111'), command: 'diff' },
        { ...aRun('r0009-9999'), planRun: 'r0001-1111' },
        aRun('r0002-2222'),
        { ...aRun('r0003-3333'), dryRun: true },
      ],
      missedBy: (planRun) => [
        { sourceImageId: 1, targetProductId: 9 },
        ...(planRun === 'r0002-2222' ? [{ sourceImageId: 2, targetProductId: 9 }] : []),
      ],
      snapshotOf: (planRun, side) =>
        side === 'target' ? aSnapshot(plans.indexOf(planRun) + 1, planRun) : undefined,
      images: (snapshot) => new Map([[9, there.get(plans[snapshot - 1] ?? '') ?? []]]),
    };
    const missed = (moment: Moment) =>
      knownOf({ ...pair, journal }, [{ sourceProductId: 8, targetProductId: 9 }], moment)(9).missed;
    const all = new Map([
      [1, new Set([51, 52, 53])],
      [2, new Set([53])],
    ]);
    expect([
      missed({ at: 'compare' }),
      missed({ at: 'look', run: 'r0002-2222', actionsOf: () => [] }),
    ]).toEqual([all, all]);
  });
});
