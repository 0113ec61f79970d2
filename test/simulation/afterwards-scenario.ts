// What one seed stands for when something comes after the migration: the stores and troubles of its ordinary scenario,
// with a richer target, what other people change in between, and how the processes of the second command die. Drawn from
// sequences of its own, so that the ordinary scenarios stay as they are.
import type { Prefer } from '@cutover/sync-engine';
import { createDraw } from './draw.ts';
import type { PlantedImage, PlantedProduct } from './planted-products.ts';
import { type Death, harsherScenarioOf, type Scenario } from './scenario.ts';

export const kinds = ['revert', 'second', 'repair'] as const;
export type Kind = (typeof kinds)[number];

export interface Afterwards {
  readonly kind: Kind;
  /** The migration that comes first. */
  readonly first: Scenario;
  /** Its last life dies too, and nobody continues it. */
  readonly isInterrupted: boolean;
  /** How the lives of what comes afterwards end; the last one lives. */
  readonly deaths: readonly Death[];
  readonly prefer: Prefer;
  readonly sourceEdits: readonly Edit[];
  readonly targetEdits: readonly Edit[];
}

/** Something that somebody does to one image of a store, between the two commands. */
export interface Edit {
  readonly does: 'describe' | 'move' | 'flag' | 'add' | 'remove' | 'replace picture';
  /** Which product and which of its images, counted round. */
  readonly product: number;
  readonly nth: number;
  /** A number that nobody else has: for new words, places and pictures. */
  readonly fresh: number;
}

export function afterwardsOf(kind: Kind, seed: number): Afterwards {
  const ordinary = harsherScenarioOf(seed);
  const draw = createDraw(seed, `afterwards ${kind}`);
  const cuts = draw.chance(0.12);
  const isInterrupted = kind === 'revert' && draw.chance(0.3);
  return {
    kind,
    first: {
      ...ordinary,
      policy: draw.chance(0.5) ? 'mirror' : 'copy',
      target: targetOf(seed, kind, ordinary.source),
      deaths: deathsOf(seed, `${kind} first`, cuts),
      deeds: ordinary.deeds.filter((deed) => deed.does === 'put the clock'),
    },
    isInterrupted,
    deaths: deathsOf(seed, `${kind} deaths`, cuts),
    prefer: kind === 'second' ? draw.pick(['source', 'target', 'ask']) : 'source',
    sourceEdits:
      kind === 'second'
        ? editsOf(seed, 'source', ['describe', 'move', 'flag', 'add', 'remove', 'replace picture'])
        : [],
    targetEdits: draw.chance(kind === 'repair' ? 1 : 0.6)
      ? editsOf(
          seed,
          `target ${kind}`,
          kind === 'second'
            ? ['describe', 'move', 'flag']
            : [
                'describe',
                'move',
                'flag',
                'remove',
                'replace picture',
                kind === 'revert' ? 'add' : 'describe',
              ],
        )
      : [],
  };
}

function editsOf(seed: number, topic: string, does: readonly [Edit['does'], ...Edit['does'][]]): Edit[] {
  const draw = createDraw(seed, `edits ${topic}`);
  return Array.from({ length: 1 + draw.int(3) }, (_, index) => ({
    does: draw.pick(does),
    product: draw.int(9),
    nth: draw.int(20),
    fresh: 1 + index,
  }));
}

/** More of its own than in an ordinary scenario: some of the source's pictures with other words and places, and others. */
function targetOf(seed: number, kind: Kind, source: readonly PlantedProduct[]): PlantedProduct[] {
  const draw = createDraw(seed, `target ${kind}`);
  return source.map(({ sku, images }) => {
    const known = images
      .filter((one) => !hasNamesake(one, images) && draw.chance(0.4))
      .map((one) => ({
        ...one,
        description: draw.chance(0.5) ? one.description : 'older words',
        sortOrder: draw.chance(0.5) ? one.sortOrder : draw.int(8),
      }));
    const theirs = Array.from({ length: draw.chance(0.5) ? 0 : 1 + draw.int(1) }, (_, nth) => ({
      picture: 9000 + draw.int(400) * 2 + nth,
      fileName: draw.chance(0.5) ? 'their-own.png' : `their-own-${nth}.png`,
      description: `theirs ${nth}`,
      sortOrder: draw.chance(0.5) ? draw.int(6) : 50 + draw.int(9),
    }));
    const there = [...known, ...theirs];
    const flagged = draw.int(Math.max(0, there.length - 1));
    return { sku, images: there.map((one, index) => ({ ...one, isThumbnail: index === flagged })) };
  });
}

/** Images that a name or a picture does not tell apart stay the source's own: who is who is not the question here. */
function hasNamesake(one: PlantedImage, images: readonly PlantedImage[]): boolean {
  return images.some(
    (other) => other !== one && (other.picture === one.picture || other.fileName === one.fileName),
  );
}

function deathsOf(seed: number, topic: string, cuts: boolean): Death[] {
  const { chance, int } = createDraw(seed, topic);
  return Array.from({ length: chance(0.25) ? 0 : 1 + int(3) }, () => ({
    at: chance(0.5) ? int(50) : int(160),
    from: chance(0.2) ? 'settling' : 'start',
    lost: !cuts || chance(0.4) ? 0 : chance(0.15) ? 'log' : 1 + int(5),
  }));
}
