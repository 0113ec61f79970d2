// What of V2 a run of a share has held against V3, and what that proves of all. Invariant: what V2 was not asked for is named
// with its number, and never called equal.
import type { Journal, Run } from '@cutover/journal';
import { comparedIn, confidenceOfRun, shareOf } from '@cutover/sync-engine';
import { sayingWords } from '../sayings/saying-words.ts';
import { counted, number } from '../terminal/quantities.ts';

/** Undefined where both views were read whole, and of two stores. */
export function sampledWords(run: Pick<Run, 'mode' | 'command' | 'options' | 'counts'>): string | undefined {
  const { mode, command, counts } = run;
  if (mode !== 'parity' || shareOf(run) >= 1 || (command !== 'diff' && command !== 'verify'))
    return undefined;
  const { unaskedProducts = 0, pagesHeard = 0 } = counts;
  const { products } = comparedIn(run);
  const all = products + unaskedProducts;
  const drawn = `V2 was asked for the images of ${number(products)} of ${counted(all, 'product')}, drawn by a hash of their ids`;
  const heard = pagesHeard === unaskedProducts ? '' : `${number(pagesHeard)} of `;
  const others =
    // No page has spoken where images of products are not what was compared.
    unaskedProducts === 0 || pagesHeard === 0
      ? ''
      : `, and for the main picture alone of ${heard}the other ${number(unaskedProducts)}`;
  return `${drawn}${others}.`;
}

/** What a sample proves of all, as a clause; undefined where all was looked at. */
export function confidenceWords(journal: Pick<Journal, 'snapshotOf'>, run: Run): string | undefined {
  const says = confidenceOfRun(journal, run);
  return says === undefined ? undefined : sayingWords(says);
}

/** The same as a sentence. */
export const asSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
