import { describe, expect, it } from 'vitest';
import { createPacer } from './pacer.ts';
import { type Scenario, type SimulationResult, simulate } from './testing/quota-simulation.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const internet: Scenario = {
  quota: 150,
  windowMs: 30_000,
  windows: 40,
  lanes: 32,
  quotaShare: 1,
  latency: 'internet',
};
const loopback: Scenario = { ...internet, quota: 40, windowMs: 2000, quotaShare: 0.9, latency: 'loopback' };
const cycle = (quotas: readonly number[]) => (window: number) => quotas[window % quotas.length] ?? 1;

describe('a store with a quota', () => {
  // [what, scenario, least utilisation, most refusals of ours, most refusals of the other client as a part]
  const table: [string, Scenario, number, number, number][] = [
    ['alone', internet, 0.985, 0, 0],
    ['alone with a share', { ...internet, quotaShare: 0.9 }, 0.99, 0, 0],
    ['beside a client that takes a fifth', { ...internet, others: 0.2 }, 0.976, 0.6, 0.002],
    ['the same with a quota of 450', { ...internet, quota: 450, others: 0.2 }, 0.988, 0.6, 0.002],
    [
      'the same with a quota of 3000',
      { ...internet, quota: 3000, others: 0.2, windows: 10, lanes: 64 },
      0.985,
      1,
      0.002,
    ],
    [
      'a quota of five a second beside a client that takes a third',
      { ...internet, quota: 5, windowMs: 1_000, windows: 600, quotaShare: 0.9, others: 0.3 },
      0.3,
      15,
      0.11,
    ],
    ['a small quota on loopback', loopback, 0.97, 0, 0],
    ['a small quota over the internet', { ...loopback, latency: 'internet' }, 0.9, 1, 0],
    ['a quota that changes', { ...internet, quota: cycle([150, 100, 200, 75]), others: 0.2 }, 0.93, 1, 0.02],
    ['a quota halved for good', { ...internet, quota: (index) => (index < 20 ? 150 : 75) }, 0.93, 1, 0],
    ['a third of the answers without figures', { ...internet, headers: 0.7, others: 0.2 }, 0.93, 1, 0.02],
    [
      'platform load on one answer in twenty',
      { ...internet, platformLoad: 0.05, others: 0.2 },
      0.93,
      2,
      0.02,
    ],
  ];
  for (const [what, scenario, utilisationMin, refusedMax, othersRefusedMax] of table) {
    it(`uses what it may and takes nothing from others: ${what}`, async () => {
      const results: SimulationResult[] = [];
      for (const seed of [1, 2, 3, 4]) results.push(await simulate(scenario, seed));
      const mean = (of: 'utilisation' | 'refused' | 'othersRefused'): number =>
        results.reduce((sum, result) => sum + result[of], 0) / results.length;
      expect(mean('utilisation'), 'utilisation').toBeGreaterThanOrEqual(utilisationMin);
      expect(mean('refused'), 'own refusals').toBeLessThanOrEqual(refusedMax);
      expect(mean('othersRefused'), "others' refusals").toBeLessThanOrEqual(othersRefusedMax);
    });
  }

  it('never takes more than its share of any window', async () => {
    const result = await simulate({ ...internet, quotaShare: 0.5 }, 4);
    expect(result.accepted).toBeLessThanOrEqual(150 * 0.5 * internet.windows);
    expect(result.accepted).toBeGreaterThan(150 * 0.5 * internet.windows * 0.98);
  });
});

describe('a store without figures', () => {
  it('is not throttled: all slots are in use', async () => {
    const result = await simulate({ ...internet, quota: 1e9, headers: 'never', windows: 2, lanes: 100 }, 1);
    // 64 slots at a mean of 285 ms are 224 requests a second.
    expect(result.accepted).toBeGreaterThan(60 * 190);
  });
});

const bare429 = { status: 429, headers: {} };
const ok = { status: 200, headers: {} };

describe('createPacer', () => {
  it('lets one request go first, and the rest once it was answered', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock });
    const first = await pacer.take('read');
    let granted = 0;
    for (let index = 0; index < 3; index++) void pacer.take('read').then(() => granted++);
    await clock.runUntil(10);
    expect(granted).toBe(0);
    first.done(ok);
    await clock.runUntil(20);
    expect(granted).toBe(3);
  });

  it('does not wait for ever for a first request that hangs', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock });
    await pacer.take('read');
    let granted = 0;
    void pacer.take('read').then(() => granted++);
    await clock.runUntil(999);
    expect(granted).toBe(0);
    await clock.runUntil(1100);
    expect(granted).toBe(1);
  });

  it('makes writes wait at least twice as long as reads under platform load, longer each time', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock, random: () => 1 });
    const at: Record<string, number> = {};
    (await pacer.take('write')).done(bare429);
    void pacer.take('write').then((turn) => {
      at['write'] = clock.monotonicMs();
      turn.done(bare429);
      void pacer.take('read').then((next) => {
        at['later read'] = clock.monotonicMs();
        next.done(ok);
      });
    });
    void pacer.take('read').then((turn) => {
      at['read'] = clock.monotonicMs();
      turn.done({ failed: 'other' });
    });
    await clock.runUntil(60_000);
    expect(at).toEqual({ read: 1000, write: 2000, 'later read': 4000 });
  });

  it('waits for the longest of the waits that a 429 names', async () => {
    const clock = createVirtualClock();
    const told: (number | undefined)[] = [];
    const pacer = createPacer({ clock, random: () => 0, onWait: (ms) => told.push(ms) });
    const headers = { 'x-retry-after': '7', 'x-rate-limit-time-reset-ms': '3000', 'retry-after': '2' };
    (await pacer.take('read')).done({ status: 429, headers });
    let atMs = 0;
    for (const kind of ['write', 'read'] as const)
      void pacer.take(kind).then((turn) => {
        atMs = clock.monotonicMs();
        turn.done(ok);
      });
    await clock.runUntil(20_000);
    // Told once for both, and once that it is over.
    expect({ atMs, told }).toEqual({ atMs: 7000, told: [7000, undefined] });
  });

  it('gives up a turn that is aborted while it waits, and lets the next one through', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock, concurrency: 1 });
    const first = await pacer.take('read');
    const stop = new AbortController();
    const order: string[] = [];
    void pacer.take('read', { signal: stop.signal }).catch((error: unknown) => order.push(String(error)));
    void pacer.take('read').then(() => order.push('next'));
    stop.abort('stopped');
    first.done(ok);
    await clock.runUntil(1);
    expect({ order, inFlight: pacer.snapshot().inFlight }).toEqual({
      order: ['stopped', 'next'],
      inFlight: 1,
    });
  });

  it('sends no more than the store last told where up to 20 answers tell nothing, and goes on when the window is over', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock, quotaShare: 1 });
    const first = await pacer.take('read');
    first.done({
      status: 200,
      headers: {
        'x-rate-limit-requests-quota': '6',
        'x-rate-limit-requests-left': '5',
        'x-rate-limit-time-reset-ms': '30000',
        'x-rate-limit-time-window-ms': '30000',
      },
    });
    await clock.runUntil(200_000);
    const sentAtMs: number[] = [];
    const ask = async (): Promise<void> => {
      const turn = await pacer.take('read');
      sentAtMs.push(clock.monotonicMs());
      turn.done({ failed: 'other' });
    };
    const all = Promise.all(Array.from({ length: 14 }, ask));
    await clock.runUntil(320_000);
    await all;
    const inWindow = sentAtMs.map((from) => sentAtMs.filter((at) => at >= from && at < from + 30_000).length);
    expect({ sent: sentAtMs.length, mostInAnyWindow: Math.max(...inWindow) }).toEqual({
      sent: 14,
      mostInAnyWindow: 6,
    });
  });

  const figures = (left: number, resetMs: number): Record<string, string> => ({
    'x-rate-limit-requests-quota': '100',
    'x-rate-limit-requests-left': String(left),
    'x-rate-limit-time-reset-ms': String(resetMs),
    'x-rate-limit-time-window-ms': '30000',
  });

  it.each([
    ['of the window before', 0, 100, true],
    ['of the window before that says there was something left', 60, 100, false],
    ['of this window', 0, 29_600, false],
  ])('after a refusal %s uses the new window: %s left, %s ms', async (_what, left, resetMs, isUsed) => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock, quotaShare: 1, random: () => 0 });
    (await pacer.take('read')).done({ status: 200, headers: figures(99, 30_000) });
    await clock.runUntil(29_900);
    const late = await pacer.take('read');
    await clock.runUntil(30_400);
    (await pacer.take('read')).done({ status: 200, headers: figures(99, 29_600) });
    late.done({ status: 429, headers: { ...figures(left, resetMs), 'x-retry-after': '1' } });
    let open = 0;
    for (let number = 0; number < 30; number += 1)
      void pacer.take('read').then((turn) => {
        open += 1;
        turn.done({ status: 200, headers: figures(99 - open, 60_000 - Math.ceil(clock.monotonicMs())) });
      });
    await clock.runUntil(59_000);
    expect({ isUsed: open === 30 }).toEqual({ isUsed });
  });

  it('tells what the store told', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock, concurrency: 4 });
    const turn = await pacer.take('read');
    const headers = {
      'x-rate-limit-requests-quota': '150',
      'x-rate-limit-requests-left': '149',
      'x-rate-limit-time-reset-ms': '29000',
      'x-rate-limit-time-window-ms': '30000',
    };
    turn.done({ status: 200, headers });
    turn.done({ status: 200, headers });
    expect(pacer.snapshot()).toEqual({
      quota: 150,
      left: 149,
      resetMs: 29_000,
      windowMs: 30_000,
      inFlight: 0,
      concurrency: 4,
      given: 1,
      waitedMs: 0,
    });
  });

  it('tells how long turns were waited for, also by who still waits or has given up', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock, concurrency: 1 });
    const told = (): unknown => {
      const { given, waitedMs } = pacer.snapshot();
      return { given, waitedMs };
    };
    const stop = new AbortController();
    const first = await pacer.take('read');
    void pacer.take('read');
    pacer.take('read', { signal: stop.signal }).catch(() => undefined);
    await clock.runUntil(100);
    const waiting = told();
    stop.abort();
    await clock.runUntil(300);
    first.done(ok);
    await clock.runUntil(1_000);
    expect({ waiting, after: told() }).toEqual({
      waiting: { given: 1, waitedMs: 200 },
      after: { given: 2, waitedMs: 400 },
    });
  });

  it('takes another share and another number in flight on the way', async () => {
    const clock = createVirtualClock();
    const pacer = createPacer({ clock, quotaShare: 1, concurrency: 2 });
    const answer = (left: number) => ({
      status: 200,
      headers: {
        'x-rate-limit-requests-quota': '100',
        'x-rate-limit-requests-left': String(left),
        'x-rate-limit-time-reset-ms': '30000',
        'x-rate-limit-time-window-ms': '30000',
      },
    });
    (await pacer.take('read')).done(answer(99));
    let open = 0;
    for (let number = 0; number < 60; number += 1) void pacer.take('read').then(() => (open += 1));
    await clock.runUntil(25_000);
    const before = open;
    pacer.change({ concurrency: 100 });
    await clock.runUntil(26_000);
    const after = open;
    pacer.change({ quotaShare: 0.1 });
    await clock.runUntil(29_000);
    expect({
      before,
      grows: after > 15 && after < 40,
      more: open - after,
      concurrency: pacer.snapshot().concurrency,
    }).toEqual({
      before: 2,
      grows: true,
      more: 0,
      concurrency: 100,
    });
    expect(() => pacer.change({ quotaShare: 2 })).toThrow(RangeError);
    expect(() => pacer.change({ concurrency: 0 })).toThrow(RangeError);
  });

  it.each([
    { quotaShare: 0 },
    { quotaShare: 1.1 },
    { quotaShare: Number.NaN },
    { concurrency: 0 },
    { concurrency: 1.5 },
  ])('refuses %o', (options) => {
    expect(() => createPacer(options)).toThrow(RangeError);
  });
});
