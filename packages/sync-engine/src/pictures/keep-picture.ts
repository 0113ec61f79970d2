// Keeps the bytes of a target image before it is removed, and hands kept bytes over again. Invariant: what is kept is the
// original as the store holds it, never a rendition, and it is on the disk before the removal's intent is written.

import type { ProductImage } from '@cutover/field-mapper';
import {
  contentTypeOf,
  fetchPicture,
  findOriginal,
  sniffFormat,
  uploadFileName,
} from '@cutover/image-content';
import type { Engine } from '../engine.ts';
import { failureOf } from '../failures.ts';
import { placeOf } from '../originals.ts';
import { type PictureReason, thrown, whyUnseen } from '../picture-reasons.ts';
import { Stopped } from '../stopped.ts';
import { putBackAs } from './handed-over.ts';
import type { Handover } from './handover.ts';
import { isBackOnline, isUnanswered, noneAnswered } from './is-back-online.ts';

const PICTURE_BYTES_MAX = 64 * 1024 * 1024;

export type Kept = { readonly sha256: string } | NotKept;

interface NotKept {
  readonly says: PictureReason;
  /** No host answered. */
  readonly isAway?: boolean;
}

/** Throws what the disk throws: a picture that cannot be kept for want of space stops the run. */
export async function keepPicture(engine: Engine, image: ProductImage): Promise<Kept> {
  let bytes = await originalBytes(engine, image);
  if ('says' in bytes && bytes.isAway === true && (await isBackOnline(engine, engine.target, image)))
    bytes = await originalBytes(engine, image);
  return 'says' in bytes ? bytes : { sha256: await engine.archive.put(bytes.bytes) };
}

async function originalBytes(
  { target, content, control }: Engine,
  image: ProductImage,
): Promise<{ readonly bytes: Uint8Array } | NotKept> {
  try {
    const found = await findOriginal(
      image,
      placeOf(target),
      async (url) => await fetchPicture(content, url, { maxBytes: PICTURE_BYTES_MAX }),
    );
    if ('unreachable' in found) {
      const tried = found.unreachable.map(({ origin, ...why }) => ({ origin, why: whyUnseen(why) }));
      const why = { code: 'addresses-tried', tried, isBlocked: false } as const;
      return {
        says: { code: 'original-unavailable', why },
        isAway: noneAnswered(found.unreachable),
      };
    }
    return found;
  } catch (error) {
    if (control.stopping.aborted) throw new Stopped();
    return {
      says: { code: 'original-unavailable', why: thrown(error) },
      isAway: isUnanswered(error),
    };
  }
}

/** The bytes that were kept when their picture was removed or overwritten, or why there are none. */
export async function keptBytes(
  { archive }: Pick<Engine, 'archive'>,
  sha256: string,
): Promise<Uint8Array | PictureReason> {
  return (await archive.get(sha256).catch(thrown)) ?? { code: 'not-kept-here', sha256 };
}

/** What is sent for a create from the archive: the bytes under the name that the removed image had. */
export async function handoverFromArchive(
  engine: Engine,
  sha256: string,
  removed: ProductImage,
): Promise<Handover> {
  const none = (says: PictureReason): Handover => ({
    by: 'none',
    failure: failureOf('archive-missing', says),
  });
  const bytes = await keptBytes(engine, sha256);
  if ('code' in bytes) return none(bytes);
  const format = sniffFormat(bytes);
  if (format === undefined) return none({ code: 'kept-is-no-picture', sha256 });
  const fileName = uploadFileName(removed, format);
  return {
    by: 'upload',
    image: { imageFile: { bytes, fileName, contentType: contentTypeOf(format) } },
    sentName: fileName,
    handedOver: await putBackAs({ origin: 'archive' }, bytes, format),
  };
}
