// Pictures that were seen and that no command moves, by kind, from the counts of the run that has read the source.
import type { Run } from '@cutover/journal';
import type { NotMoved } from '../engine.ts';

/** The name under which a scan counts them. */
export const VARIANT_PICTURES = 'variantPictures';

/** @returns nothing where none was seen. */
export function notMovedOf(reader: Pick<Run, 'counts'> | undefined): { readonly notMoved?: NotMoved } {
  const variant = reader?.counts[VARIANT_PICTURES] ?? 0;
  return variant === 0 ? {} : { notMoved: { variant } };
}
