// Pictures that were seen and left out, by kind, from what the run that has read the source holds.
import type { Journal, Run } from '@cutover/journal';
import { carriedKinds, isAboutImages, slotCounts } from '../carried.ts';
import type { NotMoved } from '../engine.ts';

/** @returns nothing where none was seen. */
export function notMovedOf(
  journal: Pick<Journal, 'snapshotOf'>,
  reader: Run | undefined,
): { readonly notMoved?: NotMoved } {
  const seen = carriedKinds.flatMap((kind) => {
    const count =
      kind === 'product' ? imagesLeftOut(journal, reader) : (reader?.counts[slotCounts[kind].notMoved] ?? 0);
    return count === 0 ? [] : [[kind, count] as const];
  });
  return seen.length === 0 ? {} : { notMoved: Object.fromEntries(seen) };
}

/** They come with the pages of products, whichever kinds were asked for. */
function imagesLeftOut(journal: Pick<Journal, 'snapshotOf'>, reader: Run | undefined): number {
  if (reader === undefined || isAboutImages(reader)) return 0;
  // Of one store's two views, V3's is whole whatever V2 was asked for.
  const side = reader.mode === 'parity' && reader.command !== 'audit' ? 'target' : 'source';
  return journal.snapshotOf(reader.id, side)?.images ?? 0;
}
