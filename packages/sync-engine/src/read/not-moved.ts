// Pictures that were seen and that no command moves, by kind, from the counts of the run that has read the source.
import type { Run } from '@cutover/journal';
import { slotCounts, slotKindsCarried } from '../carried.ts';
import type { NotMoved } from '../engine.ts';

/** @returns nothing where none was seen. */
export function notMovedOf(reader: Pick<Run, 'counts'> | undefined): { readonly notMoved?: NotMoved } {
  const seen = slotKindsCarried.flatMap((kind) => {
    const count = reader?.counts[slotCounts[kind].notMoved] ?? 0;
    return count === 0 ? [] : [[kind, count] as const];
  });
  return seen.length === 0 ? {} : { notMoved: Object.fromEntries(seen) };
}
