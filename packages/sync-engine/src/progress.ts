// How far a phase is, told as it goes on: a total that turns out to be too small is no total, and is left out from then on.
import type { Snapshot } from '@cutover/journal';
import { type CarriedSlots, carries, kindOfWord, type OfKinds, slotKindsCarried } from './carried.ts';
import type { Engine } from './engine.ts';
import type { Phase } from './events.ts';
import { showsPicture } from './slots.ts';

/** @returns what is called with the number of images that have been done since. */
export function progressOf(
  { emit }: Pick<Engine, 'emit'>,
  run: string,
  phase: Phase,
  expected: number,
): (more: number) => void {
  let done = 0;
  return (more) => {
    done += more;
    // One that grew with what is done would say that all is done, for as long as it lasts.
    emit({ type: 'progress', run, phase, done, ...(done > expected ? {} : { total: expected }) });
  };
}

/** How many pictures of the kinds asked for a side shows, those of slots included. @param slotsOf where they were read; default: there, too. */
export function picturesToMeet(
  { journal, selection }: Pick<Engine, 'journal'> & OfKinds,
  side: Pick<Snapshot, 'snapshot' | 'images'>,
  slotsOf: Pick<Snapshot, 'snapshot'> = side,
): number {
  // Swatches alone show colours, too.
  const shown = (kind: CarriedSlots): number =>
    journal.slotsShown(slotsOf.snapshot, kindOfWord[kind], kind === 'swatch' ? showsPicture : undefined);
  return slotKindsCarried
    .filter((kind) => carries({ selection }, kind))
    .reduce((sum, kind) => sum + shown(kind), carries({ selection }, 'product') ? side.images : 0);
}
