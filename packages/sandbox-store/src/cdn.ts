/**
 * The CDN beside the API: originals and resized copies under the shapes of address that real stores show.
 * Asks for no token, counts on no quota, and serves what was damaged on purpose as it was damaged.
 */
import { boxes } from './picture-addresses.ts';
import { drawPicture } from './pictures/drawn-picture.ts';
import type { Box } from './pictures/picture-store.ts';
import { pictureTypeOf } from './pictures/picture-type.ts';
import type { ImageRow, PictureDamage } from './state/rows.ts';
import type { Store } from './store.ts';

const renditionPath = /^products\/(\d+)\/images\/(\d+)\/(.+)\.(\d+)\.(\d+)\.(\d+)\.([a-z]+)$/;
const originalPath = /^images\/stencil\/original\/products\/(\d+)\/(\d+)\/(.+)\.(\d+)\.([a-z]+)$/;

/** A path on the CDN: `s-{hash}` is the CDN proper, `store-{hash}` stands for the store's own domain. */
export interface CdnTarget {
  readonly hash: string;
  readonly host: 's' | 'store';
  readonly rest: string;
}

/** Which store a path belongs to, or undefined where it is none of the CDN's. */
export function cdnTarget(pathname: string): CdnTarget | undefined {
  const [, host, hash, rest] = /^\/cdn\/(s|store)-([^/]+)\/(.+)$/.exec(pathname) ?? [];
  if (hash === undefined || rest === undefined) return undefined;
  return { hash, host: host === 'store' ? 'store' : 's', rest };
}

/** Answers a GET or HEAD on the CDN of one store. */
export async function serveCdn(store: Store, { host, rest }: CdnTarget, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
  const path = decoded(rest);
  const found = path === undefined ? undefined : findPicture(store, host, path);
  if (found === undefined) return notFound();
  const { key, box, damage, image } = found;
  if (damage === 'missing') return notFound();
  if (damage === 'error') return new Response('error', { status: 500 });
  if (damage === 'html') {
    return new Response('<!doctype html><title>Not here</title>', {
      headers: { 'content-type': 'text/html' },
    });
  }
  const webp =
    store.switches['cdn-webp'] === 'on' && (request.headers.get('accept') ?? '').includes('image/webp');
  const isResized = box !== undefined || webp;
  const whole = isResized
    ? await store.pictures.rendition(key, box ?? { width: 65_535, height: 65_535 }, webp)
    : await store.pictures.bytes(key);
  const bytes = await damaged(whole, damage, image);
  return pictureAnswer(bytes, pictureTypeOf(whole)?.mime ?? 'application/octet-stream', request);
}

interface Found {
  readonly key: string;
  readonly box?: Box;
  readonly damage?: PictureDamage | undefined;
  readonly image?: ImageRow;
}

function findPicture(store: Store, host: 's' | 'store', path: string): Found | undefined {
  const rule = /^product_images\/attribute_rule_images\/(.+)$/.exec(path)?.[1];
  if (rule !== undefined) return findRulePicture(store, rule);
  if (host === 'store') {
    const file = /^product_images\/(.+)$/.exec(path)?.[1];
    const image =
      file === undefined ? undefined : store.tables.images().find((each) => each.imageFile === file);
    return image === undefined ? undefined : originalOf(image);
  }
  const [, pid, iid, name, , width, height, extension] = renditionPath.exec(path) ?? [];
  if (width !== undefined && height !== undefined) {
    const image = named(store, pid, iid, `${name}.${extension}`);
    if (image === undefined) return undefined;
    const box = { width: Number(width), height: Number(height) };
    const isKnown = Object.values(boxes).some(
      (each) => each.width === box.width && each.height === box.height,
    );
    return isKnown ? { key: image.picture, box, damage: image.planted.damage?.renditions, image } : undefined;
  }
  const [, originalPid, originalIid, originalName, , originalExtension] = originalPath.exec(path) ?? [];
  const image = named(store, originalPid, originalIid, `${originalName}.${originalExtension}`);
  return image === undefined ? undefined : originalOf(image);
}

function originalOf(image: ImageRow): Found {
  return { key: image.picture, damage: image.planted.damage?.original, image };
}

// The stamp is not compared: BigCommerce shows one image under several stamps.
function named(
  store: Store,
  productId: string | undefined,
  imageId: string | undefined,
  file: string,
): ImageRow | undefined {
  const image = store.tables.image(Number(imageId));
  const isIt = image?.productId === Number(productId) && image.imageFile.split('/').at(-1) === file;
  return isIt ? image : undefined;
}

function findRulePicture(store: Store, file: string): Found | undefined {
  const variant = store.tables.variants().find(({ image }) => image?.file === file);
  if (variant?.image) return { key: variant.image.picture };
  for (const product of store.tables.products()) {
    const images = [
      ...product.modifiers.flatMap(({ values }) => values.map(({ image }) => image)),
      ...product.options.flatMap(({ values }) => values.map(({ swatch }) => swatch)),
    ];
    const found = images.find((image) => image?.file === file);
    if (found) return { key: found.picture };
  }
  return undefined;
}

async function damaged(
  bytes: Uint8Array,
  damage: PictureDamage | undefined,
  image: ImageRow | undefined,
): Promise<Uint8Array> {
  if (damage === 'empty') return new Uint8Array();
  if (damage === 'truncated') return bytes.subarray(0, Math.floor(bytes.length / 2));
  // The seed is one that no seeded catalog reaches, so that the picture is certain to be another one.
  if (damage === 'other-picture') return drawPicture(-1 - (image?.id ?? 0), 'clock');
  return bytes;
}

function pictureAnswer(bytes: Uint8Array, mime: string, request: Request): Response {
  const headers = {
    'content-type': mime,
    'cache-control': 'public, max-age=31536000',
    'accept-ranges': 'bytes',
  };
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  if (first === '' || Number(first) >= bytes.length) {
    return answer(bytes, 200, headers, request);
  }
  const end = last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  return answer(
    bytes.subarray(Number(first), end + 1),
    206,
    { ...headers, 'content-range': `bytes ${first}-${end}/${bytes.length}` },
    request,
  );
}

function answer(
  bytes: Uint8Array,
  status: number,
  headers: Record<string, string>,
  request: Request,
): Response {
  const body = request.method === 'HEAD' ? null : new Uint8Array(bytes);
  return new Response(body, { status, headers: { ...headers, 'content-length': String(bytes.length) } });
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } });
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
