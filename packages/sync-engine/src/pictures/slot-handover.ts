// How a picture is handed to a slot of the target. Slots take GIF, JPEG and PNG alone; a variant takes no more than 1 MB as
// an upload, which the store would answer with 500 as if it were in trouble; a modifier's value takes no address, a swatch
// no upload. All of it is found out before anything is sent.
import { type ProductImage, renditionAddress } from '@cutover/field-mapper';
import {
  claimedFormat,
  contentTypeOf,
  extensionOf,
  type FoundPicture,
  type PictureFormat,
  sniffFormat,
  unusableAs,
  variantsAccept,
} from '@cutover/image-content';
import type { HandedOver, SlotKind } from '@cutover/journal';
import type { Carrying, Engine, With } from '../engine.ts';
import { failureOf, isWithoutOriginal, notFetched, whyNoOriginal } from '../failures.ts';
import { lookOnce } from '../originals.ts';
import { type PictureReason, whyUnseen } from '../picture-reasons.ts';
import { foundInSlot, putBackAs, uploadedAs } from './handed-over.ts';
import {
  type Handover,
  type Handovers,
  type MayBeRendition,
  type NoHandover,
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

const none = (code: Parameters<typeof failureOf>[0], says: PictureReason): NoHandover => ({
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
  const { handedOver } = handover;
  const refusal = refusalOf(takes, claimedFormat(handedOver.contentType));
  if (refusal !== undefined || takes.by !== 'upload') return refusal ?? handover;
  return await uploaded(engine, handover.image.imageUrl, takes, handedOver);
}

/** Bytes that were kept, put back. */
export async function handoverOfBytes(bytes: Uint8Array, name: string, takes: SlotTakes): Promise<Handover> {
  const format = sniffFormat(bytes);
  const refusal = refusalOf(takes, format, bytes.length);
  if (refusal !== undefined || format === undefined)
    return refusal ?? none('archive-missing', { code: 'kept-is-no-picture', sha256: undefined });
  return uploadOf(bytes, format, name, await putBackAs({ origin: 'archive' }, bytes, format));
}

function uploadOf(bytes: Uint8Array, format: PictureFormat, name: string, handedOver: HandedOver): Handover {
  const fileName = `${name}.${extensionOf(format)}`;
  return {
    by: 'upload',
    image: { imageFile: { bytes, fileName, contentType: contentTypeOf(format) } },
    sentName: fileName,
    handedOver,
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
  return await fromAddress(engine, { url: address, as: () => rendition }, how, refused);
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
  const origin = rendition === undefined ? 'slot' : 'stencil-original';
  const original = { url, as: (found: FoundPicture) => foundInSlot({ origin, url }, found) };
  const handover = await fromAddress(engine, original, how, refused);
  if (handover.by !== 'none' || handover.isAway !== true) return handover;
  const dead = hostsOf(deadHosts, handovers);
  const { host } = new URL(address);
  if (dead.has(host) || !(await isBackOnline(engine, engine.source, { productId }))) return handover;
  const again = await fromAddress(engine, original, how, refused);
  if (again.by === 'none' && again.isAway === true) dead.add(host);
  return again;
}

const noAddress = (
  { kind }: SlotTakes,
  but: Extract<PictureReason, { code: 'slot-takes-address' }>['but'] = 'none-given',
): NoHandover => none('address-only', { code: 'slot-takes-address', kind, but });

/** An address, and what is kept of what lies there. */
interface Lying {
  readonly url: string;
  readonly as: (found: FoundPicture) => HandedOver;
}

async function fromAddress(
  engine: With<Carrying>,
  { url, as }: Lying,
  { takes, forceUpload }: How,
  refused: Set<string>,
): Promise<Handover> {
  if (takes.by === 'url' && !/^https?:/iu.test(url)) return noAddress(takes);
  const found = await foundAt(engine, url, takes);
  if ('by' in found) return found;
  const handedOver = as(found);
  const { transfer } = engine.means;
  const { host } = new URL(url);
  const byAddress: Handover = { by: 'url', image: { imageUrl: url }, sentName: nameIn(url), handedOver };
  if (takes.by === 'url') return byAddress;
  if (takes.by === 'either') {
    if (transfer === 'url' || (transfer === 'auto' && !forceUpload && !refused.has(host))) return byAddress;
  }
  const upload = await uploaded(engine, url, takes, handedOver);
  const isFetched = upload.by !== 'none' || !isWithoutOriginal(upload.failure);
  if (forceUpload && isFetched) refused.add(host);
  // What was refused may have been that one picture: of a larger one the address is still worth a try.
  const isTooLarge = upload.by === 'none' && upload.failure.code === 'picture-too-large';
  return isTooLarge && takes.by === 'either' && transfer === 'auto' && !forceUpload ? byAddress : upload;
}

async function uploaded(
  { content }: Engine,
  url: string,
  takes: SlotTakes,
  handedOver: HandedOver,
): Promise<Handover> {
  try {
    const { bytes } = await content.get(url, { maxBytes: PICTURE_BYTES_MAX });
    const format = sniffFormat(bytes);
    const refusal = refusalOf(takes, format, bytes.length);
    if (refusal !== undefined || format === undefined)
      return refusal ?? none('original-unreachable', { code: 'no-picture-downloaded' });
    const unusable = unusableAs(bytes, format, bytes.length);
    if (unusable !== undefined) return none('picture-broken', whyUnseen({ reason: unusable }));
    const name = nameIn(url).replace(/\.[a-z\d]{1,5}$/iu, '');
    const handed = await uploadedAs(handedOver, bytes, format);
    return uploadOf(bytes, format, name || (takes.upload?.fileName ?? 'picture'), handed);
  } catch (error) {
    return { by: 'none', failure: notFetched(error) };
  }
}

/** What lies at an address, or why it is not sent. */
async function foundAt(engine: Engine, url: string, takes: SlotTakes): Promise<FoundPicture | NoHandover> {
  const found = await lookOnce(engine, url);
  if (!('reason' in found)) return refusalOf(takes, found.format) ?? found;
  const { refusal, reason } = found;
  return refusal === undefined
    ? { ...none(whyNoOriginal([found]), whyUnseen(found)), isAway: reason === 'unreachable' }
    : { ...none('original-unreachable', { code: 'host-blocked', text: refusal }), isForbidden: true };
}

function refusalOf(
  { kind, upload }: SlotTakes,
  format: PictureFormat | undefined,
  uploaded = 0,
): NoHandover | undefined {
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
