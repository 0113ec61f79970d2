import { describe, expect, test } from 'vitest';
import { encodeForHandover, uploadFileName } from './handover.ts';

test.each([
  ['https://x.example/a b/brûlée.jpg', { url: 'https://x.example/a%20b/br%C3%BBl%C3%A9e.jpg', fits: true }],
  ['https://x.example/a%20b.jpg', { url: 'https://x.example/a%20b.jpg', fits: true }],
  ['https://bücher.example/a.jpg', { url: 'https://xn--bcher-kva.example/a.jpg', fits: true }],
  [`https://x.example/${'a'.repeat(237)}`, { url: `https://x.example/${'a'.repeat(237)}`, fits: true }],
  [`https://x.example/${'a'.repeat(238)}`, { url: `https://x.example/${'a'.repeat(238)}`, fits: false }],
  [`https://x.example/${'é'.repeat(60)}`, { url: `https://x.example/${'%C3%A9'.repeat(60)}`, fits: false }],
  ['not an address', { url: 'not an address', fits: false }],
])('%s', (url, handed) => {
  expect(encodeForHandover(url, 255)).toEqual(handed);
});

describe('uploadFileName', () => {
  const urls = { zoom: '', standard: '', thumbnail: '', tiny: '' };
  test.each([
    ['a/521/towel__83011.jpeg', '', 'towel__83011.png'],
    [
      '',
      'https://x.example/s-a/products/1/images/2/towel%20b__83011.1534344511.1280.1280.jpg?c=2',
      'towel b__83011.png',
    ],
    ['', '', 'image-9.png'],
    ['x/1/a"b\r\nc;d.jpg', '', 'a_b_c_d.png'],
    ['x/1/..%2F..%2Fetc.jpg', '', '_.._etc.png'],
    [`x/1/${'n'.repeat(300)}.jpg`, '', `${'n'.repeat(100)}.png`],
    ['x/1/.jpg', '', 'image-9.png'],
  ])('%j %j', (imageFile, zoom, name) => {
    expect(uploadFileName({ productId: 1, imageId: 9, imageFile, urls: { ...urls, zoom } }, 'png')).toBe(
      name,
    );
  });
});
