// What can be told of pictures without trusting a name: whether an address answers with an image, and whether two
// decoded pictures are the same one. Bytes are never compared: stores re-encode what they serve.
import type { ProductImage } from '@cutover/field-mapper';
import {
  type ContentAnswer,
  type Fingerprint,
  fetchPicture,
  findOriginal,
  fingerprint,
  type Likeness,
  likeness,
  type Unseen as NotFetched,
  PictureError,
  type PictureErrorReason,
  stencilAddress,
} from '@cutover/image-content';
import type { Engine, StorePort } from '../engine.ts';
import { placeOf } from '../originals.ts';
import { type PictureReason, type Size, thrown, whyUnseen } from '../picture-reasons.ts';

/** The longest picture that is fetched to be compared. */
export const comparedBytesMax = 32 * 1024 * 1024;

/** `broken`: it was looked at and is wrong. `unknown`: it could not be looked at. */
export type PictureVerdict = { readonly is: 'fine' } | Unseen;
export interface Unseen {
  readonly is: 'broken' | 'unknown';
  readonly says: PictureReason;
}

const FINE: PictureVerdict = { is: 'fine' };

/** Whether an address answers with an image that is not empty. */
export async function checkLink(engine: Engine, url: string): Promise<PictureVerdict> {
  if (url === '') return { is: 'broken', says: { code: 'no-address' } };
  try {
    const answer = await headOrStart(engine, url);
    if (!answer.contentType.startsWith('image/'))
      return { is: 'broken', says: { code: 'other-type', contentType: answer.contentType } };
    return answer.contentLength === 0 ? { is: 'broken', says: { code: 'empty' } } : FINE;
  } catch (error) {
    return verdictOf(error);
  }
}

/** Some hosts refuse HEAD; the first bytes tell the same. */
async function headOrStart(engine: Engine, url: string): Promise<ContentAnswer> {
  try {
    return await engine.content.head(url);
  } catch (error) {
    if (reasonOf(error) !== 'refused') throw error;
    return await engine.content.get(url, { rangeBytes: 1024 });
  }
}

/** Each rendition of an image, and those of the product's page; the first that is wrong decides. */
export async function checkRenditions(engine: Engine, image: ProductImage): Promise<PictureVerdict> {
  let unknown: PictureVerdict | undefined;
  for (const [name, url] of Object.entries(image.urls)) {
    const verdict = await checkLink(engine, url);
    if (verdict.is === 'fine') continue;
    const ofThis = { is: verdict.is, says: { code: 'of-rendition', name, says: verdict.says } } as const;
    if (verdict.is === 'broken') return ofThis;
    unknown ??= ofThis;
  }
  if (unknown !== undefined) return unknown;
  return await checkPageCopies(engine, image.urls.zoom || image.urls.standard);
}

/** Those in which the usual theme shows a product on its page: the picture, and what it is enlarged to. */
const PAGE_SIZES = ['500x659', '1280x1280'] as const;

/**
 * The copies that shoppers see on the product's page, which the API does not show: their addresses are derived, and so is
 * the original's; where that one gives no picture either, the form does not hold there, and nothing is said of them.
 */
async function checkPageCopies(engine: Engine, rendition: string): Promise<PictureVerdict> {
  const original = stencilAddress(rendition, 'original');
  for (const size of PAGE_SIZES) {
    const url = stencilAddress(rendition, size);
    if (url === undefined || original === undefined) return FINE;
    const verdict = await checkLink(engine, url);
    if (verdict.is === 'fine') continue;
    if (verdict.is === 'broken' && (await checkLink(engine, original)).is !== 'fine') return FINE;
    return { is: verdict.is, says: { code: 'of-page-copy', size, says: verdict.says } };
  }
  return FINE;
}

/** Whether the target shows the picture that the source holds: decoded size or shape, and likeness. */
export async function comparePictures(
  engine: Engine,
  source: ProductImage,
  target: ProductImage,
): Promise<PictureVerdict> {
  const look = lookOfPair(engine);
  const theirs = await bestPicture(engine.source, source, look);
  if ('says' in theirs) return { is: 'unknown', says: { code: 'of-source-picture', says: theirs.says } };
  const ours = await bestPicture(engine.target, target, look);
  if ('says' in ours)
    return ours.is === 'unknown'
      ? ours
      : { is: 'broken', says: { code: 'of-target-picture', says: ours.says } };
  return samePicture(theirs, ours);
}

interface Seen {
  readonly print: Fingerprint;
  /** As it was uploaded, and no rendition that the store has made of it. */
  readonly original: boolean;
}

/** What a verify of the content says of two decoded pictures. Pure. */
export function samePicture(theirs: Seen, ours: Seen): PictureVerdict {
  const alike = likeness(theirs.print, ours.print);
  if (alike.undecided)
    return { is: 'unknown', says: { code: 'not-decoded-here', format: theirs.print.format } };
  if (!alike.same) return { is: 'broken', says: { code: 'another-picture', apart: howFarApart(alike) } };
  if (theirs.original && ours.original && !sameSize(theirs.print, ours.print)) {
    return {
      is: 'broken',
      says: { code: 'rendition-sent', source: sizeOf(theirs.print), target: sizeOf(ours.print) },
    };
  }
  return FINE;
}

type Picture = Seen | Unseen;

/** Looks at the addresses of one pair: each is asked once, and equal bytes are decoded once. */
interface LookOfPair {
  /** Believed to be an original only where it answers with a picture; throws why what is there cannot be looked at. */
  original(url: string): Promise<{ readonly print: Fingerprint } | NotFetched>;
  /** Throws why there is nothing to look at, too. */
  rendition(url: string): Promise<Fingerprint>;
}

function lookOfPair({ content, control }: Engine): LookOfPair {
  const originals = new Map<string, Promise<{ readonly print: Fingerprint } | NotFetched>>();
  const renditions = new Map<string, Promise<Fingerprint>>();
  let known: Fingerprint | undefined;
  const printOf = async (bytes: Uint8Array): Promise<Fingerprint> => {
    known = await fingerprint(bytes, { signal: control.stopping, known });
    return known;
  };
  const asked = { maxBytes: comparedBytesMax };
  return {
    original: async (url) =>
      await once(originals, url, async () => {
        const fetched = await fetchPicture(content, url, asked);
        return 'reason' in fetched ? fetched : { print: await printOf(fetched.bytes) };
      }),
    rendition: async (url) =>
      await once(renditions, url, async () => await printOf((await content.get(url, asked)).bytes)),
  };
}

async function once<Value>(
  done: Map<string, Promise<Value>>,
  key: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const before = done.get(key);
  if (before !== undefined) return await before;
  const begun = work();
  done.set(key, begun);
  return await begun;
}

/** The original where the store serves it, else its largest rendition, said to be one. */
async function bestPicture(port: StorePort, image: ProductImage, look: LookOfPair): Promise<Picture> {
  try {
    const found = await findOriginal(image, placeOf(port), look.original);
    if ('print' in found) return { print: found.print, original: true };
    // An original that could not be asked for may be anything; one that is not served there leaves the rendition to speak.
    if (found.unreachable.some((tried) => !CERTAIN.has(tried.reason))) {
      return { is: 'unknown', says: { code: 'of-original', refusals: found.unreachable.map(whyUnseen) } };
    }
    const url = image.urls.zoom || image.urls.standard;
    if (url === '') return { is: 'unknown', says: { code: 'no-address' } };
    return { print: await look.rendition(url), original: false };
  } catch (error) {
    return verdictOf(error);
  }
}

function howFarApart({ aspectDiffers, distance, colourDistance }: Likeness) {
  return aspectDiffers ? undefined : { bits: distance, colours: colourDistance };
}

function sameSize(a: Fingerprint, b: Fingerprint): boolean {
  return a.width === b.width && a.height === b.height;
}

function sizeOf({ width, height }: Fingerprint): Size {
  return { width, height };
}

const NOT_LOOKED_AT: ReadonlySet<PictureErrorReason> = new Set([
  'too-many-pixels',
  'too-much-memory',
  'too-slow',
  'not-decoded',
]);
const CERTAIN = new Set(['not-found', 'not-an-image', 'refused', 'redirect', 'broken', 'cut-short', 'empty']);

export function verdictOf(error: unknown): Unseen {
  // Why a picture was not decoded is told in words: there is something that a person can do about it.
  if (error instanceof PictureError && NOT_LOOKED_AT.has(error.reason))
    return { is: 'unknown', says: thrown(error) };
  const reason = reasonOf(error);
  if (reason === 'blocked' && error instanceof Error)
    return { is: 'unknown', says: { code: 'host-blocked', text: error.message } };
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  const says = whyUnseen({ reason, ...(typeof status === 'number' ? { status } : {}) });
  return { is: CERTAIN.has(reason) ? 'broken' : 'unknown', says };
}

/** As one word. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'reason' in error ? String(error.reason) : 'unreachable';
}
