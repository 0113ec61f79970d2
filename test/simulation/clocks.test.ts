// Clocks that do not behave, while answers are lost and writes take effect late. A wall clock that jumps must change
// nothing at all: the same requests at the same moments as without. A process that stands still for an hour, at any
// step, must go on as if nothing had been. Invariant: only the process's own monotonic clock decides when to look.
import type { Clock } from '@cutover/store-http';
import type { StorePort } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import type { Asking } from '../support/commands.ts';
import { duplicates, foreignImages, losses, wrongOrderOrThumbnail } from './checkers.ts';
import type { Deed } from './deeds.ts';
import { withFailpoints } from './failpoints.ts';
import type { Scenario } from './scenario.ts';
import { createSimulatedWorld, type SimulatedWorld } from './simulated-world.ts';
import { smallScenario } from './small-scenario.ts';
import { writesWithoutIntent } from './write-checkers.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A jump is tried before every so many requests. */
const EVERY = 8;

const troubled: Scenario = {
  ...smallScenario({ 'reset-after': 0.25, 'late-effect': { probability: 0.15, delayMs: 55_000 } }),
  seed: 4,
};

interface Course {
  readonly complaints: readonly string[];
  /** Method, path and store's time of each request. */
  readonly requests: readonly string[];
  readonly tookMs: number;
}

async function migrateThrough(
  scenario: Scenario,
  change: (engine: Asking, world: SimulatedWorld) => Asking = (engine) => engine,
): Promise<Course> {
  const world = await createSimulatedWorld(scenario);
  try {
    const stores = { scenario, source: world.source, target: world.target, others: world.others };
    const life = await world.live(undefined, { change: (engine) => change(engine, world) });
    return {
      complaints: [
        ...(life.result?.outcome === 'done' ? [] : [JSON.stringify(life.result ?? String(life.error))]),
        ...world.watch.complaints,
        ...writesWithoutIntent(life.journalPath, world.target),
        ...duplicates(stores),
        ...losses(stores),
        ...foreignImages(stores),
        ...wrongOrderOrThumbnail(stores),
      ],
      requests: [...world.source.requests(), ...world.target.requests()].map(
        ({ at, method, path }) => `${at} ${method} ${path}`,
      ),
      tookMs: world.time.monotonicMs(),
    };
  } finally {
    await world.close();
  }
}

const jump = (afterRequests: number, byMs: number): Deed => ({ does: 'put the clock', afterRequests, byMs });

describe('a wall clock that jumps', () => {
  it('changes no request and no moment of one, wherever it jumps', { timeout: 600_000 }, async () => {
    const calm = await migrateThrough(troubled);
    expect(calm.complaints).toEqual([]);
    expect(calm.tookMs).toBeGreaterThan(troubled.settleAfterMs);
    const jumps = [-DAY, -HOUR, HOUR, DAY].flatMap((byMs) =>
      calm.requests.flatMap((_, index) => (index % EVERY === 0 ? [[jump(index, byMs)]] : [])),
    );
    const restless = calm.requests.map((_, index) => jump(index, index % 2 === 0 ? DAY : -2 * DAY));
    for (const deeds of [...jumps, restless]) {
      expect(await migrateThrough({ ...troubled, deeds }), JSON.stringify(deeds)).toEqual(calm);
    }
    process.stdout.write(
      `${jumps.length} jumps of the wall clock by an hour or a day, and ${restless.length} in one run: the same ${calm.requests.length} requests at the same moments\n`,
    );
  });
});

describe('a process that stands still for an hour', () => {
  it('at any durable step or request goes on, with nothing twice and nothing lost', {
    timeout: 600_000,
  }, async () => {
    const complaints: string[] = [];
    let halts = 0;
    for (let nth = 1; ; nth += 1) {
      let halted = false;
      const course = await migrateThrough(troubled, (engine, world) =>
        withHalt(engine, async (step) => {
          if (step !== nth) return;
          halted = true;
          await world.time.sleep(HOUR);
        }),
      );
      complaints.push(...course.complaints.map((one) => `halted at step ${nth}: ${one}`));
      if (!halted) break;
      if (course.tookMs < HOUR) complaints.push(`halted at step ${nth}: but only for ${course.tookMs} ms`);
      halts += 1;
    }
    process.stdout.write(
      `a process halted for an hour at each of ${halts} steps: ${complaints.length} complaints\n`,
    );
    expect(complaints).toEqual([]);
    expect(halts).toBeGreaterThan(50);
  });
});

/**
 * An engine whose process can be stopped: while `halt` has not returned, nothing of it goes on. The stores do, so an
 * answer waits, a timer that is due waits, and what was sent takes effect.
 */
function withHalt(engine: Asking, halt: (step: number) => Promise<void>): Asking {
  let steps = 0;
  let standing: Promise<void> = Promise.resolve();
  const pass = async (): Promise<void> => {
    steps += 1;
    const step = steps;
    const before = standing;
    standing = before.then(() => halt(step));
    await standing;
  };
  const journal = withFailpoints(engine.journal, async (point) => {
    if (point.startsWith('before')) await pass();
    else await standing;
  });
  const clock: Clock = {
    now: () => engine.clock.now(),
    monotonicMs: () => engine.clock.monotonicMs(),
    async sleep(ms, signal) {
      await engine.clock.sleep(ms, signal);
      await standing;
    },
  };
  const port = (store: StorePort): StorePort => ({
    ...store,
    v2: haltable(store.v2, pass),
    v3: haltable(store.v3, pass),
  });
  return { ...engine, journal, clock, source: port(engine.source), target: port(engine.target) };
}

/** What a promise of this object gives is heard of only while the process goes on. */
function haltable<Port extends object>(port: Port, pass: () => Promise<void>): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const given: unknown = Reflect.apply(value, target, args);
        if (!(given instanceof Promise)) return given;
        return passed(given, pass);
      };
    },
  });
}

async function passed(given: Promise<unknown>, pass: () => Promise<void>): Promise<unknown> {
  try {
    return await given;
  } finally {
    await pass();
  }
}
