import { expect, test } from 'vitest';
import { everywhere, running } from '../command-line/option-sets.ts';
import { originOf, originWords } from './origin.ts';

test('what was typed comes back as the same words, as far as a command knows them', () => {
  const options = originOf(
    new Map([
      ['source', ['abc']],
      ['yes', ['1']],
      ['sourceApi', ['https://a.example.com']],
      ['sourceOriginals', ['https://b/{store}', 'https://c']],
      ['allowPrivateHosts', ['1']],
      ['settleAfter', ['2s']],
    ]),
  );
  expect(options).toEqual({
    sourceApi: 'https://a.example.com',
    sourceOriginals: '["https://b/{store}","https://c"]',
    settleAfter: '2s',
    allowPrivateHosts: '1',
  });
  expect(originWords({ options }, running)).toEqual([
    '--source-api',
    'https://a.example.com',
    '--source-originals',
    'https://b/{store}',
    '--source-originals',
    'https://c',
    '--settle-after',
    '2s',
    '--allow-private-hosts',
  ]);
  expect(originWords({ options }, everywhere)).toEqual([]);
  expect(originWords({ options: { sourceOriginals: '{' } }, running)).toEqual([]);
});
