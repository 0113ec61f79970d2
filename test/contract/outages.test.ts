// A store or a network that is away: it is waited out for as long as was asked for, and no longer, and nothing is lost or
// made twice. Time is a clock that leaps, so that a quarter of an hour is over at once.
import { EngineError, type EngineEvent } from '@cutover/sync-engine';
import { StoreError as Failure, type StoreError } from '@cutover/v3-client';
import { expect, it } from 'vitest';
import { type Asking, migrate } from '../support/commands.ts';
import { plant, stores } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const MINUTE = 60_000;

/** Sleeping takes no time, and time goes on only by sleeping, one sleeper after another. */
function leapingClock(): Asking['clock'] {
  let now = 0;
  return {
    now: () => now,
    monotonicMs: () => now,
    async sleep(ms) {
      const untilMs = now + ms;
      await Promise.resolve();
      now = Math.max(now, untilMs);
    },
  };
}

const refused = (path: string): StoreError =>
  new Failure(`POST ${path}: connect ECONNREFUSED`, {
    class: 'not-sent',
    next: 'retry',
    method: 'POST',
    path,
    attempt: 1,
  });

/** The target cannot be reached by creates until so much time has passed. */
function unreachable(world: World, forMs: number, outageMs: number) {
  const clock = leapingClock();
  const engine = world.engine({ settings: { outageMs, settleAfterMs: 120_000 } });
  const { v3 } = engine.target;
  let tries = 0;
  const away: Asking['target']['v3'] = {
    ...v3,
    async createImage(product, ...rest) {
      tries += 1;
      if (clock.monotonicMs() < forMs) throw refused(`/v3/catalog/products/${product}/images`);
      return await v3.createImage(product, ...rest);
    },
  };
  return {
    engine: { ...engine, clock, target: { ...engine.target, v3: away } },
    clock,
    events: engine.events,
    tries: () => tries,
  };
}

const waits = (events: readonly EngineEvent[]): string[] => [
  ...new Set(
    events.flatMap((event) =>
      event.type === 'wait' && event.ms !== undefined ? [`${event.waitsFor}: ${event.why ?? ''}`] : [],
    ),
  ),
];

it.each([1, 10])('an outage of %i min is waited out', async (minutes) => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [1]);
    plant(world.target, 'MUG', []);
    const { engine, clock, events, tries } = unreachable(world, minutes * MINUTE, 15 * MINUTE);
    expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', created: 1 });
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(minutes * MINUTE);
    expect(tries()).toBeLessThan(60);
    const [{ id } = { id: 0 }] = world.target.products();
    expect(waits(events)).toEqual([`store: POST /v3/catalog/products/${id}/images: connect ECONNREFUSED`]);
    expect(world.target.images()).toHaveLength(1);
  });
});

it('one that never ends is given up when the wait is over, and the same command continues', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [1, 2]);
    plant(world.target, 'MUG', []);
    const { engine, clock } = unreachable(world, Number.POSITIVE_INFINITY, 15 * MINUTE);
    const error = await migrate(engine, yes).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code: 'store-failing' });
    expect(clock.monotonicMs()).toBe(15 * MINUTE);
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 2 });
    expect(world.target.images()).toHaveLength(2);
  });
});

it.each([
  ['is waited out', 180 * MINUTE, { outcome: 'done', created: 8, failed: 0 }],
  ['is given up at once where nobody wants to wait', 0, 'store-failing'],
] as const)('a store that reads well and fails every write for a while %s', async (_, outageMs, outcome) => {
  await inWorld({ stores }, async (world) => {
    for (let number = 0; number < 8; number += 1) {
      plant(world.source, `SKU-${number}`, [number]);
      plant(world.target, `SKU-${number}`, []);
    }
    world.target.failNext({ method: 'POST' }, { name: 'error-before', status: 503 }, 40);
    const engine = {
      ...world.engine({ settings: { outageMs, settleAfterMs: 120_000 } }),
      clock: leapingClock(),
    };
    if (outcome === 'store-failing')
      await expect(migrate(engine, yes)).rejects.toMatchObject({ code: outcome });
    else expect(await migrate(engine, yes)).toMatchObject(outcome);
  });
});

it('what somebody has edited on the target during an outage is seen before anything is written again', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [1]);
    plant(world.target, 'MUG', []);
    await migrate(world.engine(), yes);
    world.source.updateImage(world.source.images()[0]?.id ?? 0, { description: 'ours' });
    const clock = leapingClock();
    const engine = world.engine({ settings: { outageMs: 15 * MINUTE } });
    const { v3 } = engine.target;
    const away: Asking['target']['v3'] = {
      ...v3,
      async updateImage(product, image, ...rest) {
        if (clock.monotonicMs() >= 10 * MINUTE) return await v3.updateImage(product, image, ...rest);
        world.target.updateImage(image, { description: 'theirs' });
        throw refused(`/v3/catalog/products/${product}/images/${image}`);
      },
    };
    const result = await migrate({ ...engine, clock, target: { ...engine.target, v3: away } }, yes);
    expect(result).toMatchObject({ outcome: 'incomplete', updated: 0 });
    expect(world.target.images().map(({ description }) => description)).toEqual(['theirs']);
  });
});

it('what was looked at before an outage is looked at again, though no write of it was tried during the outage', async () => {
  await inWorld({ stores }, async (world) => {
    for (const sku of ['MUG', 'CUP']) plant(world.source, sku, [1]);
    const [mug, cup] = [plant(world.target, 'MUG', []), plant(world.target, 'CUP', [])];
    await migrate(world.engine(), yes);
    for (const { id } of world.source.images()) world.source.updateImage(id, { description: 'ours' });
    const clock = leapingClock();
    const engine = world.engine({ settings: { outageMs: 15 * MINUTE, concurrency: 1 } });
    const { v3 } = engine.target;
    let sinceMs: number | undefined;
    const away: Asking['target']['v3'] = {
      ...v3,
      async updateImage(product, image, ...rest) {
        sinceMs ??= clock.monotonicMs();
        // Over at the very moment when the first product is given back to be looked at again.
        if (clock.monotonicMs() >= sinceMs + MINUTE) return await v3.updateImage(product, image, ...rest);
        for (const { id } of world.target.images(cup))
          world.target.updateImage(id, { description: 'theirs' });
        throw refused(`/v3/catalog/products/${product}/images/${image}`);
      },
    };
    const result = await migrate({ ...engine, clock, target: { ...engine.target, v3: away } }, yes);
    expect(result).toMatchObject({ outcome: 'incomplete', updated: 1, failed: 1 });
    const images = [mug, cup].flatMap((product) => world.target.images(product));
    expect(images.map(({ description }) => description)).toEqual(['ours', 'theirs']);
  });
});

it('a store that fails every write for ever is given up with everything still to do', async () => {
  await inWorld({ stores }, async (world) => {
    for (let number = 0; number < 8; number += 1) {
      plant(world.source, `SKU-${number}`, [number]);
      plant(world.target, `SKU-${number}`, []);
    }
    const settings = { outageMs: 180 * MINUTE, settleAfterMs: 120_000 };
    const engine = world.engine({ settings });
    const { v3 } = engine.target;
    const failing: Asking['target']['v3'] = {
      ...v3,
      async createImage(product, _image, _fields, options) {
        await options?.beforeSend?.();
        const path = `/v3/catalog/products/${product}/images`;
        throw new Failure('', {
          class: 'ambiguous',
          next: 'reconcile',
          status: 503,
          method: 'POST',
          path,
          attempt: 1,
        });
      },
    };
    const target = { ...engine.target, v3: failing };
    await expect(migrate({ ...engine, target, clock: leapingClock() }, yes)).rejects.toMatchObject({
      code: 'store-failing',
    });
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 8, failed: 0 });
  });
});

it('a picture that nobody could reach while the network was away is asked for once more when it is back', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [1]);
    plant(world.target, 'MUG', []);
    const engine = world.engine({ settings: { outageMs: 15 * MINUTE } });
    const { v3 } = engine.source;
    const { content } = engine;
    let isAway = true;
    const away = Object.assign(new Error('connect ENETUNREACH'), { reason: 'unreachable' });
    const unlessAway = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
      isAway ? Promise.reject(away) : ask();
    const offline: Asking = {
      ...engine,
      content: {
        head: async (...given) => await unlessAway(async () => await content.head(...given)),
        get: async (...given) => await unlessAway(async () => await content.get(...given)),
      },
      source: {
        ...engine.source,
        v3: {
          ...v3,
          // A read waits until the store is back, and with it the network.
          async getImage(...given) {
            isAway = false;
            return await v3.getImage(...given);
          },
        },
      },
    };
    expect(await migrate(offline, yes)).toMatchObject({ outcome: 'done', created: 1, failed: 0 });
    isAway = true;
    plant(world.source, 'MUG', [2], 'new words', 1);
    const unwilling = { ...offline, settings: { ...offline.settings, outageMs: 0 } };
    expect(await migrate(unwilling, yes)).toMatchObject({ outcome: 'incomplete', created: 0, failed: 1 });
  });
});

it('a network that stays away stops the run, and fails no picture', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [1, 2]);
    plant(world.target, 'MUG', []);
    const engine = world.engine({ settings: { outageMs: 15 * MINUTE } });
    const away = Object.assign(new Error('connect ENETUNREACH'), { reason: 'unreachable' });
    const offline: Asking = {
      ...engine,
      content: { head: async () => await Promise.reject(away), get: async () => await Promise.reject(away) },
      source: {
        ...engine.source,
        // A read that has been waited out.
        v3: { ...engine.source.v3, getImage: async () => await Promise.reject(refused('/v3/catalog')) },
      },
    };
    await expect(migrate(offline, yes)).rejects.toMatchObject({ name: 'StoreError', class: 'not-sent' });
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 2, failed: 0 });
  });
});
