import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparablePath, type PicturePlace, picturePlaces } from './picture-place.ts';

const shortly = (place: PicturePlace): string => {
  if (place.kind === 'address')
    return `${place.address}${place.storePath === '' ? '' : ` = ${place.storePath}`}`;
  if (place.kind === 'rendition') return `rendition ${place.address}`;
  return `${place.kind} ${place.kind === 'store-path' || place.kind === 'folder-path' ? place.path : place.text}`;
};
const told = (text: string): string[] => picturePlaces(text).map(shortly);

describe('one text, one place', () => {
  test.each([
    ['https://x.example/a.jpg', 'https://x.example/a.jpg'],
    ['  HTTPS://x.example/a.jpg\n', 'HTTPS://x.example/a.jpg'],
    ['//x.example/files/a.jpg?v=1', 'https://x.example/files/a.jpg?v=1'],
    // Of an address the path counts only where it is a store's.
    [
      'https://x.example/product_images/c/412/cup__5.png?t=1',
      'https://x.example/product_images/c/412/cup__5.png?t=1 = c/412/cup__5.png',
    ],
    [
      'https://x.example/product_images/import/c/cup.png',
      'https://x.example/product_images/import/c/cup.png',
    ],
    [
      'https://x.example/product_images/uploaded_images/cup.png',
      'https://x.example/product_images/uploaded_images/cup.png',
    ],
    ['c/412/cup__5.png', 'store-path c/412/cup__5.png'],
    ['/product_images/c/412/my cup.png', 'store-path c/412/my cup.png'],
    ['9/001/é.jpeg', 'store-path 9/001/é.jpeg'],
    ['sample_images/stencil/sieve.jpg', 'store-path sample_images/stencil/sieve.jpg'],
    ['%%SAMPLE%%/stencil/sieve.jpg', 'store-path %%SAMPLE%%/stencil/sieve.jpg'],
    ['cup.png', 'folder-path cup.png'],
    ['R/t/cup.png', 'folder-path R/t/cup.png'],
    ['cc/412/cup.png', 'folder-path cc/412/cup.png'],
    ['c/412/more/cup.png', 'folder-path c/412/more/cup.png'],
    ['c/412/cup', 'folder-path c/412/cup'],
    ['attribute_rule_images/9_source.png', 'folder-path attribute_rule_images/9_source.png'],
    ['C:\\photos\\cup.png', 'foreign C:\\photos\\cup.png'],
    ['D:/photos/cup.png', 'foreign D:/photos/cup.png'],
    ['\\\\server\\photos\\cup.png', 'foreign \\\\server\\photos\\cup.png'],
    ['www.x.example/cup.png', 'foreign www.x.example/cup.png'],
    ['ftp://x.example/c/412/cup.png', 'foreign ftp://x.example/c/412/cup.png'],
    ['file:///c/412/cup.png', 'foreign file:///c/412/cup.png'],
    ['data:image/png;base64,iVBORw0KGgo=', 'foreign data:image/png;base64,iVBORw0KGgo='],
    ['//cup/412/a.png', 'foreign //cup/412/a.png'],
    ['https:///cup.png', 'foreign https:///cup.png'],
    ['http://[cup/a.png', 'foreign http://[cup/a.png'],
  ])('%j', (text, place) => {
    expect(told(text)).toEqual([place]);
  });

  test.each(['', ' ', '\n\t'])('%j is none', (text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('several in one text', () => {
  const [a, b, c] = ['https://x.example/a.jpg', 'http://y.example/b', '//z.example/c.jpg'];
  test.each([
    [`${a},${b}`, [a, b]],
    [`${a} ; ${b} ;`, [a, b]],
    [`${a}|${c}|${b}`, [a, `https:${c}`, b]],
    [`${c}, ${c}`, [`https:${c}`, `https:${c}`]],
    [`${a}\n${b}`, [a, b]],
    [`${a}${b}${a}`, [a, b, a]],
    [`cup.png,${a}`, ['folder-path cup.png', a]],
    ['cup.png|c/412/cup.png', ['folder-path cup.png', 'store-path c/412/cup.png']],
    [
      'ftp://x.example/a.jpg,ftp://x.example/b.jpg',
      ['foreign ftp://x.example/a.jpg', 'foreign ftp://x.example/b.jpg'],
    ],
  ])('%j', (text, places) => {
    expect(told(text)).toEqual(places);
  });

  test.each([
    'https://x.example/w_800,h_600/a.jpg',
    'https://x.example/a;v=2/b.jpg,c',
    'https://x.example/fetch/https://y.example/a.jpg',
    'https://x.example/fetch/w_8,h_6/https%3A%2F%2Fy.example/a.jpg',
    'https://x.example/resize?w=8&url=https://y.example/a.jpg',
    'https://x.example/resize?url%3Dhttps://y.example/a.jpg',
    'https://x.example/my photo.jpg',
  ])('%j is one', (text) => {
    expect(told(text)).toEqual([text]);
  });

  test.each(['cup, large.png', 'cup;2.png', 'a|b'])('%j is one name', (text) => {
    expect(told(text)).toEqual([`folder-path ${text}`]);
  });

  test.each([
    'https://x.example/?https://y.example/a.jpg',
    '"https://x.example/a.jpg","https://x.example/b.jpg"',
    'https://x.example/a.jpg)https://x.example/b.jpg',
  ])('%j cannot be told', (text) => {
    expect(told(text)).toEqual([`unclear ${text}`]);
  });
});

test('law: no address that is handed on holds a second one behind a separator', () => {
  const piece = fc.constantFrom(
    'https://x.example/a.jpg',
    '//y.example/b.jpg',
    ',',
    ';',
    '|',
    ' ',
    'c.jpg',
    '=',
    '/',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      for (const place of picturePlaces(pieces.join(''))) {
        if (place.kind === 'address') expect(place.address).not.toMatch(/[\s,;|a-z\d]https?:\/\//);
      }
    }),
  );
});

test('two spellings of a sample picture are one path, and another file is another', () => {
  const path = (name: string) => comparablePath(name);
  expect([
    path('%%SAMPLE%%/stencil/x.jpg') === path('sample_images/stencil/x.jpg'),
    path('%%SAMPLE%%/stencil/x.jpg') === path('sample_images/stencil/y.jpg'),
    path('a/%%SAMPLE%%/x.jpg') === path('a/sample_images/x.jpg'),
  ]).toEqual([true, false, false]);
});
