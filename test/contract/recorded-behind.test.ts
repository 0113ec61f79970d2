// What was made is recorded while the next image of its product is made ready: one wait for the disk for both. Nothing more of
// the product is sent before that record is durable, and nothing at all where it was refused.
import { JournalError, type PairJournal } from '@cutover/journal';
import type { V3Client } from '@cutover/v3-client';
import { expect, it } from 'vitest';
import { migrate } from '../support/commands.ts';
import { idle, mirror, plant, stores } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

/** Steps of the journal as they are asked for (`start`, `record`) and durable (`started`, `recorded`), and requests. */
function noted(engine: ReturnType<World['engine']>, v3: Partial<V3Client> = {}) {
  const steps: string[] = [];
  const { journal, target } = engine;
  const client = { ...target.v3, ...v3 };
  const names = new Map<string, number>();
  /** Actions of a product by the turn in which they are sent. */
  const nameOf = (action = ''): string => {
    const product = journal.action(action)?.subject.productId;
    const name = names.get(action) ?? names.size;
    names.set(action, name);
    return `${product}: ${name}`;
  };
  const noting: PairJournal = {
    ...journal,
    async start(intents, after) {
      const name = nameOf(intents[0]?.action);
      steps.push(`start ${name}`);
      const started = await journal.start(intents, after);
      steps.push(`started ${name}`);
      return started;
    },
    async record(outcomes) {
      const name = nameOf(outcomes[0]?.action);
      steps.push(`record ${name}`);
      const recorded = await journal.record(outcomes);
      steps.push(`recorded ${name}`);
      return recorded;
    },
  };
  const createImage: V3Client['createImage'] = async (product, source, fields, options) =>
    await client.createImage(product, source, fields, {
      ...options,
      async beforeSend() {
        await options?.beforeSend?.();
        steps.push(`sent ${product}`);
      },
    });
  return {
    steps,
    engine: { ...engine, journal: noting, target: { ...target, v3: { ...client, createImage } } },
  };
}

it('is durable before the next image is sent, and is asked for before that is started', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [0, 1, 2]);
    const { id } = world.target.addProduct({ sku: 'MUG' });
    const { steps, engine } = noted(world.engine());
    expect(await migrate(engine, yes)).toEqual({ ...idle, images: 3, created: 3 });
    const own = steps.filter((step) => step.includes(`${id}`)).map((step) => step.replace(`${id}: `, ''));
    const at = (step: string): number => own.indexOf(step);
    const [first, second, third] = own.flatMap((step) => (step.startsWith('record ') ? [step.slice(7)] : []));
    for (const [before, next] of [
      [first, second],
      [second, third],
    ]) {
      expect(at(`record ${before}`)).toBeLessThan(at(`start ${next}`));
      expect(at(`start ${next}`)).toBeLessThan(at(`recorded ${before}`));
    }
    expect(own.flatMap((step) => (/^(?:recorded|sent)/.test(step) ? [step.split(' ')[0]] : []))).toEqual(
      Array.from({ length: 3 }, () => ['sent', 'recorded']).flat(),
    );
  });
});

it('keeps the rest of the product back where it is refused, until somebody has looked', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'CUP', [0]);
    plant(world.source, 'MUG', [1, 2, 3]);
    const { id: cup } = world.target.addProduct({ sku: 'CUP' });
    const { id: mug } = world.target.addProduct({ sku: 'MUG' });
    const plain = world.engine({ settings: { settleAfterMs: 0, concurrency: 1 } });
    // The store answers the mug's first create with the id of the cup's image.
    let wrong: number | undefined;
    let isAnswered = false;
    const { steps, engine } = noted(plain, {
      async createImage(product, source, fields, options) {
        const made = await plain.target.v3.createImage(product, source, fields, options);
        if (product === cup) wrong = made.id;
        if (product !== mug || wrong === undefined || isAnswered) return made;
        isAnswered = true;
        return { ...made, id: wrong };
      },
    });
    const result = await migrate(engine, yes);
    expect(isAnswered).toBe(true);
    expect(result).toMatchObject({ outcome: 'done', created: 4, inDoubt: 0, failed: 0 });
    expect(steps.filter((step) => step.startsWith('sent'))).toHaveLength(4);
    const inDoubt = plain.events.filter((event) => event.type === 'action' && event.inDoubt === true);
    expect(inDoubt).toEqual([
      expect.objectContaining({ status: 'started', target: expect.objectContaining({ productId: mug }) }),
    ]);
    // The second was to start behind the first, was refused with it, and has started once since.
    const second = steps.slice(steps.indexOf(`record ${mug}: 1`)).find((step) => step.startsWith('start '));
    expect(second).toBe(`start ${mug}: 2`);
    expect(steps.filter((step) => step === `start ${mug}: 2`)).toHaveLength(2);
    expect(steps.filter((step) => step === `started ${mug}: 2`)).toHaveLength(1);
    expect(steps.indexOf(`started ${mug}: 2`)).toBeGreaterThan(steps.lastIndexOf(`record ${mug}: 1`));
    expect(world.target.images().filter(({ productId }) => productId === mug)).toHaveLength(3);
  });
});

it('is waited for before an image is removed, which no product loses while one of its creates is not done', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [1, 2]);
    plant(world.target, 'MUG', [90, 91]);
    expect(await migrate(world.engine({ settings: mirror }), yes)).toEqual({
      ...idle,
      images: 4,
      created: 2,
      removed: 2,
    });
  });
});

it('stops the run where the disk takes it no more, with nothing sent after it', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [0, 1, 2]);
    world.target.addProduct({ sku: 'MUG' });
    const { engine } = noted(world.engine());
    const full = new JournalError('full', 'The disk is full.');
    let isFull = false;
    const { journal } = engine;
    const filling: PairJournal = {
      ...journal,
      async start(intents, after) {
        if (isFull) throw full;
        return await journal.start(intents, after);
      },
      async record() {
        isFull = true;
        return await Promise.reject(full);
      },
    };
    await expect(migrate({ ...engine, journal: filling }, yes)).rejects.toBe(full);
    expect(world.target.images()).toHaveLength(1);
    expect(journal.doubts().map(({ status }) => status)).toEqual(['started']);
  });
});

// Of two images of a product: the first, behind which the second would be sent, and the last, behind which the next product is.
it.each([1, 2])(
  'stops the run where the record of image %i is refused once, and would be taken again',
  async (nth) => {
    await inWorld({ stores }, async (world) => {
      for (let product = 0; product < 6; product += 1) {
        plant(world.source, `MUG-${product}`, [2 * product, 2 * product + 1]);
        world.target.addProduct({ sku: `MUG-${product}` });
      }
      const engine = world.engine({ settings: { concurrency: 1 } });
      const { journal } = engine;
      const refusal = new JournalError('damaged', 'The disk failed to write it.');
      let records = 0;
      const failingOnce: PairJournal = {
        ...journal,
        async record(outcomes) {
          records += 1;
          if (records !== nth) return await journal.record(outcomes);
          // Refused when the others of its commit are durable.
          await journal.record([]);
          throw refusal;
        },
      };
      await expect(migrate({ ...engine, journal: failingOnce }, yes)).rejects.toBe(refusal);
      expect(world.target.images()).toHaveLength(nth);
      expect(journal.doubts().map(({ status }) => status)).toEqual(['started']);
    });
  },
);

it('stops the run where the listener that is shown what was made throws, with all of it recorded', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'CUP', [0, 1, 2]);
    plant(world.source, 'MUG', [3, 4, 5]);
    world.target.addProduct({ sku: 'CUP' });
    world.target.addProduct({ sku: 'MUG' });
    const broken = new Error('Nobody can be shown anything.');
    let isBroken = false;
    const engine = world.engine({
      settings: { concurrency: 1 },
      onEvent(event) {
        if (isBroken || event.type !== 'action' || event.status !== 'applied') return;
        isBroken = true;
        throw broken;
      },
    });
    await expect(migrate(engine, yes)).rejects.toBe(broken);
    // The second was under way.
    expect(world.target.images().length).toBeLessThanOrEqual(2);
    expect(engine.journal.doubts()).toEqual([]);
  });
});
