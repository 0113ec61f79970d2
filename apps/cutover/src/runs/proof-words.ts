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

/** Of how many products an audit was read through V3, and what of V2's main pictures it has come to. */
export interface MainPictures {
  readonly products: number;
  /** V2's page has shown a main picture, or none where V3 lists no image either. */
  readonly heard: number;
  /** Of these, the latter. */
  readonly bare: number;
  /** Of the former, those whose main picture V3 lists, and does not mark as the one thumbnail. */
  readonly unmarked: number;
}

/** As an audit has counted it; an earlier version has not counted all of it. */
export function mainPicturesOf({ counts }: Pick<Run, 'counts'>): MainPictures {
  const { products = 0, heardOfV2 = 0, bareInV2 = 0, unmarkedInV3 = 0 } = counts;
  return { products, heard: heardOfV2, bare: bareInV2, unmarked: unmarkedInV3 };
}

/**
 * How many main pictures of the two views were held against each other, and why those of the other products were not: each product
 * is in one of these numbers. That V2 shows none is no proof that there is none (api-quirks), so it is not said.
 */
export function mainPictureWords({ products, heard, bare, unmarked }: MainPictures): string {
  const compared = heard - bare - unmarked;
  const of = compared === products ? '' : `${number(compared)} of `;
  const pictures =
    compared === 0
      ? 'no main picture was compared with V2'
      : `the main ${compared === 1 ? 'picture' : 'pictures'} of ${of}${counted(products, 'product')} ${compared === 1 ? 'was' : 'were'} compared with V2`;
  const others = [
    [bare, 'V3 lists no image and V2 shows no main picture'],
    [unmarked, 'V3 does not mark one image as the thumbnail'],
    [products - heard, 'V2 has shown no main picture'],
  ] as const;
  return [
    pictures,
    ...others.flatMap(([count, why]) => (count === 0 ? [] : [`for ${counted(count, 'product')} ${why}`])),
  ].join('; ');
}

/** What an audit was read from, and how much of V2 was held against that. */
export function auditProofWords(
  { v2, products }: AuditResult['proof'],
  { pictures, file }: { readonly pictures: MainPictures; readonly file: string | undefined },
): string {
  if (v2 === 'none')
    return `Read ${file === undefined ? 'through V3' : `from ${visible(file)}`}; nothing of V2 was compared with it`;
  return v2 === 'pages'
    ? `Read through V3; ${mainPictureWords(pictures)}`
    : `V2 was read in full, for ${counted(products, 'product')}`;
}

/** What a sample proves of all, as a clause; undefined where all was looked at. */
export function confidenceWords(journal: Pick<Journal, 'snapshotOf'>, run: Run): string | undefined {
  const says = confidenceOfRun(journal, run);
  return says === undefined ? undefined : sayingWords(says);
}

/** The same as a sentence. */
export const asSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
