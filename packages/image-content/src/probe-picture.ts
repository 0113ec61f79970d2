// What one request at an address tells of a picture: whether it is there, what its first bytes say, or all of it. Invariant:
// the bytes decide what it is, never a header or a name; who refuses us has told nothing of the picture, and one that is too
// large to be looked at is not called broken.

import type { ContentAnswer, ContentHttp } from './content-http.ts';
import { formatOf, lengthTold, measured, PROBE_BYTES } from './measured.ts';
import { claimedFormat, type PictureFormat } from './picture-format.ts';
import { picturePixelsMax, unusableAs } from './unusable.ts';
import { type WholePicture, wholePicture } from './whole-picture.ts';

const NO_HEAD: ReadonlySet<number> = new Set([405, 501]);

/** How closely to look: is it there (HEAD), its first bytes, all of it. */
export type LookClosely = 'head' | 'bytes' | 'content';

export interface LookLimits {
  /** The longest picture that is taken whole; of one that is longer its first bytes are. */
  readonly wholeBytesMax: number;
  readonly signal?: AbortSignal | undefined;
}

export type ProbedPicture =
  | {
      readonly is: 'picture';
      readonly format: PictureFormat;
      /** Of the whole picture, where the server tells. */
      readonly bytes: number | undefined;
      /** As far as the first bytes tell. */
      readonly width?: number;
      readonly height?: number;
      /** True for a picture in printing colours, which browsers show wrongly or not at all. */
      readonly isCmyk?: boolean;
      /** By its EXIF data it is to be turned or mirrored before it is shown. */
      readonly isTurned?: boolean;
      /** Where all of it was looked at, which a picture that is too long is not. */
      readonly whole?: WholePicture;
    }
  /** Something is there, and says of itself nothing that a picture would not say. */
  | { readonly is: 'claimed'; readonly bytes: number | undefined }
  /** 404 or 410. */
  | { readonly is: 'gone'; readonly why: string }
  /** It answers, and with no picture. */
  | { readonly is: 'no-picture'; readonly why: string }
  /** Refused, failing, not to be asked at all, or of too many pixels to be looked at: nothing is known. */
  | {
      readonly is: 'unchecked';
      readonly why: string;
      readonly isBlocked?: true;
      /** A closer look asks with GET. */
      readonly takesNoHead?: true;
    };

/** Only an abort is thrown. */
export async function probePicture(
  content: ContentHttp,
  url: string,
): Promise<Exclude<ProbedPicture, { is: 'claimed' }>>;
export async function probePicture(
  content: ContentHttp,
  url: string,
  how: Exclude<LookClosely, 'content'>,
): Promise<ProbedPicture>;
export async function probePicture(
  content: ContentHttp,
  url: string,
  how: LookClosely,
  limits: LookLimits,
): Promise<ProbedPicture>;
export async function probePicture(
  content: ContentHttp,
  url: string,
  how: LookClosely = 'bytes',
  limits: LookLimits = { wholeBytesMax: 0 },
): Promise<ProbedPicture> {
  const rangeBytes = how === 'content' ? limits.wholeBytesMax + 1 : PROBE_BYTES;
  let answer: ContentAnswer & { readonly bytes?: Uint8Array };
  try {
    answer = how === 'head' ? await content.head(url) : await content.get(url, { rangeBytes });
  } catch (error) {
    return whatFailed(error, how);
  }
  return answer.bytes === undefined ? claimOf(answer) : await pictureIn(answer, answer.bytes, how, limits);
}

/** What a HEAD says of itself. */
function claimOf({ contentType, contentLength }: ContentAnswer): ProbedPicture {
  if (contentLength === 0) return { is: 'no-picture', why: 'it is empty' };
  const mayBe = /^(?:image\/|application\/octet-stream$|binary\/octet-stream$|$)/.test(contentType);
  if (mayBe || claimedFormat(contentType) !== undefined) return { is: 'claimed', bytes: contentLength };
  return { is: 'no-picture', why: `it says that it is ${contentType.slice(0, 60)}` };
}

async function pictureIn(
  answer: ContentAnswer,
  bytes: Uint8Array,
  how: LookClosely,
  { wholeBytesMax, signal }: LookLimits,
): Promise<ProbedPicture> {
  if (bytes.length === 0) return { is: 'no-picture', why: 'it is empty' };
  const format = formatOf(answer, bytes);
  if (format === undefined) return { is: 'no-picture', why: 'its bytes are no picture' };
  const isWhole = how === 'content' && bytes.length <= wholeBytesMax;
  const unusable = unusableAs(bytes, format, lengthTold(answer, bytes));
  if (unusable === 'too-many-pixels') return { is: 'unchecked', why: tooManyPixels };
  // Where all of it is decoded, that tells more.
  if (unusable === 'cut-short' && !isWhole)
    return { is: 'no-picture', why: 'it ends before its picture does' };
  const length = answer.contentLength ?? (how === 'content' ? bytes.length : undefined);
  return {
    is: 'picture',
    format,
    bytes: length,
    ...(await measured(bytes.subarray(0, PROBE_BYTES), format)),
    ...(isWhole ? { whole: await wholePicture(bytes, format, { signal }) } : {}),
  };
}

const tooManyPixels = `it has more than ${picturePixelsMax.toLocaleString('en')} pixels`;

function whatFailed(error: unknown, how: LookClosely): ProbedPicture {
  const facts = error instanceof Error ? error : new Error(String(error));
  const reason: unknown = 'reason' in facts ? facts.reason : undefined;
  if (reason === 'aborted') throw error;
  const status = 'status' in facts && typeof facts.status === 'number' ? facts.status : undefined;
  const why = status === undefined ? facts.message : `answered ${status}`;
  if (reason === 'not-found') return { is: 'gone', why };
  if (reason === 'not-an-image') return { is: 'no-picture', why: 'it is a page of text' };
  return {
    is: 'unchecked',
    why,
    ...(reason === 'blocked' ? { isBlocked: true } : {}),
    ...(how === 'head' && NO_HEAD.has(status ?? 0) ? { takesNoHead: true } : {}),
  };
}
