// What nothing may be planned beside: writes in doubt, and what was refused.
import type { Action } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import type { Moment } from './considered.ts';

const SETTLED: ReadonlySet<string> = new Set(['started', 'blocked', 'failed']);

/** An action in doubt or refused is not planned a second time. */
export function isSettled({ status }: Pick<Action, 'status'>): boolean {
  return SETTLED.has(status);
}

/** Actions on a target product that nothing may be planned beside: in doubt, or refused by this very plan. */
export function settledOn(
  { journal }: { readonly journal: Pick<Engine['journal'], 'doubtsOf'> },
  targetProductId: number,
  moment: Moment,
): readonly Action[] {
  const doubts = journal.doubtsOf(targetProductId);
  if (moment.at === 'look') return [...moment.actions.filter(isSettled), ...doubts];
  // Only what waits for a person is left out. A write that will be settled by looking stays planned: the look before the
  // act comes after that, and drops the action if the write has arrived after all.
  return doubts.filter((action) => action.status === 'blocked');
}
