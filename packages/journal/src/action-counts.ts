// How the actions of a plan add up, from what the journal counts of them.
import type { ActionStatus } from './action.ts';
import type { Journal } from './journal.ts';

export type ActionCounts = Readonly<ReturnType<Journal['actionCounts']>>;
type Statuses = Readonly<Record<ActionStatus, number>>;

/** By status, whatever they do. */
export function statusCounts(counts: ActionCounts): Statuses {
  const sum = (status: ActionStatus): number =>
    Object.values(counts).reduce((total, one) => total + one[status], 0);
  return {
    pending: sum('pending'),
    started: sum('started'),
    applied: sum('applied'),
    blocked: sum('blocked'),
    failed: sum('failed'),
    superseded: sum('superseded'),
  };
}

/** By what they do: those with one of these statuses. */
export function countsWith(
  { create, update, remove, set }: ActionCounts,
  ...statuses: readonly ActionStatus[]
): Readonly<Record<keyof ActionCounts, number>> {
  const sum = (one: Statuses): number => statuses.reduce((total, status) => total + one[status], 0);
  return { create: sum(create), update: sum(update), remove: sum(remove), set: sum(set) };
}

/** By what they do: all that the plan holds, those too that have come to an end. */
export const heldCounts = (counts: ActionCounts): ReturnType<typeof countsWith> =>
  countsWith(counts, 'pending', 'started', 'applied', 'blocked', 'failed');
