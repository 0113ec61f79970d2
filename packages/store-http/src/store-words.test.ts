import { describe, expect, it } from 'vitest';
import { rememberSecret } from './redact.ts';
import { storeWords } from './store-words.ts';

describe('storeWords', () => {
  it.each<[string, unknown, string | undefined]>([
    [
      'V2 array',
      [{ status: 404, message: 'The requested resource was not found.' }],
      'The requested resource was not found.',
    ],
    [
      'V2 with a reason',
      [
        {
          status: 400,
          message: "The field 'image_file' is invalid.",
          details: { invalid_reason: 'The file is missing.' },
        },
      ],
      "The field 'image_file' is invalid. The file is missing.",
    ],
    ['an object with a length that is no number', { length: [{ toString: 247 }], title: 'No.' }, 'No.'],
    ['a batch that holds such an object', { batch_errors: { length: [{ toString: 247 }] } }, undefined],
    ['no errors', [], undefined],
    ['V2 with odd details', [{ status: 400, message: 'No.', details: 'x' }], 'No.'],
    [
      'bare object',
      { error: 'You are authorized but your scope does not include this resource.' },
      'You are authorized but your scope does not include this resource.',
    ],
    [
      'V3',
      { status: 422, title: 'Wrong.', type: '/x', errors: { image_url: 'must be present' } },
      'Wrong.; image_url: must be present',
    ],
    ['V3 with empty errors', { status: 404, title: 'Missing.', type: '/x', errors: {} }, 'Missing.'],
    ['V3 with an array for errors', { status: 422, title: 'Wrong.', errors: ['a'] }, 'Wrong.'],
    [
      '207',
      { data: [], errors: { status: 207, title: 'Half.', errors: { a: 'b' } }, meta: {} },
      'Half.; a: b',
    ],
    [
      'batch',
      { batch_errors: [{ status: 422, title: 'One.', errors: {} }, { title: 'Two.' }] },
      'One.; Two.',
    ],
    ['HTML', '<html><head><title>502 Bad Gateway</title></head><body>x</body></html>', '502 Bad Gateway'],
    ['XML', '<?xml version="1.0"?><errors><error><message>No.</message></error></errors>', 'No.'],
    ['HTML without a title', '<h1>Oh</h1><script>alert(1)</script><p>no</p>', 'Oh no'],
    ['empty', '', undefined],
    ['null', null, undefined],
    ['a number', 7, undefined],
    ['an empty array', [], undefined],
    ['terminal escapes', [{ message: '\u001b[31mred\u0007\u202eevil\u2028end' }], '[31mred evil end'],
    ['half a character', { error: 'a\ud800b' }, 'a\ufffdb'],
  ])('%s', (_what, body, expected) => {
    expect(storeWords(body)).toBe(expected);
  });

  it('is bounded and keeps no secret', () => {
    const forget = rememberSecret('canary-token-1');
    expect(storeWords({ title: `token canary-token-1 in ${'x'.repeat(1000)}` })).toBe(
      `token [redacted] in ${'x'.repeat(279)}…`,
    );
    forget();
  });

  it('survives deep nesting', () => {
    let deep: unknown = { title: 'x' };
    for (let level = 0; level < 1000; level++) deep = { batch_errors: [deep] };
    expect(storeWords(deep)).toBe(undefined);
  });
});
