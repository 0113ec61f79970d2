// One store as the engine sees it: the two clients over one HTTP, and so over one pacer, because V2 and V3 draw on the
// same quota.
import {
  type Clock,
  createPacer,
  createStoreHttp,
  type LongWait,
  type PaceChange,
  type Pacer,
  type PacerSnapshot,
  type RequestEvent,
  systemClock,
  type WaitEvent,
} from '@cutover/store-http';
import type { Pace, StorePort, Turns } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client, createV3Reader } from '@cutover/v3-client';
import { version } from '../command-line/version.ts';
import type { NamedStore } from './stores.ts';

export interface OpenedStore {
  readonly port: StorePort;
  snapshot(): PacerSnapshot;
  change(to: PaceChange): void;
  readonly close: () => Promise<void>;
}

export interface StoreSettings {
  /** How much of the store's quota we may use, 0 to 1. */
  readonly quotaShare: number;
  readonly concurrency: number | undefined;
  /** How long an outage is waited out, in ms; default 0. */
  readonly outageMs?: number | undefined;
  readonly originals: readonly string[];
  readonly stopping: AbortSignal;
  readonly onRequest: (event: RequestEvent) => void;
  readonly onWait?: ((event: WaitEvent) => void) | undefined;
  readonly onLongWait?: ((wait: LongWait) => void) | undefined;
}

export const userAgent = `cutover/${version}`;

export function openStore(named: NamedStore, settings: StoreSettings): OpenedStore {
  const { concurrency, originals } = settings;
  let { quotaShare } = settings;
  let most: number | undefined;
  const bound = stopsOf(settings.stopping);
  const pacer = createPacer({
    quotaShare,
    concurrency,
    onWait: (ms) => settings.onWait?.({ reason: 'quota', by: 'queue', ms }),
  });
  const http = createStoreHttp({
    api: named.api,
    store: named.hash,
    token: named.token,
    userAgent,
    pacer: stoppablePacer(pacer, bound),
    clock: stoppableClock(bound),
    outageMs: settings.outageMs,
    onRequest: settings.onRequest,
    onWait: settings.onWait,
    onLongWait: settings.onLongWait,
  });
  return {
    port: {
      hash: named.hash,
      v2: createV2Reader(http),
      v3: createV3Client(http),
      v3AfterStop: createV3Reader({
        ...http,
        read: async (path, query, options) =>
          await http.read(path, query, { ...options, signal: bound.late }),
      }),
      isBigCommerce: new URL(named.api).hostname === 'api.bigcommerce.com',
      originals,
      pace: () => paceOf(http.snapshot(), quotaShare),
      turns: () => ({ ...turnsOf(http.snapshot(), quotaShare), most }),
    },
    snapshot: () => http.snapshot(),
    change(to) {
      quotaShare = to.quotaShare ?? quotaShare;
      most = to.concurrency ?? most;
      pacer.change(to);
    },
    close: () => http.close(),
  };
}

/** A look that shows what became of a write goes on for so long after a stop. */
const LATE_MS = 5_000;

// A stop ends every wait for quota and between attempts, and lets what is in flight come to its end: a write that was
// cut off would be in doubt, one that never left is simply not done.
interface Stops {
  readonly stopping: AbortSignal;
  /** Comes some seconds after the stop; what brings it is ended by nothing else. */
  readonly late: AbortSignal;
}

function stopsOf(stopping: AbortSignal): Stops {
  const late = new AbortController();
  const begin = (): void => {
    setTimeout(() => late.abort(), LATE_MS).unref();
  };
  if (stopping.aborted) begin();
  else stopping.addEventListener('abort', begin, { once: true });
  return { stopping, late: late.signal };
}

const stoppablePacer = (pacer: Pacer, stops: Stops): Pacer => ({
  take: (kind, options) => pacer.take(kind, { ...options, signal: either(options?.signal, stops) }),
  snapshot: () => pacer.snapshot(),
  change: (to) => pacer.change(to),
});
const stoppableClock = (stops: Stops): Clock => ({
  now: () => systemClock.now(),
  monotonicMs: () => systemClock.monotonicMs(),
  sleep: (ms, signal) => systemClock.sleep(ms, either(signal, stops)),
});
function either(signal: AbortSignal | undefined, { stopping, late }: Stops): AbortSignal {
  if (signal === undefined) return stopping;
  return signal === late ? late : AbortSignal.any([signal, stopping]);
}

/** What a store allows that has not said it yet: as much as BigCommerce's smallest plan (api-quirks Q-68). */
const smallest = { quota: 150, windowMs: 30_000 };

/** The share that is ours, so that a plan costs the same whether or not the store has been asked before. */
export function paceOf(
  { quota = smallest.quota, windowMs = smallest.windowMs }: Pick<PacerSnapshot, 'quota' | 'windowMs'>,
  share: number,
): Pace {
  return { requestsPerSecond: (quota * share * 1_000) / windowMs, windowMs };
}

function turnsOf({ quota, windowMs, given, waitedMs }: PacerSnapshot, share: number): Turns {
  const known = quota === undefined ? undefined : paceOf({ quota, windowMs }, share).requestsPerSecond;
  return { requestsPerSecond: known, given, waitedMs };
}
