// What one seed stands for where products without images get theirs together: more products than in other seeds, most of
// them empty on the target, and a target that does with images in a product update whatever is not documented.
import { createDraw, type Draw } from './draw.ts';
import type { PlantedImage, PlantedProduct } from './planted-products.ts';
import { harsherScenarioOf, type Scenario } from './scenario.ts';

export function togetherScenarioOf(seed: number): Scenario {
  const ordinary = harsherScenarioOf(seed);
  const draw = createDraw(seed, 'together');
  const source = sourceOf(draw, ordinary.source);
  const images = draw.pick(['append', 'append', 'append', 'replace', 'ignored', '207', 'first'] as const);
  const { targetFaults } = ordinary;
  return {
    ...ordinary,
    batch: true,
    transfer: draw.pick(['auto', 'auto', 'auto', 'url']),
    source,
    target: source.map(({ sku, images: theirs }, index) => {
      const before = ordinary.target[index];
      const isKept = before !== undefined && draw.chance(0.4);
      const some = draw.chance(0.1) ? theirs.slice(0, 1) : [];
      return { sku, images: isKept ? before.images : some };
    }),
    targetSwitches: {
      ...ordinary.targetSwitches,
      'v3-product-put-images': images,
      'v3-product-put-bad-image': draw.pick(['request', 'product', 'image']),
      'v3-product-put-images-max': draw.chance(0.3) ? 3 + draw.int(12) : 0,
    },
    // Half of the seeds have so little trouble that requests grow.
    targetFaults: draw.chance(0.5)
      ? targetFaults
      : { 'reset-after': draw.rate(0.1), 'error-after': draw.rate(0.1) },
    // What somebody adds in the moment between a look and an update that replaces, nobody can save.
    deeds: ordinary.deeds.filter(({ does }) => images !== 'replace' || does !== 'add to target'),
  };
}

function sourceOf(draw: Draw, first: readonly PlantedProduct[]): PlantedProduct[] {
  const more = Array.from({ length: 2 + draw.int(14) }, (_, index): PlantedProduct => {
    const length = 1 + draw.int(4);
    const images: PlantedImage[] = [];
    for (let place = 0; place < length; place += 1) {
      const picture = 20_000 + index * 10 + place;
      const before = images.at(-1);
      const isTwin = before !== undefined && draw.chance(0.08);
      images.push({
        ...(isTwin
          ? before
          : {
              picture,
              fileName: draw.chance(0.2) ? 'same-name.png' : `picture-${picture}.png`,
              description: draw.pick(['', 'front', `text ${picture}`]),
            }),
        sortOrder: place,
        isThumbnail: place === 0,
      });
    }
    return { sku: `MORE-${index + 1}`, images };
  });
  return [...first, ...more];
}
