// Which kinds of picture can be compared and moved, in the words of `--kinds`, and which are without it.
import type { Run } from '@cutover/journal';

export const carriedKinds = ['product', 'variant'] as const;
export type CarriedKind = (typeof carriedKinds)[number];

/** Where nobody says which. */
export const kindsCarried: readonly CarriedKind[] = ['product'];

interface Asked {
  readonly settings: { readonly kinds?: readonly CarriedKind[] | undefined };
}

export function carries({ settings: { kinds = kindsCarried } }: Asked, kind: CarriedKind): boolean {
  return kinds.includes(kind);
}

/** As a person spells them, always in one order. */
export function kindsText(kinds: readonly CarriedKind[] = kindsCarried): string {
  return carriedKinds.filter((kind) => kinds.includes(kind)).join(',');
}

/** Those that a run was about. */
export function kindsOfRun({ options }: Pick<Run, 'options'>): readonly CarriedKind[] {
  const text = options['kinds'];
  if (typeof text !== 'string') return kindsCarried;
  const words = text.split(',');
  return carriedKinds.filter((kind) => words.includes(kind));
}
