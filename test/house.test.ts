// The house rules, held to the checkout. Each rule also has to complain about a tree that breaks it: a check that
// cannot fail is a defect.
import { describe, expect, test } from 'vitest';
import { codeRules } from './house/code-rules.ts';
import { docsRules } from './house/docs-rules.ts';
import { expressionRules } from './house/expressions.ts';
import { fieldRules } from './house/fields.ts';
import { readTree } from './house/tree.ts';

const checkout = readTree(new URL('..', import.meta.url));

describe.each([...codeRules, ...docsRules, ...expressionRules, ...fieldRules])(
  '$promise',
  ({ complaints, broken, says }) => {
    test('in this checkout', () => {
      expect(complaints(checkout)).toEqual([]);
    });
    test('and a checkout that breaks it is told so', () => {
      expect(complaints(new Map(Object.entries(broken)))).toEqual(says);
    });
  },
);

test('the checkout was read', () => {
  expect([...checkout.keys()]).toEqual(
    expect.arrayContaining(['package.json', 'test/house.test.ts', 'packages/journal/src/journal.ts']),
  );
  expect([...checkout.keys()].filter((path) => /(?:^|\/)(?:node_modules|dist|\.git)\//.test(path))).toEqual(
    [],
  );
});
