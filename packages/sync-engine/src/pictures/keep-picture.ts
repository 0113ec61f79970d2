// Keeps the bytes of a target image before it is removed, and hands kept bytes over again. Invariant: what is kept is the
// original as the store holds it, never a rendition, and it is on the disk before the removal's intent is written.

import type { ProductImage } from '@cutover/field-mapper';
import { contentTypeOf, resolveOriginal, sniffFormat, uploadFileName } from '@cutover/image-content';
import type { Action } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { failureOf } from '../failures.ts';
import { Stopped } from '../stopped.ts';
import type { Handover } from './handover.ts';
import { isBackOnline, isUnanswered, noneAnswered } from './is-back-online.ts';

const PICTURE_BYTES_MAX = 64 * 1024 * 1024;

export type Kept = { readonly sha256: string } | NotKept;

interface NotKept {
  readonly reason: string;
  /** No host answered. */
  readonly isAway?: boolean;
}

/** Throws what the disk throws: a picture that cannot be kept for want of space stops the run. */
export async function keepPicture(engine: Engine, image: ProductImage): Promise<Kept> {
  let bytes = await originalBytes(engine, image);
  if ('reason' in bytes && bytes.isAway === true && (await isBackOnline(engine, engine.target, image)))
    bytes = await originalBytes(engine, image);
  return 'reason' in bytes ? bytes : { sha256: await engine.archive.put(bytes.bytes) };
}

async function originalBytes(
  { target, content, control }: Engine,
  image: ProductImage,
): Promise<{ readonly bytes: Uint8Array } | NotKept> {
  const place = {
    store: target.hash,
    templates: target.originals,
    sourceIsBigCommerce: target.isBigCommerce,
  };
  try {
    const found = await resolveOriginal(image, place, content);
    if ('unreachable' in found) {
      const tried = found.unreachable.map((one) => `${one.origin} (${one.reason})`).join(', ');
      return {
        reason: `its original is not available: ${tried === '' ? 'no address to try' : `tried ${tried}`}`,
        isAway: noneAnswered(found.unreachable),
      };
    }
    return await content.get(found.url, { maxBytes: PICTURE_BYTES_MAX });
  } catch (error) {
    if (control.stopping.aborted) throw new Stopped();
    return {
      reason: `its original is not available: ${error instanceof Error ? error.message : String(error)}`,
      isAway: isUnanswered(error),
    };
  }
}

/** What is sent for a create from the archive: the bytes under the name that the removed image had. */
export async function handoverFromArchive(
  { archive }: Engine,
  action: Action,
  removed: ProductImage | undefined,
): Promise<Handover> {
  const none = (words: string): Handover => ({ by: 'none', failure: failureOf('archive-missing', words) });
  if (action.putBack === undefined || removed === undefined)
    return none('the journal does not say which picture it was');
  const bytes = await archive.get(action.putBack).catch((error: unknown) => String(error));
  if (bytes === undefined) return none(`the picture ${action.putBack} is not kept on this machine`);
  if (typeof bytes === 'string') return none(bytes);
  const format = sniffFormat(bytes);
  if (format === undefined) return none(`what is kept as ${action.putBack} is not a picture`);
  const fileName = uploadFileName(removed, format);
  return {
    by: 'upload',
    image: { imageFile: { bytes, fileName, contentType: contentTypeOf(format) } },
    sentName: fileName,
  };
}
