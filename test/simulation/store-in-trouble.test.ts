// A store that reads well and answers every write with an error, for a long while: before the write takes effect, or
// after it. Invariant: few writes are sent into the trouble before the command waits, and few in all before it gives up
// with everything kept; the same command, given again, ends with every image there once.
import { EngineError } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { duplicates, losses } from './checkers.ts';
import type { Scenario } from './scenario.ts';
import { createSimulatedWorld } from './simulated-world.ts';
import { smallScenario } from './small-scenario.ts';
import { writesOf, writesWithoutIntent } from './write-checkers.ts';

const PRODUCTS = 60;
/** Creates that the store answers with an error before it is well again. */
const TROUBLE = 70;
const COMMANDS_MAX = 12;
/** One for each lane, and three such rounds at most. */
const SENT_A_COMMAND_MAX = 3 * 16;

const scenario: Scenario = {
  ...smallScenario(),
  source: Array.from({ length: PRODUCTS }, (_, index) => ({
    sku: `SKU-${index}`,
    images: [
      {
        picture: index,
        fileName: `picture-${index}.png`,
        description: `view ${index}`,
        sortOrder: 0,
        isThumbnail: true,
      },
    ],
  })),
  target: Array.from({ length: PRODUCTS }, (_, index) => ({ sku: `SKU-${index}`, images: [] })),
};

describe('a store that answers every write with', () => {
  it.each([
    [500, 'error-before'],
    [502, 'error-before'],
    [503, 'error-before'],
    [504, 'error-before'],
    [509, 'error-before'],
    [503, 'error-after'],
  ] as const)('%i, %s', async (status, name) => {
    const world = await createSimulatedWorld(scenario);
    try {
      const stores = { scenario, source: world.source, target: world.target, others: world.others };
      world.target.failNext({ method: 'POST' }, { name, status }, TROUBLE);
      const sent: number[] = [];
      /** Creates of each command that were answered with an error. */
      const met: number[] = [];
      let metBefore = 0;
      const errors: unknown[] = [];
      let done = false;
      let before = 0;
      while (!done && sent.length < COMMANDS_MAX) {
        const life = await world.live();
        const posts = writesOf(world.target).posts;
        const troubled = world.target.requests().filter(({ fault }) => fault === name).length;
        met.push(troubled - metBefore);
        metBefore = troubled;
        sent.push(posts - before);
        before = posts;
        if (life.error !== undefined) errors.push(life.error);
        done = life.result?.outcome === 'done';
        expect(writesWithoutIntent(life.journalPath, world.target)).toEqual([]);
        expect(duplicates(stores)).toEqual([]);
      }
      process.stdout.write(
        `${status}, ${name}: ${sent.length} commands, ${met.join(', ')} creates of each into the trouble, ${sent.reduce((sum, one) => sum + one, 0)} in all for ${PRODUCTS} images, 0 twice, 0 lost\n`,
      );
      expect(done).toBe(true);
      expect(losses(stores)).toEqual([]);
      for (const error of errors) expect(error).toBeInstanceOf(EngineError);
      for (const error of errors) expect(error).toMatchObject({ code: 'store-failing' });
      expect(Math.max(...met)).toBeLessThanOrEqual(SENT_A_COMMAND_MAX);
    } finally {
      await world.close();
    }
  });
});
