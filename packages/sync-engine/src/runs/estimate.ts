// What carrying out a plan will cost, told before anything is written: requests, bytes that we move ourselves, time.
import { findOriginal } from '@cutover/image-content';
import { countsWith, type Run } from '@cutover/journal';
import { productsAtOnceMax } from '@cutover/v3-client';
import {
  growingSizes,
  IMAGES_A_BATCH_MAX,
  lanesMax,
  PRODUCTS_A_LOOK,
  PRODUCTS_A_PAGE,
  PRODUCTS_WITH_VALUES_A_PAGE,
} from '../at-a-time.ts';
import type { OfKinds } from '../carried.ts';
import type { Engine, Estimate, Means, Pace, PlanSummary, With } from '../engine.ts';
import type { Kind } from '../kinds/kind.ts';
import { kindsAsked } from '../kinds/kinds.ts';
import { lookOnce, placeOf } from '../originals.ts';
import { shownOnSource } from '../read/shown-on-source.ts';

const SAMPLE = 12;
/** BigCommerce's smallest plan allows 150 requests in 30 s (api-quirks Q-68); used until a store has said its own. */
const PACE_ASSUMED: Pace = { requestsPerSecond: 5, windowMs: 30_000 };
/** How long a slow store takes for one write, the picture fetched. */
const SLOW_WRITE_SECONDS = 2;

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
  pending: {
    readonly create: number;
    readonly update: number;
    readonly remove: number;
    readonly set: number;
  },
): Promise<Estimate> {
  const products = productsToWrite(engine, planRun);
  const writes = pending.create + pending.update + pending.remove + pending.set;
  const kinds = kindsAsked(engine);
  const looks = kinds.all.reduce((sum, kind) => sum + looksOf(engine, planRun, kind, products), 0);
  const singly = writes + looks;
  const requests = singly - savedByBatches(engine, planRun, products, pending.create);
  const pace = paceOf(engine, planRun);
  const lanes = engine.patience.concurrency ?? lanesMax(engine);
  const duration = durationOf(writes === 0 ? 0 : requests, pace, lanes);
  return {
    requests: writes === 0 ? 0 : requests,
    bytes:
      engine.means.transfer === 'upload'
        ? Math.round((await averageBytes(engine, planRun)) * pending.create)
        : 0,
    ...duration,
    // A store that does not take several products in one request is known only when it was sent one.
    ...(requests < singly && writes > 0 ? { secondsMax: durationOf(singly, pace, lanes).secondsMax } : {}),
  };
}

/** @param lanes requests in flight at most. */
export function durationOf(
  requests: number,
  pace: Pace | undefined,
  lanes: number,
): Pick<Estimate, 'seconds' | 'secondsMin' | 'secondsMax'> {
  if (requests === 0) return { seconds: 0, secondsMin: 0, secondsMax: 0 };
  const { requestsPerSecond, windowMs } = pace ?? PACE_ASSUMED;
  const byQuota = requests / requestsPerSecond;
  const windowSeconds = windowMs / 1_000;
  const bySlowness = (requests * SLOW_WRITE_SECONDS) / lanes;
  return {
    seconds: Math.ceil(byQuota),
    secondsMin: Math.floor(Math.max(0, byQuota - windowSeconds)),
    secondsMax: Math.ceil(Math.max(byQuota, bySlowness) + windowSeconds),
  };
}

/** How many requests fewer it are where products without images get theirs together, and that works. */
function savedByBatches(
  { journal, mode, means }: With<Costing>,
  planRun: string,
  products: readonly number[],
  creates: number,
): number {
  const snapshot = journal.snapshotOf(planRun, 'target');
  if (means.batch !== 'auto' || mode !== 'transfer' || means.transfer === 'upload') return 0;
  if (snapshot === undefined || products.length === 0) return 0;
  const full = new Set(journal.imageCounts(snapshot.snapshot).map(({ productId }) => productId));
  const empty = products.filter((id) => !full.has(id)).length;
  const images = Math.round((creates * empty) / products.length);
  if (images === 0) return 0;
  // Each is looked at, sent, and looked at again with others; and none is looked at for being written to singly.
  const sent = Math.max(requestsOfBatches(empty), Math.ceil(images / IMAGES_A_BATCH_MAX));
  const confirmed = Math.ceil(empty / PRODUCTS_A_LOOK);
  const spared =
    Math.ceil(products.length / PRODUCTS_A_LOOK) - Math.ceil((products.length - empty) / PRODUCTS_A_LOOK);
  return Math.max(0, images + spared - 2 * sent - confirmed);
}

/** They grow with each that goes well, one after another; then there are many of the largest. */
export function requestsOfBatches(products: number): number {
  let requests = 0;
  let left = products;
  for (const size of [1, ...growingSizes]) {
    if (left <= 0) return requests;
    requests += 1;
    left -= size;
  }
  return requests + Math.max(0, Math.ceil(left / productsAtOnceMax));
}

/** Each kind of picture is looked at in requests of its own, before the products are written to and when all is done. */
function looksOf({ journal }: Engine, planRun: string, kind: Kind, products: readonly number[]): number {
  if (kind.ridesWithProducts)
    return Math.ceil(products.length / PRODUCTS_A_LOOK) + Math.ceil(products.length / PRODUCTS_A_PAGE);
  let shown = 0;
  for (let from = 0; from < products.length; from += PRODUCTS_A_PAGE)
    shown += shownOnSource(journal, planRun, kind.name, products.slice(from, from + PRODUCTS_A_PAGE)).length;
  return 2 * Math.ceil(shown / PRODUCTS_WITH_VALUES_A_PAGE);
}

function productsToWrite(engine: Engine, planRun: string): number[] {
  const products: number[] = [];
  for (let after = 0; ; ) {
    const page = engine.journal.pendingProducts(planRun, after, 1000);
    products.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < 1000) return products;
    after = last;
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
