// How one image is handed to the target: by an address that the store fetches, or by the picture itself. Invariant: it
// is the original that is handed over, believed by its first bytes, and what was handed over is kept in the intent; a
// rendition only where that is allowed and no original can be reached, and the handover says that it is one.

import { imageUrlLengthMax, type ProductImage, pictureBytesMax } from '@cutover/field-mapper';
import {
  apiAccepts,
  encodeForHandover,
  findOriginal,
  originalCandidates,
  type PictureFormat,
  type ResolvedOriginal,
  sniffFormat,
  type Unseen,
  unseenBy,
  unusableAs,
  uploadFileName,
} from '@cutover/image-content';
import type { HandedOver } from '@cutover/journal';
import type { V3ImageSource } from '@cutover/v3-client';
import type { Carrying, With } from '../engine.ts';
import { type EngineFailure, failureOf, isWithoutOriginal, notFetched, whyNoOriginal } from '../failures.ts';
import { forget, lookOnce, placeOf } from '../originals.ts';
import { whyUnseen } from '../picture-reasons.ts';
import { foundAs, uploadedAs } from './handed-over.ts';
import { isBackOnline, isUnanswered, noneAnswered } from './is-back-online.ts';
import { largestRendition, renditionsOf } from './renditions.ts';

/** There is nothing that could be handed over. */
export interface NoHandover {
  readonly by: 'none';
  readonly failure: EngineFailure;
  /** No host answered: it may be the network that is away, and not the picture. */
  readonly isAway?: boolean;
  /** An address was not asked, because our own rules forbid it: the original may well be there. */
  readonly isForbidden?: boolean;
  /** A picture was seen at the address, and could not be fetched from there any more: another one may still give it. */
  readonly lost?: Unseen;
}

export type Handover =
  | {
      readonly by: 'url' | 'upload';
      readonly image: V3ImageSource;
      readonly sentName: string;
      readonly handedOver: HandedOver;
    }
  | NoHandover;

/** Whether a rendition may be handed over where no original can be reached; asked only then, and where that is allowed at all. */
export type MayBeRendition = () => Promise<boolean>;

const always: MayBeRendition = async () => await Promise.resolve(true);

export interface Handovers {
  /**
   * @param forceUpload the store has just refused the address.
   * @param mayBeRendition default: it may.
   */
  prepare(image: ProductImage, forceUpload: boolean, mayBeRendition?: MayBeRendition): Promise<Handover>;
  /** Looks for the original of an image whose turn comes next, so that {@link prepare} need not wait for its host. */
  lookAhead(image: ProductImage): void;
  /** Why the store may have refused the address: a picture of a format that V3 does not take; else undefined. */
  whyRefused(image: ProductImage): Promise<EngineFailure | undefined>;
  /** Remembers that the target cannot fetch from the host of what this image was handed over as. */
  refused(image: ProductImage): void;
}

export function createHandovers(engine: With<Carrying>): Handovers {
  /** Hosts that did not answer though the store did: nothing of theirs is asked for twice. */
  const deadHosts = new Set<string>();
  /** Hosts from which the target could not fetch: their pictures are uploaded at once. */
  const unreachableHosts = new Set<string>();
  /** Those that were looked for before their turn. */
  const ahead = new WeakMap<ProductImage, ReturnType<typeof originalOf>>();
  /** By image, the host of what was uploaded because the target has refused its address. */
  const refusedOf = new Map<number, string>();

  /** @param lost addresses that have just failed to give what was seen there, and how. */
  async function originalOf(
    image: ProductImage,
    lost: ReadonlyMap<string, Unseen> = new Map(),
  ): Promise<ResolvedOriginal | NoHandover> {
    const found = await findOriginal(
      image,
      placeOf(engine.source),
      async (url) => lost.get(url) ?? (await lookOnce(engine, url)),
    );
    if (!('unreachable' in found)) return found;
    const tried = found.unreachable.map(({ origin, ...why }) => ({ origin, why: whyUnseen(why) }));
    const isForbidden = found.unreachable.some(({ refusal }) => refusal !== undefined);
    return {
      by: 'none',
      failure: failureOf(whyNoOriginal(found.unreachable), {
        code: 'addresses-tried',
        tried,
        isBlocked: isForbidden,
      }),
      isAway: noneAnswered(found.unreachable),
      isForbidden,
    };
  }

  async function upload(image: ProductImage, url: string, handedOver: HandedOver): Promise<Handover> {
    const answer = await engine.content.get(url, { maxBytes: pictureBytesMax });
    const format = sniffFormat(answer.bytes);
    if (format === undefined)
      return {
        by: 'none',
        failure: failureOf('original-unreachable', { code: 'no-picture-downloaded' }),
        lost: { reason: 'not-an-image' },
      };
    const unusable = unusableAs(answer.bytes, format, answer.bytes.length);
    if (unusable !== undefined) {
      const lost = { reason: unusable };
      return { by: 'none', failure: failureOf('picture-broken', whyUnseen(lost)), lost };
    }
    if (!apiAccepts(format)) return { by: 'none', failure: unsupported(format) };
    const fileName = uploadFileName(image, format);
    return {
      by: 'upload',
      image: { imageFile: { bytes: answer.bytes, fileName, contentType: answer.contentType } },
      sentName: fileName,
      handedOver: await uploadedAs(handedOver, answer.bytes, format),
    };
  }

  /** Where the originals of an image are looked for, as one word. */
  function hostsOf(image: ProductImage): string {
    return [
      ...new Set(
        originalCandidates(image, placeOf(engine.source)).flatMap(({ url }) =>
          URL.canParse(url) ? [hostOf(url)] : [],
        ),
      ),
    ]
      .toSorted()
      .join(' ');
  }

  async function prepareOnce(image: ProductImage, forceUpload: boolean): Promise<Handover> {
    const lost = new Map<string, Unseen>();
    for (;;) {
      const found = await (ahead.get(image) ?? originalOf(image, lost));
      ahead.delete(image);
      if ('by' in found) return found;
      const handover = await handOver(image, found.url, foundAs(found), forceUpload);
      if (handover.by !== 'none' || handover.lost === undefined) return handover;
      forget(engine, found.url);
      lost.set(found.url, handover.lost);
    }
  }

  /** What lies at an address, or the address. */
  async function handOver(
    image: ProductImage,
    url: string,
    handedOver: HandedOver,
    forceUpload: boolean,
  ): Promise<Handover> {
    const { transfer } = engine.means;
    const handed = encodeForHandover(url, imageUrlLengthMax);
    const byAddress =
      transfer === 'url' ||
      (transfer === 'auto' && !forceUpload && handed.fits && !unreachableHosts.has(hostOf(url)));
    if (transfer === 'url' && !handed.fits) {
      return {
        by: 'none',
        failure: failureOf('address-too-long', {
          code: 'long-address',
          length: handed.url.length,
          most: imageUrlLengthMax,
        }),
      };
    }
    if (byAddress)
      return { by: 'url', image: { imageUrl: handed.url }, sentName: lastPart(handed.url), handedOver };
    if (forceUpload) refusedOf.set(image.imageId, hostOf(url));
    try {
      return await upload(image, url, handedOver);
    } catch (error) {
      const failure = notFetched(error);
      const isLost = failure.code !== 'picture-too-large';
      return {
        by: 'none',
        failure,
        isAway: isUnanswered(error),
        ...(isLost ? { lost: unseenBy(error) } : {}),
      };
    }
  }

  async function original(image: ProductImage, forceUpload: boolean): Promise<Handover> {
    const handover = await prepareOnce(image, forceUpload);
    if (handover.by !== 'none' || handover.isAway !== true || deadHosts.has(hostsOf(image))) return handover;
    if (!(await isBackOnline(engine, engine.source, image))) return handover;
    const again = await prepareOnce(image, forceUpload);
    if (again.by === 'none' && again.isAway === true) deadHosts.add(hostsOf(image));
    return again;
  }

  return {
    async prepare(image, forceUpload, mayBeRendition = always) {
      const handover = await original(image, forceUpload);
      if (!wantsRendition(engine, handover) || !(await mayBeRendition())) return handover;
      const rendition = await largestRendition(engine, renditionsOf(image));
      if (rendition === undefined) return handover;
      return await handOver(image, rendition.url, rendition, forceUpload);
    },
    lookAhead(image) {
      if (ahead.has(image) || engine.control.stopping.aborted) return;
      const look = originalOf(image);
      // What comes of it counts when it is its turn, if that comes.
      look.catch(() => undefined);
      ahead.set(image, look);
    },
    async whyRefused(image) {
      const found = await originalOf(image);
      return 'by' in found || apiAccepts(found.format) ? undefined : unsupported(found.format);
    },
    refused(image) {
      const host = refusedOf.get(image.imageId);
      if (host !== undefined) unreachableHosts.add(host);
      refusedOf.delete(image.imageId);
    },
  };
}

/** Nobody could reach the original, and that is no matter of our own rules: then a rendition is better than nothing, if allowed. */
export function wantsRendition({ means, control }: With<Carrying>, handover: Handover): boolean {
  return (
    means.allowRenditions === true &&
    !control.stopping.aborted &&
    handover.by === 'none' &&
    isWithoutOriginal(handover.failure) &&
    handover.isForbidden !== true
  );
}

const unsupported = (format: PictureFormat): EngineFailure =>
  failureOf('format-unsupported', { code: 'format-not-taken', format });

function hostOf(url: string): string {
  return new URL(url).host;
}

function lastPart(url: string): string {
  const part = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
