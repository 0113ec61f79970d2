/**
 * The CDN beside the API: originals and resized copies under the shapes of address that real stores show.
 * Asks for no token, counts on no quota, and serves what was damaged on purpose as it was damaged.
 */
import { boxes } from './picture-addresses.ts';
import type { Box } from './pictures/picture-store.ts';
import type { ImageRow, PictureDamage } from './state/rows.ts';
import type { Store } from './store.ts';

const renditionPath = /^products\/(\d+)\/images\/(\d+)\/(.+)\.(\d+)\.(\d+)\.(\d+)\.([a-z]+)$/;
/** As a theme asks for a copy of a size of its own. */
const stencilPath = /^images\/stencil\/(\d{1,4})x(\d{1,4})\/products\/(\d+)\/(\d+)\/(.+)\.(\d+)\.([a-z]+)$/;
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
  const copy =
    box === undefined && !webp ? undefined : { box: box ?? { width: 65_535, height: 65_535 }, webp };
  const { type, length: own } = await store.pictures.facts(key, copy);
  const shown = damage === 'other-picture' ? { key: otherPicture(image), copy: undefined } : { key, copy };
  const length = damage === 'other-picture' ? (await store.pictures.facts(shown.key)).length : own;
  const served = damage === 'empty' ? 0 : damage === 'truncated' ? Math.floor(length / 2) : length;
  const part = partOf(request, served);
  // A HEAD is answered from what is known of the picture, so that asking for it draws nothing twice.
  const bytes = request.method === 'HEAD' ? null : await store.pictures.bytes(shown.key, shown.copy);
  return new Response(bytes && new Uint8Array(bytes.subarray(part.from, part.to)), {
    status: part.range === undefined ? 200 : 206,
    headers: {
      'content-type': type?.mime ?? 'application/octet-stream',
      'cache-control': 'public, max-age=31536000',
      'accept-ranges': 'bytes',
      ...(part.range === undefined ? {} : { 'content-range': part.range }),
      'content-length': String(part.to - part.from),
    },
  });
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
  const [, across, down, pagePid, pageIid, pageName, , pageExtension] = stencilPath.exec(path) ?? [];
  if (across !== undefined && down !== undefined) {
    const image = named(store, pagePid, pageIid, `${pageName}.${pageExtension}`);
    const box = { width: Number(across), height: Number(down) };
    if (image === undefined || box.width === 0 || box.height === 0) return undefined;
    return { key: image.picture, box, damage: image.planted.damage?.stencil, image };
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
  const rule = store.tables.rules().find(({ image }) => image?.file === file);
  if (rule?.image) return { key: rule.image.picture };
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

// The seed is one that no seeded catalog reaches, so that the picture is certain to be another one.
function otherPicture(image: ImageRow | undefined): string {
  return `drawn:clock:${-1 - (image?.id ?? 0)}`;
}

/** Which bytes of so many a request wants, and the Content-Range that says so. */
function partOf(request: Request, length: number): { from: number; to: number; range?: string } {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  if (first === '' || Number(first) >= length) return { from: 0, to: length };
  const end = last === '' ? length - 1 : Math.min(Number(last), length - 1);
  return { from: Number(first), to: end + 1, range: `bytes ${first}-${end}/${length}` };
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
