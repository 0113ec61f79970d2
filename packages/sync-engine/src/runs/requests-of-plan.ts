// How many requests to the target carrying out a plan takes: what the loop that writes sends where all goes well, counted
// lot by lot as it takes them. Pure. Whatever is asked of the source, and pictures, draw on another quota, or on none.
import {
  IMAGES_A_BATCH_MAX,
  IMAGES_UNTIMED_MAX,
  PRODUCTS_A_BATCH_MAX,
  PRODUCTS_A_LOOK,
  PRODUCTS_A_PAGE,
  PRODUCTS_WITH_VALUES_A_PAGE,
} from '../at-a-time.ts';
import { roomFor, sizeAfter } from '../batch-room.ts';
import { looksCutShort } from '../read/completeness.ts';

/** One target product, and what is to be written to it. */
export interface ProductToWrite {
  readonly productId: number;
  readonly creates: number;
  /** Updates, removals and sets. */
  readonly others: number;
  /** Images that it has, and will have. */
  readonly before: number;
  readonly after: number;
  /** Of how many kinds that are asked for by themselves, in pages of ten, the source shows a picture there. */
  readonly kindsWithValues: readonly string[];
}

export interface RequestsOfPlan {
  readonly all: number;
  /** Of these, what comes when no request for several products is under way any more. */
  readonly later: number;
  /** Images of requests for several products that go one after another, and of those that go side by side. */
  readonly growing: readonly number[];
  readonly batches: readonly number[];
}

export interface LooksAt {
  /** Kinds that come with the pages of products. */
  readonly kindsWithProducts: number;
}

/** @param isTogether which of them get all their images with others, in batches. */
export function requestsOfPlan(
  products: readonly ProductToWrite[],
  looksAt: LooksAt,
  isTogether: (product: ProductToWrite) => boolean,
): RequestsOfPlan {
  let all = 0;
  const together: ProductToWrite[] = [];
  const packing = packed();
  for (const lot of lotsOf(products, PRODUCTS_A_LOOK)) {
    // Those that fit in none go one by one as well.
    const left = new Set(packing.lot(lot.filter(isTogether)));
    const singly = lot.filter((one) => !isTogether(one) || left.has(one));
    all += looks(singly, looksAt, ({ before }) => before);
    all += sum(singly, ({ creates, others }) => creates + others);
    for (const one of lot) if (isTogether(one) && !left.has(one)) together.push(one);
  }
  const { growing, batches, confirmed } = packing.done();
  // Before each of them its products are looked at.
  all += 2 * (growing.length + batches.length) + confirmed;
  all += sum(together, ({ after }) => Number(looksCutShort(after)));
  // Slots of theirs are set in a round of their own; then comes the sweep.
  const withSlots = together.filter(({ others }) => others > 0);
  let later = sum(withSlots, ({ others }) => others);
  for (const lot of lotsOf(withSlots, PRODUCTS_A_LOOK)) later += looks(lot, looksAt, ({ after }) => after);
  for (const lot of lotsOf(products, PRODUCTS_A_PAGE)) later += looks(lot, looksAt, ({ after }) => after);
  return { all: all + later, later, growing, batches };
}

/** Each kind of picture is looked at in requests of its own; a list that may have been cut off is read once more. */
function looks(
  lot: readonly ProductToWrite[],
  { kindsWithProducts }: LooksAt,
  images: (product: ProductToWrite) => number,
): number {
  if (lot.length === 0) return 0;
  const withValues = Map.groupBy(
    lot.flatMap(({ kindsWithValues }) => kindsWithValues),
    (kind) => kind,
  );
  return (
    kindsWithProducts +
    sum([...withValues.values()], ({ length }) => Math.ceil(length / PRODUCTS_WITH_VALUES_A_PAGE)) +
    sum(lot, (product) => Number(looksCutShort(images(product))))
  );
}

/** They grow with each that goes well, one after another; then there are many of the largest, confirmed together. */
function packed() {
  const growing: number[] = [];
  const batches: number[] = [];
  let room = 1;
  let isGrowing = true;
  let sideBySide = 0;
  return {
    /** Returns those for which there is no room. */
    lot(products: readonly ProductToWrite[]): readonly ProductToWrite[] {
      for (let left = products; left.length > 0; ) {
        const images = growing.length + batches.length === 0 ? IMAGES_UNTIMED_MAX : IMAGES_A_BATCH_MAX;
        const taken = roomFor(
          { products: room, images },
          left.map(({ productId: id, creates }) => ({ id, images: creates })),
        );
        if (taken.length === 0) return left;
        const ids = new Set(taken);
        const carried = sum(left, ({ productId, creates }) => (ids.has(productId) ? creates : 0));
        if (isGrowing) growing.push(carried);
        else {
          batches.push(carried);
          sideBySide += taken.length;
        }
        if (taken.length < room) isGrowing = false;
        room = sizeAfter(room);
        if (room === PRODUCTS_A_BATCH_MAX) isGrowing = false;
        left = left.filter(({ productId }) => !ids.has(productId));
      }
      return [];
    },
    done: () => ({ growing, batches, confirmed: growing.length + Math.ceil(sideBySide / PRODUCTS_A_LOOK) }),
  };
}

function* lotsOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

function sum<T>(items: readonly T[], number: (item: T) => number): number {
  return items.reduce((total, item) => total + number(item), 0);
}
