import { describe, expect, test } from 'vitest';
import {
  BadValue,
  readApi,
  readChoice,
  readCount,
  readDuration,
  readKinds,
  readMaxChanges,
  readPercent,
  readStoreHash,
  readSwitch,
} from './read-value.ts';

const outcome = (read: (text: string) => unknown, text: string): unknown => {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof BadValue) return 'refused';
    throw error;
  }
};

describe('values', () => {
  test.each([
    [readDuration, '500ms', 500],
    [readDuration, '2s', 2_000],
    [readDuration, '2m', 120_000],
    [readDuration, '1.5h', 5_400_000],
    [readDuration, '0', 0],
    [readDuration, '25h', 'refused'],
    [readDuration, '2', 'refused'],
    [readDuration, '-2s', 'refused'],
    [readDuration, '2 s', 'refused'],
    [readPercent, '5%', 0.05],
    [readPercent, '100%', 1],
    [readPercent, '0%', 'refused'],
    [readPercent, '101%', 'refused'],
    [readPercent, '5', 'refused'],
    [readKinds, 'product', ['product']],
    [readKinds, 'variant, product', ['product', 'variant']],
    [readKinds, 'variant,variant', ['variant']],
    [readKinds, '', 'refused'],
    [readKinds, 'product,', 'refused'],
    [readKinds, 'Product', 'refused'],
    [readKinds, 'swatch,modifier,product', ['product', 'modifier', 'swatch']],
    [readKinds, 'product,modifiers', 'refused'],
    [readMaxChanges, '100', { count: 100 }],
    [readMaxChanges, '0', { count: 0 }],
    [readMaxChanges, '5%', { percent: 5 }],
    [readMaxChanges, '101%', 'refused'],
    [readMaxChanges, 'many', 'refused'],
    [readCount(1, 16), '16', 16],
    [readCount(1, 16), '17', 'refused'],
    [readCount(1, 16), '1e1', 'refused'],
    [readChoice(['copy', 'mirror']), 'mirror', 'mirror'],
    [readChoice(['copy', 'mirror']), 'Mirror', 'refused'],
    [readStoreHash, 'abc123', 'abc123'],
    [readStoreHash, 'abc/../123', 'refused'],
    [readStoreHash, '', 'refused'],
    [readSwitch, '1', true],
    [readSwitch, '0', false],
    [readSwitch, 'yes', 'refused'],
    [readApi, 'https://api.bigcommerce.com/', 'https://api.bigcommerce.com'],
    [readApi, 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    [readApi, 'https://api.bigcommerce.com/stores/abc123/v3/', 'refused'],
    [readApi, 'https://api.bigcommerce.com/stores/abc123', 'refused'],
    [readApi, 'https://gateway.example.com/stores', 'https://gateway.example.com/stores'],
    [readApi, 'http://api.example.com', 'refused'],
    [readApi, 'https://user:word@api.example.com', 'refused'],
    [readApi, 'ftp://127.0.0.1', 'refused'],
    [readApi, 'api.bigcommerce.com', 'refused'],
  ])('%o reads %s as %o', (read, text, expected) => {
    expect(outcome(read, text)).toEqual(expected);
  });
});

test('an address copied from the control panel is answered with what to write', () => {
  expect(() => readApi('https://api.bigcommerce.com/stores/abc123/v3/')).toThrow(
    'write it as https://api.bigcommerce.com, and give the store’s hash abc123 by itself',
  );
});
