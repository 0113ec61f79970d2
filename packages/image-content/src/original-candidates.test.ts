import { describe, expect, test } from 'vitest';
import { type OriginalsOptions, originalCandidates, stencilOriginal } from './original-candidates.ts';
import type { SourceImage } from './source-image.ts';

const zoom =
  'https://cdn8.bigcommerce.com/s-id30h7ohwf/products/158/images/382/towel__83011__60806.1534344511.1280.1280.jpg?c=2';
const stencil =
  'https://cdn8.bigcommerce.com/s-id30h7ohwf/images/stencil/original/products/158/382/towel__83011__60806.1534344511.jpg';
const image: SourceImage = {
  productId: 158,
  imageId: 382,
  imageFile: 'a/521/towel__83011__60806.jpg',
  urls: { zoom, standard: '', thumbnail: '', tiny: '' },
};
const bigCommerce: OriginalsOptions = { store: 'id30h7ohwf', templates: [], sourceIsBigCommerce: true };

describe('stencilOriginal', () => {
  test.each([
    [zoom, stencil],
    [
      'https://cdn3.bigcommerce.com/bcapp/x1/products/77/images/247/in_123__14581.1393831046.44.58.jpg?c=1',
      'https://cdn3.bigcommerce.com/bcapp/x1/images/stencil/original/products/77/247/in_123__14581.1393831046.jpg',
    ],
    [
      'http://127.0.0.1:4010/cdn/s-a/products/1/images/2/plain.1534344511.1280.1280.png',
      'http://127.0.0.1:4010/cdn/s-a/images/stencil/original/products/1/2/plain.1534344511.png',
    ],
    [
      'https://cdn8.bigcommerce.com/s-a/products/1/images/2/br%C3%BBl%C3%A9e%20(1)__11111.1534344511.386.513.jpeg?c=2',
      'https://cdn8.bigcommerce.com/s-a/images/stencil/original/products/1/2/br%C3%BBl%C3%A9e%20(1)__11111.1534344511.jpeg',
    ],
    ['https://cdn8.bigcommerce.com/s-a/products/1/images/2/no-stamp.jpg', undefined],
    ['https://cdn8.bigcommerce.com/s-a/product_images/x.1534344511.1280.1280.jpg', undefined],
    ['ftp://x.example/s-a/products/1/images/2/a.1534344511.1280.1280.jpg', undefined],
    ['', undefined],
  ])('%s', (rendition, original) => {
    expect(stencilOriginal(rendition)).toBe(original);
  });
});

describe('originalCandidates', () => {
  test('the CDN first, then the store, and never a rendition', () => {
    expect(originalCandidates(image, bigCommerce)).toEqual([
      { url: stencil, origin: 'stencil-original' },
      {
        url: 'https://store-id30h7ohwf.mybigcommerce.com/product_images/a/521/towel__83011__60806.jpg',
        origin: 'store-domain',
      },
    ]);
    expect(originalCandidates(image, { ...bigCommerce, sourceIsBigCommerce: false })).toEqual([
      { url: stencil, origin: 'stencil-original' },
    ]);
  });

  test('templates come first, in order, each address once, encoded', () => {
    const templates = [
      'https://x.example/{store}/{product_id}-{image_id}/{image_file}?v=1',
      stencil,
      'https://x.example/{unknown}',
      'not an address {image_id}',
    ];
    const named = { ...image, imageFile: 'ü/1/a b#c?.jpg' };
    expect(
      originalCandidates(named, { ...bigCommerce, store: 'a/b', templates, sourceIsBigCommerce: false }),
    ).toEqual([
      { url: 'https://x.example/a%2Fb/158-382/%C3%BC/1/a%20b%23c%3F.jpg?v=1', origin: 'template:1' },
      { url: stencil, origin: 'template:2' },
      { url: 'https://x.example/{unknown}', origin: 'template:3' },
    ]);
  });

  test('the first template of a saved file is its own, and those given are counted from the next', () => {
    const templates = ['picture-1:{product_id}/{image_id}', 'https://x.example/{image_id}'];
    expect(originalCandidates(image, { ...bigCommerce, templates, isSaved: true }).slice(0, 2)).toEqual([
      { url: 'picture-1:158/382', origin: 'file' },
      { url: 'https://x.example/382', origin: 'template:1' },
    ]);
  });

  test('a template may take the name, the stamp and the ending from the address of a rendition, and keeps its query', () => {
    const templates = [
      'https://cdn.example/s-x/images/stencil/original/products/{product_id}/{image_id}/{name}.{stamp}.{ext}?imbypass=on',
    ];
    const shown = 'https://cdn.example/s-x/products/5/images/9/a%20b__12345.1700000000.1280.1280.jpg?c=1';
    const urls = { zoom: '', standard: shown, thumbnail: '', tiny: '' };
    const one = { productId: 5, imageId: 9, imageFile: '', urls };
    expect(originalCandidates(one, { ...bigCommerce, templates })[0]).toEqual({
      url: 'https://cdn.example/s-x/images/stencil/original/products/5/9/a%20b__12345.1700000000.jpg?imbypass=on',
      origin: 'template:1',
    });
    const bare = { ...one, urls: { ...urls, standard: 'https://x.example/other.jpg' } };
    expect(originalCandidates(bare, { ...bigCommerce, templates })).toEqual([]);
  });

  test('another rendition serves where zoom has none', () => {
    const urls = { zoom: '', standard: 'https://x.example/other.jpg', thumbnail: zoom, tiny: '' };
    expect(originalCandidates({ ...image, imageFile: '', urls }, bigCommerce)).toEqual([
      { url: stencil, origin: 'stencil-original' },
    ]);
  });

  test('one image under two hosts or stamps gives an address of each, and those of one address once', () => {
    const at = (host: string, stamp: number, size: string): string =>
      `https://${host}/s-a/products/1/images/2/n.${stamp}.${size}.jpg?c=2`;
    const urls = {
      zoom: at('cdn8.example', 1_534_344_511, '1280.1280'),
      standard: at('cdn8.example', 1_534_344_511, '386.513'),
      thumbnail: at('cdn11.example', 1_534_344_511, '220.290'),
      tiny: at('cdn11.example', 1_348_449_270, '44.58'),
    };
    expect(originalCandidates({ ...image, imageFile: '', urls }, bigCommerce).map(({ url }) => url)).toEqual([
      'https://cdn8.example/s-a/images/stencil/original/products/1/2/n.1534344511.jpg',
      'https://cdn11.example/s-a/images/stencil/original/products/1/2/n.1534344511.jpg',
      'https://cdn11.example/s-a/images/stencil/original/products/1/2/n.1348449270.jpg',
    ]);
  });

  test.each([
    ['a%2520b', ['a%2520b', 'a%20b']],
    ['a%25b', ['a%25b']],
    ['a%252fb', ['a%252fb']],
    ['%252e%252e', ['%252e%252e']],
    ['a%255cb', ['a%255cb']],
  ])('the name %s is tried as %j', (name, tried) => {
    const urls = {
      zoom: `https://x.example/products/1/images/2/${name}.1534344511.1280.1280.jpg`,
      standard: '',
      thumbnail: '',
      tiny: '',
    };
    expect(originalCandidates({ ...image, imageFile: '', urls }, bigCommerce).map(({ url }) => url)).toEqual(
      tried.map((one) => `https://x.example/images/stencil/original/products/1/2/${one}.1534344511.jpg`),
    );
  });

  test.each([
    '',
    '/etc/passwd',
    '../a.jpg',
    'a/../../b.jpg',
    'a//b.jpg',
    'https://evil.example/a.jpg',
    'a\\b.jpg',
  ])('the file %j leads nowhere', (imageFile) => {
    const urls = { zoom: '', standard: '', thumbnail: '', tiny: '' };
    const templates = ['https://x.example/{image_file}'];
    expect(originalCandidates({ ...image, imageFile, urls }, { ...bigCommerce, templates })).toEqual([]);
  });
});
