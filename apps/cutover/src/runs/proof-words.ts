// What of V2 a run of a share has held against V3, and what that proves of all. Invariant: what V2 was not asked for is named
// with its number, and never called equal.
import type { Journal, Run } from '@cutover/journal';
import { type AuditResult, comparedIn, confidenceOfRun, shareOf } from '@cutover/sync-engine';
import { sayingWords } from '../sayings/saying-words.ts';
import { counted, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';

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
  const left = unaskedProducts === 1 ? 'one' : number(unaskedProducts);
  const others =
    // No page has spoken where images of products are not what was compared.
    unaskedProducts === 0 || pagesHeard === 0
      ? ''
      : `, and for the main picture alone of ${heard}the other ${left}`;
  return `${drawn}${others}.`;
}

/** Images beside those that were compared, which have a sign like them; nothing where there are none. */
export function signedBesideWords(run: Pick<Run, 'counts'>): string[] {
  const { beside, alone } = comparedIn(run);
  return [
    ...(beside.images === 0
      ? []
      : [
          `${counted(beside.images, 'image')} of ${counted(beside.products, 'other product')} found wrong by V2’s pages or V3`,
        ]),
    ...(alone.images === 0
      ? []
      : [`${counted(alone.images, 'image')} of ${counted(alone.products, 'product')} that V3 alone lists`]),
  ];
}

/**
 * How many main pictures of the two views were held against each other: those of products that have none are none.
 * @param counts products of which V2's page has spoken, those of them without a picture in either view, and all that were read.
 * @param other the view that they were compared with.
 */
export function mainPictureWords(
  { heard, bare, all }: { readonly heard: number; readonly bare: number; readonly all: number },
  other: 'V2' | 'V3',
): string {
  const compared = heard - bare;
  const pictures = `the main ${compared === 1 ? 'picture' : 'pictures'} of ${compared === all ? counted(all, 'product') : `${number(compared)} of ${counted(all, 'product')}`} ${compared === 1 ? 'was' : 'were'}`;
  const without = `${counted(bare, 'product')} ${bare === 1 ? 'has' : 'have'} no image in either view`;
  if (compared === 0) return without;
  return `${pictures} compared with ${other}${bare === 0 ? '' : `; ${without}`}`;
}

/** What an audit was read from, and how much of V2 was held against that. */
export function auditProofWords(
  { v2, products }: AuditResult['proof'],
  { bare, all, file }: { readonly bare: number; readonly all: number; readonly file: string | undefined },
): string {
  if (v2 === 'none')
    return `Read ${file === undefined ? 'through V3' : `from ${visible(file)}`}; nothing of V2 was compared with it`;
  return v2 === 'pages'
    ? `Read through V3; ${mainPictureWords({ heard: products, bare, all }, 'V2')}`
    : `V2 was read in full, for ${counted(products, 'product')}`;
}

/** What a sample proves of all, as a clause; undefined where all was looked at. */
export function confidenceWords(journal: Pick<Journal, 'snapshotOf'>, run: Run): string | undefined {
  const says = confidenceOfRun(journal, run);
  return says === undefined ? undefined : sayingWords(says);
}

/** The same as a sentence. */
export const asSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
