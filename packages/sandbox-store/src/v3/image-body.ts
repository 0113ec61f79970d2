/** Judges the body of a V3 image create or update: image_url in JSON xor image_file in multipart, and the fields. */
import { z } from 'zod';
import type { AcceptedPicture, ImageWish } from '../product-images.ts';
import { type Body, readBody } from '../request-body.ts';
import type { Store } from '../store.ts';
import { type Refusal, uploadBytes, uploadFromAddress } from '../uploads.ts';
import { v3Error } from './answers.ts';

const truth = z.union([z.boolean(), z.literal(0), z.literal(1)]).transform(Boolean);
const truthText = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
const int32 = z.int32();
const fields = z.object({
  is_thumbnail: truth.optional(),
  sort_order: int32.optional(),
  description: z.string().optional(),
});
const textFields = z.object({
  is_thumbnail: truthText.optional(),
  sort_order: z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number)
    .pipe(int32)
    .optional(),
  description: z.string().optional(),
});
const movedFields = z.object({
  product_id: z.coerce.number().int().positive().optional(),
  date_modified: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional(),
});
const json = z.looseObject({ image_url: z.string().optional() });
const unwritable = [
  'id',
  'product_id',
  'date_modified',
  'url_zoom',
  'url_standard',
  'url_thumbnail',
  'url_tiny',
];

export interface ImageRequest {
  readonly wish: ImageWish;
  readonly picture?: AcceptedPicture;
}

/** The image a body asks for, or the answer that refuses it. */
export async function readImageRequest(
  store: Store,
  request: Request,
  purpose: 'create' | 'update',
): Promise<ImageRequest | Response> {
  const body = await readBody(request);
  if (body.kind === 'unsupported' || body.kind === 'broken') return bodyRefusal(body);
  if (body.kind === 'multipart' && body.fileCount > 1) return tooManyFiles();
  if (purpose === 'create' && body.kind === 'json' && namesBoth(body.value)) return oneOfBoth();
  const given = body.kind === 'json' ? body.value : Object.fromEntries(body.fields);
  const loose = json.safeParse(given);
  if (!loose.success) return invalid(loose.error);
  const refused =
    store.switches['v3-unwritable-fields'] === '422' && unwritable.find((name) => name in loose.data);
  if (refused)
    return v3Error(422, `The field '${refused}' cannot be written to.`, { [refused]: 'read-only' });
  const parsed = (body.kind === 'json' ? fields : textFields).safeParse(given);
  if (!parsed.success) return invalid(parsed.error);
  const { is_thumbnail: isThumbnail, sort_order: sortOrder, description } = parsed.data;
  if (store.switches['description-max'] === '255' && Array.from(description ?? '').length > 255) {
    return v3Error(422, 'Product image was not valid.', {
      description: 'description may be at most 255 characters',
    });
  }
  const moved = store.switches['v3-unwritable-fields'] === 'applied' ? movedBy(store, loose.data) : undefined;
  if (moved instanceof Response) return moved;
  const wish = { isThumbnail, sortOrder, description, ...moved };
  const picture = await readPicture(store, body, loose.data.image_url, purpose);
  if (picture instanceof Response) return picture;
  return picture === undefined ? { wish } : { wish, picture };
}

/** "Cannot be used with image_file", says the create of its image_url; an update may send back what it has read. */
function namesBoth(value: unknown): boolean {
  const both = z.looseObject({ image_url: z.string(), image_file: z.string().min(1) });
  return both.safeParse(value).success;
}

function oneOfBoth(): Response {
  return v3Error(422, 'Only one of image_url and image_file may be present');
}

/** What product_id and date_modified ask for, where a store takes them. */
function movedBy(store: Store, given: Record<string, unknown>): ImageWish | Response {
  const parsed = movedFields.safeParse(given);
  if (!parsed.success) return invalid(parsed.error);
  const { product_id: productId, date_modified: dateModified } = parsed.data;
  if (productId !== undefined && store.tables.product(productId) === undefined)
    return v3Error(422, 'Product image was not valid.', { product_id: 'The product does not exist.' });
  return { productId, dateModified };
}

async function readPicture(
  store: Store,
  body: Body,
  imageUrl: string | undefined,
  purpose: 'create' | 'update',
): Promise<AcceptedPicture | Response | undefined> {
  const file = body.kind === 'multipart' ? body.files.get('image_file') : undefined;
  if (file !== undefined) {
    if (imageUrl !== undefined) return oneOfBoth();
    return orRefusal(await uploadBytes(store, file.bytes, file.name, 'product-image'));
  }
  if (body.kind === 'multipart' && (imageUrl !== undefined || purpose === 'create')) {
    return v3Error(422, 'image_url must be present if uploading by url');
  }
  if (imageUrl === undefined) {
    return purpose === 'create' ? v3Error(422, 'image_url must be present if uploading by url') : undefined;
  }
  if (purpose === 'update' && store.switches['v3-put-image-url'] === 'ignored') return undefined;
  return orRefusal(await uploadFromAddress(store, imageUrl, 'product-image'));
}

/** V3's answer to a picture that was not taken. */
export function v3Refusal({ refused }: Refusal): Response {
  switch (refused) {
    case 'address-too-long':
      return v3Error(422, 'Product image was not valid.', {
        image_url: 'image_url may be at most 255 characters',
      });
    case 'not-an-address':
      return v3Error(422, 'Product image was not valid.', {
        image_url: 'image_url must be a fully qualified URL',
      });
    case 'too-large':
      return v3Error(422, 'Product image was not valid.', { image: 'The image may be at most 8 MB' });
    case 'not-a-picture':
      return v3Error(422, 'The image could not be processed and may not be valid image');
    case 'unreachable':
      return v3Error(
        400,
        'The requested resource could not be downloaded and may be invalid. Possible reasons include malformed request syntax or the file host blocking requests.',
      );
  }
}

/** The picture, or V3's refusal of it. */
export function orRefusal(upload: AcceptedPicture | Refusal): AcceptedPicture | Response {
  return 'refused' in upload ? v3Refusal(upload) : upload;
}

/** The answer to a form with a second file: one picture a request. */
export function tooManyFiles(): Response {
  return v3Error(422, 'Only one image can be created at a time.');
}

/** The answer to a body that is not what the route takes: 400 where it cannot be read, else 415. */
export function bodyRefusal({ kind }: Body): Response {
  return kind === 'broken' ? v3Error(400, 'Input is invalid') : v3Error(415, 'Unsupported Media Type');
}

/** 422 that names each wrong field. */
export function invalid(error: z.ZodError): Response {
  const errors = Object.fromEntries(
    error.issues.map(({ path, message }) => [path.join('.') || 'body', message]),
  );
  return v3Error(422, 'JSON data is missing or invalid', errors);
}
