// Looks at pictures where names do not tell images apart. Renditions are compared with renditions: both stores resize
// alike, and pictures cost no quota. What cannot be fetched or decoded stays unknown.
import type { ProductImage } from '@cutover/field-mapper';
import { type Fingerprint, fingerprint, likeness } from '@cutover/image-content';
import type { Engine } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import type { Alike } from '../match/pair-images.ts';
import { passGate, Stopped } from '../stopped.ts';

const PICTURES_AT_ONCE = 8;
/** Of 64 bits and of 255 levels; twice and three times what counts as alike. */
const DISTANCE_OF_OTHERS = 16;
const COLOUR_OF_OTHERS = 48;

export interface Sides {
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
}

export interface Looks {
  /** Fetches the pictures of images that have not been looked at. */
  at(source: readonly ProductImage[], target: readonly ProductImage[]): Promise<void>;
  /** What has been looked at so far, in the eyes of pairing. */
  readonly alike: Alike;
  /** Those that were not asked for yet. */
  missing(source: readonly ProductImage[], target: readonly ProductImage[]): Sides;
}

/** @throws Stopped when it is asked to stop; what could not be had is unknown and no error. */
export function createLooks(engine: Engine): Looks {
  const ours = new Map<number, Fingerprint | undefined>();
  const theirs = new Map<number, Fingerprint | undefined>();
  // Pairing asks for each pair several times, and of a hundred namesakes there are ten thousand.
  const known = new Map<string, ReturnType<Alike>>();
  const compare: Alike = (a, b) => {
    const left = ours.get(a.imageId);
    const right = theirs.get(b.imageId);
    if (left === undefined || right === undefined) return undefined;
    const { undecided } = likeness(left, right);
    return undecided ? undefined : (isSamePicture(left, right) ?? 'grey');
  };
  const fetchInto = async (
    prints: Map<number, Fingerprint | undefined>,
    images: readonly ProductImage[],
  ): Promise<void> => {
    const unseen = images.filter(({ imageId }) => !prints.has(imageId));
    if (unseen.length === 0) return;
    await inParallel(unseen, PICTURES_AT_ONCE, async (image) => {
      await passGate(engine.control);
      prints.set(image.imageId, await shownPicture(engine, image));
    });
    // What was stopped half-way is no answer.
    await passGate(engine.control);
  };
  return {
    async at(source, target) {
      known.clear();
      await fetchInto(ours, source);
      await fetchInto(theirs, target);
    },
    alike(a, b) {
      const key = `${a.imageId} ${b.imageId}`;
      if (!known.has(key)) known.set(key, compare(a, b));
      return known.get(key);
    },
    missing: (source, target) => ({
      source: source.filter(({ imageId }) => !ours.has(imageId)),
      target: target.filter(({ imageId }) => !theirs.has(imageId)),
    }),
  };
}

/** Undefined in the grey between "alike" and "certainly another": bad renditions of one picture live there. */
export function isSamePicture(a: Fingerprint, b: Fingerprint): boolean | undefined {
  const { same, undecided, distance = 0, colourDistance = 0, aspectDiffers } = likeness(a, b);
  if (same) return true;
  if (undecided) return undefined;
  return aspectDiffers || distance >= DISTANCE_OF_OTHERS || colourDistance >= COLOUR_OF_OTHERS
    ? false
    : undefined;
}

/** The fingerprint of what a store shows of an image; undefined when it cannot be had. */
export async function shownPicture(engine: Engine, image: ProductImage): Promise<Fingerprint | undefined> {
  const url = image.urls.zoom || image.urls.standard || image.urls.thumbnail;
  if (url === '') return undefined;
  try {
    const { bytes } = await engine.content.get(url);
    return await fingerprint(bytes, { signal: engine.control.stopping });
  } catch {
    // What a stop has cut short is no answer, and must not be taken for a picture that cannot be had.
    if (engine.control.stopping.aborted) throw new Stopped();
    return undefined;
  }
}

/** Whether the stores show the same picture of two images; undefined where one cannot be had, or the likeness is grey. */
export async function showTheSame(
  engine: Engine,
  a: ProductImage,
  b: ProductImage,
): Promise<boolean | undefined> {
  const [ours, theirs] = [await shownPicture(engine, a), await shownPicture(engine, b)];
  return ours === undefined || theirs === undefined ? undefined : isSamePicture(ours, theirs);
}
