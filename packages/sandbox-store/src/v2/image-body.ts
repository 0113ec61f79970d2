/** Judges the body of a V2 image create or update, refusing in the words that V2 uses. */
import { z } from 'zod';
import { uploadNameOf } from '../image-file-name.ts';
import { importedBytes } from '../import-folder.ts';
import type { AcceptedPicture, ImageWish } from '../product-images.ts';
import { type Body, readBody } from '../request-body.ts';
import type { Store } from '../store.ts';
import { sizeMax, type Upload, uploadBytes, uploadFromAddress } from '../uploads.ts';
import { v2Error } from './answers.ts';

const readOnly = new Set([
  'id',
  'product_id',
  'date_created',
  'zoom_url',
  'thumbnail_url',
  'standard_url',
  'tiny_url',
  'date_modified',
  'is_sample',
]);
const writable = new Set(['image_file', 'is_thumbnail', 'sort_order', 'description']);
const truth = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');
const int32 = z.union([
  z.int32(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number)
    .pipe(z.int32()),
]);
const checks = { is_thumbnail: truth, sort_order: int32, description: z.string().nullable() };

export interface V2ImageRequest {
  readonly wish: ImageWish;
  readonly picture?: AcceptedPicture;
}

/** The image a body asks for, or V2's refusal. */
export async function readV2ImageRequest(
  store: Store,
  request: Request,
  purpose: 'create' | 'update',
): Promise<V2ImageRequest | Response> {
  const body = await readBody(request, store.switches['v2-xml-body'] === 'taken');
  if (body.kind === 'unsupported') return v2Error(415, 'Unsupported Media Type');
  if (body.kind === 'broken') return v2Error(400, 'The request body could not be read.');
  if (body.kind === 'multipart' && body.fileCount > 1)
    return v2Error(400, "The field 'image_file' is invalid.");
  const fields = z
    .looseObject({})
    .safeParse(body.kind === 'json' ? body.value : Object.fromEntries(body.fields));
  if (!fields.success) return v2Error(400, 'The request body must be an object.');
  for (const name of Object.keys(fields.data)) {
    if (readOnly.has(name)) {
      return v2Error(
        400,
        `The field '${name}' cannot be written to. Please remove it from your request before trying again.`,
      );
    }
    if (!writable.has(name)) return v2Error(400, `The field '${name}' is not supported by this resource.`);
  }
  const wish = wishOf(store, fields.data);
  if (wish instanceof Response) return wish;
  const upload = await uploadOf(store, body, fields.data['image_file']);
  if (upload === undefined) {
    return purpose === 'create' ? v2Error(400, 'Required fields missing [image_file]') : { wish };
  }
  return upload instanceof Response ? upload : { wish, picture: upload };
}

function wishOf(store: Store, fields: Record<string, unknown>): ImageWish | Response {
  const invalid = (name: string): Response => v2Error(400, `The field '${name}' is invalid.`);
  const isThumbnail = checks.is_thumbnail.optional().safeParse(fields['is_thumbnail']);
  if (!isThumbnail.success) return invalid('is_thumbnail');
  const sortOrder = checks.sort_order.optional().safeParse(fields['sort_order']);
  if (!sortOrder.success) return invalid('sort_order');
  const description = checks.description.optional().safeParse(fields['description']);
  if (!description.success) return invalid('description');
  if ((sortOrder.data ?? 0) < 0 && store.switches['v2-negative-sort'] === '400') return invalid('sort_order');
  return {
    isThumbnail: isThumbnail.data,
    sortOrder: sortOrder.data,
    ...(description.data === undefined ? {} : { description: description.data ?? '' }),
  };
}

async function uploadOf(
  store: Store,
  body: Body,
  imageFile: unknown,
): Promise<AcceptedPicture | Response | undefined> {
  const file = body.kind === 'multipart' ? body.files.get('image_file') : undefined;
  if (file !== undefined)
    return accepted(store, await uploadBytes(store, file.bytes, file.name, 'product-image'), file.name);
  if (imageFile === undefined) return undefined;
  if (typeof imageFile !== 'string' || imageFile === '') return unusable('');
  if (/^https?:\/\//i.test(imageFile))
    return accepted(store, await uploadFromAddress(store, imageFile, 'product-image'), imageFile);
  const bytes = await importedBytes(store, imageFile, sizeMax(store));
  if (bytes === undefined) return unusable(imageFile);
  const upload = await uploadBytes(store, bytes, uploadNameOf(imageFile), 'product-image');
  return accepted(store, upload, imageFile);
}

function accepted(store: Store, upload: Upload, named: string): AcceptedPicture | Response {
  if (!('refused' in upload)) return upload;
  if (upload.refused === 'unreachable') {
    return v2Error(400, "The field 'image_file' is invalid.", {
      invalid_reason: `The resource at '${named}' could not be downloaded and may be invalid.`,
    });
  }
  // Reported as an unhelpful exception, whose words nobody has quoted in full.
  if (upload.refused === 'address-too-long' && store.switches['v2-long-address'] === '500')
    return v2Error(500, 'Internal Server Error');
  return unusable(named);
}

function unusable(named: string): Response {
  return v2Error(400, "The field 'image_file' is invalid.", {
    invalid_reason: `The file '${named}' is missing or is not usable by this resource.`,
  });
}
