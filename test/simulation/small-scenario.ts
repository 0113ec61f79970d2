// The small plan that the exhaustive tests share: eight images on two products, one name used twice, a pair of true
// twins, and an image of somebody else on the target. Small, so that every step of it can be tried.
import type { Faults } from '@cutover/sandbox-store';
import type { PlantedImage } from './planted-products.ts';
import type { Scenario } from './scenario.ts';

const image = (picture: number, place: number, fileName: string): PlantedImage => ({
  picture,
  fileName,
  description: `view ${picture}`,
  sortOrder: place,
  isThumbnail: place === 0,
});

const images: readonly PlantedImage[] = [
  image(0, 0, 'front.png'),
  image(1, 1, 'same-name.png'),
  image(2, 2, 'same-name.png'),
  image(3, 3, 'twin.png'),
  image(3, 4, 'twin.png'),
];
const others: readonly PlantedImage[] = [
  image(5, 0, 'cup.png'),
  image(6, 1, 'cup-2.png'),
  image(7, 2, 'lid.png'),
];
const theirs: PlantedImage = {
  picture: 9001,
  fileName: 'their-own.png',
  description: 'theirs',
  sortOrder: 50,
  isThumbnail: true,
};

/** Under copy, without deaths; `targetFaults` are probabilities. */
export function smallScenario(targetFaults: Partial<Faults> = {}): Scenario {
  return {
    seed: 1,
    policy: 'copy',
    source: [
      { sku: 'SKU-1', images },
      { sku: 'SKU-2', images: others },
    ],
    target: [
      { sku: 'SKU-1', images: [] },
      { sku: 'SKU-2', images: [theirs] },
    ],
    sourceFaults: {},
    targetFaults,
    switches: { 'sort-on-update': 'none' },
    deaths: [],
    deeds: [],
    settleAfterMs: 120_000,
    bootMs: 90_000,
    quota: { requests: 1_000_000, windowMs: 30_000 },
  };
}
