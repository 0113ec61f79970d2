/** Takes a picture in: checks what the platform documents (8 MB, seven types, 255 characters) and keeps the bytes. */
import sharp from 'sharp';
import { uploadNameOf } from './image-file-name.ts';
import { pictureTypeOf } from './pictures/picture-type.ts';
import type { AcceptedPicture } from './product-images.ts';
import type { Store } from './store.ts';

/**
 * What a picture is for. A product's image may be of seven types, and its address has 255 characters at most; the
 * picture of a variant, a modifier value or a swatch is a GIF, JPEG or PNG, and no page limits its address.
 */
export type Purpose = 'product-image' | 'rule-image';

const addressLengthMax: Readonly<Record<Purpose, number>> = {
  'product-image': 255,
  'rule-image': Number.POSITIVE_INFINITY,
};
const ruleImageTypes = new Set(['jpg', 'png', 'gif']);

/** Why a picture was not taken; each API version has its own words for it. */
export interface Refusal {
  readonly refused: 'address-too-long' | 'not-an-address' | 'unreachable' | 'too-large' | 'not-a-picture';
}
export type Upload = AcceptedPicture | Refusal;

/** Downloads and takes the picture at an address. */
export async function uploadFromAddress(store: Store, address: string, purpose: Purpose): Promise<Upload> {
  if (address.length > addressLengthMax[purpose]) return { refused: 'address-too-long' };
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return { refused: 'not-an-address' };
  const download = await store.download(address);
  if (download.outcome === 'too-large') return { refused: 'too-large' };
  if (download.outcome === 'failed') return { refused: 'unreachable' };
  return uploadBytes(
    store,
    download.bytes,
    uploadNameOf(address, store.switches['file-name-percent']),
    purpose,
  );
}

/** Takes bytes that came with the request itself. */
export async function uploadBytes(
  store: Store,
  bytes: Uint8Array,
  uploadName: string,
  purpose: Purpose,
): Promise<Upload> {
  if (bytes.length > sizeMax(store)) return { refused: 'too-large' };
  const type = pictureTypeOf(bytes);
  if (type === undefined || (purpose === 'rule-image' && !ruleImageTypes.has(type.extension))) {
    return { refused: 'not-a-picture' };
  }
  if (
    type.extension === 'gif' &&
    store.switches['gif-limits'] === 'refused' &&
    (await isBeyondLimits(bytes))
  ) {
    return { refused: 'not-a-picture' };
  }
  const kept = store.switches.originals === 're-encoded' ? await reencode(bytes) : bytes;
  return { picture: store.pictures.keep(kept, bytes), extension: type.extension, uploadName };
}

/** How many bytes a picture may have. */
export function sizeMax(store: Store): number {
  return Number(store.switches['size-limit']);
}

// The platform's limits of an animation. What cannot be read is judged by its first bytes alone, as every picture is.
const gifMax = { frames: 150, side: 5120 };

async function isBeyondLimits(bytes: Uint8Array): Promise<boolean> {
  try {
    const {
      pages = 1,
      width,
      height,
      pageHeight = height,
    } = await sharp(bytes, { animated: true }).metadata();
    return pages > gifMax.frames || width > gifMax.side || pageHeight > gifMax.side;
  } catch {
    return false;
  }
}

async function reencode(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await sharp(bytes).rotate().toBuffer();
  } catch {
    return bytes;
  }
}
