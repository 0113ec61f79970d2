// Whatever the journal knows: what needs no march comes to the same as if it had been marched.
import type { ProductImage } from '@cutover/field-mapper';
import {
  findingsOfSame,
  type Link,
  type Run,
  type SeenImage,
  type Snapshot,
  type WantedFields,
} from '@cutover/journal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFinding, sameFinding } from '../../compare/row-findings.ts';
import { choicesUnsaid, type Deciding, type Policy, type Prefer, type With } from '../../engine.ts';
import { inWords, sameInWords } from '../../found.ts';
import { isPair } from '../../match/march.ts';
import { seenOf } from '../../plan/seen-image.ts';
import { type BothSides, bothSides, bothViews, glanceOf, viewGlanceOf } from '../../testing/glances.ts';
import { considering } from './consider.ts';

const ids = { sourceProductId: 1, targetProductId: 9 };
const glance = { sourceSnapshot: 1, targetSnapshot: 2 };

interface Known {
  readonly links: readonly Link[];
  readonly sent: ReadonlyMap<number, WantedFields>;
  readonly shown: ReadonlyMap<number, WantedFields>;
  readonly replaced: readonly (readonly [sourceImageId: number, targetImageId: number])[];
  readonly missed: readonly number[];
  readonly left: readonly SeenImage[] | undefined;
  readonly asThen: BothSides;
}
const nothing: Known = {
  links: [],
  sent: new Map(),
  shown: new Map(),
  replaced: [],
  missed: [],
  left: undefined,
  asThen: { source: [], target: [] },
};

const aRun = { id: 'r0001-2222', command: 'migrate', dryRun: false, phase: 'finished', outcome: 'done' };

/** An engine that has no picture to look at, between two stores that show this and a journal that knows that. */
type Deciders = Pick<With<Deciding>, 'mode'> & With<Deciding>['decisions'];
const asking: Deciders = { ...choicesUnsaid.decisions, mode: 'transfer' };

function engineOf({ source, target }: BothSides, known: Known, { mode, ...decisions }: Deciders) {
  const pictures: string[] = [];
  const shown = new Map<number, ReadonlyMap<number, readonly ProductImage[]>>([
    [1, new Map([[1, source]])],
    [2, new Map([[9, target]])],
    [11, new Map([[1, known.asThen.source]])],
    [12, new Map([[9, known.asThen.target]])],
  ]);
  const of = (snapshot: number, productIds: readonly number[]) =>
    new Map(productIds.map((id) => [id, [...(shown.get(snapshot)?.get(id) ?? [])]]));
  // Checked edge: as much of an engine as the images of a product are considered with.
  const engine = {
    mode,
    source: { hash: 's' },
    target: { hash: 't' },
    decisions,
    control: { stopping: new AbortController().signal, whileNotPaused: async () => await Promise.resolve() },
    content: {
      async get(url: string) {
        pictures.push(url);
        return await Promise.reject(new Error('no picture'));
      },
    },
    journal: {
      hasWritten: () => true,
      glances: (snapshot: number, productIds: readonly number[]) =>
        new Map([...of(snapshot, productIds)].map(([id, images]) => [id, images.map(glanceOf)])),
      viewGlances: (snapshot: number, productIds: readonly number[]) =>
        new Map([...of(snapshot, productIds)].map(([id, images]) => [id, images.map(viewGlanceOf)])),
      images: of,
      links: () => known.links,
      lastSent: () => known.sent,
      lastShown: () => known.shown,
      replacementsOpen: () =>
        known.replaced.map(([sourceImageId, targetImageId]) => ({ sourceImageId, targetImageId })),
      missedBy: () => known.missed.map((sourceImageId) => ({ sourceImageId, targetProductId: 9 })),
      sightings: () => new Map(),
      lastSightings: () => new Map(known.left === undefined ? [] : [[9, known.left]]),
      runs: () => [aRun] as unknown as readonly Run[],
      snapshotOf: (_: string, side: string) => ({ snapshot: side === 'source' ? 11 : 12 }) as Snapshot,
    },
  } as unknown as With<Deciding>;
  return { engine, pictures };
}

const texts = fc.constantFrom('', 'front', 'back');
const wanted = fc.record(
  { description: texts, sort_order: fc.integer({ min: 0, max: 4 }), is_thumbnail: fc.boolean() },
  { requiredKeys: [] },
);
const sourceId = fc.integer({ min: 1, max: 6 });
const targetId = fc.integer({ min: 71, max: 77 });
const noted = fc.uniqueArray(fc.tuple(targetId, wanted), { maxLength: 2, selector: ([id]) => id });
/** Of some images, which need not be there, something; of most, nothing. */
const aKnown: fc.Arbitrary<Partial<Known>> = fc.record(
  {
    links: fc.array(
      fc
        .record({ sourceImageId: sourceId, targetImageId: targetId, wanted })
        .map((one): Link => ({ ...one, ...ids, sourceFile: '', planRun: aRun.id })),
      { maxLength: 2 },
    ),
    sent: noted.map((all) => new Map(all)),
    shown: noted.map((all) => new Map(all)),
    replaced: fc.array(fc.tuple(sourceId, targetId), { maxLength: 1 }),
    missed: fc.array(sourceId, { maxLength: 1 }),
  },
  { requiredKeys: [] },
);
const left = bothSides.map(({ target }) => target.map((image) => seenOf(image)));

async function bothWays(sides: BothSides, known: Known, deciders: Deciders) {
  const { engine, pictures } = engineOf(sides, known, deciders);
  const same = considering(engine, [ids], { at: 'compare', glance }).same?.get(9);
  if (same === undefined) return undefined;
  const product = { ...ids, sku: 'S', ...sides };
  const considered = await considering(engine, [ids], { at: 'compare' }).consider({
    product,
    settled: [],
    sourceSnapshot: { images: sides.source.length, expectedImages: undefined },
  });
  return { engine, same, considered, pictures };
}

const side = (productId: number) => ({ productId, sku: 'S', name: 'n', url: '', matchKey: 's' });
const words = (says: { readonly code: string }): string => says.code;

describe('law: a product that needs no march', () => {
  const deciders = fc.record({
    prefer: fc.constantFrom<Prefer>('ask', 'source', 'target'),
    policy: fc.constantFrom<Policy>('copy', 'mirror'),
  });
  const someKnown = fc
    .tuple(
      fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 3, arbitrary: aKnown }),
      fc.option(left, { nil: undefined }),
      bothSides,
    )
    .map(([known, leftThen, asThen]): Known => ({ ...nothing, asThen, left: leftThen, ...known }));

  it.each([
    { mode: 'transfer', sides: bothSides },
    { mode: 'parity', sides: bothViews },
  ] as const)('comes to what it would if it were marched, and no picture is looked at: $mode', async (of) => {
    let met = 0;
    await fc.assert(
      fc.asyncProperty(of.sides, someKnown, deciders, async (sides, known, decided) => {
        const ways = await bothWays(sides, known, { ...choicesUnsaid.decisions, ...decided, mode: of.mode });
        if (ways === undefined) return;
        const { engine, same, considered, pictures } = ways;
        if (same.length > 1) met += 1;
        const { rows, actions, conflicts, outdated, spared, unsure, renditions, successors } = considered;
        const idsOf = rows.map((row) => (isPair(row) ? [row.source.imageId, row.target.imageId] : []));
        expect(idsOf).toEqual(same);
        expect({ actions, conflicts, pictures }).toEqual({ actions: [], conflicts: [], pictures: [] });
        const sets = [outdated, spared, unsure, renditions, successors];
        expect(sets.map((all) => all.size)).toEqual([0, 0, 0, 0, 0]);
        const compared = { kind: 'product-image', source: side(1), target: side(9), ...considered } as const;
        const each = rows.map((row) => diffFinding(engine, row, compared));
        const all = sameInWords({ words }, [sameFinding(engine, compared, same)]);
        expect(JSON.stringify(all.flatMap((one) => ('images' in one ? findingsOfSame(one) : [one])))).toBe(
          JSON.stringify(inWords({ words }, each)),
        );
      }),
      { numRuns: 3_000 },
    );
    expect(met).toBeGreaterThan(100);
  });
});

describe('a product that is the same at a glance', () => {
  const sides: BothSides = {
    source: [{ ...someImage(1), isThumbnail: true }],
    target: [{ ...someImage(71), productId: 9, isThumbnail: true }],
  };
  const isSame = async (known: Partial<Known>): Promise<boolean> =>
    (await bothWays(sides, { ...nothing, ...known }, asking)) !== undefined;
  const link: Link = {
    ...ids,
    sourceImageId: 1,
    targetImageId: 71,
    sourceFile: '',
    planRun: aRun.id,
    wanted: {},
  };

  it('needs no march where nothing was written, missed or replaced, or only images of other products were', async () => {
    const others = { sent: new Map([[99, {}]]), shown: new Map([[99, {}]]), missed: [99], asThen: sides };
    expect([
      await isSame({}),
      await isSame({ ...others, links: [{ ...link, targetProductId: 8 }], replaced: [[98, 99]] }),
      await isSame({ left: sides.target.map((image) => ({ ...seenOf(image), description: 'edited' })) }),
    ]).toEqual([true, true, true]);
  });

  it.each<[string, Partial<Known>]>([
    ['an image was made', { links: [link] }],
    ['a field was sent', { sent: new Map([[71, {}]]) }],
    ['an answer was noted', { shown: new Map([[71, {}]]) }],
    ['an image is to be replaced', { replaced: [[99, 71]] }],
    ['an image was to come in the place of another', { replaced: [[1, 99]] }],
    ['an image was missed before', { missed: [1], asThen: sides }],
  ])('is marched where %s', async (_, known) => {
    expect(await isSame(known)).toBe(false);
  });
});

function someImage(imageId: number): ProductImage {
  return {
    productId: 1,
    imageId,
    imageFile: `a/001/mug__${10_000 + imageId}.jpg`,
    description: '',
    isThumbnail: false,
    sortOrder: 0,
    urls: { zoom: 'z', standard: '', thumbnail: '', tiny: '' },
  };
}
