// What carrying out a plan will cost, told before anything is written: requests, bytes that we move ourselves, time.
import { findOriginal } from '@cutover/image-content';
import { countsWith, type Run } from '@cutover/journal';
import {
  LANES_AT_START,
  LANES_SPARE,
  LOOK_MS,
  lanesMax,
  MORE_AT_ONCE,
  PICTURES_SIDE_BY_SIDE,
  PRODUCTS_A_PAGE,
} from '../at-a-time.ts';
import { suitsBatches } from '../batch-room.ts';
import type { OfKinds } from '../carried.ts';
import type { Engine, Estimate, Means, Pace, PlanSummary, With } from '../engine.ts';
import { kindsAsked } from '../kinds/kinds.ts';
import { lookOnce, placeOf } from '../originals.ts';
import { shownOnSource } from '../read/shown-on-source.ts';
import { type ProductToWrite, type RequestsOfPlan, requestsOfPlan } from './requests-of-plan.ts';

const SAMPLE = 12;
/** BigCommerce's smallest plan allows 150 requests in 30 s (api-quirks Q-68); used until a store has said its own. */
const PACE_ASSUMED: Pace = { requestsPerSecond: 5, windowMs: 30_000 };
/** How long a slow store takes for one write, the picture fetched. */
const SLOW_WRITE_SECONDS = 2;
/** How long one usually takes; asked of nobody, so only the first requests of a run tell. */
const USUAL_WRITE_SECONDS = 0.5;
/** The same for one of several images in a request. */
const USUAL_IMAGE_SECONDS = 0.3;
const LOOK_SECONDS = LOOK_MS / 1_000;

/** Saves with a plan what its store allows: whoever carries it out later has not asked the store yet when the time is estimated. */
export async function keepPace({ journal, target }: Engine, planRun: string): Promise<void> {
  const pace = target.pace();
  if (pace === undefined || journal.run(planRun)?.counts['paceWindowMs'] !== undefined) return;
  const { requestsPerSecond, windowMs } = pace;
  await journal.addCounts(planRun, {
    paceThousandths: Math.round(requestsPerSecond * 1_000),
    paceWindowMs: windowMs,
  });
}

/** As the store said when the plan was made, so that the estimate is always the same; else as it says now. */
function paceOf({ journal, target }: Engine, planRun: string): Pace | undefined {
  const { paceThousandths = 0, paceWindowMs = 0 } = journal.run(planRun)?.counts ?? {};
  return paceThousandths > 0 && paceWindowMs > 0
    ? { requestsPerSecond: paceThousandths / 1_000, windowMs: paceWindowMs }
    : target.pace();
}

const keptAs = {
  requests: 'estimateRequests',
  bytes: 'estimateBytes',
  seconds: 'estimateSeconds',
  secondsMin: 'estimateSecondsMin',
  secondsMax: 'estimateSecondsMax',
} as const satisfies Readonly<Record<keyof Estimate, string>>;
const estimated = ['requests', 'bytes', 'seconds', 'secondsMin', 'secondsMax'] as const;

/** As a dry run keeps it, for reports. */
export const countsOf = (estimate: Estimate): Readonly<Record<string, number>> =>
  Object.fromEntries(estimated.map((name) => [keptAs[name], estimate[name]]));

/** What a dry run has said that its plan costs; undefined for any other run. */
export function estimateOf({ dryRun, counts }: Pick<Run, 'dryRun' | 'counts'>): Estimate | undefined {
  if (!dryRun || counts[keptAs.requests] === undefined) return undefined;
  const kept = (name: keyof Estimate): number => counts[keptAs[name]] ?? 0;
  return {
    requests: kept('requests'),
    bytes: kept('bytes'),
    seconds: kept('seconds'),
    secondsMin: kept('secondsMin'),
    secondsMax: kept('secondsMax'),
  };
}

/** What of a request a plan's cost depends on. */
export interface Costing extends OfKinds {
  readonly means: Pick<Means, 'transfer' | 'batch'>;
}

export async function summarise(engine: With<Costing>, planRun: string): Promise<PlanSummary> {
  const { journal } = engine;
  const pending = countsWith(journal.actionCounts(planRun), 'pending');
  const facts = journal.run(planRun)?.counts ?? {};
  return {
    run: planRun,
    ...pending,
    replace: facts['replaced'] ?? 0,
    conflicts: facts['conflicts'] ?? 0,
    unmatchedProducts: facts['unmatchedProducts'] ?? 0,
    estimate: await estimate(engine, planRun, pending),
  };
}

async function estimate(
  engine: With<Costing>,
  planRun: string,
  pending: Readonly<Record<'create' | 'update' | 'remove' | 'set', number>>,
): Promise<Estimate> {
  if (pending.create + pending.update + pending.remove + pending.set === 0)
    return { requests: 0, bytes: 0, seconds: 0, secondsMin: 0, secondsMax: 0 };
  const products = productsToWrite(engine, planRun);
  const looksAt = { kindsWithProducts: kindsAsked(engine).all.filter((one) => one.ridesWithProducts).length };
  const goesInBatches = mayBatch(engine);
  const expected = requestsOfPlan(products, looksAt, (one) => goesInBatches && suitsBatches(one));
  const singly = requestsOfPlan(products, looksAt, () => false);
  const pace = paceOf(engine, planRun);
  const lanes = engine.patience.concurrency ?? lanesMax(engine);
  return {
    requests: expected.all,
    bytes:
      engine.means.transfer === 'upload'
        ? Math.round((await averageBytes(engine, planRun)) * pending.create)
        : 0,
    ...durationOf(expected, pace, lanes),
    // A store that does not take several products in one request is known only when it was sent one.
    secondsMax: durationOf(singly, pace, lanes).secondsMax,
  };
}

/** @param lanes requests in flight at most. */
export function durationOf(
  { all, later, growing, batches }: RequestsOfPlan,
  pace: Pace | undefined,
  lanes: number,
): Pick<Estimate, 'seconds' | 'secondsMin' | 'secondsMax'> {
  const { requestsPerSecond, windowMs } = pace ?? PACE_ASSUMED;
  const byQuota = all / requestsPerSecond;
  const windowSeconds = windowMs / 1_000;
  const bySlowness = (all * SLOW_WRITE_SECONDS) / lanes;
  const batched = secondsOfBatches({ growing, batches }, requestsPerSecond, lanes);
  const behind = secondsBehind(batched, { before: all - later, later }, { requestsPerSecond, windowMs });
  const usual = Math.max(byQuota, behind, (all * USUAL_WRITE_SECONDS) / lanes);
  return {
    seconds: Math.ceil(usual),
    secondsMin: Math.floor(Math.max(0, byQuota - windowSeconds)),
    secondsMax: Math.ceil(Math.max(usual, bySlowness) + windowSeconds),
  };
}

/** How long requests for several products take on a store that takes a usual time for an image: first one by one, then side by side. */
function secondsOfBatches(
  { growing, batches }: Pick<RequestsOfPlan, 'growing' | 'batches'>,
  requestsPerSecond: number,
  lanes: number,
): number {
  const secondsOf = (images: number): number => LOOK_SECONDS + images * USUAL_IMAGE_SECONDS;
  let seconds = growing.reduce((sum, images) => sum + secondsOf(images) + LOOK_SECONDS, 0);
  for (let from = 0, width = LANES_AT_START + MORE_AT_ONCE * growing.length; from < batches.length; ) {
    const left = batches.slice(from);
    const longest = secondsOf(left.reduce((most, images) => Math.max(most, images), 0));
    const busy = Math.ceil(((requestsPerSecond * longest) / 2) * LANES_SPARE) + 1;
    width = Math.max(1, Math.min(width, busy, lanes));
    const side = Math.min(width, left.length);
    // They begin one after another: with a look before each, as the quota lets them, and as its originals are found.
    const images = left.slice(0, side).reduce((sum, one) => sum + one, 0);
    seconds +=
      longest + Math.max((2 * side) / requestsPerSecond, (images * LOOK_SECONDS) / PICTURES_SIDE_BY_SIDE);
    from += side;
    // Each that has come to its end makes room for more.
    width += MORE_AT_ONCE * side;
  }
  return seconds;
}

/** With what comes when the batches are done: it may use what they have left of the window, spread over the rest of it. */
function secondsBehind(
  batched: number,
  { before, later }: { readonly before: number; readonly later: number },
  { requestsPerSecond, windowMs }: Pace,
): number {
  if (batched === 0) return 0;
  const windowSeconds = windowMs / 1_000;
  const intoWindow = batched % windowSeconds;
  const untilEnd = windowSeconds - intoWindow;
  const left = Math.max(1, requestsPerSecond * windowSeconds - (before * intoWindow) / batched);
  const spread = later <= left ? (untilEnd * later) / left : untilEnd + (later - left) / requestsPerSecond;
  return batched + spread;
}

function mayBatch({ mode, means, source }: With<Costing>): boolean {
  return (
    mode === 'transfer' && means.batch === 'auto' && means.transfer !== 'upload' && source.isSaved !== true
  );
}

function productsToWrite(engine: With<Costing>, planRun: string): ProductToWrite[] {
  const { journal } = engine;
  const snapshot = journal.snapshotOf(planRun, 'target');
  const counted = snapshot === undefined ? [] : journal.imageCounts(snapshot.snapshot);
  const images = new Map(counted.map((one) => [one.productId, one.images]));
  const withValues = kindsAsked(engine).all.flatMap((one) => (one.ridesWithProducts ? [] : [one.name]));
  const products: ProductToWrite[] = [];
  for (let after = 0; ; ) {
    const ids = journal.pendingProducts(planRun, after, PRODUCTS_A_PAGE);
    const last = ids.at(-1);
    if (last === undefined) return products;
    after = last;
    const pending = journal.pendingOf(planRun, ids);
    const shown = withValues.map((name) => ({
      name,
      ids: new Set(shownOnSource(journal, planRun, name, ids)),
    }));
    for (const productId of ids) {
      const { create = 0, update = 0, remove = 0, set = 0 } = pending.get(productId) ?? {};
      const before = images.get(productId) ?? 0;
      products.push({
        productId,
        creates: create,
        others: update + remove + set,
        before,
        after: before + create - remove,
        kindsWithValues: shown.filter((kind) => kind.ids.has(productId)).map(({ name }) => name),
      });
    }
  }
}

/** The mean length of a few originals that the plan moves. */
async function averageBytes(engine: Engine, planRun: string): Promise<number> {
  const { journal, source } = engine;
  const snapshot = journal.snapshotOf(planRun, 'source');
  if (snapshot === undefined) return 0;
  const lengths: number[] = [];
  const originals = journal
    .actions(planRun, { status: ['pending'], limit: 200 })
    .flatMap((action) => (action.verb === 'create' && 'from' in action ? [action.from] : []));
  for (const { productId, imageId } of originals.slice(0, SAMPLE)) {
    const image = journal
      .images(snapshot.snapshot, [productId])
      .get(productId)
      ?.find((one) => one.imageId === imageId);
    if (image === undefined) continue;
    const found = await findOriginal(image, placeOf(source), async (url) => await lookOnce(engine, url));
    if (!('unreachable' in found) && found.contentLength !== undefined) lengths.push(found.contentLength);
  }
  return lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
}
