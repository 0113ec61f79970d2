// How a picture is handed to a slot of the target. A variant takes GIF, JPEG and PNG alone, and no more than 1 MB as an
// upload, which the store would answer with 500 as if it were in trouble; both are found out before anything is sent.
import {
  pictureBytesMax as PICTURE_BYTES_MAX,
  type ProductImage,
  renditionAddress,
} from '@cutover/field-mapper';
import {
  contentTypeOf,
  extensionOf,
  type PictureFormat,
  probePicture,
  sniffFormat,
  variantsAccept,
} from '@cutover/image-content';
import type { Engine } from '../engine.ts';
import { failureOf } from '../failures.ts';
import { blockedHint } from './blocked-hint.ts';
import { formatWords } from './format-words.ts';
import type { Handover, Handovers } from './handover.ts';
import { isBackOnline } from './is-back-online.ts';

/** Documented as 1 MB, and not which of the two that is: the smaller one is safe. */
const UPLOAD_BYTES_MAX = 1_000_000;

interface SlotShows {
  readonly productId: number;
  readonly address: string;
}

type None = Extract<Handover, { by: 'none' }>;
const none = (code: Parameters<typeof failureOf>[0], words: string): None => ({
  by: 'none',
  failure: failureOf(code, words),
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
export async function handoverToVariant(
  engine: Engine,
  handovers: Handovers,
  picture: ProductImage | SlotShows,
  forceUpload: boolean,
): Promise<Handover> {
  if ('address' in picture) return await fromSlot(engine, handovers, picture, forceUpload);
  const handover = await handovers.prepare(picture, forceUpload);
  if (handover.by === 'none') return handover;
  if ('imageUrl' in handover.image) return (await refusalAt(engine, handover.image.imageUrl)) ?? handover;
  const { bytes } = handover.image.imageFile;
  return refusalOf(sniffFormat(bytes), bytes.length) ?? handover;
}

/** Bytes that were kept, put back. */
export function handoverOfBytes(bytes: Uint8Array, name: string): Handover {
  const format = sniffFormat(bytes);
  const refusal = refusalOf(format, bytes.length);
  if (refusal !== undefined || format === undefined) return refusal ?? none('archive-missing', 'no picture');
  const fileName = `${name}.${extensionOf(format)}`;
  return {
    by: 'upload',
    image: { imageFile: { bytes, fileName, contentType: contentTypeOf(format) } },
    sentName: fileName,
  };
}

/** A host that does not answer may be the network that is away: the source's store is asked, and waited for. */
async function fromSlot(
  engine: Engine,
  handovers: Handovers,
  { address, productId }: SlotShows,
  forceUpload: boolean,
): Promise<Handover> {
  const refused = hostsOf(refusedHosts, handovers);
  const handover = await fromAddress(engine, address, forceUpload, refused);
  if (handover.by !== 'none' || handover.isAway !== true) return handover;
  const dead = hostsOf(deadHosts, handovers);
  const { host } = new URL(address);
  if (dead.has(host) || !(await isBackOnline(engine, engine.source, { productId }))) return handover;
  const again = await fromAddress(engine, address, forceUpload, refused);
  if (again.by === 'none' && again.isAway === true) dead.add(host);
  return again;
}

async function fromAddress(
  engine: Engine,
  address: string,
  forceUpload: boolean,
  refused: Set<string>,
): Promise<Handover> {
  const rendition = renditionAddress(address);
  const url = rendition === undefined ? address : rendition.original;
  if (url === undefined)
    return none('original-unreachable', 'the variant shows a resized copy, and its original is not known');
  const refusal = await refusalAt(engine, url);
  if (refusal !== undefined) return refusal;
  const { transfer } = engine.settings;
  const { host } = new URL(url);
  const name = nameIn(url);
  const byAddress: Handover = { by: 'url', image: { imageUrl: url }, sentName: name };
  if (transfer === 'url' || (transfer === 'auto' && !forceUpload && !refused.has(host))) return byAddress;
  try {
    const { bytes } = await engine.content.get(url, { maxBytes: PICTURE_BYTES_MAX });
    const upload = handoverOfBytes(bytes, name.replace(/\.[a-z\d]{1,5}$/iu, '') || 'variant');
    if (forceUpload) refused.add(host);
    // What was refused may have been that one picture: of a larger one the address is still worth a try.
    const isTooLarge = upload.by === 'none' && upload.failure.code === 'picture-too-large';
    return isTooLarge && transfer === 'auto' && !forceUpload ? byAddress : upload;
  } catch (error) {
    return none('original-unreachable', error instanceof Error ? error.message : String(error));
  }
}

/** Why what lies at an address is not sent; undefined: it may be. */
async function refusalAt(engine: Engine, url: string): Promise<None | undefined> {
  const probed = await probePicture(engine.content, url);
  if (probed.is === 'picture') return refusalOf(probed.format);
  if (probed.is !== 'unchecked') return none('original-unreachable', probed.why);
  return probed.isBlocked === true
    ? none('original-unreachable', `${probed.why}${blockedHint(engine)}`)
    : { ...none('original-unreachable', probed.why), isAway: true };
}

function refusalOf(format: PictureFormat | undefined, uploaded = 0): None | undefined {
  if (format === undefined) return none('original-unreachable', 'what was downloaded is not a picture');
  if (!variantsAccept(format))
    return none(
      'format-unsupported',
      `the picture is ${formatWords(format)}, and a variant takes GIF, JPEG and PNG alone`,
    );
  return uploaded > UPLOAD_BYTES_MAX
    ? none('picture-too-large', `${uploaded} bytes, and a variant takes 1 MB as an upload`)
    : undefined;
}

function nameIn(url: string): string {
  const part = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
