// Pictures of kinds that were left out, in words: those that were seen, and which nobody has counted.
import type { Run } from '@cutover/journal';
import type { NotMoved } from '@cutover/sync-engine';
import { nounsOfWord, slotWordsOfKinds } from '../sayings/slot-nouns.ts';
import { number } from '../terminal/quantities.ts';

/** `3 pictures of variants`, a kind of which some were seen after another. */
export function notMovedWords(seen: NotMoved = {}): string[] {
  return slotWordsOfKinds.flatMap((kind) => {
    const { [kind]: count = 0 } = seen;
    const { one, many } = nounsOfWord(kind);
    if (count === 0) return [];
    return [count === 1 ? `1 picture of a ${one}` : `${number(count)} pictures of ${many}`];
  });
}

const isComparedWithItself = (run: Pick<Run, 'command' | 'mode'> | undefined): boolean =>
  run?.mode === 'parity' && run.command !== 'audit';

/** Of one store's two views, what is left of the variants that were compared is what V2 cannot show. */
export function notMovedTitle(run: Pick<Run, 'command' | 'mode' | 'options'> | undefined): string {
  return isComparedWithItself(run) && String(run?.options['kinds']).split(',').includes('variant')
    ? 'Not compared, since V2 lists no SKU'
    : 'Not moved';
}

/** Of one store's two views nothing is moved that could be left out of it. */
export const uncountedTitle = (run: Pick<Run, 'command' | 'mode'> | undefined): string =>
  `Not ${isComparedWithItself(run) ? 'compared' : 'moved'}, not counted`;

/** `modifier values and swatches`: those that were neither moved nor counted; '' where there are none. */
export function uncountedWords(
  run: Pick<Run, 'command' | 'mode' | 'options'> | undefined,
  sourceVia: 'auto' | 'v2' | 'v3' | undefined,
): string {
  // V2's lists, where they alone were read, show no variants.
  const carried = String(run?.options['kinds']).split(',');
  if (sourceVia === 'v2' && !carried.includes('variant'))
    return slotWordsOfKinds.map((kind) => nounsOfWord(kind).many).join(', ');
  // Of one store V2 is asked for no swatch.
  if (isComparedWithItself(run) && carried.includes('modifier')) return nounsOfWord('swatch').many;
  // Options and modifiers come together, or not at all.
  const values = slotWordsOfKinds.filter((kind) => kind !== 'variant');
  return values.some((kind) => carried.includes(kind))
    ? ''
    : values.map((kind) => nounsOfWord(kind).many).join(' and ');
}
