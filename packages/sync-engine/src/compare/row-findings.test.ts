import { expect, it } from 'vitest';
import type { Policy } from '../engine.ts';
import { named } from '../testing/images.ts';
import { diffFinding } from './row-findings.ts';

const product = { sku: 'MUG', name: 'Mug', url: '', matchKey: 'mug' };
const target = named('own', 71);

it.each([
  ['copy', [], 'only-on-target-and-stays'],
  ['mirror', [], 'only-on-target'],
  ['copy', [71], 'outdated-on-target'],
  ['mirror', [71], 'outdated-on-target'],
  // Another image of its product is outdated: that says nothing of this one.
  ['copy', [72], 'only-on-target-and-stays'],
] as const)(
  'under %s, with %j outdated, an image that only the target has is said to be %s',
  (policy: Policy, outdated: readonly number[], code: string) => {
    const row = { sign: '-', target } as const;
    const compared = {
      kind: 'product-image',
      source: { ...product, productId: 1 },
      target: { ...product, productId: 2 },
      rows: [row],
      outdated: new Set(outdated),
    } as const;
    const decisions = { policy, prefer: 'source' } as const;
    expect(diffFinding({ mode: 'transfer', decisions }, row, compared)).toEqual({
      kind: 'product-image',
      target: { productId: 2, imageId: 71, sku: 'MUG' },
      sign: '-',
      says: { code },
    });
  },
);
