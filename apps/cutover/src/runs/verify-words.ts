// What a verify has come to, in words for the terminal and for reports: why images were not checked, and the sentence with
// which a clean one may be quoted. Invariant: the sentence claims what was compared, and of how much, and nothing more.
import type { Journal, Run } from '@cutover/journal';
import { productsLookedAt, shareOf, verifyCounts } from '@cutover/sync-engine/light';
import { digestOfFile, sourceWithDigest } from '../sayings/stores-words.ts';
import { counted, number } from '../terminal/quantities.ts';

/** `70 outside the sample, 7 of products without a counterpart`; one reason alone needs no number, and none no words. */
export function uncheckedWords({ counts }: Pick<Run, 'counts'>): string {
  const reasons = Object.entries({
    outsideSample: 'outside the sample',
    unmatchedImages: 'of products without a counterpart',
    unchecked: 'that could not be compared',
  }).flatMap(([name, words]) => {
    const { [name]: count = 0 } = counts;
    return count === 0 ? [] : [{ count, words }];
  });
  const [only, another] = reasons;
  if (only !== undefined && another === undefined) return only.words.replace(/^that /, '');
  return reasons.map(({ count, words }) => `${number(count)} ${words}`).join(', ');
}

/** Undefined unless the verify is over and found nothing wrong and nothing that it could not look at. */
export function proofSentence(journal: Pick<Journal, 'snapshotOf'>, run: Run): string | undefined {
  const { checked, unchecked } = verifyCounts(journal, run);
  if (run.outcome !== 'done' || run.finishedAt === undefined || checked === 0) return undefined;
  const { products: all = 0, keptOtherwise = 0 } = run.counts;
  // A sample has not asked of the other products, and may have left none out that it knew of.
  const isWhole = unchecked === 0 && shareOf(run) >= 1;
  const images = isWhole
    ? `${checked === 1 ? 'the only image' : `all ${counted(checked, 'image')}`} of ${counted(all, 'product')}`
    : `${number(checked)} of ${counted(checked + unchecked, 'image')}, those of ${number(productsLookedAt(run))} of ${counted(all, 'product')}, drawn by a hash of their ids,`;
  const stores =
    run.mode === 'parity'
      ? `in the V2 and the V3 view of store ${run.source}`
      : `${sideWords(run)} and store ${run.target}`;
  const isOne = isWhole && checked === 1;
  const compared = comparedWords(run, isOne);
  return `On ${run.finishedAt.slice(0, 10)} ${images} ${isOne ? 'was' : 'were'} compared ${stores} by ${compared}, and ${isOne ? 'it is the same' : 'none differs'}${keptWords(keptOtherwise, run.target)}.`;
}

/** What a store makes of a text that it was sent is what should be there, and yet not the text. */
function keptWords(count: number, store: string): string {
  if (count === 0) return '';
  return `, except that store ${store} has trimmed, cut or composed ${counted(count, 'alt text')} that it was sent`;
}

/** What may be quoted says which bytes a file was. */
const sideWords = (run: Run): string =>
  digestOfFile(run) === undefined ? `on store ${run.source}` : `in ${sourceWithDigest(run)}`;

/**
 * What of each image a verify compares. Between two stores a name of a file is no field: each store makes its own; and where
 * the target numbers places by itself, the order is what counts.
 */
const fieldsCompared: Readonly<Record<Run['mode'], readonly string[]>> = {
  parity: ['alt text', 'place', 'thumbnail flag', 'file'],
  transfer: ['alt text', 'order', 'thumbnail flag'],
};

/** `the alt text, order and thumbnail flag of each image`, and what of the pictures at this level. */
export function levelWords({ mode, options: { level } }: Pick<Run, 'mode' | 'options'>): string {
  const fields = `the ${listWords(fieldsCompared[mode])} of each image`;
  if (level === 'content')
    return `${fields}, that each address answers, and the pictures themselves, decoded and compared`;
  if (level === 'links') return `${fields}, and that each address answers with an image`;
  return `${fields}; the pictures themselves were not looked at`;
}

function comparedWords({ mode, options: { level } }: Pick<Run, 'mode' | 'options'>, isOne: boolean): string {
  const fields = fieldsCompared[mode];
  if (level === 'content') return listWords([...fields, 'picture']);
  if (level === 'links')
    return `${listWords(fields)}, and ${isOne ? 'the picture answered' : 'each picture answered'} at its addresses`;
  return `${listWords(fields)}, but not by the ${isOne ? 'picture itself' : 'pictures themselves'}`;
}

const listWords = (words: readonly string[]): string =>
  `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
