import { describe, expect, it } from 'vitest';
import { parseApiBase, parseStoreHash, parseToken, requestUrl, StoreAddressError } from './store-address.ts';

describe('parseApiBase', () => {
  it.each([
    ['https://api.bigcommerce.com', 'https://api.bigcommerce.com'],
    [' https://api.bigcommerce.com// ', 'https://api.bigcommerce.com'],
    ['https://gateway.example/bc/', 'https://gateway.example/bc'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:1', 'http://[::1]:1'],
  ])('%s', (text, expected) => {
    expect(parseApiBase(text)).toBe(expected);
  });

  it.each([
    '',
    'api.bigcommerce.com',
    'ftp://x',
    'http://api.bigcommerce.com',
    'http://127.evil.example',
    'http://box.lan:81',
    'https://u:p@x',
    'https://x?a=1',
    'https://x#a',
  ])('refuses %s', (text) => {
    expect(() => parseApiBase(text)).toThrow(StoreAddressError);
  });
});

describe('the token', () => {
  it('is trimmed', () => expect(parseToken(' abc123\n')).toBe('abc123'));
  it.each(['', '  ', 'abc def', 'abc\nX-Evil: 1', 'töken', 'a\u0000b'])(
    'is refused without being quoted: %j',
    (text) => {
      expect(() => parseToken(text)).toThrow(StoreAddressError);
      try {
        parseToken(text);
      } catch (error) {
        if (text.trim() !== '') expect(String(error)).not.toContain(text.trim());
      }
    },
  );
});

it.each(['', 'a/b', '../x', 'a b', 'x'.repeat(65)])('refuses the store hash %j', (text) => {
  expect(() => parseStoreHash(text)).toThrow(StoreAddressError);
});

describe('requestUrl', () => {
  const base = 'https://api.bigcommerce.com/stores/abc';
  it('writes filters as documented and leaves out what is undefined', () => {
    const query = {
      'id:in': [3, 1],
      'sku:in': ['a,b', 'ü'],
      include: ['images'],
      limit: 250,
      page: undefined,
      is_visible: true,
    };
    expect(requestUrl(base, '/v3/catalog/products', query).href).toBe(
      `${base}/v3/catalog/products?id:in=3,1&sku:in=a%2Cb,%C3%BC&include=images&limit=250&is_visible=true`,
    );
  });
  it.each(['/v3/x/', 'v3/x', '/v3/../../other/v3', '/v3/%2e%2e/x'])('refuses %s', (path) => {
    expect(() => requestUrl(base, path, undefined)).toThrow(RangeError);
  });
});
