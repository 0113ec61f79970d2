// Which of the candidate addresses answers with a picture. Invariant: an address is believed only when its answer is a
// picture: an image type that the first bytes do not contradict, and not empty. A page of HTML with status 200 is none.
import type { ContentAnswer, ContentHttp } from './content-http.ts';
import {
  type OriginalCandidate,
  type OriginalOrigin,
  type OriginalsOptions,
  originalCandidates,
} from './original-candidates.ts';
import { claimedFormat, contentTypeOf, type PictureFormat, sniffFormat, wbmpSize } from './picture-format.ts';
import type { SourceImage } from './source-image.ts';

/** Enough for every format's header. */
const PROBE_BYTES = 65_536;

export interface ResolvedOriginal {
  readonly url: string;
  readonly origin: OriginalOrigin;
  readonly contentType: string;
  readonly contentLength?: number;
  readonly format: PictureFormat;
}

export interface TriedAddress extends OriginalCandidate {
  /** `not-found`, `not-an-image`, `empty`, or the reason that the fetching named. */
  readonly reason: string;
  /** Where the address was not asked at all: its host, and why not. */
  readonly refusal?: string;
}

/** Why an address gave no picture. */
export type Unseen = Pick<TriedAddress, 'reason' | 'refusal'>;

type Unreachable = { readonly unreachable: readonly TriedAddress[] };

/** The first candidate that answers with a picture, or all that were tried with why not. Only an abort is thrown. */
export async function resolveOriginal(
  image: SourceImage,
  options: OriginalsOptions,
  content: ContentHttp,
  signal?: AbortSignal,
): Promise<ResolvedOriginal | Unreachable> {
  return await findOriginal(image, options, async (url) => await probe(url, content, signal));
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
 * A picture and whether it is one, in one GET. Believed as when it is asked for first: what says that it is a picture is taken
 * at its word, whatever its bytes are. Throws an abort, and what the fetching names `too-large` where there is a picture.
 */
export async function fetchPicture(
  content: ContentHttp,
  url: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal },
): Promise<(Picture & { readonly bytes: Uint8Array }) | Unseen> {
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
    const told = judge(got);
    const judged = told === 'look' ? judgeBytes(got) : told;
    return 'reason' in judged ? judged : { ...judged, bytes: got.bytes };
  }
  if (tooLarge === undefined) return got;
  // Of what is too long nothing was kept; whether it is a picture at all has to be asked.
  const probed = await probe(url, content, signal);
  if ('reason' in probed) return probed;
  throw tooLarge;
}

type Picture = Pick<ResolvedOriginal, 'contentType' | 'contentLength' | 'format'>;
type Probed = Picture | Unseen;

async function probe(url: string, content: ContentHttp, signal: AbortSignal | undefined): Promise<Probed> {
  const options = signal === undefined ? {} : { signal };
  const asked = await ask(() => content.head(url, options), signal);
  if (!('reason' in asked)) {
    const told = judge(asked);
    if (told !== 'look') return told;
  } else if (isFinal(asked.reason)) {
    return asked;
  }
  // HEAD is refused by some hosts, and says too little on others: the first bytes decide.
  const got = await ask(() => content.get(url, { ...options, rangeBytes: PROBE_BYTES }), signal);
  return 'reason' in got ? got : judgeBytes(got);
}

/** Reasons that asking in another way cannot change. */
function isFinal(reason: string): boolean {
  return reason === 'not-found' || reason === 'blocked' || reason === 'not-an-image';
}

/** What a HEAD tells: a picture, certainly none, or not enough to say. */
function judge(answer: ContentAnswer): Probed | 'look' {
  if (answer.status === 404 || answer.status === 410) return { reason: 'not-found' };
  if (answer.status !== 200) return 'look';
  if (/^text\/html\b/i.test(answer.contentType)) return { reason: 'not-an-image' };
  const format = claimedFormat(answer.contentType);
  const { contentLength } = answer;
  if (format === undefined || contentLength === undefined || contentLength === 0) return 'look';
  return { contentType: answer.contentType, contentLength, format };
}

function judgeBytes(answer: ContentAnswer & { readonly bytes: Uint8Array }): Probed {
  const { status, bytes } = answer;
  if (status === 404 || status === 410) return { reason: 'not-found' };
  if (status !== 200 && status !== 206) return { reason: `status-${status}` };
  if (bytes.length === 0) return { reason: 'empty' };
  const format =
    sniffFormat(bytes) ??
    (claimedFormat(answer.contentType) === 'wbmp' && wbmpSize(bytes) ? 'wbmp' : undefined);
  if (format === undefined) return { reason: 'not-an-image' };
  const { contentLength } = answer;
  return {
    contentType: contentTypeOf(format),
    ...(contentLength !== undefined && { contentLength }),
    format,
  };
}

async function ask<Answer extends ContentAnswer>(
  request: () => Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer | Unseen> {
  try {
    return await request();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    const reason: unknown = error instanceof Error && 'reason' in error ? error.reason : undefined;
    if (reason === 'aborted') throw error;
    if (reason === 'blocked' && error instanceof Error) return { reason, refusal: error.message };
    return { reason: typeof reason === 'string' ? reason : 'unreachable' };
  }
}
