// Which kinds of picture can be compared and moved, in the words of `--kinds`, and which are without it.
import { type CarriedKind, carriedKinds, type Mode, type Run } from '@cutover/journal';

export { type CarriedKind, carriedKinds, kindOfWord } from '@cutover/journal';
/** Those whose pictures are held by slots. */
export type CarriedSlots = Exclude<CarriedKind, 'product'>;

/**
 * Under which names a run counts the pictures of slots: those that were met, those of products without a counterpart, and
 * those that were seen and are not carried.
 */
export const slotCounts = {
  variant: { met: 'slots', unmatched: 'unmatchedSlots', notMoved: 'variantPictures' },
  modifier: { met: 'modifierSlots', unmatched: 'unmatchedModifierSlots', notMoved: 'modifierPictures' },
  swatch: { met: 'swatchSlots', unmatched: 'unmatchedSwatchSlots', notMoved: 'swatchPictures' },
} as const satisfies Readonly<Record<CarriedSlots, Readonly<Record<string, string>>>>;
export const slotKindsCarried = carriedKinds.filter((kind) => kind !== 'product');

/** Those of a run that says nothing of it: one from before there was a choice, or of what V2 alone is asked for. */
export const kindsCarried: readonly CarriedKind[] = ['product'];

export interface OfKinds {
  readonly selection: { readonly kinds?: readonly CarriedKind[] | undefined };
}

export function carries({ selection: { kinds = kindsCarried } }: OfKinds, kind: CarriedKind): boolean {
  return kinds.includes(kind);
}

/** Those that a plan can hold: what the views of one store differ in beside images of products is shown, and not fixed. */
export function kindsToMove({ mode, ...asked }: OfKinds & { readonly mode: Mode }): readonly CarriedKind[] {
  return carriedKinds.filter((kind) => carries(asked, kind) && (mode === 'transfer' || kind === 'product'));
}

/** Those that a run was about. */
export const kindsOfRun = (run: Pick<Run, 'options'>): readonly CarriedKind[] =>
  kindsSaidOf(run) ?? kindsCarried;

/** Whether a run was about images of products. */
export const isAboutImages = (run: Pick<Run, 'options'>): boolean => kindsOfRun(run).includes('product');

/** The same, where the run says it. */
export function kindsSaidOf({ options }: Pick<Run, 'options'>): readonly CarriedKind[] | undefined {
  const text = options['kinds'];
  if (typeof text !== 'string') return undefined;
  const words = text.split(',');
  return carriedKinds.filter((kind) => words.includes(kind));
}
