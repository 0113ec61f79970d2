// How a picture is handed to a slot of the target. Slots take GIF, JPEG and PNG alone; a variant takes no more than 1 MB as
// an upload, which the store would answer with 500 as if it were in trouble; a modifier's value takes no address, a swatch
// no upload. All of it is found out before anything is sent.
import { type ProductImage, renditionAddress } from '@cutover/field-mapper';
import {
  contentTypeOf,
  extensionOf,
  type PictureFormat,
  probePicture,
  sniffFormat,
  variantsAccept,
} from '@cutover/image-content';
import type { SlotKind } from '@cutover/journal';
import type { Carrying, Engine, With } from '../engine.ts';
import { failureOf } from '../failures.ts';
import { type PictureReason, reported, thrown } from '../picture-reasons.ts';
import {
  asRendition,
  type Handover,
  type Handovers,
  type MayBeRendition,
  wantsRendition,
} from './handover.ts';
import { isBackOnline } from './is-back-online.ts';
import { largestRendition } from './renditions.ts';

/** More than any slot takes: one that is too large is known by its length. */
const PICTURE_BYTES_MAX = 32 * 1024 * 1024;

/** What a slot of this kind may be given. */
export interface SlotTakes {
  readonly kind: SlotKind;
  readonly by: 'either' | 'upload' | 'url';
  /** Absent where it takes none. */
  readonly upload?: {
    /** What the file is called whose address names none. */
    readonly fileName: string;
    /** The largest, as it is documented, and in the bytes that are held to it. */
    readonly megabytes: number;
    readonly bytes: number;
  };
}

interface How {
  readonly takes: SlotTakes;
  /** The store has just refused the address. */
  readonly forceUpload: boolean;
  /** Whether a rendition may be handed over where no original can be reached. */
  readonly mayBeRendition: MayBeRendition;
}

interface SlotShows {
  readonly productId: number;
  readonly address: string;
}

type None = Extract<Handover, { by: 'none' }>;
const none = (code: Parameters<typeof failureOf>[0], says: PictureReason): None => ({
  by: 'none',
  failure: failureOf(code, says),
});

/** Hosts that did not answer though the store did, by the run of the loop that writes: nothing of theirs is asked for twice. */
const deadHosts = new WeakMap<Handovers, Set<string>>();
/** Hosts from which the target could not fetch: what it takes as an upload is uploaded at once. */
const refusedHosts = new WeakMap<Handovers, Set<string>>();

function hostsOf(known: WeakMap<Handovers, Set<string>>, handovers: Handovers): Set<string> {
  const hosts = known.get(handovers) ?? new Set<string>();
  known.set(handovers, hosts);
  return hosts;
}

/** What is given: an image of the source's product, or a slot that shows a picture of its own. */
export async function handoverToSlot(
  engine: With<Carrying>,
  handovers: Handovers,
  picture: ProductImage | SlotShows,
  how: How,
): Promise<Handover> {
  const { takes, forceUpload } = how;
  const uploadsAll = engine.means.transfer === 'upload' && engine.source.isSaved !== true;
  const mayNot = takes.by === 'url' && (forceUpload || uploadsAll);
  if (mayNot) return noAddress(takes, forceUpload ? 'not-fetched' : 'uploads-only');
  if ('address' in picture) return await fromSlot(engine, handovers, picture, how);
  const handover = await handovers.prepare(picture, forceUpload || takes.by === 'upload', how.mayBeRendition);
  if (handover.by === 'none') return handover;
  if ('imageFile' in handover.image) {
    if (takes.by === 'url') return noAddress(takes);
    const { bytes } = handover.image.imageFile;
    return refusalOf(takes, sniffFormat(bytes), bytes.length) ?? handover;
  }
  const { imageUrl } = handover.image;
  const refusal = await refusalAt(engine, imageUrl, takes);
  if (refusal !== undefined || takes.by !== 'upload') return refusal ?? handover;
  const upload = await uploaded(engine, imageUrl, takes);
  return handover.rendition === undefined ? upload : asRendition(upload, handover.rendition);
}

/** Bytes that were kept, put back. */
export function handoverOfBytes(bytes: Uint8Array, name: string, takes: SlotTakes): Handover {
  const format = sniffFormat(bytes);
  const refusal = refusalOf(takes, format, bytes.length);
  if (refusal !== undefined || format === undefined)
    return refusal ?? none('archive-missing', { code: 'kept-is-no-picture', sha256: undefined });
  const fileName = `${name}.${extensionOf(format)}`;
  return {
    by: 'upload',
    image: { imageFile: { bytes, fileName, contentType: contentTypeOf(format) } },
    sentName: fileName,
  };
}

/** A host that does not answer may be the network that is away: the source's store is asked, and waited for. */
async function fromSlot(
  engine: With<Carrying>,
  handovers: Handovers,
  slot: SlotShows,
  how: How,
): Promise<Handover> {
  const { address } = slot;
  const handover = await originalFrom(engine, handovers, slot, how);
  // What a slot shows is its original, unless it is a rendition.
  if (renditionAddress(address) === undefined || !wantsRendition(engine, handover)) return handover;
  if (!(await how.mayBeRendition())) return handover;
  const rendition = await largestRendition(engine, [{ url: address, origin: 'slot' }]);
  if (rendition === undefined) return handover;
  const refused = hostsOf(refusedHosts, handovers);
  return asRendition(await fromAddress(engine, address, how, refused), rendition);
}

async function originalFrom(
  engine: With<Carrying>,
  handovers: Handovers,
  { address, productId }: SlotShows,
  how: How,
): Promise<Handover> {
  const rendition = renditionAddress(address);
  const url = rendition === undefined ? address : rendition.original;
  if (url === undefined)
    return none('original-unreachable', { code: 'slot-shows-copy', kind: how.takes.kind });
  const refused = hostsOf(refusedHosts, handovers);
  const handover = await fromAddress(engine, url, how, refused);
  if (handover.by !== 'none' || handover.isAway !== true) return handover;
  const dead = hostsOf(deadHosts, handovers);
  const { host } = new URL(address);
  if (dead.has(host) || !(await isBackOnline(engine, engine.source, { productId }))) return handover;
  const again = await fromAddress(engine, url, how, refused);
  if (again.by === 'none' && again.isAway === true) dead.add(host);
  return again;
}

const noAddress = (
  { kind }: SlotTakes,
  but: Extract<PictureReason, { code: 'slot-takes-address' }>['but'] = 'none-given',
): None => none('address-only', { code: 'slot-takes-address', kind, but });

async function fromAddress(
  engine: With<Carrying>,
  url: string,
  { takes, forceUpload }: How,
  refused: Set<string>,
): Promise<Handover> {
  if (takes.by === 'url' && !/^https?:/iu.test(url)) return noAddress(takes);
  const refusal = await refusalAt(engine, url, takes);
  if (refusal !== undefined) return refusal;
  const { transfer } = engine.means;
  const { host } = new URL(url);
  const byAddress: Handover = { by: 'url', image: { imageUrl: url }, sentName: nameIn(url) };
  if (takes.by === 'url') return byAddress;
  if (takes.by === 'either') {
    if (transfer === 'url' || (transfer === 'auto' && !forceUpload && !refused.has(host))) return byAddress;
  }
  const upload = await uploaded(engine, url, takes);
  const isFetched = upload.by !== 'none' || upload.failure.code !== 'original-unreachable';
  if (forceUpload && isFetched) refused.add(host);
  // What was refused may have been that one picture: of a larger one the address is still worth a try.
  const isTooLarge = upload.by === 'none' && upload.failure.code === 'picture-too-large';
  return isTooLarge && takes.by === 'either' && transfer === 'auto' && !forceUpload ? byAddress : upload;
}

async function uploaded({ content }: Engine, url: string, takes: SlotTakes): Promise<Handover> {
  try {
    const { bytes } = await content.get(url, { maxBytes: PICTURE_BYTES_MAX });
    const name = nameIn(url).replace(/\.[a-z\d]{1,5}$/iu, '');
    return handoverOfBytes(bytes, name || (takes.upload?.fileName ?? 'picture'), takes);
  } catch (error) {
    return none('original-unreachable', thrown(error));
  }
}

/** Why what lies at an address is not sent; undefined: it may be. */
async function refusalAt(engine: Engine, url: string, takes: SlotTakes): Promise<None | undefined> {
  const probed = await probePicture(engine.content, url);
  if (probed.is === 'picture') return refusalOf(takes, probed.format);
  if (probed.is !== 'unchecked') return none('original-unreachable', reported(probed.why));
  return probed.isBlocked === true
    ? { ...none('original-unreachable', { code: 'host-blocked', text: probed.why }), isForbidden: true }
    : { ...none('original-unreachable', reported(probed.why)), isAway: true };
}

function refusalOf(
  { kind, upload }: SlotTakes,
  format: PictureFormat | undefined,
  uploaded = 0,
): None | undefined {
  if (format === undefined) return none('original-unreachable', { code: 'no-picture-downloaded' });
  if (!variantsAccept(format))
    return none('format-unsupported', { code: 'format-not-taken-by-slot', format, kind });
  if (upload === undefined || uploaded <= upload.bytes) return undefined;
  const { megabytes } = upload;
  return none('picture-too-large', { code: 'too-long-for-slot', bytes: uploaded, megabytes, kind });
}

function nameIn(url: string): string {
  const part = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
