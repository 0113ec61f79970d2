// What of a plan is left to write where products go together, and what was seen of the store meanwhile: from both follows how
// long the rest takes. Invariant: it says nothing before a request for several products has shown how long the store takes
// for an image, nor when none goes any more.
import type { PairJournal } from '@cutover/journal';
import {
  growingSizes,
  LOOK_MS,
  PICTURES_SIDE_BY_SIDE,
  PRODUCTS_A_BATCH_MAX,
  PRODUCTS_A_LOOK,
  PRODUCTS_A_PAGE,
} from '../at-a-time.ts';
import { suitsBatches } from '../batch-room.ts';
import { type BatchCame, type Batching, REQUEST_MS } from './batching.ts';
import type { LanesOptions } from './lanes.ts';
import { timeAheadMs, type WorkAhead } from './time-ahead.ts';

/** Of so many requests, about, each mean is made: a store that becomes slower is followed. */
const REQUESTS_OF_MEAN = 8;
/** How long one of many waits until it is looked at, before that has been seen: half of the longest wait. */
const CONFIRM_MS = 2_500;
/** It is played at most so often, and counted down in between. */
const PLAYED_EACH_MS = 1_000;

export interface Taken {
  /** Its products have been looked at. */
  looked(): void;
  /** It has left, whatever it waited for before. */
  left(): void;
  /** One of its images is there, and counted as done. */
  shown(): void;
  ended(came: BatchCame): void;
  /** It was not sent, and is taken once more when all others have ended. */
  putOff(products: number, images: number): void;
}

export interface Ahead {
  /** A request for so many products is taken up. */
  taken(products: number, images: number): Taken;
  /**
   * Milliseconds until nothing is left to write; undefined: nobody can tell.
   * @param actionsLeft those that have not come to an end.
   */
  leftMs(actionsLeft: number, lanes: number): number | undefined;
}

interface UnderWay {
  readonly images: number;
  /** Of these, those that are not counted as done. */
  open: number;
  /** That it has to wait for its turn for: the look before it, and itself. */
  requests: number;
  leftAtMs: number | undefined;
}

/** What of a plan goes together. */
export interface Together {
  products: number;
  images: number;
  /** Slots of theirs, which are written when they have their images. */
  slots: number;
}

export interface AheadOptions extends Omit<LanesOptions, 'most'> {
  /** Requests side by side at most. */
  readonly lanesMax: number;
  readonly batching: Pick<Batching, 'next'>;
  /** What of the plan goes together; asked once, when the first request is taken up. */
  readonly together: () => Together;
}

export function createAhead({ clock, turns, lanesMax, batching, together: planned }: AheadOptions): Ahead {
  const underWay = new Set<UnderWay>();
  const again = { products: 0, images: 0 };
  let together: Together | undefined;
  const imageMs = createMean();
  const confirmMs = createMean();
  const productsEach = createMean();
  let said: { readonly atMs: number; readonly ms: number } | undefined;

  const batchMs = (images: number): number =>
    LOOK_MS + (images * LOOK_MS) / PICTURES_SIDE_BY_SIDE + answeredMs(images);
  const answeredMs = (images: number): number =>
    LOOK_MS + images * (imageMs.mean() ?? 0) + (confirmMs.mean() ?? CONFIRM_MS);

  function workAhead(actionsLeft: number, { products, images, slots }: Together): WorkAhead {
    const nowMs = clock.monotonicMs();
    const { room, isGrowing } = batching.next();
    const perProduct =
      products + again.products === 0 ? 1 : (images + again.images) / (products + again.products);
    const fits = (most: number): number => Math.max(1, Math.min(most, Math.floor(room.images / perProduct)));
    const growing: number[] = [];
    let rest = products;
    // So long as they grow, one that is under way carries what the room is.
    const isNext = (size: number): boolean =>
      size > room.products || (size === room.products && underWay.size === 0);
    for (const size of isGrowing ? growingSizes.filter(isNext) : []) {
      const carried = Math.min(rest, fits(size));
      if (carried > 0) growing.push(carried * perProduct);
      rest -= carried;
      if (carried < size) break;
    }
    // Rounded down, each by what the one before it took.
    const inTime = Math.max(1, REQUEST_MS / ((imageMs.mean() ?? 1) * perProduct) - 0.5);
    const each = Math.min(productsEach.mean() ?? fits(PRODUCTS_A_BATCH_MAX), inTime);
    const sent = [...underWay].reduce((sum, one) => sum + one.open, 0);
    const singly = Math.max(0, actionsLeft - images - again.images - sent);
    const after = Math.min(slots, singly);
    return {
      underWay: [...underWay].map(({ images: carried, requests, leftAtMs }) => ({
        requests,
        ms: Math.max(0, (leftAtMs ?? nowMs) + answeredMs(carried) - nowMs),
      })),
      isAlone: isGrowing && underWay.size > 0,
      growing,
      batches: Math.ceil(rest / each),
      imagesEach: each * perProduct,
      again: Math.ceil(again.products / each),
      beside: singly - after,
      after,
    };
  }

  return {
    taken(products, images) {
      together ??= { ...planned() };
      if (together.products === 0) {
        together = { ...together, ...again };
        again.products = 0;
        again.images = 0;
      }
      together.products = Math.max(0, together.products - products);
      together.images = Math.max(0, together.images - images);
      const isAlone = batching.next().isGrowing;
      if (!isAlone) productsEach.add(products);
      const one: UnderWay = { images, open: images, requests: 2, leftAtMs: undefined };
      underWay.add(one);
      return {
        looked() {
          one.requests = 1;
        },
        left() {
          one.requests = 0;
          one.leftAtMs = clock.monotonicMs();
        },
        shown() {
          one.open -= 1;
        },
        ended(came) {
          underWay.delete(one);
          said = undefined;
          if (came.is !== 'shown' || one.leftAtMs === undefined) return;
          imageMs.add(Math.max(0, came.tookMs - LOOK_MS) / Math.max(1, came.images), came.images);
          // One that goes alone does not wait for others to be looked at with it.
          if (!isAlone) confirmMs.add(clock.monotonicMs() - one.leftAtMs - came.tookMs);
        },
        putOff(productsAgain, imagesAgain) {
          again.products += productsAgain;
          again.images += imagesAgain;
        },
      };
    },
    leftMs(actionsLeft, lanes) {
      const nowMs = clock.monotonicMs();
      const singleMs = imageMs.mean();
      if (together === undefined || singleMs === undefined || batching.next().room.products === 0)
        return undefined;
      if (said === undefined || nowMs - said.atMs >= PLAYED_EACH_MS) {
        const ms = timeAheadMs(workAhead(actionsLeft, together), {
          requestsPerSecond: turns?.().requestsPerSecond ?? Number.POSITIVE_INFINITY,
          lanes,
          lanesMax: turns?.().most ?? lanesMax,
          batchMs,
          singleMs: LOOK_MS + singleMs,
          requestsABatch: 2 + (productsEach.mean() ?? PRODUCTS_A_BATCH_MAX) / PRODUCTS_A_LOOK,
        });
        said = { atMs: nowMs, ms };
      }
      return Math.max(0, said.ms - (nowMs - said.atMs));
    },
  };
}

/** Of the plan, those whose images can all be made together, and what else is planned for them. */
export function togetherIn(journal: PairJournal, planRun: string): Together {
  const snapshot = journal.snapshotOf(planRun, 'target');
  const counted = snapshot === undefined ? [] : journal.imageCounts(snapshot.snapshot);
  const there = new Map(counted.map(({ productId, images }) => [productId, images]));
  const together: Together = { products: 0, images: 0, slots: 0 };
  for (let after = 0; ; ) {
    const ids = journal.pendingProducts(planRun, after, PRODUCTS_A_PAGE);
    const last = ids.at(-1);
    if (last === undefined) return together;
    after = last;
    for (const [productId, { create = 0, set = 0 }] of journal.pendingOf(planRun, ids)) {
      if (!suitsBatches({ before: there.get(productId) ?? 0, creates: create })) continue;
      together.products += 1;
      together.images += create;
      together.slots += set;
    }
  }
}

/** A mean in which the last values weigh most. */
function createMean(): { add(value: number, times?: number): void; mean(): number | undefined } {
  let sum = 0;
  let weight = 0;
  const kept = 1 - 1 / REQUESTS_OF_MEAN;
  return {
    add(value, times = 1) {
      sum = sum * kept + value * times;
      weight = weight * kept + times;
    },
    mean: () => (weight === 0 ? undefined : sum / weight),
  };
}
