// The sweep after the last write: every product that was written to is read once more, what is still needed is planned,
// and how the products were left is noted, so that a later run can tell our doing from somebody else's.
import type { Action } from '@cutover/journal';
import { PRODUCTS_A_PAGE } from '../at-a-time.ts';
import { failureInWords, failureOf } from '../failures.ts';
import { actionKey } from '../plan/actions.ts';
import { passGate } from '../stopped.ts';
import type { Plans } from './goal.ts';
import { look } from './look.ts';
import { tellMetMeanwhile } from './met-meanwhile.ts';
import { replanning } from './replan.ts';
import type { Writing } from './writing.ts';

const APPLIED_IN_VAIN_MAX = 2;
/** What a sweep adds; nothing is removed that nobody has approved. */
const SWEPT: ReadonlySet<Action['verb']> = new Set(['create', 'update', 'set']);

/**
 * Reads every product that was written to once more, and plans what is still needed; `planning` false only
 * notes how the products were left.
 */
export async function sweep(writing: Writing, planning = true): Promise<number> {
  const { engine, kinds } = writing.plans;
  let planned = 0;
  for (let after = 0; ; ) {
    await passGate(engine.control);
    const ids = productsToSweep(writing.plans, after);
    const last = ids.at(-1);
    if (last === undefined) return planned;
    after = last;
    const looked = await look(writing.plans, ids);
    // A page without one of its rows is no proof that the product is gone, and its edits would go unknown.
    const missed = ids.filter((id) => !looked.some(({ productId }) => productId === id));
    if (missed.length > 0) looked.push(...(await look(writing.plans, missed)));
    const moving = new Set<number>();
    const replan = replanning(writing.plans, ids);
    for (const product of planning ? looked : []) {
      const { added, superseded, conflicts, leftAlone } = await replan(product, {
        only: SWEPT,
      });
      await tellMetMeanwhile(writing.plans, product, leftAlone, writing.told);
      for (const action of conflicts) writing.onAction(action);
      const { effective, futile } = withoutFutile(writing.plans, product.productId, added);
      for (const action of superseded) writing.onAction({ ...action, status: 'superseded' });
      for (const action of futile) {
        const failure = failureOf('without-effect', { code: 'without-effect' });
        writing.onAction(await engine.journal.failed(action.id, failureInWords(engine, failure)));
      }
      if (effective.length > 0) moving.add(product.productId);
      planned += effective.length;
      writing.onPlanned(effective.length - superseded.length);
    }
    // What is written to once more is not left yet: a death before the next sweep would leave a note that is not true.
    const left = looked.filter(({ productId }) => !moving.has(productId));
    for (const kind of kinds.all) await kind.noteLeft?.(engine, writing.plans, left);
  }
}

/** Those that the plan has changed, and those that this run has begun to write to, whatever came of it. */
function productsToSweep({ engine: { journal }, run, planRun }: Plans, after: number): number[] {
  const ids = new Set([
    ...journal.touchedProducts(planRun, after, PRODUCTS_A_PAGE),
    ...journal.sightedProducts(run.id, after, PRODUCTS_A_PAGE),
  ]);
  return [...ids].toSorted((a, b) => a - b).slice(0, PRODUCTS_A_PAGE);
}

/** An update or a set that was answered as done twice and is still needed has no effect on this store. */
function withoutFutile(
  { engine, planRun }: Plans,
  productId: number,
  added: readonly Action[],
): { effective: Action[]; futile: Action[] } {
  if (added.length === 0) return { effective: [], futile: [] };
  const done = (engine.journal.actionsOf(planRun, [productId]).get(productId) ?? []).filter(
    (action) => action.status === 'applied' && (action.verb === 'update' || action.verb === 'set'),
  );
  const isFutile = (action: Action): boolean =>
    done.filter((one) => actionKey(one) === actionKey(action)).length >= APPLIED_IN_VAIN_MAX;
  return { effective: added.filter((action) => !isFutile(action)), futile: added.filter(isFutile) };
}
