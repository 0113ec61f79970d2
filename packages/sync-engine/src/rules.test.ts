import { expect, it } from 'vitest';
import { findingOf } from './rules.ts';
import type { Saying } from './sayings.ts';

const says: Saying = { code: 'missing-on-target' };

it.each([
  ['picture-unchecked', undefined, 'critical'],
  ['picture-unchecked', 'audit', 'warning'],
  ['picture-broken', 'audit', 'critical'],
  ['text-kept-otherwise', undefined, 'warning'],
] as const)('a finding has the severity of its row: %s, %s', (rule, moment, severity) => {
  expect(findingOf(rule, { says }, moment)).toEqual({
    rule,
    severity,
    kind: 'product-image',
    says,
  });
});
