// What the journal knows of the images of target products that are to be considered, asked for once for all of them.
import type { ProductImage } from '@cutover/field-mapper';
import type { Action, Link, Replacement, Run, SeenImage, Side, WantedFields } from '@cutover/journal';
import type { Engine } from '../../engine.ts';
import { isPair, march, type PairRow } from '../../match/march.ts';
import { isInPlace } from '../../match/pair-images.ts';
import type { Moment, ProductPair } from '../../plan/considered.ts';
import { seenOf } from '../../plan/seen-image.ts';
import { flaggedBy, type SentNow, sentBy } from './edits-of.ts';

/** The source's product as the plan saw it by which an image was made; undefined when that is not known any more. */
export type SourceThen = (link: Link) => ReadonlyMap<number, ProductImage> | undefined;

export interface Known {
  /** Older ones first, so that the newest image made of a source image is the one it is paired with. */
  readonly links: readonly Link[];
  /** What was to be removed because another was made in its place, by whichever plan. */
  readonly replacements: readonly Replacement[];
  /** As this run found the product, before its own first write; undefined: it has not written here yet. */
  readonly found: readonly SeenImage[] | undefined;
  /** As the newest run before this one left it; undefined when none came to its end. */
  readonly left: readonly SeenImage[] | undefined;
  /** What was sent last, by target image, and what the store showed of that when it answered. */
  readonly sent: ReadonlyMap<number, WantedFields>;
  readonly shown: ReadonlyMap<number, WantedFields>;
  /** What the plan at hand has sent; default: nothing. */
  readonly sentNow?: SentNow;
  readonly flaggedNow?: number | undefined;
  /**
   * Source images that a plan has missed on the target, whatever became of that, with the target images that were there
   * then: none of these was the counterpart, whatever its name says. Default: none.
   */
  readonly missed?: ReadonlyMap<number, ReadonlySet<number>>;
  readonly sourceThen: SourceThen;
}

/** The pair of stores, and what is asked of its journal. */
export interface PairKnown {
  readonly journal: Pick<
    Engine['journal'],
    | 'hasWritten'
    | 'links'
    | 'replacementsOpen'
    | 'sightings'
    | 'lastSightings'
    | 'lastSent'
    | 'lastShown'
    | 'missedBy'
    | 'runs'
    | 'snapshotOf'
    | 'images'
  >;
  readonly source: Pick<Engine['source'], 'hash'>;
  readonly target: Pick<Engine['target'], 'hash'>;
}

/** What the plans and writes of all runs tell of the images of some products, by image. */
export interface Asked extends Required<Pick<Known, 'sent' | 'shown' | 'replacements' | 'missed'>> {
  readonly links: readonly Link[];
  /** Of the pair, newest first. */
  readonly runsThatWrite: readonly Run[];
}

/** Asks the journal once for all of these products, and not about each of them where nothing was ever written. */
export function askedOf(pair: PairKnown, products: readonly ProductPair[]): Asked {
  const productIds = products.map(({ targetProductId }) => targetProductId);
  const { journal } = pair;
  const runs = runsThatWrite(pair);
  const missed = missedOf(pair, productIds, runs);
  return journal.hasWritten()
    ? {
        links: journal.links(productIds),
        sent: journal.lastSent(productIds),
        shown: journal.lastShown(productIds),
        replacements: journal.replacementsOpen(productIds),
        missed,
        runsThatWrite: runs,
      }
    : { links: [], sent: new Map(), shown: new Map(), replacements: [], missed, runsThatWrite: runs };
}

export function knownOf(
  pair: PairKnown,
  products: readonly ProductPair[],
  moment: Moment,
  asked: Asked = askedOf(pair, products),
): (productId: number) => Known {
  const productIds = products.map(({ targetProductId }) => targetProductId);
  const { journal } = pair;
  const isLook = moment.at === 'look';
  const { sent, shown, replacements, missed } = asked;
  const links = Map.groupBy(asked.links, (link) => link.targetProductId);
  const sourceThen = sourcesThen(pair, asked.links);
  const found = isLook ? journal.sightings(moment.run, 'before', productIds) : new Map<number, SeenImage[]>();
  const left = leftOf(pair, products, isLook ? moment.run : undefined, asked.runsThatWrite);
  return (productId) => ({
    links: links.get(productId) ?? [],
    replacements,
    found: found.get(productId),
    left: left.get(productId),
    sent,
    shown,
    missed,
    sourceThen,
    ...(isLook ? doneNow(moment.actionsOf(productId)) : {}),
  });
}

function doneNow(actions: readonly Action[]): Pick<Known, 'sentNow' | 'flaggedNow'> {
  return { sentNow: sentBy(actions), flaggedNow: flaggedBy(actions) };
}

/** Asks once for each plan by which these images were made. */
function sourcesThen({ journal }: PairKnown, links: readonly Link[]): SourceThen {
  const byRun = new Map(
    [...Map.groupBy(links, ({ planRun }) => planRun)].map(([planRun, made]) => {
      const snapshot = journal.snapshotOf(planRun, 'source');
      const ids = [...new Set(made.map(({ sourceProductId }) => sourceProductId))];
      const images = snapshot === undefined ? undefined : journal.images(snapshot.snapshot, ids);
      return [planRun, images] as const;
    }),
  );
  const byId = new Map<readonly ProductImage[], ReadonlyMap<number, ProductImage>>();
  return ({ planRun, sourceProductId }) => {
    const images = byRun.get(planRun)?.get(sourceProductId);
    if (images === undefined) return undefined;
    const known = byId.get(images) ?? new Map(images.map((image) => [image.imageId, image]));
    byId.set(images, known);
    return known;
  };
}

/**
 * As the newest run left the products; of one that no run has written to, each image as the first run that came to its end
 * and found it as it should be. So an edit stays one however often it is looked at, and an image of which one run could not
 * tell, such as where a store showed no place, is known from the next.
 * @param but a run that does not count.
 */
export function leftOf(
  pair: PairKnown,
  products: readonly ProductPair[],
  but?: string,
  runs: readonly Run[] = runsThatWrite(pair),
): Map<number, readonly SeenImage[] | undefined> {
  const {
    journal,
    source: { hash: source },
    target: { hash: target },
  } = pair;
  const ids = products.map(({ targetProductId }) => targetProductId);
  const left = new Map<number, readonly SeenImage[] | undefined>(journal.lastSightings(ids, but));
  // One store: nobody asks for edits there.
  if (source === target) return left;
  const waiting = new Set(products.filter(({ targetProductId }) => !left.has(targetProductId)));
  if (waiting.size === 0) return left;
  for (const planRun of plansCarriedOut(runs)) {
    const thenOf = imagesThen(pair, planRun, [...waiting]);
    for (const product of waiting) {
      const then = thenOf(product);
      if (then === undefined) continue;
      const rows = rowsOf(then);
      if (rows.length === 0) continue;
      const known = left.get(product.targetProductId) ?? [];
      const isKnown = ({ imageId }: ProductImage): boolean => known.some((one) => one.image_id === imageId);
      const all = [
        ...known,
        ...rows.flatMap(({ sign, target: image }) =>
          sign === '=' && !isKnown(image) ? [seenOf(image)] : [],
        ),
      ];
      left.set(product.targetProductId, all);
      if (then.target.every(({ imageId }) => all.some((one) => one.image_id === imageId)))
        waiting.delete(product);
    }
    if (waiting.size === 0) break;
  }
  return left;
}

/** Target images that were a source image's counterpart in some run that came to its end, by their names. */
export function pairedBefore(pair: PairKnown, product: ProductPair): Set<number> {
  return new Set(
    plansCarriedOut(runsThatWrite(pair)).flatMap((planRun) =>
      rowsOf(imagesThen(pair, planRun, [product])(product)).map((row) => row.target.imageId),
    ),
  );
}

/** {@link Known.missed} by all plans that were made for writing. */
function missedOf(
  { journal }: PairKnown,
  productIds: readonly number[],
  runs: readonly Run[],
): Map<number, ReadonlySet<number>> {
  const missed = new Map<number, ReadonlySet<number>>();
  for (const planRun of new Set(runs.map((run) => run.planRun ?? run.id))) {
    const creates = journal.missedBy(planRun, productIds);
    const snapshot = creates.length === 0 ? undefined : journal.snapshotOf(planRun, 'target')?.snapshot;
    if (snapshot === undefined) continue;
    const there = journal.images(snapshot, [...new Set(creates.map((one) => one.targetProductId))]);
    for (const { sourceImageId, targetProductId } of creates) {
      const images = there.get(targetProductId) ?? [];
      if (images.length === 0) continue;
      const before = missed.get(sourceImageId) ?? new Set<number>();
      missed.set(sourceImageId, before.union(new Set(images.map(({ imageId }) => imageId))));
    }
  }
  return missed;
}

function runsThatWrite({ journal }: PairKnown): Run[] {
  return journal
    .runs()
    .filter((run) => (run.command === 'migrate' || run.command === 'repair') && !run.dryRun);
}

/** Oldest first. */
function plansCarriedOut(runs: readonly Run[]): string[] {
  return runs
    .toReversed()
    .filter((run) => run.phase === 'finished' && (run.outcome === 'done' || run.outcome === 'incomplete'))
    .map((run) => run.planRun ?? run.id);
}

interface Then {
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
}

/** What both stores showed of these products when that plan was made; of one, undefined where a store showed nothing. */
function imagesThen(
  { journal }: PairKnown,
  planRun: string,
  products: readonly ProductPair[],
): (product: ProductPair) => Then | undefined {
  const imagesOf = (side: Side, productIds: readonly number[]) =>
    journal.images(journal.snapshotOf(planRun, side)?.snapshot ?? 0, productIds);
  const sources = imagesOf(
    'source',
    products.map(({ sourceProductId }) => sourceProductId),
  );
  const targets = imagesOf(
    'target',
    products.map(({ targetProductId }) => targetProductId),
  );
  return ({ sourceProductId, targetProductId }) => {
    const source = sources.get(sourceProductId) ?? [];
    const target = targets.get(targetProductId) ?? [];
    return source.length === 0 || target.length === 0 ? undefined : { source, target };
  };
}

/**
 * The images that were each other's counterpart then, as far as their names tell. What the pictures said of names that may
 * be one is not in the journal; an image whose words and place were the source's counts as alike.
 */
function rowsOf(then: Then | undefined): PairRow[] {
  const alike = (a: ProductImage, b: ProductImage): true | undefined => (isInPlace(a, b) ? true : undefined);
  return then === undefined
    ? []
    : march({ mode: 'transfer', ...then, alike }).flatMap((row) =>
        isPair(row) && row.unsure !== true ? [row] : [],
      );
}
