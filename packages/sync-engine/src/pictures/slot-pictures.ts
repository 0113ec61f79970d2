// What a slot shows: looked at, compared, and kept before it is overwritten. All that is known of it is an address.
import { renditionAddress } from '@cutover/field-mapper';
import { type Fingerprint, fingerprint } from '@cutover/image-content';
import type { Engine } from '../engine.ts';
import type { PictureReason } from '../picture-reasons.ts';
import { Stopped } from '../stopped.ts';
import { isBackOnline, isUnanswered } from './is-back-online.ts';
import type { Kept } from './keep-picture.ts';
import { comparedBytesMax, reasonOf, verdictOf } from './pictures.ts';
import { isSamePicture } from './same-picture.ts';

/** Why there is nothing to keep; who refuses us may have a picture all the same. */
const GONE: ReadonlySet<string> = new Set(['not-found', 'not-an-image', 'empty']);

/** `gone`: the target's address certainly gives no picture. `unknown`: one of them could not be looked at, or the likeness is grey. */
export type SlotVerdict = { readonly is: 'same' | 'other' } | Unseen;
interface Unseen {
  readonly is: 'gone' | 'unknown';
  readonly says: PictureReason;
}

/** Whether an address of the target shows this picture. */
export async function compareSlot(
  engine: Engine,
  wanted: string | Uint8Array,
  address: string,
): Promise<SlotVerdict> {
  const theirs = await printOf(engine, wanted);
  if ('says' in theirs) return { is: 'unknown', says: { code: 'of-source-picture', says: theirs.says } };
  const ours = await printOf(engine, address);
  if ('says' in ours) return ours;
  const isSame = isSamePicture(theirs, ours);
  return isSame === undefined
    ? { is: 'unknown', says: { code: 'likeness-unknown' } }
    : { is: isSame ? 'same' : 'other' };
}

async function printOf(engine: Engine, picture: string | Uint8Array): Promise<Fingerprint | Unseen> {
  const { content, control } = engine;
  try {
    const bytes =
      typeof picture === 'string'
        ? (await content.get(picture, { maxBytes: comparedBytesMax })).bytes
        : picture;
    return await fingerprint(bytes, { signal: control.stopping });
  } catch (error) {
    // What a stop has cut short is no answer.
    if (control.stopping.aborted) throw new Stopped();
    const { is, says } = verdictOf(error);
    return { is: is === 'broken' ? 'gone' : 'unknown', says };
  }
}

/**
 * Keeps the bytes that an address gives, of a resized copy those of its original where there is one; throws what the disk
 * throws. `isGone`: there is nothing that could be kept.
 */
export async function keepSlot(
  engine: Engine,
  { productId, address }: { readonly productId: number; readonly address: string },
): Promise<Kept & { readonly isGone?: boolean }> {
  let found = await bytesAt(engine, address);
  if ('why' in found && found.isAway && (await isBackOnline(engine, engine.target, { productId })))
    found = await bytesAt(engine, address);
  return 'why' in found
    ? { says: { code: 'shown-unavailable', why: found.why }, isGone: found.isGone }
    : { sha256: await engine.archive.put(found.bytes) };
}

interface Missing {
  readonly why: PictureReason;
  readonly isGone: boolean;
  readonly isAway: boolean;
}

async function bytesAt(engine: Engine, address: string): Promise<{ readonly bytes: Uint8Array } | Missing> {
  const { content, control } = engine;
  let missing: Missing = { why: { code: 'no-address' }, isGone: true, isAway: false };
  for (const url of [renditionAddress(address)?.original, address]) {
    if (url === undefined) continue;
    try {
      return await content.get(url, { maxBytes: comparedBytesMax });
    } catch (error) {
      if (control.stopping.aborted) throw new Stopped();
      const { says } = verdictOf(error);
      missing = { why: says, isGone: GONE.has(reasonOf(error)), isAway: isUnanswered(error) };
    }
  }
  return missing;
}
