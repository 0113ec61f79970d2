// How one image is handed to the target: by an address that the store fetches, or by the picture itself. Invariant: it
// is the original that is handed over, and where it was found is kept in the journal; a rendition only where that is allowed
// and no original can be reached, and the handover says that it is one.

import { imageUrlLengthMax, type ProductImage, pictureBytesMax } from '@cutover/field-mapper';
import {
  apiAccepts,
  encodeForHandover,
  originalCandidates,
  type PictureFormat,
  probePicture,
  resolveOriginal,
  sniffFormat,
  uploadFileName,
} from '@cutover/image-content';
import type { Rendition } from '@cutover/journal';
import type { V3ImageSource } from '@cutover/v3-client';
import type { Carrying, With } from '../engine.ts';
import { type EngineFailure, failureOf } from '../failures.ts';
import { type PictureReason, thrown } from '../picture-reasons.ts';
import { isBackOnline, isUnanswered, noneAnswered } from './is-back-online.ts';
import { largestRendition, renditionsOf } from './renditions.ts';

export type Handover =
  | {
      readonly by: 'url' | 'upload';
      readonly image: V3ImageSource;
      readonly sentName: string;
      /** It is no original. */
      readonly rendition?: Rendition | undefined;
    }
  | {
      readonly by: 'none';
      readonly failure: EngineFailure;
      /** No host answered: it may be the network that is away, and not the picture. */
      readonly isAway?: boolean;
      /** An address was not asked, because our own rules forbid it: the original may well be there. */
      readonly isForbidden?: boolean;
    };

/** Whether a rendition may be handed over where no original can be reached; asked only then, and where that is allowed at all. */
export type MayBeRendition = () => Promise<boolean>;

const always: MayBeRendition = async () => await Promise.resolve(true);

export interface Handovers {
  /**
   * @param forceUpload the store has just refused the address.
   * @param mayBeRendition default: it may.
   */
  prepare(image: ProductImage, forceUpload: boolean, mayBeRendition?: MayBeRendition): Promise<Handover>;
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
  /** By image, where the rendition lies that was handed over last. */
  const renditionAt = new Map<number, string>();

  async function addressOf(
    image: ProductImage,
    again: boolean,
  ): Promise<
    { url: string; isKnown?: true } | { failure: EngineFailure; isAway: boolean; isForbidden: boolean }
  > {
    const place = {
      store: engine.source.hash,
      templates: engine.source.originals,
      sourceIsBigCommerce: engine.source.isBigCommerce,
    };
    const known = again ? undefined : engine.journal.original(engine.source.hash, image.imageId);
    // What was found earlier counts only while it is still one of the addresses to try.
    if (
      known !== undefined &&
      originalCandidates(image, place).some((candidate) => candidate.url === known.url)
    ) {
      return { url: known.url, isKnown: true };
    }
    const found = await resolveOriginal(image, place, engine.content);
    if ('unreachable' in found) {
      const tried = found.unreachable.map(({ origin, reason, refusal = reason }) => ({ origin, refusal }));
      const isForbidden = found.unreachable.some(({ refusal }) => refusal !== undefined);
      return {
        failure: failureOf('original-unreachable', {
          code: 'addresses-tried',
          tried,
          isBlocked: isForbidden,
        }),
        isAway: noneAnswered(found.unreachable),
        isForbidden,
      };
    }
    await engine.journal.saveOriginal({
      store: engine.source.hash,
      imageId: image.imageId,
      url: found.url,
      origin: found.origin,
      contentType: found.contentType,
      contentLength: found.contentLength,
    });
    return { url: found.url };
  }

  async function upload(image: ProductImage, url: string): Promise<Handover> {
    const answer = await engine.content.get(url, { maxBytes: pictureBytesMax });
    const format = sniffFormat(answer.bytes);
    if (format === undefined)
      return {
        by: 'none',
        failure: failureOf('original-unreachable', { code: 'no-picture-downloaded' }),
      };
    if (!apiAccepts(format)) return { by: 'none', failure: unsupported(format) };
    const fileName = uploadFileName(image, format);
    return {
      by: 'upload',
      image: { imageFile: { bytes: answer.bytes, fileName, contentType: answer.contentType } },
      sentName: fileName,
    };
  }

  /**
   * Why nobody may be sent to an address that an earlier run has found, perhaps by wider rules than this one's: what we
   * would not ask we do not have the store ask either.
   */
  async function refusalOf(url: string): Promise<PictureReason | undefined> {
    try {
      await engine.content.head(url);
      return undefined;
    } catch (error) {
      if (!(error instanceof Error) || !('reason' in error)) throw error;
      if (error.reason === 'aborted') throw error;
      return error.reason === 'blocked' ? { code: 'host-blocked', text: error.message } : undefined;
    }
  }

  /** Where the originals of an image are looked for, as one word. */
  function hostsOf(image: ProductImage): string {
    const place = {
      store: engine.source.hash,
      templates: engine.source.originals,
      sourceIsBigCommerce: engine.source.isBigCommerce,
    };
    return [
      ...new Set(
        originalCandidates(image, place).flatMap(({ url }) => (URL.canParse(url) ? [hostOf(url)] : [])),
      ),
    ]
      .toSorted()
      .join(' ');
  }

  async function prepareOnce(image: ProductImage, forceUpload: boolean): Promise<Handover> {
    const address = await addressOf(image, forceUpload);
    return 'failure' in address ? { by: 'none', ...address } : await handOver(image, address, forceUpload);
  }

  /** What lies at an address, or the address. */
  async function handOver(
    image: ProductImage,
    address: { readonly url: string; readonly isKnown?: true },
    forceUpload: boolean,
  ): Promise<Handover> {
    const { transfer } = engine.means;
    const handed = encodeForHandover(address.url, imageUrlLengthMax);
    const byAddress =
      transfer === 'url' ||
      (transfer === 'auto' && !forceUpload && handed.fits && !unreachableHosts.has(hostOf(address.url)));
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
    const refusal = byAddress && address.isKnown ? await refusalOf(address.url) : undefined;
    if (refusal !== undefined)
      return { by: 'none', failure: failureOf('original-unreachable', refusal), isForbidden: true };
    if (byAddress) return { by: 'url', image: { imageUrl: handed.url }, sentName: lastPart(handed.url) };
    try {
      return await upload(image, address.url);
    } catch (error) {
      return {
        by: 'none',
        failure: failureOf('original-unreachable', thrown(error)),
        isAway: isUnanswered(error),
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
      renditionAt.set(image.imageId, rendition.url);
      return asRendition(await handOver(image, rendition, forceUpload), rendition);
    },
    async whyRefused(image) {
      const address = await addressOf(image, false);
      if ('failure' in address) return undefined;
      const probed = await probePicture(engine.content, address.url);
      return probed.is === 'picture' && !apiAccepts(probed.format) ? unsupported(probed.format) : undefined;
    },
    refused(image) {
      const url =
        renditionAt.get(image.imageId) ?? engine.journal.original(engine.source.hash, image.imageId)?.url;
      if (url !== undefined) unreachableHosts.add(hostOf(url));
    },
  };
}

/** Nobody could reach the original, and that is no matter of our own rules: then a rendition is better than nothing, if allowed. */
export function wantsRendition({ means, control }: With<Carrying>, handover: Handover): boolean {
  return (
    means.allowRenditions === true &&
    !control.stopping.aborted &&
    handover.by === 'none' &&
    handover.failure.code === 'original-unreachable' &&
    handover.isForbidden !== true
  );
}

export const asRendition = (handover: Handover, rendition: Rendition): Handover =>
  handover.by === 'none' ? handover : { ...handover, rendition };

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
