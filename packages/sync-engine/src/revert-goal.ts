// The goal of `revert`: each product that a run has written to is to be as it was before, but for what somebody else has
// changed since.
import type { Run } from '@cutover/journal';
import { seenOf } from './edits.ts';
import type { Goal } from './goal.ts';
import type { Looked, Plans } from './look.ts';
import { actionKey } from './plan.ts';
import { planRevert, type RevertPlan } from './revert-plan.ts';

const SETTLED: ReadonlySet<string> = new Set(['started', 'blocked', 'failed']);

export function revertGoal(plans: Omit<Plans, 'goal'>, reverted: Run): Goal {
  const { journal } = plans.engine;
  return {
    atLeast(productIds) {
      const left = journal.sightings(reverted.run, 'after', productIds);
      return new Map([...left].map(([id, images]) => [id, images.length]));
    },
    async wanted(looked, actions) {
      const settled = new Set(actions.filter((action) => SETTLED.has(action.status)).map(actionKey));
      const wanted = planRevertOf(plans, reverted, looked).actions;
      return await Promise.resolve({
        actions: wanted.filter((action) => !settled.has(actionKey(action))),
        conflicts: new Map(),
      });
    },
  };
}

/** What the product needs as it is now, and what is left alone. */
export function planRevertOf(
  { engine: { journal }, run }: Omit<Plans, 'goal'>,
  reverted: Run,
  { productId, images }: Looked,
): RevertPlan {
  const now = images.map((image) => seenOf(image));
  const of = (name: string, moment: 'before' | 'after') =>
    journal.sightings(name, moment, [productId]).get(productId);
  return planRevert({
    productId,
    before: of(reverted.run, 'before') ?? [],
    after: of(reverted.run, 'after'),
    found: of(run.run, 'before') ?? now,
    now,
    writes: journal.writesOf(reverted.run, [productId]).get(productId) ?? [],
    putBack: journal.putBack(reverted.run, [productId]),
  });
}
