// The program that decodes pictures for another one, a picture at a time. Invariant: it lives no longer than who started
// it, whatever it is at, and holds nothing but the picture: no token, no terminal, no file.
import { PictureError } from './picture-error.ts';
import { sharp } from './sharp-here.ts';
import { shrunkPicture } from './shrunk-picture.ts';

// There are as many of these as may decode at once.
sharp.concurrency(1);

// At once, and not at the end of what is being decoded: nobody waits for it any more.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Where a signal goes to all of a group, the one who started it decides what it means.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

process.on('message', (asked: unknown) => void answer(asked));

async function answer(asked: unknown): Promise<void> {
  const { picture, width, height } = parsed(asked);
  try {
    process.send?.({ pixels: await shrunkPicture(picture, width, height) });
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    process.send?.({ failed: { reason: error.reason, message: error.message } });
  }
}

function parsed(asked: unknown): { picture: Uint8Array; width: number; height: number } {
  if (
    typeof asked === 'object' &&
    asked !== null &&
    'picture' in asked &&
    'width' in asked &&
    'height' in asked
  ) {
    const { picture, width, height } = asked;
    if (picture instanceof Uint8Array && typeof width === 'number' && typeof height === 'number')
      return { picture, width, height };
  }
  throw new TypeError('not a picture to decode');
}
