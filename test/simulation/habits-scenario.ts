// What one seed stands for when the stores have habits of their own: what the target makes of our texts, places and names,
// what it has of them already, what it answers with now and then, products of just as many images as a page holds, a
// journal that is lost between two runs, and what somebody edits between them. Drawn from sequences of its own, so that
// the ordinary scenarios stay as they are, and what was added later from one of its own again.
import type { Switches } from '@cutover/sandbox-store';
import type { Prefer } from '@cutover/sync-engine';
import type { Deed } from './deeds.ts';
import { createDraw, type Draw } from './draw.ts';
import type { PlantedImage, PlantedProduct } from './planted-products.ts';
import { type Scenario, scenarioOf } from './scenario.ts';

export interface Habits {
  readonly scenario: Scenario;
  /** The journal is gone when the finished migration is run again. */
  readonly losesJournal: boolean;
  /** What somebody does to an image of ours on the target once all is done; undefined: nothing. */
  readonly edit: HabitsEdit | undefined;
  /** The source's image that always shows a null for its place; undefined: none. */
  readonly placeless: number | undefined;
}

export interface HabitsEdit {
  /** Which of the target's images, counted round. */
  readonly nth: number;
  readonly does: 'describe' | 'move' | 'flag';
  /** What the run after it is told to prefer. */
  readonly prefer: Prefer;
}

export function habitsOf(seed: number): Habits {
  const ordinary = scenarioOf(seed);
  const draw = createDraw(seed, 'habits');
  const wider = createDraw(seed, 'habits wider');
  const source = [...sourceOf(createDraw(seed, 'habits source')), ...thirdOf(wider)];
  const targetSwitches = targetSwitchesOf(createDraw(seed, 'habits target'));
  const cuts = wider.chance(0.3);
  return {
    losesJournal: draw.chance(0.3),
    edit: wider.chance(0.5) ? editOf(wider) : undefined,
    placeless: wider.chance(0.08) ? wider.int(9) : undefined,
    scenario: {
      ...ordinary,
      strangersBy: 'picture',
      policy: wider.chance(0.15) ? 'mirror' : 'copy',
      source,
      target: thereAlready(createDraw(seed, 'habits there'), source, targetSwitches),
      targetSwitches,
      sourceFaults: { ...ordinary.sourceFaults, 'null-value': draw.rate(0.05) },
      targetFaults: { ...ordinary.targetFaults, 'null-value': draw.rate(0.05) },
      deaths: ordinary.deaths.filter(({ lost }) => cuts || lost === 0),
      deeds: draw.chance(0.3) ? [awayOf(draw)] : [],
    },
  };
}

function thirdOf(draw: Draw): PlantedProduct[] {
  if (!draw.chance(0.2)) return [];
  const images = Array.from({ length: 1 + draw.int(3) }, (_, place) => imageOf(draw, 4000 + place, place));
  return [{ sku: 'SKU-3', images }];
}

function editOf(draw: Draw): HabitsEdit {
  return {
    nth: draw.int(20),
    does: draw.pick(['describe', 'describe', 'move', 'flag']),
    prefer: draw.pick(['source', 'target', 'ask']),
  };
}

/** Some of the images as that store keeps them, put there by hand long ago, and one of the target's own now and then. */
function thereAlready(
  draw: Draw,
  source: readonly PlantedProduct[],
  switches: Partial<Switches>,
): PlantedProduct[] {
  const share = draw.chance(0.5) ? 0 : draw.pick([0.2, 0.5, 1]);
  const keptText = keepingOf(switches['description-kept'] ?? 'as-sent');
  const isRenumbered = switches['sort-kept'] === 'renumbered';
  return source.map(({ sku, images }) => {
    const theirs: PlantedImage = {
      picture: 9000 + draw.int(500),
      fileName: 'their-own.png',
      description: 'theirs',
      sortOrder: 2000,
      isThumbnail: false,
    };
    const there = [
      ...images.flatMap((image): PlantedImage[] => {
        const fileName = keptName(image.fileName, switches);
        if (!draw.chance(share) || fileName === undefined) return [];
        return [{ ...image, fileName, description: keptText(image.description) }];
      }),
      ...(draw.chance(0.2) ? [theirs] : []),
    ];
    return {
      sku,
      images: there.map((one, place) => ({
        ...one,
        isThumbnail: place === 0,
        ...(isRenumbered ? { sortOrder: place } : {}),
      })),
    };
  });
}

/** What the target has made of the escapes in a name; undefined where it would take a store to say. The rest it makes itself. */
function keptName(name: string, switches: Partial<Switches>): string | undefined {
  if (!name.includes('%')) return name;
  if (switches['file-name-percent'] === 'kept') return undefined;
  try {
    return decodeURIComponent(name).replaceAll('%', '_');
  } catch {
    return name.replaceAll('%', '_');
  }
}

/** What a target with this habit keeps of a text. */
export function keepingOf(habit: Switches['description-kept']): (text: string) => string {
  switch (habit) {
    case 'as-sent':
      return (text) => text;
    case 'trimmed':
      return (text) => text.trim();
    case 'cut-255':
      return (text) => Array.from(text).slice(0, 255).join('');
    case 'nfc':
      return (text) => text.normalize('NFC');
  }
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
        return imageOf(draw, picture, place, gaps);
      }),
    };
  });
}

function imageOf(draw: Draw, picture: number, place: number, gaps = 1): PlantedImage {
  return {
    picture,
    fileName: nameOf(draw, picture),
    description: textOf(draw, picture),
    sortOrder: place * gaps,
    isThumbnail: place === 0,
  };
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
