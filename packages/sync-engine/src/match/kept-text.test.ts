import { expect, it } from 'vitest';
import { howKept, isKeptFormOf } from './kept-text.ts';

it.each([
  ['as sent', 'front', 'front', undefined],
  ['blanks on both sides, no-break ones too', '  front \u00A0', 'front', { code: 'text-trimmed' }],
  ['composed', 'cafe\u0301', 'caf\u00E9', { code: 'text-composed' }],
  ['cut', 'x'.repeat(300), 'x'.repeat(255), { code: 'text-cut', length: 255 }],
  ['cut and trimmed', `  ${'x'.repeat(300)}`, 'x'.repeat(120), { code: 'text-cut', length: 120 }],
  [
    'cut between a letter and its accent',
    `${'x'.repeat(254)}e\u0301${'y'.repeat(20)}`,
    `${'x'.repeat(254)}e`,
    { code: 'text-cut', length: 255 },
  ],
  ['cut so short that it may be another text', 'x'.repeat(300), 'x'.repeat(99), undefined],
  ['another text', 'front', 'the shop knows better', undefined],
  ['nothing of it', 'front', '', undefined],
])('%s', (_, sent, shown, how) => {
  expect([howKept(sent, shown), isKeptFormOf(sent, shown)]).toEqual([
    how,
    how !== undefined || sent === shown,
  ]);
});
