// Pictures of kinds that were left out, in words: those that were seen, and which nobody has counted.
import type { Run } from '@cutover/journal';
import type { NotMoved } from '@cutover/sync-engine';
import { nounsOfWord, slotWordsOfKinds } from '../sayings/slot-nouns.ts';
import { number } from '../terminal/quantities.ts';

type Asked = Pick<Run, 'command' | 'mode' | 'options'>;
const NOT_MOVED = 'Not moved';

/** `Not moved: 3 pictures of variants`, a kind of which some were seen after another. */
export function notMovedWords(run: Asked | undefined, seen: NotMoved = {}): string[] {
  const { product = 0 } = seen;
  const images = product === 1 ? '1 image of a product' : `${number(product)} images of products`;
  const slots = slotWordsOfKinds.flatMap((kind) => {
    const { [kind]: count = 0 } = seen;
    const { one, many } = nounsOfWord(kind);
    if (count === 0) return [];
    const pictures = count === 1 ? `1 picture of a ${one}` : `${number(count)} pictures of ${many}`;
    return [`${titleOfSlots(run, kind)}: ${pictures}`];
  });
  return [...(product === 0 ? [] : [`${NOT_MOVED}: ${images}`]), ...slots];
}

const isComparedWithItself = (run: Pick<Run, 'command' | 'mode'> | undefined): boolean =>
  run?.mode === 'parity' && run.command !== 'audit';

/** Of one store's two views, what is left of the kinds that were compared is what V2 cannot show. */
function titleOfSlots(run: Asked | undefined, kind: (typeof slotWordsOfKinds)[number]): string {
  if (!isComparedWithItself(run)) return NOT_MOVED;
  if (kind !== 'variant') return 'Not compared';
  const isAsked = String(run?.options['kinds']).split(',').includes(kind);
  return isAsked ? 'Not compared, since V2 lists no SKU' : NOT_MOVED;
}

/** Of one store's two views nothing is moved that could be left out of it. */
export const uncountedTitle = (run: Pick<Run, 'command' | 'mode'> | undefined): string =>
  `Not ${isComparedWithItself(run) ? 'compared' : 'moved'}, not counted`;

/** `modifier values and swatches`: those that were neither moved nor counted; '' where there are none. */
export function uncountedWords(run: Asked | undefined, sourceVia: 'auto' | 'v2' | 'v3' | undefined): string {
  const carried = String(run?.options['kinds']).split(',');
  // V2's lists, where they alone were read, show no variants. Of one store V3's view is read as well, and shows them.
  if (sourceVia === 'v2' && run?.mode !== 'parity' && !carried.includes('variant'))
    return slotWordsOfKinds.map((kind) => nounsOfWord(kind).many).join(', ');
  // Options and modifiers come together, or not at all.
  const values = slotWordsOfKinds.filter((kind) => kind !== 'variant');
  return values.some((kind) => carried.includes(kind))
    ? ''
    : values.map((kind) => nounsOfWord(kind).many).join(' and ');
}
