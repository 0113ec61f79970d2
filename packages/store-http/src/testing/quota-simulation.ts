// A store's quota on a virtual clock: windows, latencies, another client, and servers that misbehave.
import { createPacer } from '../pacer.ts';
import { createRandom, createVirtualClock, type VirtualClock } from './virtual-clock.ts';

interface ModelOptions {
  readonly quota: number | ((window: number) => number);
  readonly windowMs: number;
  /** Ms of a request's way, half before the store counts it. */
  readonly latencyMs: () => number;
  readonly headers?: 'always' | 'never' | number;
  /** Probability of a 429 without figures. */
  readonly platformLoad?: number;
  readonly random: () => number;
}

interface ModelAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
}

/** The store: counts each arrival in the window it arrives in. */
function createModelStore(clock: VirtualClock, options: ModelOptions) {
  let window = -1;
  let left = 0;
  const quotaOf = (index: number): number =>
    typeof options.quota === 'number' ? options.quota : options.quota(index);
  const counts = { accepted: 0, refused: 0, load: 0, othersAccepted: 0, othersRefused: 0 };

  function arrive(): ModelAnswer {
    const nowMs = clock.monotonicMs();
    const index = Math.floor(nowMs / options.windowMs);
    if (index !== window) {
      window = index;
      left = quotaOf(index);
    }
    const told: Record<string, string> = {};
    const chance =
      options.headers === 'never' ? 0 : typeof options.headers === 'number' ? options.headers : 1;
    const ok = left > 0;
    if (ok) left -= 1;
    const resetMs = Math.ceil((index + 1) * options.windowMs - nowMs);
    if (options.random() < chance) {
      told['x-rate-limit-requests-quota'] = String(quotaOf(index));
      told['x-rate-limit-requests-left'] = String(left);
      told['x-rate-limit-time-reset-ms'] = String(resetMs);
      told['x-rate-limit-time-window-ms'] = String(options.windowMs);
    }
    if (!ok) told['x-retry-after'] = String(Math.ceil(resetMs / 1000));
    return { status: ok ? 200 : 429, headers: told };
  }

  return {
    counts,
    request: (): Promise<ModelAnswer> =>
      new Promise((resolve) => {
        const latencyMs = options.latencyMs();
        clock.at(clock.monotonicMs() + latencyMs / 2, () => {
          const loaded = options.random() < (options.platformLoad ?? 0);
          const answer = loaded ? { status: 429, headers: {} } : arrive();
          if (loaded) counts.load += 1;
          else if (answer.status === 200) counts.accepted += 1;
          else counts.refused += 1;
          clock.at(clock.monotonicMs() + latencyMs / 2, () => resolve(answer));
        });
      }),
    otherClient(): void {
      if (arrive().status === 200) counts.othersAccepted += 1;
      else counts.othersRefused += 1;
    },
  };
}

export interface Scenario {
  readonly quota: number | ((window: number) => number);
  readonly windowMs: number;
  readonly windows: number;
  readonly lanes: number;
  readonly quotaShare: number;
  /** Loopback: 1 to 4 ms. Internet: log-normal, median 200 ms, p95 800 ms. */
  readonly latency: 'loopback' | 'internet';
  /** Requests of another client as a share of the quota, Poisson. */
  readonly others?: number;
  readonly headers?: 'always' | 'never' | number;
  readonly platformLoad?: number;
}

export interface SimulationResult {
  /** What we were given, of what the others left and our share allows; 1 is all of it. */
  readonly utilisation: number;
  /** Refusals of ours for want of quota. */
  readonly refused: number;
  /** Part of the other client's requests that were refused. */
  readonly othersRefused: number;
  readonly accepted: number;
}

export async function simulate(scenario: Scenario, seed: number): Promise<SimulationResult> {
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const latencyMs =
    scenario.latency === 'loopback'
      ? () => 1 + random() * 3
      : () => Math.min(2000, 200 * Math.exp(gauss() * 0.843));
  const store = createModelStore(clock, { ...scenario, latencyMs, random });
  const pacer = createPacer({ clock, random, quotaShare: scenario.quotaShare });
  const totalMs = scenario.windowMs * scenario.windows;
  const quotas = Array.from({ length: scenario.windows }, (_, index) =>
    typeof scenario.quota === 'number' ? scenario.quota : scenario.quota(index),
  );
  const { others } = scenario;
  if (others !== undefined) {
    const gapMs = scenario.windowMs / ((quotas[0] ?? 1) * others);
    const next = (): void =>
      clock.at(clock.monotonicMs() - Math.log(1 - random()) * gapMs, () => {
        store.otherClient();
        next();
      });
    next();
  }
  const lane = async (): Promise<void> => {
    while (clock.monotonicMs() <= totalMs) {
      const turn = await pacer.take('read');
      turn.done(await store.request());
    }
  };
  for (let index = 0; index < scenario.lanes; index++) void lane();
  await clock.runUntil(totalMs);
  const { accepted, refused, othersAccepted, othersRefused } = store.counts;
  const quota = quotas.reduce((sum, one) => sum + one, 0);
  const othersTook = othersAccepted + othersRefused;
  const fair = Math.min(quota * scenario.quotaShare, quota - othersTook);
  return {
    utilisation: accepted / fair,
    refused,
    othersRefused: othersTook === 0 ? 0 : othersRefused / othersTook,
    accepted,
  };
}
