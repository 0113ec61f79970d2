// What a plan is said to cost is the same whenever it is asked: also by a process that has asked the store nothing yet.
import type { Estimate } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { type Asking, diff, migrate } from '../support/commands.ts';
import { plantViews, repairing, stores } from '../support/planted.ts';
import { inWorld } from '../support/world.ts';

type Pace = ReturnType<Asking['target']['pace']>;

it('is told by what the store allowed when the plan was made', async () => {
  await inWorld({ stores }, async (world) => {
    plantViews(world.source, 'MUG', 30);
    world.target.addProduct({ sku: 'MUG', name: 'MUG' });
    const engine = (pace: Pace): Asking => {
      const given = world.engine();
      return { ...given, target: { ...given.target, pace: () => pace } };
    };
    const told: Estimate[] = [];
    const ask = async (pace: Pace): Promise<void> => {
      await migrate(engine(pace), {
        dryRun: false,
        maxChanges: undefined,
        approve: async ({ estimate }) => {
          told.push(estimate);
          return await Promise.resolve('no' as const);
        },
      }).catch(() => undefined);
    };
    const pace = { requestsPerSecond: 90.25, windowMs: 4_000 };
    const dying = engine(pace);
    const { journal } = dying;
    const setPhase = async (): Promise<never> => await Promise.reject(new Error('died'));
    // Dies right after it has noted what the store allows, and goes on.
    await expect(diff({ ...dying, journal: { ...journal, setPhase } })).rejects.toThrow('died');
    await diff(engine(pace));
    await ask(undefined);
    await ask({ requestsPerSecond: 4.5, windowMs: 30_000 });
    const range = { requests: 33, bytes: 0, seconds: 1, secondsMin: 0, secondsMax: 6 };
    expect(told).toEqual([range, range]);
  });
});

it('counts looks at values for those products alone in which the source shows a picture of one', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    for (let product = 1; product <= 30; product += 1) {
      plantViews(source, `MUG-${product}`, 1);
      target.addProduct({ sku: `MUG-${product}`, name: `MUG-${product}` });
    }
    const [first] = source.products();
    const [theirs] = target.products();
    const value = { of: 'modifier', name: 'Wrap', label: 'Linen' } as const;
    source.addValue({ ...value, productId: first?.id ?? 0, picture: { tiny: 9 } });
    target.addValue({ ...value, productId: theirs?.id ?? 0 });
    const settings = { kinds: ['product', 'variant', 'modifier', 'swatch'] } as const;
    const { estimate } = await migrate(engine({ settings }), { ...repairing, dryRun: true });
    // 31 writes; products and variants are looked at before and after, and one product's modifiers.
    expect(estimate?.requests).toBe(31 + 2 + 2 + 2);
  });
});
