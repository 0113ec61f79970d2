import { expect, it } from 'vitest';
import { type LookedAt, notLookedFor } from './not-looked-for.ts';

const heard: LookedAt = {
  probe: 'content',
  source: { via: 'v3', expectedImages: 3 },
  hasTarget: false,
  heardOfV2: true,
  bothViews: true,
};
const ofContent = ['picture-duplicate', 'picture-placeholder', 'picture-undecodable'];
const ofBytes = [
  'format-risky',
  'format-unsupported',
  'picture-low-resolution',
  'picture-rotated',
  'picture-type-mismatch',
];
const ofHead = [
  'address-too-long',
  'original-unreachable',
  'picture-broken',
  'picture-too-large',
  'picture-unchecked',
  'rendition-only',
];

it.each<[string, Partial<LookedAt>, readonly string[]]>([
  ['all of each picture', {}, []],
  ['the first bytes', { probe: 'bytes' }, ofContent],
  ['whether it is there', { probe: 'head' }, [...ofContent, ...ofBytes]],
  ['no picture', { probe: 'none' }, [...ofContent, ...ofBytes, ...ofHead]],
  ['a store whose V2 is gone', { heardOfV2: false }, ['view-field-differs', 'view-image-missing']],
  [
    'a store that gives no count',
    { source: { via: 'v3', expectedImages: undefined } },
    ['view-count-differs'],
  ],
  [
    'V2 alone',
    { source: { via: 'v2', expectedImages: 3 } },
    ['description-points-at-store', 'product-without-images', 'variant-picture-is-rendition'],
  ],
  ['V3, with V2 as a witness', { bothViews: false }, ['rule-picture']],
  ['two stores', { hasTarget: true }, ['slot-ambiguous', 'slot-unmatched']],
  ['two stores and their variants', { hasTarget: true, kinds: ['product', 'variant'] }, []],
])('who looks at %s names what could not speak', (_, over, expected) => {
  expect(notLookedFor({ ...heard, ...over }).toSorted()).toEqual(['swatch-missing', ...expected].toSorted());
});

it.each<[string, Partial<LookedAt>, boolean]>([
  ['with values of modifiers', { kinds: ['modifier'] }, true],
  ['with variants alone', { kinds: ['product', 'variant'] }, false],
  ['of a file', { kinds: ['modifier'], isFile: true }, false],
  ['through V2 alone', { kinds: ['modifier'], source: { via: 'v2', expectedImages: 3 } }, false],
])('pictures of rules are looked for through V3 where it was read %s', (_, over, expected) => {
  expect(notLookedFor({ ...heard, bothViews: false, ...over }).includes('rule-picture')).toBe(!expected);
});

it('what swatches show is looked for where they are asked for', () => {
  expect(notLookedFor({ ...heard, kinds: ['product', 'swatch'] })).toEqual([]);
});

it('who asks for variants alone hears of no rule that is of product images', () => {
  const silent = notLookedFor({ ...heard, kinds: ['variant'] });
  expect(silent).toContain('alt-text-missing');
  expect(silent).toContain('thumbnail-missing');
  expect(silent.filter((id) => /^(?:picture-(?!duplicate)|format|product-un|variant)/.test(id))).toEqual([]);
});
