// Holds changed pictures against those they were made of, as `verify --level content` does.
import { type Fingerprint, fingerprint, likeness } from '@cutover/image-content';
import { startSandbox } from '@cutover/sandbox-store';
import { samePicture } from '@cutover/sync-engine';
import type { Change } from './changes.ts';

export interface Played {
  readonly what: string;
  readonly pictures: number;
  /** Pictures that a verify calls wrong. */
  readonly wrong: number;
  /** Of those that could be decoded and are of the same shape: bits of 64 that differ, least and most. */
  readonly bits: readonly [number, number] | undefined;
  /** The same of the colours, of 255. */
  readonly colours: readonly [number, number] | undefined;
}

/** Drawn product pictures, as a store of its own holds them. */
export async function picturesOf(number: number, seed: number): Promise<readonly Buffer[]> {
  const sandbox = await startSandbox({
    seed,
    stores: [
      { hash: 'pictures', catalog: { kind: 'seeded', products: Math.ceil(number / 3), images: number } },
    ],
  });
  try {
    const store = sandbox.control('pictures');
    return await Promise.all(store.images().map(async ({ id }) => Buffer.from(await store.pictureBytes(id))));
  } finally {
    await sandbox.close();
  }
}

export async function playChange({ what, make }: Change, pictures: readonly Buffer[]): Promise<Played> {
  let wrong = 0;
  const bits: number[] = [];
  const colours: number[] = [];
  for (const [nth, picture] of pictures.entries()) {
    const other = pictures[(nth + 1) % pictures.length] ?? picture;
    const changed = await printOf(await make(picture, other));
    const print = await fingerprint(picture);
    if (
      changed === undefined ||
      samePicture({ print, original: true }, { print: changed, original: true }).is !== 'fine'
    )
      wrong += 1;
    if (changed === undefined) continue;
    const { distance, colourDistance, aspectDiffers } = likeness(print, changed);
    if (distance === undefined || colourDistance === undefined || aspectDiffers) continue;
    bits.push(distance);
    colours.push(colourDistance);
  }
  return { what, pictures: pictures.length, wrong, bits: ends(bits), colours: ends(colours) };
}

/** Undefined where it cannot be decoded: then it is broken. */
async function printOf(bytes: Uint8Array): Promise<Fingerprint | undefined> {
  return await fingerprint(bytes).catch(() => undefined);
}

function ends(values: readonly number[]): [number, number] | undefined {
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}
