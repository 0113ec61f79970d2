// What of V2 a run of a share has held against V3, in one sentence with its bound. Invariant: what V2 was not asked for is
// named with its number, and never called equal.
import type { Run } from '@cutover/journal';
import { comparedIn, percentAtMost, shareOf } from '@cutover/sync-engine';
import { counted, number } from '../terminal/quantities.ts';

/** Undefined where both views were read whole, and of two stores. */
export function sampledWords(run: Pick<Run, 'mode' | 'command' | 'options' | 'counts'>): string | undefined {
  const { mode, command, counts } = run;
  if (mode !== 'parity' || shareOf(run) >= 1 || (command !== 'diff' && command !== 'verify'))
    return undefined;
  const { unaskedProducts = 0, pagesHeard = 0 } = counts;
  const { products } = comparedIn(run);
  const all = products + unaskedProducts;
  const drawn = `V2 was asked for the images of ${number(products)} of ${counted(all, 'product')}, drawn by chance`;
  const heard = pagesHeard === unaskedProducts ? '' : `${number(pagesHeard)} of `;
  const others =
    // No page has spoken where images of products are not what was compared.
    unaskedProducts === 0 || pagesHeard === 0
      ? ''
      : `, and for the main picture alone of ${heard}the other ${number(unaskedProducts)}`;
  return `${drawn}${others}${boundOf(run, products)}.`;
}

/** A verify says its own, by what it has looked at. */
function boundOf({ command, counts }: Pick<Run, 'command' | 'counts'>, products: number): string {
  if (command === 'verify') return '';
  if (products === 0) return ': this proves nothing of the rest';
  const differing = ['changed', 'missing', 'extra', 'error'].reduce(
    (sum, name) => sum + (counts[name] ?? 0),
    0,
  );
  return differing > 0
    ? '; how many images of all differ is not known'
    : `: with 95 % confidence at most ${percentAtMost(products).toFixed(1)} % of all products differ`;
}
