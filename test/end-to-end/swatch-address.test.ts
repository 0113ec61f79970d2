// Shops show the picture of a swatch at an address that names the value alone: another picture, and the address stays.
// Played between the stores of test/independent-store.
import { describe, expect, it } from 'vitest';
import { type Sizes, shownBy, showOthers } from '../independent-store/planted.ts';
import type { IndependentStore } from '../independent-store/store.ts';
import { onStage, type Stage } from '../support/stage.ts';

const sizes: Sizes = { products: 3, images: 3, variants: 0, modifiers: 0, swatches: 2 };
const swatches = 4;
const migrate = 'migrate --yes --kinds swatch';

const swatchesOf = ({ catalog }: IndependentStore) => shownBy(catalog).map(({ options }) => options);

describe('a swatch that keeps its address', () => {
  it('and shows the picture that was sent has been set, whether or not an answer came', async () => {
    let isLost = false;
    let later = 0;
    const source = { swatchAddress: 'new', now: () => Date.now() + later } as const;
    const target = { swatchAddress: 'kept', losesAnswer: () => isLost } as const;
    await onStage({ sizes, source, target }, async ({ source, target, result }) => {
      expect(await result(migrate)).toMatchObject({ exitCode: 0, set: swatches });
      const before = target.writes.length;
      isLost = true;
      later = 60_000;
      const others = await showOthers(source.catalog);
      expect(await result(migrate)).toMatchObject({ exitCode: 0, set: others, inDoubt: 0 });
      expect(target.writes.slice(before).map(({ status }) => status)).toEqual(Array(others).fill('cut'));
      expect(swatchesOf(target)).toEqual(swatchesOf(source));
    });
  });

  it('on both stores is seen to show another picture, and set where the source is preferred', async () => {
    await onStage({ sizes }, async ({ source, target, result, start }) => {
      expect(await result(migrate)).toMatchObject({ exitCode: 0, set: swatches });
      const others = await showOthers(source.catalog);
      expect(await differing(start)).toEqual(
        Array(others).fill(
          'edited-on-target: the stores show different pictures since this one was set, and the addresses do not show on which side it has changed',
        ),
      );
      expect(await result(migrate)).toMatchObject({ exitCode: 4, set: 0, conflicts: others });
      expect(target.writes.length).toBe(swatches);
      expect(await result(`${migrate} --prefer source`)).toMatchObject({ exitCode: 0, set: others });
      expect(swatchesOf(target)).toEqual(swatchesOf(source));
      expect(await result(migrate)).toMatchObject({ exitCode: 0, set: 0, conflicts: 0 });
      expect(target.writes.length).toBe(swatches + others);
    });
  });

  it('on the source alone is set again where it shows another picture', async () => {
    const target = { swatchAddress: 'new' } as const;
    await onStage({ sizes, target }, async ({ source, target, result }) => {
      expect(await result(migrate)).toMatchObject({ exitCode: 0, set: swatches });
      const others = await showOthers(source.catalog);
      expect(await result(migrate)).toMatchObject({ exitCode: 0, set: others, conflicts: 0 });
      expect(swatchesOf(target)).toEqual(swatchesOf(source));
      expect(target.writes.length).toBe(swatches + others);
    });
  });

  it('on the target alone is left alone where somebody has set another picture', async () => {
    const source = { swatchAddress: 'new' } as const;
    await onStage({ sizes, source }, async ({ target, result, start }) => {
      expect(await result(migrate)).toMatchObject({ exitCode: 0, set: swatches });
      const others = await showOthers(target.catalog);
      expect(await differing(start)).toEqual(
        Array(others).fill('edited-on-target: it shows another picture, which no run has set'),
      );
      expect(await result(migrate)).toMatchObject({ exitCode: 4, set: 0, conflicts: others });
      expect(target.writes.length).toBe(swatches);
    });
  });
});

/** What a comparison says of each swatch that is not the same. */
async function differing(start: Stage['start']): Promise<string[]> {
  const { lines } = await start('diff --kinds swatch').ended;
  return lines
    .filter(({ type, sign }) => type === 'finding' && sign !== '=')
    .map(({ rule, message }) => `${String(rule)}: ${String(message)}`);
}
