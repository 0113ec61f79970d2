// What looking at a picture tells: one request where the first address answers with one. Invariant: who refuses us has
// told nothing, so only an answer that is no picture, or none anywhere, is called a fault.

import type { ProductImage } from '@cutover/field-mapper';
import { pictureBytesSure as PICTURE_BYTES_MAX } from '@cutover/field-mapper';
import {
  apiAccepts,
  type OriginalCandidate,
  originalCandidates,
  type ProbedPicture,
  probePicture,
} from '@cutover/image-content';
import type { Engine, StorePort } from '../engine.ts';
import { blockedHint } from '../pictures/blocked-hint.ts';
import { formatWords, type Picture } from '../pictures/format-words.ts';
import type { Fault } from './graded.ts';

const GIF_WIDTH_MAX = 5_120;
const RISKY: ReadonlySet<string> = new Set(['bmp', 'wbmp', 'xbm']);

interface Tried extends OriginalCandidate {
  readonly probed: Exclude<ProbedPicture, { is: 'picture' }>;
}

export async function faultsOfPicture(
  engine: Engine,
  { hash, originals, isBigCommerce }: StorePort,
  image: ProductImage,
): Promise<Fault[]> {
  const place = { store: hash, templates: originals, sourceIsBigCommerce: isBigCommerce };
  const tried: Tried[] = [];
  for (const candidate of originalCandidates(image, place)) {
    const probed = await probePicture(engine.content, candidate.url);
    if (probed.is === 'picture') return faultsOf(probed, image.imageId);
    tried.push({ ...candidate, probed });
  }
  const fault = await whereNoOriginal(engine, image, tried);
  return [{ ...fault, imageId: image.imageId }];
}

/** No address of the original has answered with a picture: what shoppers are shown tells how bad that is. */
async function whereNoOriginal(engine: Engine, image: ProductImage, tried: readonly Tried[]): Promise<Fault> {
  const wrong = tried.find(({ probed }) => probed.is === 'no-picture');
  if (wrong !== undefined)
    return {
      rule: 'picture-broken',
      message: `the address of the original shows no picture: ${wrong.probed.why}`,
    };
  const unchecked = tried.find(({ probed }) => probed.is === 'unchecked');
  if (unchecked !== undefined) return notLookedAt(unchecked.probed);
  const words =
    tried.map(({ origin, probed }) => `${origin}: ${probed.why}`).join(', ') || 'no address to try';
  const shownAt = image.urls.standard || image.urls.zoom;
  const shown =
    shownAt === ''
      ? ({ is: 'gone', why: 'no address' } as const)
      : await probePicture(engine.content, shownAt);
  switch (shown.is) {
    case 'picture':
      return {
        rule: 'rendition-only',
        message: `the original is gone (${words}) and only a smaller copy is left; migrate does not copy that in its place`,
      };
    case 'gone':
      return {
        rule: 'original-unreachable',
        message: `no original (${words}), and no copy of it either (${shown.why}); migrate cannot fix it`,
      };
    case 'no-picture':
      return {
        rule: 'picture-broken',
        message: `the page shows no picture: ${shown.why}; migrate cannot fix it`,
      };
    case 'unchecked':
      return notLookedAt(shown);
  }
}

function notLookedAt({ why, ...about }: Tried['probed']): Fault {
  const hint = 'isBlocked' in about ? blockedHint : '';
  return { rule: 'picture-unchecked', message: `the picture could not be looked at: ${why}${hint}` };
}

function faultsOf({ format, bytes = 0, width = 0, isCmyk }: Picture, imageId: number): Fault[] {
  const faults: Fault[] = [];
  const words = formatWords(format);
  if (bytes > PICTURE_BYTES_MAX)
    faults.push({
      rule: 'picture-too-large',
      imageId,
      message: `${bytes} bytes; V3 takes at most 8 MB, so migrate may be refused`,
    });
  if (!apiAccepts(format))
    faults.push({
      rule: 'format-unsupported',
      imageId,
      message: `the picture is ${words}, which V3 does not take; convert it first`,
    });
  else if (RISKY.has(format))
    faults.push({
      rule: 'format-risky',
      imageId,
      message: `the picture is ${words}, which few browsers show`,
    });
  else if (isCmyk === true)
    faults.push({
      rule: 'format-risky',
      imageId,
      message: `the picture is ${words} in CMYK, the colours of print, which browsers show wrongly`,
    });
  else if (format === 'gif' && width > GIF_WIDTH_MAX)
    faults.push({
      rule: 'format-risky',
      imageId,
      message: `the picture is ${words} ${width} pixels wide; stores resize none over ${GIF_WIDTH_MAX}`,
    });
  return faults;
}
