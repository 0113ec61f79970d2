// What the actions of a plan have come to, added up over their kinds, in one place for results, summaries and screens.
import { type ActionCounts, type PairJournal, type Run, statusCounts } from '@cutover/journal';

export interface PlanCounts {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
  /** Slots that were filled. */
  readonly set: number;
  readonly failed: number;
  /** Not begun. */
  readonly remaining: number;
  /** Started or blocked. */
  readonly open: number;
}

export function planCounts(counts: ActionCounts): PlanCounts {
  const by = statusCounts(counts);
  return {
    created: counts.create.applied,
    updated: counts.update.applied,
    removed: counts.remove.applied,
    set: counts.set.applied,
    failed: by.failed,
    remaining: by.pending,
    open: by.started + by.blocked,
  };
}

/** How many actions there are in all, and how many of them have come to an end, be it a person's to decide. */
export function tallyOf(counts: ActionCounts): { readonly done: number; readonly total: number } {
  const by = statusCounts(counts);
  const done = by.applied + by.failed + by.blocked;
  return { done, total: done + by.pending + by.started };
}

/** Of a run, what it has done of its plan itself: nothing before somebody has said yes to it, nor what earlier ones had done. */
export function ownCounts(
  counts: PlanCounts,
  { id, planRun, counts: noted }: Pick<Run, 'id' | 'planRun' | 'counts'>,
): PlanCounts {
  if (planRun === undefined) return { ...counts, created: 0, updated: 0, removed: 0, set: 0 };
  // Of a plan of its own nothing was done before it.
  const before = (name: string): number => (planRun === id ? 0 : (noted[name] ?? 0));
  return {
    ...counts,
    created: counts.created - before('createdBefore'),
    updated: counts.updated - before('updatedBefore'),
    removed: counts.removed - before('removedBefore'),
    set: counts.set - before('setBefore'),
  };
}

/** The same of a run that has ended, and whose plan a later one has taken up: as it was then. */
export function countsUntil(counts: PlanCounts, { counts: noted }: Pick<Run, 'counts'>): PlanCounts {
  const before = (name: string, now: number): number => noted[name] ?? now;
  const { created, updated, removed, set, failed } = counts;
  return {
    ...counts,
    created: before('createdBefore', created),
    updated: before('updatedBefore', updated),
    removed: before('removedBefore', removed),
    set: before('setBefore', set),
    failed: before('failedBefore', failed),
  };
}

/** The changes of a run: made so far, still to be made or in doubt, and both; what has failed is none. */
export function changesOf(
  journal: Pick<PairJournal, 'actionCounts' | 'run'>,
  run: Pick<Run, 'id' | 'planRun' | 'counts'>,
  planRun: string,
): { readonly made: number; readonly left: number; readonly all: number } {
  const counts = planCounts(journal.actionCounts(planRun));
  const { created, updated, removed, set } = ownCounts(counts, journal.run(run.id) ?? run);
  const made = created + updated + removed + set;
  const left = counts.remaining + counts.open;
  return { made, left, all: made + left };
}

/** What such a run notes at its beginning, once. */
export function countsBefore(counts: PlanCounts): Record<string, number> {
  const { created, updated, removed, set, failed } = counts;
  return {
    createdBefore: created,
    updatedBefore: updated,
    removedBefore: removed,
    setBefore: set,
    failedBefore: failed,
  };
}

/**
 * Renditions that this run has handed over, and those of earlier runs that its plan leaves; absent where there are none.
 *
 * @param later the run that has taken up its plan: what was handed over from then on is that one's.
 */
export function renditionCounts(
  journal: Pick<PairJournal, 'renditionCount' | 'run'>,
  { id, planRun: approved, counts }: Pick<Run, 'id' | 'planRun' | 'counts'>,
  planRun = id,
  later?: Pick<Run, 'counts'>,
): { readonly renditions?: number; readonly renditionsKept?: number } {
  const before = approved === id ? 0 : (counts['renditionsBefore'] ?? 0);
  const now = later?.counts['renditionsBefore'] ?? journal.renditionCount(planRun);
  const renditions = approved === undefined ? 0 : now - before;
  const { renditionsKept = 0 } = journal.run(planRun)?.counts ?? {};
  return {
    ...(renditions === 0 ? {} : { renditions }),
    ...(renditionsKept === 0 ? {} : { renditionsKept }),
  };
}
