import type { HandedOver } from '@cutover/journal';
import { expect, test } from 'vitest';
import { handedOverFields, handedOverWords } from './handed-over-words.ts';

const seen = { contentType: 'image/png', width: 1_280, height: 960, contentLength: 4_711 };
const original = { is: 'original', ...seen } as const;
const rendition = { is: 'rendition', url: 'https://cdn.example/a.png', ...seen } as const;
const words = 'image/png, 1280 × 960 pixels, 4,711 bytes';

test.each<[HandedOver, string]>([
  [{ ...original, origin: 'template:2' }, `the original, from template 2 of --source-originals; ${words}`],
  [{ ...original, origin: 'file' }, `the original, from the address in the file; ${words}`],
  [{ ...original, origin: 'folder' }, `the original, from the folder of pictures; ${words}`],
  [
    { ...original, origin: 'stencil-original' },
    `the original, from the CDN’s address of the original; ${words}`,
  ],
  [{ ...original, origin: 'store-domain' }, `the original, from the store’s own domain; ${words}`],
  [{ ...original, origin: 'slot' }, `the original, from the address shown; ${words}`],
  [{ ...original, origin: 'archive' }, `the original, from the archive of this machine; ${words}`],
  [{ ...original, origin: 'former-address' }, `the original, from the address shown before; ${words}`],
  [{ ...rendition, origin: 'zoom' }, `a rendition, from the zoom copy; ${words}`],
  [{ ...rendition, origin: 'slot' }, `a rendition, from the address shown; ${words}`],
  [
    { is: 'original', origin: 'store-domain', contentType: 'image/bmp' },
    'the original, from the store’s own domain; image/bmp',
  ],
])('%j in words', (handedOver, text) => {
  expect(handedOverWords(handedOver)).toBe(text);
});

test('what lay on this machine has no address', () => {
  const { is: _, ...told } = original;
  expect(handedOverFields({ ...original, origin: 'folder' })).toEqual({
    handedOver: { is: 'original', origin: 'folder', url: undefined, ...told },
  });
  expect(handedOverFields(undefined)).toEqual({});
});
