// What a decoder's complaint says of a picture.
import { PictureError } from './picture-error.ts';

/** Does the work; whatever it throws is thrown as a PictureError. */
export async function decoding<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const words = (error instanceof Error ? error.message : String(error)).split(/\p{Cc}/u, 1)[0] ?? '';
    if (/pixel limit/i.test(words)) throw new PictureError('too-many-pixels', words, { cause: error });
    // Pictures that are decoded side by side share the decoder's list of complaints, so its words may be another one's.
    throw new PictureError('broken', 'the picture cannot be decoded', { cause: error });
  }
}
