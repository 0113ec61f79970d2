// Pictures of a file as they are asked for: by an address of our own, `picture-…:7/71`, which stands for what the file says
// of that image. It is looked for in the folder of pictures first, then at the address that the file gives. Invariant: our
// addresses hold a part of the file's digest that is shown nowhere, so that a target cannot name one as if it were its own.
import { pictureBytesMax } from '@cutover/field-mapper';
import { type ContentAnswer, type ContentHttp, contentTypeOf, sniffFormat } from '@cutover/image-content';
import type { Catalog, PictureNames, SlotPictureRow, SlotPlace } from './catalog.ts';
import { PictureFileError, type PictureFolder } from './picture-folder.ts';

/** How our addresses begin; the same for the same file, since a slot is known by the address that it shows. */
export const schemeOf = (digest: string): string => `picture-${digest.slice(-16)}`;
/** For the templates by which originals are found. */
export const pictureTemplate = (scheme: string): string => `${scheme}:{product_id}/{image_id}`;
export const slotPicture = (scheme: string, { of, product, id }: Omit<SlotPictureRow, 'image'>): string =>
  `${scheme}:${product}/${of}/${id}`;
const PICTURE = /^\d+\/(?:(variant|modifier|swatch)\/)?(\d+)$/;
const places: readonly SlotPlace[] = ['variant', 'modifier', 'swatch'];

/** Enough to tell the type by. */
const START_BYTES = 65_536;

/** Fetches pictures of this file and, as before, all others. */
export function contentOfFile(
  catalog: Pick<Catalog, 'picture' | 'slotPicture' | 'swatchAt'>,
  folder: PictureFolder | undefined,
  content: ContentHttp,
  scheme: string,
): ContentHttp {
  function meant(url: string): PictureNames | undefined {
    if (!url.startsWith(`${scheme}:`)) return savedSwatch(url);
    const [, of, id] = PICTURE.exec(url.slice(scheme.length + 1)) ?? [];
    if (id === undefined) return undefined;
    const place = places.find((one) => one === of);
    const names = place === undefined ? catalog.picture(Number(id)) : catalog.slotPicture(place, Number(id));
    if (names === undefined)
      throw new PictureFileError('no address in the file', 'the file does not have this picture');
    return names;
  }

  /** A swatch keeps its own address, since it takes nothing else; its picture may have been saved all the same. */
  function savedSwatch(url: string): PictureNames | undefined {
    const names = folder === undefined ? undefined : catalog.swatchAt(url);
    return names !== undefined && folder?.find(names) !== undefined ? names : undefined;
  }

  /** Where it is, or an error that says where it was looked for. */
  function placeOf(
    names: PictureNames,
  ): { readonly path: string; readonly within: PictureFolder } | { readonly address: string } {
    const path = folder?.find(names);
    if (folder !== undefined && path !== undefined) return { path, within: folder };
    if (names.address !== '') return { address: names.address };
    const said = names.paths[0] ?? names.numbered;
    throw folder === undefined
      ? new PictureFileError('no address in the file', `the file gives no address of ${said}`)
      : new PictureFileError('not in the folder of pictures', `${said} is not in the folder of pictures`);
  }

  return {
    async head(url, options) {
      const names = meant(url);
      if (names === undefined) return await content.head(url, options);
      const place = placeOf(names);
      if ('address' in place)
        return { ...(await content.head(place.address, options)), lay: { at: place.address } };
      const { bytes: _, ...answer } = await fromFolder(place, url, {
        max: pictureBytesMax,
        start: START_BYTES,
      });
      return answer;
    },
    async get(url, options = {}) {
      const names = meant(url);
      if (names === undefined) return await content.get(url, options);
      options.signal?.throwIfAborted();
      const place = placeOf(names);
      if ('address' in place)
        return { ...(await content.get(place.address, options)), lay: { at: place.address } };
      return await fromFolder(place, url, {
        max: options.maxBytes ?? pictureBytesMax,
        start: options.rangeBytes,
      });
    },
  };
}

async function fromFolder(
  { path, within }: { readonly path: string; readonly within: PictureFolder },
  url: string,
  bytes: { readonly max: number; readonly start?: number | undefined },
): Promise<ContentAnswer & { readonly bytes: Uint8Array }> {
  const picture = await within.read(path, bytes);
  const format = sniffFormat(picture.bytes);
  return {
    status: 200,
    contentType: format === undefined ? '' : contentTypeOf(format),
    contentLength: picture.length,
    finalUrl: url,
    lay: { in: 'folder' },
    bytes: picture.bytes,
  };
}
