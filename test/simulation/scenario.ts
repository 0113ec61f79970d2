// What one seed stands for: the stores, what goes wrong and when the process dies. Everything that is random in a run
// follows from the seed, so that a failing one can be played again.
import type { Faults, Switches } from '@cutover/sandbox-store';
import { createRandom } from './virtual-time.ts';

export interface Scenario {
  readonly seed: number;
  readonly source: readonly PlantedProduct[];
  readonly target: readonly PlantedProduct[];
  readonly faults: Partial<Faults>;
  readonly switches: Partial<Switches>;
  /** At which failpoint of each life the process dies; the last life lives. */
  readonly deaths: readonly number[];
  /** Images that somebody else adds to the target while we write: after so many writes, on the product of this SKU. */
  readonly strangers: readonly {
    readonly afterWrites: number;
    readonly sku: string;
    readonly picture: number;
  }[];
  readonly settleAfterMs: number;
  readonly quota: { readonly requests: number; readonly windowMs: number };
}

export interface PlantedProduct {
  readonly sku: string;
  readonly images: readonly PlantedImage[];
}
export interface PlantedImage {
  /** Which picture it is; equal numbers are equal bytes. */
  readonly picture: number;
  readonly fileName: string;
  readonly description: string;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
}

const alts = ['', 'front', 'Rückseite', 'вид сбоку', '裏面', 'صورة', 'é (decomposed)', '🧵'];

export function scenarioOf(seed: number): Scenario {
  const random = createRandom(seed);
  const int = (most: number): number => Math.floor(random() * (most + 1));
  const chance = (share: number): boolean => random() < share;
  const pick = <T>(list: readonly [T, ...T[]]): T => list[int(list.length - 1)] ?? list[0];
  const products = Array.from({ length: 1 + int(4) }, (_, index) => `SKU-${index + 1}`);
  let picture = 1;

  const source = products.map((sku) => {
    const ties = chance(0.15);
    const images = Array.from({ length: chance(0.1) ? 0 : 1 + int(5) }, (_, place) => {
      const twin = place > 0 && chance(0.1);
      if (!twin) picture += 1;
      return {
        picture,
        fileName: chance(0.3) ? 'same-name.png' : `picture-${picture}.png`,
        description: alts[int(alts.length - 1)] ?? '',
        sortOrder: ties ? 0 : place,
        isThumbnail: false,
      };
    });
    const thumbnail = images[chance(0.8) ? 0 : int(Math.max(0, images.length - 1))];
    return { sku, images: images.map((one) => ({ ...one, isThumbnail: one === thumbnail && !chance(0.1) })) };
  });
  // The target has some of the pictures already, and some of its own.
  const target = source.map(({ sku, images }) => {
    const there = [
      ...images.filter(() => chance(0.12)),
      ...(chance(0.2)
        ? [
            {
              picture: 9000 + int(500),
              fileName: 'their-own.png',
              description: 'theirs',
              sortOrder: 50 + int(9),
            },
          ]
        : []),
    ];
    return { sku, images: there.map((one, index) => ({ ...one, isThumbnail: index === 0 })) };
  });

  const rate = (share: number): number => (chance(0.5) ? random() * share : 0);
  return {
    seed,
    source,
    target,
    faults: {
      'reset-after': rate(0.3),
      'reset-before': rate(0.1),
      'error-after': rate(0.15),
      'error-before': rate(0.1),
      'rate-limit': rate(0.1),
      'rate-limit-bare': rate(0.05),
      truncated: rate(0.1),
      malformed: rate(0.1),
      'html-200': rate(0.05),
      hang: rate(0.05),
      'late-effect': { probability: rate(0.15), delayMs: 1000 + int(60_000) },
    },
    switches: {
      'list-lag-ms': chance(0.3) ? int(20_000) : 0,
      'v3-image-order': pick(['id', 'sort']),
      'v3-empty-images': pick(['204', '200']),
      'v3-file-fields': pick(['image_file', 'image_url', 'both']),
      'sort-on-update': pick(['bump', 'none']),
      'sort-on-create': pick(['none', 'bump']),
      'thumbnail-unset': pick(['kept', 'cleared']),
      'default-sort': pick(['zero', 'last']),
    },
    deaths: Array.from({ length: chance(0.3) ? 0 : int(4) }, () => int(chance(0.5) ? 60 : 250)),
    strangers: chance(0.2)
      ? [
          {
            afterWrites: int(6),
            sku: products[int(products.length - 1)] ?? 'SKU-1',
            picture: 8000 + int(500),
          },
        ]
      : [],
    settleAfterMs: 120_000,
    quota: chance(0.5)
      ? { requests: 20 + int(100), windowMs: 30_000 }
      : { requests: 100_000, windowMs: 30_000 },
  };
}
