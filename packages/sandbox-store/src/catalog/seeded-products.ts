/**
 * Products that follow from a seed: names, SKUs, options, variants, modifiers and what images each has.
 * Two stores made from one seed carry the same SKUs whatever their ids are, which is what a transfer needs.
 * Writes nothing: the ids are given by whoever keeps the rows.
 */
import type { Subject } from '../pictures/subjects.ts';
import { subjects } from '../pictures/subjects.ts';
import { between, createRandom, mix, oneOf, type Random } from '../random.ts';
import { finishes, makers, phrases, trades } from './words.ts';

export interface SeededImage {
  readonly pictureSeed: number;
  readonly description: string;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  readonly uploadName: string;
}
export interface SeededProduct {
  readonly subject: Subject;
  readonly name: string;
  readonly sku: string;
  readonly price: number;
  readonly finishes: readonly string[];
  readonly hasModifier: boolean;
  readonly images: readonly SeededImage[];
}

/** How many products and images, and from which seed. */
export interface SeededShape {
  readonly products: number;
  readonly seed: number;
  /** All images of the store; about 3.4 a product where not given. */
  readonly images?: number;
  /** Each product's number of images; overrides `images`. */
  readonly imagesPerProduct?: number;
}

/** The products of a seed. */
export function seededProducts(shape: SeededShape): SeededProduct[] {
  const counts = imageCounts(shape);
  return counts.map((images, index) => productOf(shape.seed, index, images));
}

function productOf(seed: number, index: number, imageCount: number): SeededProduct {
  const random = createRandom('product', seed, index);
  const subject = oneOf(random, subjects);
  const trade = trades[subject];
  const maker = oneOf(random, makers);
  const finish = oneOf(random, finishes);
  const noun = oneOf(random, trade.nouns);
  const [least, most] = trade.price;
  return {
    subject,
    name: `${maker} ${noun} in ${finish} No. ${index + 1}`,
    sku: `${trade.prefix}-${String(index + 1).padStart(4, '0')}-${finish.slice(0, 3).toUpperCase()}`,
    price: between(random, least, most) + 0.95,
    finishes: random() < 0.25 ? threeOf(random) : [],
    hasModifier: random() < 0.12,
    images: imagesOf(random, seed, index, imageCount, noun, finish),
  };
}

function imagesOf(
  random: Random,
  seed: number,
  index: number,
  count: number,
  noun: string,
  finish: string,
): SeededImage[] {
  const hasTwins = count > 2 && random() < 0.1;
  const hasTies = count > 1 && random() < 0.06;
  const thumbnail = random() < 0.8 ? 0 : between(random, 0, Math.max(0, count - 1));
  const speak = random() < 0.35 ? phrases[0] : oneOf(random, phrases);
  const images: SeededImage[] = [];
  for (let place = 0; place < count; place += 1) {
    const twin = hasTwins && place === count - 1 ? images[0] : undefined;
    // A few pictures are shared by products, as a size chart or a gift box is in a real catalog.
    const pictureSeed =
      twin?.pictureSeed ??
      (random() < 0.03 ? mix('shared', seed, between(random, 0, 3)) : mix('own', seed, index, place));
    images.push({
      pictureSeed,
      description:
        twin?.description ?? (random() < 0.1 || speak === undefined ? '' : speak(noun, finish, place)),
      sortOrder: hasTies ? Math.floor(place / 2) : place,
      isThumbnail: place === thumbnail,
      uploadName: twin?.uploadName ?? uploadName(random, noun, finish, index, place),
    });
  }
  return images;
}

function uploadName(random: Random, noun: string, finish: string, index: number, place: number): string {
  const words = `${noun} ${finish}`.toLowerCase();
  return oneOf(random, [
    `${words.replaceAll(' ', '-')}-${index + 1}-${place + 1}`,
    `${words.replaceAll(' ', '_')}_${index + 1}_${String.fromCharCode(97 + (place % 26))}`,
    `IMG_${between(random, 1000, 9999)}-${index + 1}-${place + 1}`,
    `DSC0${between(random, 1000, 9999)}_${place + 1}`,
  ]);
}

function imageCounts({ products, seed, images, imagesPerProduct }: SeededShape): number[] {
  const random = createRandom('counts', seed);
  if (imagesPerProduct !== undefined) return Array.from({ length: products }, () => imagesPerProduct);
  const counts = Array.from({ length: products }, () => (random() < 0.07 ? 0 : between(random, 1, 6)));
  if (images === undefined || products === 0) return counts;
  // Spread what is missing or too much over the products that have images, so that some stay without any.
  let surplus = counts.reduce((sum, count) => sum + count, 0) - images;
  while (surplus !== 0) {
    const at = between(random, 0, products - 1);
    const count = counts[at] ?? 0;
    const least = images < products ? 0 : 1;
    if (surplus > 0 && count > least) {
      counts[at] = count - 1;
      surplus -= 1;
    } else if (surplus < 0 && (count > 0 || least === 0 || !counts.some((each) => each > 0))) {
      counts[at] = count + 1;
      surplus += 1;
    }
  }
  return counts;
}

function threeOf(random: Random): string[] {
  const first = between(random, 0, finishes.length - 1);
  return [0, 1, 2].map((step) => finishes[(first + step) % finishes.length] ?? 'Moss');
}
