// What a decoder's complaint says of a picture.
import { PictureError } from './picture-error.ts';

/** Does the work; whatever it throws is thrown as a PictureError. */
export async function decoding<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // The decoder says one thing on many lines.
    const words = (error instanceof Error ? error.message : String(error)).split(/\p{Cc}/u, 1)[0] ?? '';
    if (/pixel limit/i.test(words)) throw new PictureError('too-many-pixels', words, { cause: error });
    if (/unsupported image format/i.test(words))
      throw new PictureError('broken', 'the picture cannot be decoded', { cause: error });
    throw new PictureError('broken', `the picture cannot be decoded: ${words.slice(0, 200)}`, {
      cause: error,
    });
  }
}
