// The one loop that writes. Products side by side, the dispatches of one product one after another; each lot of products
// is looked at before it is written to; a product with a write in doubt waits until that is settled, while the rest
// goes on. Invariant: when it returns, nothing of this plan is pending (but where it was told that it is enough), and
// nothing is in doubt that could be told.
import type { ProductImage } from '@cutover/field-mapper';
import { type Action, type ImageKind, JournalError } from '@cutover/journal';
import { lanesMax, PRODUCTS_A_LOOK } from '../at-a-time.ts';
import { waitsOut } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { type EngineFailure, failureInWords, failureOf } from '../failures.ts';
import { inParallel } from '../in-parallel.ts';
import { originsOf } from '../kinds/kinds.ts';
import { createHandovers } from '../pictures/handover.ts';
import type { Looked, SlotPicture } from '../plan/looked.ts';
import { isSameSlot } from '../slots.ts';
import { passGate } from '../stopped.ts';
import { createBatchLane } from './batch-lane.ts';
import { type Behind, createBehind } from './behind.ts';
import { createBreaker } from './breaker.ts';
import { begunEarlier, createDoubts } from './doubts.ts';
import { createLanes } from './lanes.ts';
import { look } from './look.ts';
import { noOutage, type Outage } from './outage.ts';
import { createTrailing } from './trailing.ts';
import { createWaiting } from './waiting.ts';
import { type Outcome, write } from './write.ts';
import { type PlanAgain, planningAgain, type Writing } from './writing.ts';

const LIMITED_PRODUCTS_MAX = 3;
const DONE_WITH: ReadonlySet<string> = new Set(['applied', 'superseded']);

/** Products whose images are made in one request. */
interface Batch {
  readonly batch: readonly number[];
}

/** A product that is written to by itself, and was just looked at. */
interface Single {
  readonly product: Looked;
  readonly planAgain: PlanAgain;
}

export interface Writer {
  /** Writes what is pending; called again after a sweep has added to the plan. */
  writePending(): Promise<void>;
  /** Milliseconds until so many actions have come to an end; undefined: what was done so far tells it best. */
  leftMs(actions: number): number | undefined;
}

export function createWriter(writing: Writing): Writer {
  const { plans, onAction, onDoubt } = writing;
  const { engine, run, planRun, kinds } = plans;
  const { journal } = engine;
  const handovers = createHandovers(engine);
  const limitedInARow = new Set<number>();
  const noticed = new Set<ImageKind>();
  const breaker = createBreaker({ clock: engine.clock, outageMs: engine.patience.outageMs ?? 0 });
  /** The last records of products that are written: their lanes are at other products by then. */
  const trailing = createTrailing();
  let hasWaited = false;

  const doubts = createDoubts({
    engine,
    kinds,
    run: run.id,
    onSettled: onAction,
    isWaitedOut: () => waitsOut(engine) && breaker.isBroken(),
  });
  const waiting = createWaiting(engine);
  const outage: Outage = { ...noOutage(), leftAtMs: Number.NEGATIVE_INFINITY };
  // What an earlier process left open: its quiet time starts now, because its clock cannot be trusted.
  const leftOpen = journal.doubts().filter(({ status }) => status === 'started');
  for (const action of leftOpen) onDoubt(action, begunEarlier);
  doubts.add(leftOpen, engine.clock.monotonicMs());

  const batches = createBatchLane({
    writing,
    handovers,
    waiting,
    outage,
    doubts,
    onWrite(outcome) {
      note(outcome);
      if (outcome === 'applied') limitedInARow.clear();
    },
    check: trailing.check,
  });
  const lanes = createLanes({
    clock: engine.clock,
    most: engine.patience.concurrency ?? lanesMax(engine),
    turns: batches.turns,
  });

  function note(outcome: Outcome): void {
    breaker.note(outcome);
    if (outcome === 'doubt') lanes.burdened();
  }

  async function lane(unit: Single | Batch): Promise<void> {
    const leave = lanes.enter();
    try {
      if ('batch' in unit) await batches.send(unit.batch);
      else await single(unit);
    } finally {
      leave();
    }
  }

  async function single({ product, planAgain }: Single): Promise<void> {
    trailing.check();
    if (writing.isEnough()) return;
    const actions = await planAgain(product);
    if (actions.length === 0) return;
    const behind = createBehind(trailing.failed);
    try {
      await oneByOne(product, actions, behind);
    } finally {
      trailing.add(isInDoubt(behind));
    }
  }

  /** Waits for what was made to be recorded; whether the product is left alone by now, as nobody knows of one of its images. */
  async function isInDoubt(behind: Behind): Promise<boolean> {
    const inDoubt = await behind.settled();
    if (inDoubt.length === 0) return false;
    note('doubt');
    doubts.add(standing(inDoubt, 'started'), engine.clock.monotonicMs());
    return true;
  }

  const standing = (actions: readonly Action[], status: Action['status']): Action[] =>
    actions.map((action) => journal.action(action.id) ?? action).filter((action) => action.status === status);

  async function oneByOne(product: Looked, actions: readonly Action[], behind: Behind): Promise<void> {
    const origins = originsOf(kinds, journal, actions);
    lookAhead(actions[0], origins);
    const [basis] = await Promise.all([
      journal.saveBasis(
        run.id,
        product.productId,
        product.images.map((image) => image.imageId),
      ),
      // What was not looked at would be taken for removed.
      ...kinds.all.map(async (kind) => await kind.noteFound?.(engine, run, product)),
    ]);
    let most = engine.target.several?.most ?? 1;
    for (let left = actions; left[0] !== undefined && !writing.isEnough(); ) {
      trailing.check();
      const [first] = left;
      // What is not made is judged by what the journal knows of the product.
      if (first.verb !== 'create' && (await isInDoubt(behind))) return;
      if (first.verb === 'remove' && hasUnfinishedCreate(product.productId)) {
        await fail(first, failureOf('kept', { code: 'one-before-missing' }));
        left = left.slice(1);
        continue;
      }
      tellNotice(first);
      const dispatch = nextDispatch(left, most);
      lookAhead(left[dispatch.length], origins);
      const outcome = await write({
        engine,
        kinds,
        run: run.id,
        dispatch: dispatch.map((action) => ({
          action,
          origin: origins.get(action.id),
          target: targetOf(action, product),
        })),
        basisOf: () => basis,
        handovers,
        onStatus: onAction,
        onDoubt,
        waiting,
        outage,
        behind,
      });
      if (outcome === 'later') return;
      if (outcome === 'apart') {
        most = 1;
        // Some of it may have been answered before the rest was refused.
        left = left.filter(({ id: action }) => journal.action(action)?.status === 'pending');
        continue;
      }
      note(outcome);
      if (outcome === 'doubt') {
        doubts.add(standing(dispatch, 'started'), engine.clock.monotonicMs());
        return;
      }
      if (outcome === 'limit') {
        await setAside(product.productId, standing(dispatch, 'failed')[0] ?? first);
        return;
      }
      limitedInARow.clear();
      left = left.slice(dispatch.length);
    }
  }

  /** While one image is written, the next one's host is asked for its original. */
  function lookAhead(next: Action | undefined, origins: ReturnType<typeof originsOf>): void {
    const origin = next?.verb === 'create' && 'from' in next ? origins.get(next.id) : undefined;
    if (origin !== undefined && 'imageId' in origin) handovers.lookAhead(origin);
  }

  function tellNotice(action: Action): void {
    const { name, notice } = kinds.of(action);
    if (notice === undefined || noticed.has(name)) return;
    noticed.add(name);
    engine.emit({ type: 'notice', run: run.id, ...notice });
  }

  /** Never fewer images than before: nothing is removed from a product while one of its creates is not done. */
  function hasUnfinishedCreate(productId: number): boolean {
    const actions = journal.actionsOf(planRun, [productId]).get(productId) ?? [];
    const doubts = journal.doubtsOf([productId]);
    return (
      doubts.some((action) => action.verb === 'create') ||
      actions.some((action) => action.verb === 'create' && !DONE_WITH.has(action.status))
    );
  }

  /** A full product is its own trouble, and no more is sent to it; three products in a row are the store's. */
  async function setAside(productId: number, refused: Action): Promise<void> {
    const reason = journal.action(refused.id)?.reason;
    for (const action of journal.actionsOf(planRun, [productId]).get(productId) ?? []) {
      if (action.status === 'pending')
        await fail(action, failureOf('product-full', { code: 'not-sent-after', reason }));
    }
    limitedInARow.add(productId);
    if (limitedInARow.size < LIMITED_PRODUCTS_MAX) return;
    throw new EngineError({ code: 'store-refuses-writes', run: run.id, reason });
  }

  async function fail(action: Action, failure: EngineFailure): Promise<void> {
    onAction(await journal.failed(action.id, failureInWords(engine, failure)));
  }

  /** An index that was damaged may list a product for ever, of which no row is pending any more. */
  function believePending(productId: number): void {
    const actions = journal.actionsOf(planRun, [productId]).get(productId) ?? [];
    if (actions.some(({ status }) => status === 'pending')) return;
    throw new JournalError(
      'damaged',
      `The journal lists product ${productId} as unfinished, and its rows do not.`,
    );
  }

  /** Where the journal has lost rows, writes may be under way that nobody remembers: they get their quiet time too. */
  async function waitOutLostIntents(): Promise<void> {
    if (!journal.lostRows || hasWaited) return;
    hasWaited = true;
    engine.emit({ type: 'notice', run: run.id, code: 'rows-lost' });
    await waiting('doubts', engine.patience.settleAfterMs);
    await passGate(engine.control);
  }

  /** Products with pending actions; those in doubt come in a later round. */
  async function* products(): AsyncGenerator<Single | Batch> {
    for (let after = 0; ; ) {
      await passGate(engine.control);
      if (writing.isEnough()) return;
      const ids = journal.pendingProducts(planRun, after, PRODUCTS_A_LOOK);
      const last = ids.at(-1);
      if (last === undefined) return;
      after = last;
      const free = ids.filter((id) => !doubts.holds(id));
      if (free.length === 0) continue;
      const suited = batches.suited(free);
      yield* lookedProducts(free.filter((id) => !suited.includes(id)));
      for (let left = suited; left.length > 0; ) {
        if (breaker.isOpen()) await waitForStore();
        const batch = await batches.take(left);
        if (batch.length === 0) {
          yield* lookedProducts(left);
          break;
        }
        yield { batch };
        left = left.filter((id) => !batch.includes(id));
      }
    }
  }

  /** Products that are written to one by one, looked at together. */
  async function* lookedProducts(ids: readonly number[]): AsyncGenerator<Single> {
    if (ids.length === 0) return;
    const lookedAtMs = engine.clock.monotonicMs();
    const looked = await look(plans, ids);
    await failGone(ids, looked);
    const planAgain = planningAgain(writing, ids);
    for (const product of looked) {
      if (breaker.isOpen()) await waitForStore();
      // What was looked at before an outage is old; the rest of it comes in a later round.
      if (outage.leftAtMs > lookedAtMs) return;
      yield { product, planAgain };
    }
  }

  /** A store that answers no write is left alone until what was sent is settled; one that never does is not waited for. */
  async function waitForStore(): Promise<void> {
    if (breaker.close() === 'give-up') throw new EngineError({ code: 'store-failing', run: run.id });
    engine.emit({ type: 'notice', run: run.id, code: 'writes-unanswered' });
    writing.onSettling();
    await doubts.settled();
  }

  async function failGone(ids: readonly number[], looked: readonly Looked[]): Promise<void> {
    const there = new Set(looked.map((product) => product.productId));
    const gone = ids.filter((id) => !there.has(id));
    for (const actions of journal.actionsOf(planRun, gone).values()) {
      for (const action of actions) {
        if (action.status === 'pending')
          await fail(action, failureOf('product-gone', { code: 'target-product-gone' }));
      }
    }
  }

  return {
    leftMs: (actions) => batches.leftMs(actions, lanes.width()),
    async writePending() {
      try {
        await waitOutLostIntents();
        for (;;) {
          await inParallel(products(), () => lanes.width(), lane);
          await trailing.ended();
          const isOpen = doubts.open > 0;
          if (isOpen) writing.onSettling();
          await doubts.settled();
          if (isOpen) continue;
          const [next] = journal.pendingProducts(planRun, 0, 1);
          if (writing.isEnough() || next === undefined) return;
          believePending(next);
        }
      } catch (error) {
        // What was answered is recorded whatever has stopped the rest.
        await trailing.ended().catch(() => undefined);
        await doubts.abandon();
        throw error;
      }
    },
  };
}

/** What the look has just shown of what an action changes. */
function targetOf({ subject }: Action, { images, slots }: Looked): ProductImage | SlotPicture | undefined {
  if ('slot' in subject) return slots?.find(({ slot }) => isSameSlot(slot, subject.slot));
  return 'imageId' in subject ? images.find(({ imageId }) => imageId === subject.imageId) : undefined;
}

/** The creates that come next, as many as one request may carry; of anything else, one. */
function nextDispatch(actions: readonly Action[], most: number): readonly Action[] {
  const other = actions.findIndex(({ verb }) => verb !== 'create');
  const creates = other < 0 ? actions.length : other;
  return actions.slice(0, Math.max(1, Math.min(creates, most)));
}
