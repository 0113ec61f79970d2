// What a product as V3 shows it tells beside its images: pictures in its description, and pictures of its variants. It costs
// no request, because the sweep brings both. Pure.

import { renditionAddress } from '@cutover/field-mapper';
import type { V3Product } from '@cutover/v3-client';
import { Parser } from 'htmlparser2';
import type { Found } from '../found.ts';
import { findingOf } from '../rules.ts';

/** @param store the hash of the store that shows it. */
export function findingsOfProduct(product: V3Product, store: string): Found[] {
  return [...descriptionFindings(product, store), ...variantFindings(product)];
}

function descriptionFindings({ id, sku, description = '' }: V3Product, store: string): Found[] {
  const own = picturesIn(description).filter((address) => isOfStore(address, store));
  const [first] = own;
  if (first === undefined) return [];
  return [
    findingOf(
      'description-points-at-store',
      {
        source: { productId: id, sku },
        says: { code: 'description-shows-store', pictures: own.length, first },
      },
      'audit',
    ),
  ];
}

/** The addresses of pictures that a browser would fetch for this text: of images, of their sets, and in styles. */
export function picturesIn(html: string): string[] {
  const found: string[] = [];
  let isStyle = false;
  const parser = new Parser({
    onopentag(name, { src, srcset, style }) {
      if (name === 'img' && src !== undefined) found.push(src);
      if (srcset !== undefined) found.push(...addressesInSet(srcset));
      if (style !== undefined) found.push(...addressesInStyle(style));
      isStyle = name === 'style';
    },
    ontext(text) {
      if (isStyle) found.push(...addressesInStyle(text));
    },
    onclosetag() {
      isStyle = false;
    },
  });
  parser.end(html);
  return found.map((address) => address.trim()).filter((address) => address !== '');
}

/** `a.jpg 1x, b.jpg 2x` */
function addressesInSet(set: string): string[] {
  return set
    .split(/\s/)
    .map((word) => (word.endsWith(',') ? word.slice(0, -1) : word))
    .filter((word) => word !== '' && !/^\d[\d.]{0,9}[wxh]$/.test(word));
}

/** `url(a.jpg)`, `url("a.jpg")` */
function addressesInStyle(style: string): string[] {
  const found: string[] = [];
  for (let at = style.indexOf('url('); at >= 0; ) {
    const end = style.indexOf(')', at);
    if (end < 0) break;
    const inner = style.slice(at + 'url('.length, end).trim();
    found.push(/^["']/.test(inner) ? inner.slice(1, -1) : inner);
    at = style.indexOf('url(', end);
  }
  return found;
}

/**
 * By its domain at BigCommerce, by the store's folder on the CDN, or as relative. A domain of the merchant's own is nothing
 * that a catalog shows.
 */
function isOfStore(address: string, store: string): boolean {
  if (address.startsWith('#')) return false;
  const isWhole = /^(?:[a-z][a-z\d+.-]{0,30}:|\/\/)/i.test(address);
  if (!isWhole) return true;
  if (!URL.canParse(address, 'https://relative.invalid')) return false;
  const { protocol, hostname, pathname } = new URL(address, 'https://relative.invalid');
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  const hash = store.toLowerCase();
  return (
    hostname === `store-${hash}.mybigcommerce.com` ||
    pathname
      .toLowerCase()
      .split('/')
      .some((folder) => folder === `s-${hash}` || folder === `store-${hash}`)
  );
}

function variantFindings({ id: productId, sku, variants = [] }: V3Product): Found[] {
  return variants
    .filter(({ image_url: address }) => renditionAddress(address)?.ofProductImage === true)
    .map((variant) =>
      findingOf(
        'variant-picture-is-rendition',
        {
          kind: 'variant-image',
          source: { productId, sku },
          says: { code: 'variant-shows-rendition', variant: variant.sku || variant.id },
        },
        'audit',
      ),
    );
}
