// What the source's store has made of a picture, where the picture itself cannot be reached: which of its renditions is the
// largest, and whether the original is there after all. Invariant: only what a look has shown to be a picture counts.
import { type ProductImage, renditionAddress } from '@cutover/field-mapper';
import { apiAccepts, findOriginal } from '@cutover/image-content';
import type { Rendition } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { lookOnce, placeOf } from '../originals.ts';

type Shown = Pick<Rendition, 'url' | 'origin'>;

/** Where a store shows an image, largest first as its names say. */
export function renditionsOf({ urls }: ProductImage): Shown[] {
  const shown: Shown[] = [];
  for (const origin of ['zoom', 'standard', 'thumbnail', 'tiny'] as const) {
    const url = urls[origin];
    if (/^https?:/iu.test(url) && shown.every((one) => one.url !== url)) shown.push({ url, origin });
  }
  return shown;
}

/** By its pixels, for names promise nothing; undefined: none shows a picture that V3 takes. */
export async function largestRendition(
  engine: Pick<Engine, 'content' | 'control'>,
  shown: readonly Shown[],
): Promise<Rendition | undefined> {
  let largest: { readonly pixels: number; readonly rendition: Rendition } | undefined;
  for (const one of shown) {
    const looked = await lookOnce(engine, one.url);
    if ('reason' in looked || !apiAccepts(looked.format)) continue;
    const { contentType, width, height, contentLength } = looked;
    const pixels = (width ?? 0) * (height ?? 0);
    if (largest !== undefined && pixels <= largest.pixels) continue;
    const rendition = { is: 'rendition', ...one, contentType, width, height, contentLength } as const;
    largest = { pixels, rendition };
  }
  return largest?.rendition;
}

/** Whether the picture as it was uploaded can be reached by now: of an image, or of what a slot shows. */
export async function isOriginalThere(
  engine: Engine,
  picture: ProductImage | { readonly address: string },
): Promise<boolean> {
  if ('imageId' in picture) {
    const found = await findOriginal(
      picture,
      placeOf(engine.source),
      async (url) => await lookOnce(engine, url),
    );
    // What V3 does not take cannot stand in the rendition's place.
    return 'format' in found && apiAccepts(found.format);
  }
  const rendition = renditionAddress(picture.address);
  const url = rendition === undefined ? picture.address : rendition.original;
  if (url === undefined) return false;
  const looked = await lookOnce(engine, url);
  return 'format' in looked && apiAccepts(looked.format);
}
