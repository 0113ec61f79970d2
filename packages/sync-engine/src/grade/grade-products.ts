// The faults of some products of one store: of their images' fields, and of the pictures as closely as they are looked at, a
// few at a time. What is held is these products' pictures and no more.

import type { ProductImage } from '@cutover/field-mapper';
import type { PictureDigest, Snapshot, SnapshotProduct } from '@cutover/journal';
import { picturesAtOnce } from '../at-a-time.ts';
import type { OfKinds } from '../carried.ts';
import type { With } from '../engine.ts';
import type { Found } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { inOrder } from '../match/predict.ts';
import { passGate } from '../stopped.ts';
import { type GradedPicture, gradePicture, type PictureGrading, type ShownPicture } from './grade-picture.ts';
import { faultsOfNone, faultsOfSet } from './grade-set.ts';
import { type Fault, graded, type Owner } from './graded.ts';
import { duplicatesIn } from './same-pictures.ts';

export interface Grading {
  readonly engine: With<OfKinds>;
  readonly onImages: (more: number) => void;
  /** Undefined: no picture is looked at. */
  readonly pictures: PictureGrading | undefined;
}

export interface GradedProducts {
  readonly findings: readonly Found[];
  /** Of those that were looked at whole. */
  readonly pictures: readonly PictureDigest[];
  /** What the bytes of those that are pictures show them to be. */
  readonly shown: readonly ShownPicture[];
}

export async function gradeProducts(
  grading: Grading,
  owner: Owner,
  side: Snapshot,
  products: readonly SnapshotProduct[],
): Promise<GradedProducts> {
  const { journal } = grading.engine;
  const images = journal.images(
    side.snapshot,
    products.map(({ productId }) => productId),
  );
  const imagesOf = (product: SnapshotProduct): readonly ProductImage[] => images.get(product.productId) ?? [];
  const seen = await lookedAt(grading, owner, products.flatMap(imagesOf));
  const findings = products.flatMap((product) => {
    const own = imagesOf(product);
    const faults = [
      ...(own.length === 0 ? noneFaults(owner, side, product) : faultsOfSet(own)),
      ...own.flatMap(({ imageId }) => seen.get(imageId)?.faults ?? []),
      ...duplicatesIn(
        inOrder(own).flatMap(({ imageId }) => {
          const whole = seen.get(imageId)?.whole;
          return whole === undefined ? [] : [{ imageId, whole }];
        }),
      ),
    ];
    return faults.toSorted(byImage).map((fault) => graded(owner, product, fault));
  });
  return {
    findings,
    pictures: products.flatMap(imagesOf).flatMap((image) => digestOf(owner, image, seen)),
    shown: [...seen.values()].flatMap(({ shown }) => shown ?? []),
  };
}

/** A target without images is what a migration is for, and only V3 says who sees a product. */
function noneFaults(owner: Owner, { via }: Snapshot, { isHidden }: SnapshotProduct): Fault[] {
  return faultsOfNone(owner === 'source' && via === 'v3' ? isHidden === true : undefined);
}

async function lookedAt(
  { engine, onImages, pictures }: Grading,
  owner: Owner,
  images: readonly ProductImage[],
): Promise<ReadonlyMap<number, GradedPicture>> {
  const seen = new Map<number, GradedPicture>();
  if (pictures === undefined) {
    onImages(images.length);
    return seen;
  }
  const port = owner === 'source' ? engine.source : engine.target;
  await inParallel(images, picturesAtOnce(pictures.probe === 'content'), async (image) => {
    await passGate(engine.control);
    seen.set(image.imageId, await gradePicture(engine, port, image, pictures));
    onImages(1);
  });
  return seen;
}

function digestOf(
  side: Owner,
  { productId, imageId }: ProductImage,
  seen: ReadonlyMap<number, GradedPicture>,
): PictureDigest[] {
  const whole = seen.get(imageId)?.whole;
  // What is broken, and alike in that, is told as broken.
  if (whole === undefined || whole.undecoded?.isBroken === true) return [];
  return [{ side, productId, imageId, digest: whole.sha256.slice(0, DIGEST_LENGTH) }];
}

/** 128 bits: no two pictures of a store share them by chance. */
const DIGEST_LENGTH = 32;
const byImage = (a: Fault, b: Fault): number => (a.imageId ?? 0) - (b.imageId ?? 0);
