// Which addresses are those of a rendition, and where its original lies. Invariant: an address is called a rendition only
// by a form that stores' own addresses have, so that a merchant's `…/products/5/images/7/photo.jpg` stays a picture. What
// is derived follows examples, is promised nowhere and was not tried.

export interface RenditionAddress {
  /** The address of the original; undefined where the rendition's does not tell it. */
  readonly original: string | undefined;
  /** Was it made of an image of a product, and is so no picture of a variant's own? */
  readonly ofProductImage: boolean;
}

/** `/products/{product}/images/{image}/{name}.{width}.{height}.jpg`, with a unix stamp in front of the size. */
const SIZED = /^(.*)\/products\/(\d+)\/images\/(\d+)\/([^/]+)\.\d{1,5}\.\d{1,5}(\.[a-z\d]{1,5})$/i;
const STAMPED = /\.\d{9,11}$/;
/** `/images/stencil/{size}/…`; the size is a figure, two, or the placeholder that a theme fills in. */
const STENCIL = /^(.*\/images\/stencil)\/(?:\d+(?:x\d+|w)?|(?:\{|%7b):size(?:\}|%7d))\/(.+)$/i;
const STENCIL_SIZED = /^(products\/\d+\/\d+\/[^/]+\.\d{9,11})\.\d{1,5}\.\d{1,5}(\.[a-z\d]{1,5})$/i;
/** A rule's picture is kept as `9_source_…`; its other sizes lie beside it. */
const OF_RULE = /\/attribute_rule_images\/\d+_(?:zoom|std|standard|thumb|tiny)_?[^/]*$/i;

/** What an http or https address is a rendition of; undefined when it is none. */
export function renditionAddress(address: string): RenditionAddress | undefined {
  if (!URL.canParse(address)) return undefined;
  const { pathname } = new URL(address);
  const sized = SIZED.exec(pathname);
  if (sized !== null) {
    const [, before = '', product = '', image = '', name = '', extension = ''] = sized;
    const path = `${before}/images/stencil/original/products/${product}/${image}/${name}${extension}`;
    return { original: STAMPED.test(name) ? withPath(address, path) : undefined, ofProductImage: true };
  }
  const stencil = STENCIL.exec(pathname);
  if (stencil !== null) {
    const [, before = '', rest = ''] = stencil;
    const path = `${before}/original/${rest.replace(STENCIL_SIZED, '$1$2')}`;
    return { original: withPath(address, path), ofProductImage: rest.startsWith('products/') };
  }
  return OF_RULE.test(pathname) ? { original: undefined, ofProductImage: false } : undefined;
}

/** The product image that an address of this form is a copy of, by its ids; undefined for any other. */
export function productImageAt(
  address: string,
): { readonly productId: number; readonly imageId: number } | undefined {
  if (!URL.canParse(address)) return undefined;
  const { pathname } = new URL(address);
  const [, , ofSized, sized] = SIZED.exec(pathname) ?? [];
  const [, ofStencil, stencil] = /^products\/(\d+)\/(\d+)\//.exec(STENCIL.exec(pathname)?.[2] ?? '') ?? [];
  const [productId, imageId] = [Number(ofSized ?? ofStencil), Number(sized ?? stencil)];
  return Number.isSafeInteger(productId) && Number.isSafeInteger(imageId)
    ? { productId, imageId }
    : undefined;
}

/** `/attribute_value_images/{value}.preview.jpg`: a swatch, by the value that it belongs to. */
const OF_VALUE = /\/attribute_value_images\/\d+(?:\.preview)?\.[a-z\d]{1,5}$/i;

/** Does the address stay when another picture is shown there? Of no other form is that known. */
export function keepsAddress(address: string): boolean {
  return URL.canParse(address) && OF_VALUE.test(new URL(address).pathname);
}

function withPath(address: string, path: string): string {
  const url = new URL(address);
  return `${url.origin}${path}`;
}
