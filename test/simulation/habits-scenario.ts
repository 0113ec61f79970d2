// What one seed stands for when the stores have habits of their own: what the target makes of our texts, places and names,
// what it answers with now and then, products of just as many images as a page holds, and a journal that is lost between
// two runs. Drawn from sequences of its own, so that the ordinary scenarios stay as they are.
import type { Switches } from '@cutover/sandbox-store';
import type { Deed } from './deeds.ts';
import { createDraw, type Draw } from './draw.ts';
import { type PlantedImage, type PlantedProduct, type Scenario, scenarioOf } from './scenario.ts';

export interface Habits {
  readonly scenario: Scenario;
  /** The journal is gone when the finished migration is run again. */
  readonly losesJournal: boolean;
}

export function habitsOf(seed: number): Habits {
  const ordinary = scenarioOf(seed);
  const draw = createDraw(seed, 'habits');
  const source = sourceOf(createDraw(seed, 'habits source'));
  return {
    losesJournal: draw.chance(0.3),
    scenario: {
      ...ordinary,
      policy: 'copy',
      source,
      target: source.map(({ sku }) => ({ sku, images: [] })),
      targetSwitches: targetSwitchesOf(createDraw(seed, 'habits target')),
      sourceFaults: { ...ordinary.sourceFaults, 'null-value': draw.rate(0.05) },
      targetFaults: { ...ordinary.targetFaults, 'null-value': draw.rate(0.05) },
      deaths: ordinary.deaths.filter(({ lost }) => lost === 0),
      deeds: draw.chance(0.3) ? [awayOf(draw)] : [],
    },
  };
}

function awayOf(draw: Draw): Deed {
  return { afterRequests: draw.int(40), does: 'be away', forMs: 60_000 * (1 + draw.int(9)) };
}

/** Just as many as a list holds by default, as an include shows, and as a page may hold; else a few. */
function numberOf(draw: Draw): number {
  if (draw.chance(0.004)) return 250;
  if (draw.chance(0.02)) return 50;
  if (draw.chance(0.05)) return 25;
  return draw.chance(0.1) ? 10 : 1 + draw.int(4);
}

function sourceOf(draw: Draw): PlantedProduct[] {
  let picture = 1;
  return Array.from({ length: 1 + draw.int(1) }, (_, index): PlantedProduct => {
    const length = numberOf(draw);
    const gaps = draw.chance(0.3) ? 7 : 1;
    return {
      sku: `SKU-${index + 1}`,
      images: Array.from({ length }, (__, place): PlantedImage => {
        picture += 1;
        return {
          picture,
          fileName: nameOf(draw, picture),
          description: textOf(draw, picture),
          sortOrder: place * gaps,
          isThumbnail: place === 0,
        };
      }),
    };
  });
}

function nameOf(draw: Draw, picture: number): string {
  const kind = draw.int(9);
  // As it grows by a suffix, a stamp and a size at each move from store to store.
  if (kind === 0)
    return `${'kettle-home-'.repeat(6)}${picture}-1000x1000__40101.1650000001.386.513__13702.1656500002__49803.1711600007.1280.1280.png`;
  // Told apart behind the hundredth letter only.
  if (kind === 1) return `${'x'.repeat(110)}-${picture}.png`;
  if (kind === 2) return `BOWL7X%20(${picture}).png`;
  if (kind === 3) return `50% off %28red%29 ${picture}.png`;
  if (kind === 4) return `Käse и сыр ${picture}.png`;
  return `picture-${picture}.png`;
}

function textOf(draw: Draw, picture: number): string {
  const kind = draw.int(7);
  if (kind === 0) return `  Test Description ${picture} \u00A0`;
  if (kind === 1) return `${picture} ${'x'.repeat(300)}`;
  if (kind === 2) return `cafe\u0301 ${picture}`;
  return draw.pick(['', 'front', `text ${picture}`]);
}

function targetSwitchesOf(draw: Draw): Partial<Switches> {
  const { chance, int, pick } = draw;
  return {
    'description-kept': pick(['as-sent', 'trimmed', 'cut-255', 'nfc']),
    'sort-kept': chance(0.3) ? 'renumbered' : 'as-sent',
    'file-name-length': chance(0.3) ? 40 + int(80) : 0,
    'file-name-percent': chance(0.3) ? 'kept' : 'decoded',
    'file-name-unicode': pick(['kept', 'percent', 'ascii']),
    'file-name-spaces': pick(['underscore', 'dash', 'kept']),
    'file-name-stamp': pick(['kept', 'dropped']),
  };
}
