// What the first bytes at an address tell of a picture, in one request. Invariant: the bytes decide what it is, never a
// header or a name; and who refuses us has told nothing of the picture.
import sharp from 'sharp';
import type { ContentHttp } from './content-http.ts';
import { headerSize } from './header-size.ts';
import { claimedFormat, type PictureFormat, sniffFormat, wbmpSize } from './picture-format.ts';

/** Enough for every format's header. */
const PROBE_BYTES = 65_536;

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
    }
  /** 404 or 410. */
  | { readonly is: 'gone'; readonly why: string }
  /** It answers, and with no picture. */
  | { readonly is: 'no-picture'; readonly why: string }
  /** Refused, failing, or not to be asked at all: nothing is known. */
  | { readonly is: 'unchecked'; readonly why: string; readonly isBlocked?: true };

/** Only an abort is thrown. */
export async function probePicture(content: ContentHttp, url: string): Promise<ProbedPicture> {
  let answer: Awaited<ReturnType<ContentHttp['get']>>;
  try {
    answer = await content.get(url, { rangeBytes: PROBE_BYTES });
  } catch (error) {
    return whatFailed(error);
  }
  const { bytes, contentLength } = answer;
  if (bytes.length === 0) return { is: 'no-picture', why: 'it is empty' };
  // A WBMP has no magic bytes, so its start alone does not show it.
  const format =
    sniffFormat(bytes) ??
    (claimedFormat(answer.contentType) === 'wbmp' && wbmpSize(bytes) !== undefined ? 'wbmp' : undefined);
  if (format === undefined) return { is: 'no-picture', why: 'its bytes are no picture' };
  return { is: 'picture', format, bytes: contentLength, ...(await measured(bytes, format)) };
}

function whatFailed(error: unknown): ProbedPicture {
  const facts = error instanceof Error ? error : new Error(String(error));
  const reason: unknown = 'reason' in facts ? facts.reason : undefined;
  if (reason === 'aborted') throw error;
  const status = 'status' in facts && typeof facts.status === 'number' ? facts.status : undefined;
  const why = status === undefined ? facts.message : `answered ${status}`;
  if (reason === 'not-found') return { is: 'gone', why };
  if (reason === 'not-an-image') return { is: 'no-picture', why: 'it is a page of text' };
  return { is: 'unchecked', why, ...(reason === 'blocked' ? { isBlocked: true } : {}) };
}

async function measured(bytes: Uint8Array, format: PictureFormat) {
  try {
    const told = headerSize(bytes, format);
    if (told !== undefined) return told;
    const { width, height, space } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return { width, height, isCmyk: space === 'cmyk' };
  } catch {
    // The start of a picture need not be enough to measure it.
    return {};
  }
}
