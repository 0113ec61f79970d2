// Which of the candidate addresses answers with a picture. Invariant: an address is believed only when its bytes are a
// picture's, whatever its type says. A page of HTML with status 200 is none, and neither is one that calls itself an image.
import type { ContentAnswer, ContentHttp } from './content-http.ts';
import { formatOf, lengthTold, PROBE_BYTES, type SeenPicture, seenPicture } from './measured.ts';
import { type OriginalCandidate, type OriginalsOptions, originalCandidates } from './original-candidates.ts';
import type { PictureFormat } from './picture-format.ts';
import type { SourceImage } from './source-image.ts';
import { unusableAs } from './unusable.ts';

/** A picture that an address gives, as its first bytes show it. */
export interface FoundPicture extends SeenPicture {
  /** Of one that a saved file stands for: where it was. */
  readonly lay?: NonNullable<ContentAnswer['lay']>;
}

export interface ResolvedOriginal extends OriginalCandidate, FoundPicture {}

export interface TriedAddress extends OriginalCandidate {
  /** One of `unseenReasons`, or what the fetching says instead. */
  readonly reason: string;
  /** What its host has answered with, where that is why. */
  readonly status?: number;
  /** Where the address was not asked at all: its host, and why not. */
  readonly refusal?: string;
}

/** Why an address gave no picture. */
export type Unseen = Pick<TriedAddress, 'reason' | 'status' | 'refusal'>;

type Unreachable = { readonly unreachable: readonly TriedAddress[] };

/** The first candidate that answers with a picture, or all that were tried with why not. Only an abort is thrown. */
export async function resolveOriginal(
  image: SourceImage,
  options: OriginalsOptions,
  content: ContentHttp,
  signal?: AbortSignal,
): Promise<ResolvedOriginal | Unreachable> {
  return await findOriginal(image, options, async (url) => await lookAt(content, url, signal));
}

/** The same for who looks at an address in a way of its own, such as with {@link fetchPicture}. Throws what looking throws. */
export async function findOriginal<Found extends object>(
  image: SourceImage,
  options: OriginalsOptions,
  look: (url: string) => Promise<Found | Unseen>,
): Promise<(OriginalCandidate & Found) | Unreachable> {
  const tried: TriedAddress[] = [];
  for (const candidate of originalCandidates(image, options)) {
    const found = await look(candidate.url);
    if (!('reason' in found)) return { ...candidate, ...found };
    tried.push({ ...candidate, ...found });
  }
  return { unreachable: tried };
}

/**
 * All bytes of a picture, in one GET. They are not measured here, because who takes all of them decodes or keeps them. Throws
 * an abort, and what the fetching names `too-large` where there is a picture.
 */
export async function fetchPicture(
  content: ContentHttp,
  url: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal },
): Promise<{ readonly bytes: Uint8Array } | Unseen> {
  let tooLarge: unknown;
  const fetching = async () => {
    try {
      return await content.get(url, { ...(signal && { signal }), maxBytes });
    } catch (error) {
      if (error instanceof Error && 'reason' in error && error.reason === 'too-large') tooLarge = error;
      throw error;
    }
  };
  const got = await ask(fetching, signal);
  if (!('reason' in got)) {
    const { bytes } = got;
    // Nothing but its header shows whether something so short is whole.
    const judged = bytes.length < HEADER_BYTES_MIN ? await judge(got, Infinity) : formatIn(got);
    return typeof judged === 'object' && 'reason' in judged ? judged : { bytes };
  }
  if (tooLarge === undefined) return got;
  // Of what is too long nothing was kept; whether it is a picture at all has to be asked.
  const looked = await lookAt(content, url, signal);
  if ('reason' in looked) return looked;
  throw tooLarge;
}

/** What the first bytes at an address show, in one request. Only an abort is thrown. */
export async function lookAt(
  content: ContentHttp,
  url: string,
  signal?: AbortSignal,
): Promise<FoundPicture | Unseen> {
  const got = await firstBytes(content, url, signal);
  return 'reason' in got ? got : await judge(got, PROBE_BYTES);
}

/** The same of what is to be handed to a store: a file that none can make a picture of is none. */
export async function lookForStore(
  content: ContentHttp,
  url: string,
  signal?: AbortSignal,
): Promise<FoundPicture | Unseen> {
  const got = await firstBytes(content, url, signal);
  if ('reason' in got) return got;
  const found = await judge(got, PROBE_BYTES);
  if ('reason' in found) return found;
  const reason = unusableAs(got.bytes, found.format, found.contentLength);
  return reason === undefined ? found : { reason };
}

const firstBytes = async (content: ContentHttp, url: string, signal: AbortSignal | undefined) =>
  await ask(
    async () => await content.get(url, { ...(signal && { signal }), rangeBytes: PROBE_BYTES }),
    signal,
  );

/** @param most as many bytes were asked for; fewer that are said to be the whole are the whole. */
async function judge(
  answer: ContentAnswer & { readonly bytes: Uint8Array },
  most: number,
): Promise<FoundPicture | Unseen> {
  const format = formatIn(answer);
  if (typeof format !== 'string') return format;
  const { bytes, lay } = answer;
  const contentLength = lengthTold(answer, bytes, most);
  const seen = await seenPicture(bytes, format, contentLength);
  // All of it is here, and it ends before its header does: a file that was cut short, of which no store makes a picture.
  const isCutShort = contentLength === bytes.length && bytes.length < HEADER_BYTES_MIN && !('width' in seen);
  return isCutShort ? { reason: 'not-an-image' } : { ...seen, ...(lay && { lay }) };
}

/** Which format the bytes are, or why they are no picture. */
function formatIn(answer: ContentAnswer & { readonly bytes: Uint8Array }): PictureFormat | Unseen {
  const { status, bytes } = answer;
  if (status === 404 || status === 410) return { reason: 'not-found' };
  if (status !== 200 && status !== 206) return { reason: 'refused', status };
  if (bytes.length === 0) return { reason: 'empty' };
  return formatOf(answer, bytes) ?? { reason: 'not-an-image' };
}

/** The shortest picture of each format that is known by its first bytes is longer than this; GIF's is 26. */
const HEADER_BYTES_MIN = 24;

async function ask<Answer extends ContentAnswer>(
  request: () => Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer | Unseen> {
  try {
    return await request();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return unseenBy(error);
  }
}

/** Why an address gave no picture, by what fetching it has thrown. Throws an abort. */
export function unseenBy(error: unknown): Unseen {
  const { reason, status, message } = factsOf(error);
  if (reason === 'aborted') throw error;
  if (reason === 'blocked') return { reason, refusal: message };
  // From the first byte on there is nothing.
  if (status === 416) return { reason: 'empty' };
  const isAnswered = status !== undefined && (reason === 'refused' || reason === 'unreachable');
  return { reason, ...(isAnswered ? { status } : {}) };
}

function factsOf(error: unknown): { reason: string; status: number | undefined; message: string } {
  const facts: object = error instanceof Error ? error : {};
  return {
    reason: 'reason' in facts && typeof facts.reason === 'string' ? facts.reason : 'unreachable',
    status: 'status' in facts && typeof facts.status === 'number' ? facts.status : undefined,
    message: error instanceof Error ? error.message : String(error),
  };
}
