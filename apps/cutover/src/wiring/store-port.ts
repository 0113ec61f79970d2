// One store as the engine sees it: the two clients over one HTTP, and so over one pacer, because V2 and V3 draw on the
// same quota.
import {
  type Clock,
  createPacer,
  createStoreHttp,
  type LongWait,
  type Pacer,
  type PacerSnapshot,
  type RequestEvent,
  systemClock,
  type WaitEvent,
} from '@cutover/store-http';
import type { Pace, StorePort } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { version } from '../version.ts';
import type { NamedStore } from './stores.ts';

export interface OpenedStore {
  readonly port: StorePort;
  snapshot(): PacerSnapshot;
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
  const { quotaShare, concurrency, originals } = settings;
  const http = createStoreHttp({
    api: named.api,
    store: named.hash,
    token: named.token,
    userAgent,
    pacer: stoppablePacer(
      createPacer({
        quotaShare,
        concurrency,
        onWait: (ms) => settings.onWait?.({ reason: 'quota', by: 'queue', ms }),
      }),
      settings.stopping,
    ),
    clock: stoppableClock(settings.stopping),
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
      isBigCommerce: new URL(named.api).hostname === 'api.bigcommerce.com',
      originals,
      pace: () => paceOf(http.snapshot(), quotaShare),
    },
    snapshot: () => http.snapshot(),
    close: () => http.close(),
  };
}

// A stop ends every wait for quota and between attempts, and lets what is in flight come to its end: a write that was
// cut off would be in doubt, one that never left is simply not done.
const stoppablePacer = (pacer: Pacer, stopping: AbortSignal): Pacer => ({
  take: (kind, options) => pacer.take(kind, { ...options, signal: either(options?.signal, stopping) }),
  snapshot: () => pacer.snapshot(),
});
const stoppableClock = (stopping: AbortSignal): Clock => ({
  now: () => systemClock.now(),
  monotonicMs: () => systemClock.monotonicMs(),
  sleep: (ms, signal) => systemClock.sleep(ms, either(signal, stopping)),
});
const either = (signal: AbortSignal | undefined, stopping: AbortSignal): AbortSignal =>
  signal === undefined ? stopping : AbortSignal.any([signal, stopping]);

/** What a store allows that has not said it yet: as much as BigCommerce's smallest plan (api-quirks Q-68). */
const smallest = { quota: 150, windowMs: 30_000 };

/** The share that is ours, so that a plan costs the same whether or not the store has been asked before. */
export function paceOf(
  { quota = smallest.quota, windowMs = smallest.windowMs }: Pick<PacerSnapshot, 'quota' | 'windowMs'>,
  share: number,
): Pace {
  return { requestsPerSecond: (quota * share * 1_000) / windowMs, windowMs };
}
