// Shops show the picture of a swatch at an address that names the value alone: another picture, and the address stays.
// Played between the stores of test/independent-store.
import { describe, expect, it } from 'vitest';
import { type Sizes, shownBy, showOthers } from '../independent-store/planted.ts';
import type { IndependentStore } from '../independent-store/store.ts';
import { onStage } from '../support/stage.ts';

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
});
