// What one seed stands for where a store takes several creates in one request: products with many images of few names and
// texts, so that names alone do not tell which of a request was made, and twins, which nothing tells apart.
import type { Faults } from '@cutover/sandbox-store';
import { deedsOf } from './deeds.ts';
import { createDraw } from './draw.ts';
import type { PlantedImage, PlantedProduct } from './planted-products.ts';
import { type Scenario, scenarioOf } from './scenario.ts';

export interface SeveralScenario {
  readonly scenario: Scenario;
  /** Creates in one request at most. */
  readonly most: number;
  /** Nobody can look at the target's pictures, until the stores are well. */
  readonly isBlind: boolean;
}

const texts = ['', '', 'front', 'front', 'back', ` ${'padded '.repeat(3)}`] as const;

export function severalScenarioOf(seed: number): SeveralScenario {
  const draw = createDraw(seed, 'several');
  const source = sourceOf(seed);
  const theirs: PlantedImage = {
    picture: 9000 + draw.int(500),
    fileName: 'their-own.png',
    description: 'theirs',
    sortOrder: 50,
    isThumbnail: true,
  };
  const most = 1 + draw.int(4);
  const isBlind = draw.chance(0.25);
  return {
    most,
    isBlind,
    scenario: {
      ...scenarioOf(seed),
      policy: 'copy',
      source,
      target: source.map(({ sku, images }) => ({
        sku,
        images: [
          // Which of several namesakes is there already, nobody can plan who does not see them.
          ...images
            .filter(() => draw.chance(0.08) && !isBlind)
            .map((image) => ({ ...image, isThumbnail: false })),
          ...(draw.chance(0.2) ? [theirs] : []),
        ],
      })),
      targetFaults: faultsOf(seed),
      deeds: deedsOf(seed, source),
      quota: { requests: 1_000_000, windowMs: 30_000 },
    },
  };
}

function sourceOf(seed: number): PlantedProduct[] {
  const draw = createDraw(seed, 'several source');
  let picture = 1;
  return Array.from({ length: 1 + draw.int(1) }, (_, index) => {
    const images: PlantedImage[] = [];
    for (let place = draw.int(8); place >= 0; place -= 1) {
      const before = images.at(-1);
      const sortOrder = images.length;
      if (before !== undefined && draw.chance(0.25)) {
        images.push({ ...before, sortOrder, isThumbnail: false });
        continue;
      }
      picture += 1;
      const fileName = draw.chance(0.5) ? 'same-name.png' : `picture-${picture}.png`;
      images.push({
        picture,
        fileName,
        description: draw.pick(texts),
        sortOrder,
        isThumbnail: images.length === 0,
      });
    }
    return { sku: `SKU-${index + 1}`, images };
  });
}

/** Of the sandbox's own faults those that no write outlives: what becomes of creates is decided where they are sent. */
function faultsOf(seed: number): Partial<Faults> {
  const { rate } = createDraw(seed, 'several faults');
  return {
    'reset-before': rate(0.1),
    'error-before': rate(0.1),
    'rate-limit': rate(0.1),
    'html-error': rate(0.05),
    'repeated-page': rate(0.1),
    'missing-page-row': rate(0.1),
  };
}
