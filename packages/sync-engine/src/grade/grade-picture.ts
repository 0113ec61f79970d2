// What looking at a picture tells: one request where the first address answers with one. Invariant: who refuses us has
// told nothing, so only an answer that is no picture, or none anywhere, is called a fault.
import { imageUrlLengthMax, type ProductImage, pictureBytesMax } from '@cutover/field-mapper';
import {
  encodeForHandover,
  type LookClosely,
  type LookLimits,
  type OriginalCandidate,
  originalCandidates,
  type ProbedPicture,
  probePicture,
  type WholePicture,
} from '@cutover/image-content';
import type { Engine, StorePort } from '../engine.ts';
import { placeOf } from '../originals.ts';
import type { Fault } from './graded.ts';
import { faultsOfBytes, tooLarge } from './picture-faults.ts';

export interface PictureGrading {
  readonly probe: LookClosely;
  /** The least length of the longer side that is no fault. */
  readonly minPixels: number;
}

/** What its bytes show it to be. */
export type ShownPicture = Extract<ProbedPicture, { is: 'picture' }>;

export interface GradedPicture {
  readonly faults: readonly Fault[];
  /** Where all of it was looked at. */
  readonly whole?: WholePicture | undefined;
  readonly shown?: ShownPicture | undefined;
}

type Untold = Exclude<ProbedPicture, { is: 'picture' | 'claimed' }>;

interface Tried extends OriginalCandidate {
  readonly probed: Untold;
}

export async function gradePicture(
  engine: Engine,
  port: StorePort,
  image: ProductImage,
  { probe, minPixels }: PictureGrading,
): Promise<GradedPicture> {
  const tried: Tried[] = [];
  for (const candidate of originalCandidates(image, placeOf(port))) {
    const probed = await probePicture(engine.content, candidate.url, probe, limitsOf(engine));
    if (probed.is === 'picture' || probed.is === 'claimed') {
      const faults =
        probed.is === 'claimed'
          ? tooLarge(probed.bytes)
          : faultsOfBytes(probed, { name: image.imageFile || pathIn(candidate.url), minPixels });
      return {
        faults: [...faults, ...tooLong(candidate.url)].map((fault) => ({ ...fault, imageId: image.imageId })),
        ...(probed.is === 'picture' ? { whole: probed.whole, shown: probed } : {}),
      };
    }
    tried.push({ ...candidate, probed });
  }
  const fault = await whereNoOriginal(engine, image, tried, probe);
  return { faults: [{ ...fault, imageId: image.imageId }] };
}

/** A picture is looked at whole up to what V3 takes at most: one that is longer is too large anyway. */
export const limitsOf = ({ control }: Pick<Engine, 'control'>): LookLimits => ({
  wholeBytesMax: pictureBytesMax,
  signal: control.stopping,
});

export const pathIn = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '');

function tooLong(url: string): Fault[] {
  const encoded = encodeForHandover(url, imageUrlLengthMax);
  if (encoded.fits || encoded.url.length <= imageUrlLengthMax) return [];
  return [
    {
      rule: 'address-too-long',
      says: { code: 'address-long', length: encoded.url.length, most: imageUrlLengthMax },
    },
  ];
}

/** No address of the original has answered with a picture: what shoppers are shown tells how bad that is. */
async function whereNoOriginal(
  engine: Engine,
  image: ProductImage,
  tried: readonly Tried[],
  probe: LookClosely,
): Promise<Fault> {
  const wrong = tried.find(({ probed }) => probed.is === 'no-picture');
  if (wrong !== undefined)
    return {
      rule: 'picture-broken',
      says: { code: 'original-is-no-picture', why: wrong.probed.why },
    };
  const unchecked = tried.find(({ probed }) => probed.is === 'unchecked');
  if (unchecked !== undefined) return notLookedAt(unchecked.probed);
  const originals = tried.map(({ origin, probed: { why } }) => ({ origin, why }));
  const shownAt = image.urls.standard || image.urls.zoom;
  const shown =
    shownAt === ''
      ? ({ is: 'gone', why: undefined } as const)
      : await probePicture(engine.content, shownAt, probe === 'content' ? 'bytes' : probe);
  switch (shown.is) {
    case 'picture':
    case 'claimed':
      return {
        rule: 'rendition-only',
        says: { code: 'only-smaller-copy', tried: originals },
      };
    case 'gone':
    case 'no-picture':
      return {
        rule: 'original-unreachable',
        says: { code: 'no-copy', tried: originals, copy: shown.why },
      };
    case 'unchecked':
      return notLookedAt(shown);
  }
}

export function notLookedAt({ why, ...about }: Untold): Fault {
  const helps =
    'isBlocked' in about ? 'private-hosts' : 'takesNoHead' in about ? 'a-closer-probe' : undefined;
  return { rule: 'picture-unchecked', says: { code: 'picture-not-seen', why, helps } };
}
