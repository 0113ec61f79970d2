// What a run has come to, as its journal says it, without the engine that has done it: for what only looks at a journal, such
// as `status`, and must not wait until all that reads and writes stores is loaded.

export { shareOf } from './read/drawn.ts';
export { productsLookedAt } from './runs/confidence.ts';
export { leftOutOfPlan } from './runs/done-in-part.ts';
export { imagesLookedAt, imagesSeen, seenByKind } from './runs/images-seen.ts';
export { countsUntil, ownCounts, type PlanCounts, planCounts, renditionCounts } from './runs/plan-counts.ts';
export { type VerifyCounts, verifyCounts } from './runs/verify-counts.ts';
