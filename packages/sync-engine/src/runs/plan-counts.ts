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

/** What a run has done itself, where it takes up a plan that an earlier one had carried out in part. */
export function ownCounts(counts: PlanCounts, { counts: noted }: Pick<Run, 'counts'>): PlanCounts {
  const before = (name: string): number => noted[name] ?? 0;
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
  run: Pick<Run, 'id'>,
  planRun: string,
): { readonly made: number; readonly left: number; readonly all: number } {
  const counts = planCounts(journal.actionCounts(planRun));
  const { created, updated, removed, set } = ownCounts(counts, { counts: journal.run(run.id)?.counts ?? {} });
  const made = created + updated + removed + set;
  const left = counts.remaining + counts.open;
  return { made, left, all: made + left };
}

/** What such a run notes at its beginning, once. */
export function countsBefore({ created, updated, removed, set }: PlanCounts): Record<string, number> {
  return { createdBefore: created, updatedBefore: updated, removedBefore: removed, setBefore: set };
}

/** Renditions that this run has handed over, and those of earlier runs that its plan leaves; absent where there are none. */
export function renditionCounts(
  journal: Pick<PairJournal, 'renditionCount' | 'run'>,
  { id, counts }: Pick<Run, 'id' | 'counts'>,
  planRun = id,
): { readonly renditions?: number; readonly renditionsKept?: number } {
  const renditions = journal.renditionCount(planRun) - (counts['renditionsBefore'] ?? 0);
  const { renditionsKept = 0 } = journal.run(planRun)?.counts ?? {};
  return {
    ...(renditions === 0 ? {} : { renditions }),
    ...(renditionsKept === 0 ? {} : { renditionsKept }),
  };
}
