// Pictures of kinds that were left out, in words: those that were seen, and which nobody has counted.
import type { Run } from '@cutover/journal';
import type { NotMoved } from '@cutover/sync-engine';
import { number } from '../terminal/quantities.ts';

const nouns = {
  variant: ['a variant', 'variants'],
  modifier: ['a modifier', 'modifiers'],
  swatch: ['a swatch', 'swatches'],
} as const satisfies Readonly<Record<keyof NotMoved, readonly [one: string, many: string]>>;
const kinds = Object.keys(nouns).filter((kind): kind is keyof NotMoved => kind in nouns);

/** `3 pictures of variants`, a kind of which some were seen after another. */
export function notMovedWords(seen: NotMoved = {}): string[] {
  return kinds.flatMap((kind) => {
    const { [kind]: count = 0 } = seen;
    const [one, many] = nouns[kind];
    if (count === 0) return [];
    return [count === 1 ? `1 picture of ${one}` : `${number(count)} pictures of ${many}`];
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

/** `modifiers and swatches`: those that were neither moved nor counted; '' where there are none. */
export function uncountedWords(
  run: Pick<Run, 'command' | 'mode' | 'options'> | undefined,
  sourceVia: 'auto' | 'v2' | 'v3' | undefined,
): string {
  // V2's lists, where they alone were read, show no variants.
  const carried = String(run?.options['kinds']).split(',');
  if (sourceVia === 'v2' && !carried.includes('variant'))
    return kinds.map((kind) => nouns[kind][1]).join(', ');
  // Of one store V2 is asked for no swatch.
  if (isComparedWithItself(run) && carried.includes('modifier')) return nouns.swatch[1];
  // Options and modifiers come together, or not at all.
  return carried.some((kind) => kind === 'modifier' || kind === 'swatch') ? '' : 'modifiers and swatches';
}
