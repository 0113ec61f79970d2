// Where the original of an image may lie, best guess first. Invariant: a rendition is never a candidate, because it may
// be smaller than what the merchant uploaded. The derived addresses follow the patterns that BigCommerce's examples show
// and are promised nowhere, so that each is tried before it is believed.
import type { SourceImage } from './source-image.ts';

/** Which rule an address came from; `template:1` is the first template given, `file` what a saved file says itself. */
export type OriginalOrigin = `template:${number}` | 'file' | 'stencil-original' | 'store-domain';

export interface OriginalCandidate {
  readonly url: string;
  readonly origin: OriginalOrigin;
}

export interface OriginalsOptions {
  /** The store's hash. */
  readonly store: string;
  /**
   * Addresses with `{store}`, `{product_id}`, `{image_id}`, `{image_file}` and, of the address of a rendition, `{name}`,
   * `{stamp}` and `{ext}` to fill in; tried first, in order.
   */
  readonly templates: readonly string[];
  /** Only a real BigCommerce store has a `store-{hash}.mybigcommerce.com`. */
  readonly sourceIsBigCommerce: boolean;
  /** A saved file, of which the first template is its own. Default: it is not. */
  readonly isSaved?: boolean | undefined;
}

const RENDITION =
  /^(.*)\/products\/(\d+)\/images\/(\d+)\/([^/]+?)\.(\d{9,11})\.\d{1,5}\.\d{1,5}(\.[a-z\d]{1,5})$/i;

/** The addresses to try, in order and each once; templates that need a fact which the image lacks are left out. */
export function originalCandidates(image: SourceImage, options: OriginalsOptions): OriginalCandidate[] {
  const candidates: OriginalCandidate[] = [];
  const add = (url: string | undefined, origin: OriginalOrigin) => {
    for (const one of url === undefined ? [] : [url, ...encodedOnce(url)])
      if (!candidates.some((known) => known.url === one)) candidates.push({ url: one, origin });
  };
  for (const [index, template] of options.templates.entries()) {
    const number = options.isSaved === true ? index : index + 1;
    add(filledIn(template, image, options.store), number === 0 ? 'file' : `template:${number}`);
  }
  // One image may be shown under two hosts or stamps, of which one is left.
  for (const rendition of [image.urls.zoom, image.urls.standard, image.urls.thumbnail, image.urls.tiny])
    add(stencilOriginal(rendition), 'stencil-original');
  if (options.sourceIsBigCommerce) {
    add(
      filledIn('https://store-{store}.mybigcommerce.com/product_images/{image_file}', image, options.store),
      'store-domain',
    );
  }
  return candidates;
}

/** The CDN's address of the original that belongs to a rendition; undefined when the address has another form. */
export function stencilOriginal(rendition: string): string | undefined {
  return stencilAddress(rendition, 'original');
}

/** The same of a copy that fits into `WIDTHxHEIGHT` pixels, as a theme asks for it. */
export function stencilAddress(
  rendition: string,
  size: 'original' | `${number}x${number}`,
): string | undefined {
  if (!/^https?:\/\//i.test(rendition) || !URL.canParse(rendition)) return undefined;
  const url = new URL(rendition);
  const match = RENDITION.exec(url.pathname);
  if (match === null) return undefined;
  const [, before = '', productId = '', imageId = '', name = '', stamp = '', extension = ''] = match;
  url.pathname = `${before}/images/stencil/${size}/products/${productId}/${imageId}/${name}.${stamp}${extension}`;
  url.search = '';
  url.hash = '';
  return url.href;
}

function filledIn(template: string, image: SourceImage, store: string): string | undefined {
  const facts: Readonly<Record<string, string>> = {
    store: encodeURIComponent(store),
    product_id: String(image.productId),
    image_id: String(image.imageId),
    image_file: image.imageFile.split('/').map(encodeURIComponent).join('/'),
    ...partsOfRendition(image),
  };
  if (template.includes('{image_file}') && !isRelativeFile(image.imageFile)) return undefined;
  const url = template.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
  return URL.canParse(url) && !/\{(?:name|stamp|ext)\}/.test(url) ? url : undefined;
}

/** The name, the stamp and the ending that the address of a rendition shows, as they stand there. */
function partsOfRendition({ urls }: SourceImage): Readonly<Record<string, string>> {
  for (const address of [urls.zoom, urls.standard, urls.thumbnail, urls.tiny]) {
    const match = URL.canParse(address) ? RENDITION.exec(new URL(address).pathname) : null;
    if (match === null) continue;
    const [, , , , name = '', stamp = '', extension = ''] = match;
    return { name, stamp, ext: extension.slice(1) };
  }
  return {};
}

/** A path with `..` or an address in the place of a path would lead somewhere else than the template says. */
function isRelativeFile(imageFile: string): boolean {
  if (imageFile === '' || /^[a-z][a-z\d+.-]*:|^\/|\\/i.test(imageFile)) return false;
  return !imageFile.split('/').some((segment) => segment === '..' || segment === '.' || segment === '');
}

/** The same address where it looks encoded twice; never one that would lead to another folder. */
function encodedOnce(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const once = new URL(url);
  const path = once.pathname.replaceAll(/%25([\da-f]{2})/giu, '%$1');
  if (path === once.pathname || /%(?:2e|2f|5c|00)/iu.test(path)) return [];
  once.pathname = path;
  return [once.href];
}
