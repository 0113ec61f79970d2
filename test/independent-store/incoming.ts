// Pictures and fields as a request brings them: by an address, which the store fetches, or as a file of a form. It must not
// know what they are for.

import { type Call, type Fields, Refusal } from './call.ts';
import type { ImageFields } from './catalog.ts';
import { type Picture, type PictureKind, pictureOf } from './pictures.ts';

/** "8 MB": in decimal or in binary is nowhere said; the smaller of both. */
const mostBytes = 8_000_000;
const mostImages = 1_000;
const longestAddress = 255;

export interface Incoming {
  /** The file's name without its ending. */
  readonly stem: string;
  readonly picture: Picture;
}

/** Fetches an address; 400 where nothing comes, 422 where it is no picture. */
export async function fetched(address: unknown, kinds?: readonly PictureKind[]): Promise<Incoming> {
  if (typeof address !== 'string' || !URL.canParse(address) || !/^https?:/.test(address))
    throw new Refusal(422, 'image_url must be a fully qualified URL', { image_url: 'not an address' });
  const url = new URL(address);
  const answer = await fetch(url, {
    redirect: 'manual',
    headers: { Accept: 'image/*', 'User-Agent': 'independent-store' },
  }).catch(() => undefined);
  if (answer?.status !== 200)
    throw new Refusal(400, 'The requested resource could not be downloaded and may be invalid.');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { stem: stemOf(url.pathname), picture: taken(bytes, 'image_url', kinds) };
}

/** The picture of a product's image, whose address has a length of 255 at most. */
export async function fetchedForProduct(address: unknown): Promise<Incoming> {
  if (typeof address === 'string' && address.length > longestAddress)
    throw new Refusal(422, 'Product image was not valid.', { image_url: 'longer than 255 characters' });
  return await fetched(address);
}

/** Over a platform's limit: 403. */
export function roomFor(images: number): void {
  if (images > mostImages) throw new Refusal(403, 'A product has 1000 images at most.');
}

/** The file of a form; undefined: there is none. */
export function uploaded(
  { body }: Call,
  field: string,
  kinds?: readonly PictureKind[],
): Incoming | undefined {
  const file = body.form === 'multipart' ? body.files.get(field) : undefined;
  return file && { stem: stemOf(file.name), picture: taken(file.bytes, field, kinds) };
}

function taken(bytes: Uint8Array, field: string, kinds?: readonly PictureKind[]): Picture {
  const picture = pictureOf(bytes);
  if (picture === undefined || bytes.length > mostBytes || kinds?.includes(picture.kind) === false)
    throw new Refusal(422, 'The image could not be processed and may not be valid.', {
      [field]: 'not a picture that is taken here',
    });
  return picture;
}

function stemOf(path: string): string {
  const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The fields of a product's image but its picture; a form has them as text. */
export function imageFields({ body, surprise }: Call): ImageFields {
  return body.form === 'json' || body.form === 'multipart'
    ? fieldsOfImage(body.fields, surprise, body.form === 'multipart')
    : {};
}

export function fieldsOfImage(fields: Fields, surprise: Call['surprise'], isForm = false): ImageFields {
  const errors: Record<string, string> = {};
  const field = <T>(name: string, read: (value: unknown) => T | undefined): T | undefined => {
    const value = fields[name];
    if (value === undefined) return undefined;
    const meant = read(value);
    if (meant === undefined) errors[name] = `${name} is not valid`;
    return meant;
  };
  const isThumbnail = field('is_thumbnail', (value) => truth(value, isForm));
  const sortOrder = field('sort_order', (value) => int32(value, isForm));
  const description = field('description', (value) => (typeof value === 'string' ? value : undefined));
  for (const name of Object.keys(fields))
    if (!['is_thumbnail', 'sort_order', 'description', 'image_url'].includes(name))
      surprise(`a field ${name}`);
  if (Object.keys(errors).length > 0) throw new Refusal(422, 'Product image was not valid.', errors);
  return {
    ...(isThumbnail === undefined ? {} : { isThumbnail }),
    ...(sortOrder === undefined ? {} : { sortOrder }),
    ...(description === undefined ? {} : { description }),
  };
}

function truth(value: unknown, isForm: boolean): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (!isForm) return undefined;
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : undefined;
}

function int32(value: unknown, isForm: boolean): number | undefined {
  const number = isForm && typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && Math.abs(number + 0.5) < 2 ** 31
    ? number
    : undefined;
}
