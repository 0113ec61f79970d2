// By what a product of one store is known in another. Invariant: equal keys mean "the same product" to the user who
// chose the rule; '' means that a product has no key and pairs with nothing.

import { withoutAround } from './linear-text.ts';

export type PairingRule = 'sku' | 'id' | 'name' | 'url';

export interface PairedProduct {
  readonly productId: number;
  readonly sku: string;
  readonly name: string;
  /** The storefront path, `/fog-linen-towel/`. */
  readonly url: string;
}

/**
 * The key of a product under a rule. A SKU is exact after trimming (stores keep `a-1` and `A-1` apart); a name is
 * trimmed, NFC, one space wide and without regard to case; a path is without host, query and outer slashes.
 */
export function pairingKey(product: PairedProduct, by: PairingRule): string {
  return keys[by](product);
}

const keys: Readonly<Record<PairingRule, (product: PairedProduct) => string>> = {
  sku: ({ sku }) => sku.trim().normalize('NFC'),
  id: ({ productId }) => String(productId),
  name: ({ name }) => name.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase(),
  url: ({ url }) => pathOf(url.trim()),
};

function pathOf(url: string): string {
  const path = url.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*/s, '');
  return withoutAround(path.normalize('NFC'), (sign) => sign === '/').toLowerCase();
}
