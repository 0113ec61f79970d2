// sharp as every process of ours uses it: nothing of a picture is kept behind what was asked. It is loaded with the first
// picture, because that takes longer than all else that a command loads, and most commands look at none.
import { PictureError } from './picture-error.ts';

type Sharp = typeof import('sharp')['default'];

let loading: Promise<Sharp> | undefined;

/** Throws a PictureError `not-decoded` where it does not run on this machine. */
export async function sharpHere(): Promise<Sharp> {
  loading ??= load();
  return await loading;
}

async function load(): Promise<Sharp> {
  try {
    const { default: sharp } = await import('sharp');
    sharp.cache(false);
    return sharp;
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split(/\p{Cc}/u, 1);
    throw new PictureError('not-decoded', `sharp, which decodes pictures, does not run here: ${why}`, {
      cause: error,
    });
  }
}
