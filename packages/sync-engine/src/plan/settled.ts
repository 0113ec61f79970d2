// What nothing may be planned beside: writes in doubt, and what was refused.
import type { Action } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import type { Moment } from './considered.ts';

const SETTLED: ReadonlySet<string> = new Set(['started', 'blocked', 'failed']);

/** An action in doubt or refused is not planned a second time. */
export function isSettled({ status }: Pick<Action, 'status'>): boolean {
  return SETTLED.has(status);
}

/**
 * Asks the journal once for all of these target products.
 * @returns the actions on one of them that nothing may be planned beside: in doubt, or refused by this very plan.
 */
export function settledOn(
  { journal }: { readonly journal: Pick<Engine['journal'], 'doubtsOf'> },
  targetProductIds: readonly number[],
  moment: Moment,
): (targetProductId: number) => readonly Action[] {
  const doubts = Map.groupBy(journal.doubtsOf(targetProductIds), ({ subject }) => subject.productId);
  return (targetProductId) => {
    const ofProduct = doubts.get(targetProductId) ?? [];
    if (moment.at === 'look') return [...moment.actionsOf(targetProductId).filter(isSettled), ...ofProduct];
    // Only what waits for a person is left out. A write that will be settled by looking stays planned: the look before the
    // act comes after that, and drops the action if the write has arrived after all.
    return ofProduct.filter((action) => action.status === 'blocked');
  };
}
