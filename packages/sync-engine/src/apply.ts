// The one loop that writes. Products side by side, the actions of one product one after another; each batch of products
// is looked at before it is written to; a product with a write in doubt waits until that is settled, while the rest
// goes on. Invariant: when it returns, nothing of this plan is pending, and nothing is in doubt that could be told.
import type { ProductImage } from '@cutover/field-mapper';
import type { Action } from '@cutover/journal';
import { createDoubts, type Doubts } from './doubts.ts';
import { EngineError } from './engine.ts';
import { createHandovers } from './handover.ts';
import { inParallel } from './in-parallel.ts';
import { type Looked, look, type Plans, replan } from './look.ts';
import { passGate } from './stopped.ts';
import { write } from './write.ts';

const PRODUCTS_A_LOOK = 50;
const LANES = 16;
const LIMITS_IN_A_ROW_MAX = 3;

export interface Writing {
  readonly plans: Plans;
  readonly onAction: (action: Action) => void;
  /** The number of actions in the plan has changed by this much. */
  readonly onPlanned: (more: number) => void;
  /** Nothing is left to write but what waits for doubts to be settled. */
  readonly onSettling: () => void;
}

export interface Writer {
  /** Carries out what is pending; called again after a sweep has added to the plan. */
  carryOut(): Promise<void>;
}

export function createWriter(writing: Writing): Writer {
  const { plans, onAction } = writing;
  const { engine, run, planRun } = plans;
  const { journal } = engine;
  const handovers = createHandovers(engine);
  const sourceSnapshot = journal.snapshotOf(planRun, 'source');
  let limitsInARow = 0;

  const sourceImage = (action: Action): ProductImage | undefined =>
    sourceSnapshot === undefined || action.sourceProductId === undefined
      ? undefined
      : journal
          .images(sourceSnapshot.snapshot, [action.sourceProductId])
          .get(action.sourceProductId)
          ?.find((image) => image.imageId === action.sourceImageId);

  const doubts = createDoubts({ engine, run: run.run, sourceImage, onSettled: onAction });
  // What an earlier process left open: its quiet time starts now, because its clock cannot be trusted.
  const bornAtMs = engine.clock.monotonicMs();
  for (const action of journal.doubts(engine.source.hash, engine.target.hash)) {
    if (action.status === 'started') doubts.add(action, bornAtMs);
  }

  async function lane(product: Looked): Promise<void> {
    const actions = await planAgain(writing, product);
    if (actions.length === 0) return;
    const basis = await journal.saveBasis(
      run.run,
      product.productId,
      product.images.map((image) => image.imageId),
    );
    for (const action of actions) {
      if (action.kind === 'remove' && hasUnfinishedCreate(product.productId)) {
        await journal.failed(action.action, 'kept: an image that was to come first is not there');
        onAction(journal.action(action.action) ?? action);
        continue;
      }
      const outcome = await write({
        engine,
        run: run.run,
        action,
        basis,
        sourceImage: sourceImage(action),
        handovers,
        onStatus: onAction,
      });
      if (outcome === 'doubt') {
        doubts.add(journal.action(action.action) ?? action, engine.clock.monotonicMs());
        return;
      }
      noteLimit(outcome === 'limit', action);
    }
  }

  /** Never fewer images than before: nothing is removed from a product while one of its creates is not done. */
  function hasUnfinishedCreate(productId: number): boolean {
    const actions = journal.actionsOf(planRun, [productId]).get(productId) ?? [];
    return actions.some((action) => action.kind === 'create' && action.status !== 'applied');
  }

  /** A full product is its own trouble; three products in a row are the store's. */
  function noteLimit(hit: boolean, action: Action): void {
    limitsInARow = hit ? limitsInARow + 1 : 0;
    if (limitsInARow < LIMITS_IN_A_ROW_MAX) return;
    throw new EngineError(
      'store-failing',
      `The store refuses writes: ${journal.action(action.action)?.reason ?? 'a limit of the platform'}.`,
      {
        run: run.run,
        next: 'Look at the limits of the plan in the control panel, then run the same command again.',
      },
    );
  }

  return {
    async carryOut() {
      try {
        for (;;) {
          await inParallel(lookedProducts(plans, doubts), engine.settings.concurrency ?? LANES, lane);
          const waiting = doubts.open > 0;
          if (waiting) writing.onSettling();
          await doubts.settled();
          if (!waiting && journal.pendingProducts(planRun, 0, 1).length === 0) return;
        }
      } catch (error) {
        await doubts.abandon();
        throw error;
      }
    },
  };
}

/** Products with pending actions, looked at in batches; those in doubt come in a later round. */
async function* lookedProducts(plans: Plans, doubts: Doubts): AsyncGenerator<Looked> {
  const { engine, planRun } = plans;
  for (let after = 0; ; ) {
    await passGate(engine.control);
    const ids = engine.journal.pendingProducts(planRun, after, PRODUCTS_A_LOOK);
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
    const free = ids.filter((id) => !doubts.holds(id));
    if (free.length === 0) continue;
    const looked = await look(plans, free);
    await failGone(plans, free, looked);
    yield* looked;
  }
}

async function failGone(
  { engine, planRun }: Plans,
  ids: readonly number[],
  looked: readonly Looked[],
): Promise<void> {
  const there = new Set(looked.map((product) => product.productId));
  const gone = ids.filter((id) => !there.has(id));
  for (const actions of engine.journal.actionsOf(planRun, gone).values()) {
    for (const action of actions) {
      if (action.status === 'pending')
        await engine.journal.failed(
          action.action,
          'product-gone: the target does not have this product any more',
        );
    }
  }
}

async function planAgain(
  { plans, onAction, onPlanned }: Writing,
  product: Looked,
): Promise<readonly Action[]> {
  const { engine, run } = plans;
  const { pending, superseded, added } = await replan(plans, product);
  if (superseded.length > 0 || added.length > 0) {
    engine.emit({
      type: 'notice',
      run: run.run,
      message: `target product ${product.productId} has moved since it was planned: ${superseded.length} actions dropped, ${added.length} added`,
    });
    for (const action of superseded) onAction({ ...action, status: 'superseded' });
    onPlanned(added.length - superseded.length);
  }
  return pending;
}

/** Reads every product that was written to once more, and plans the updates that are still needed. */
export async function sweep(writing: Writing): Promise<number> {
  const { engine, planRun } = writing.plans;
  let planned = 0;
  for (let after = 0; ; ) {
    await passGate(engine.control);
    const ids = engine.journal.touchedProducts(planRun, after, 250);
    const last = ids.at(-1);
    if (last === undefined) return planned;
    after = last;
    for (const product of await look(writing.plans, ids)) {
      const { added, superseded } = await replan(writing.plans, product, 'update');
      planned += added.length;
      writing.onPlanned(added.length - superseded.length);
    }
  }
}
