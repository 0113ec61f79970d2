// What an earlier run has set in a slot, as far as the slot shows it still. Pure.
import { type Rendition, renditionOf, type SetAction } from '@cutover/journal';
import { isSameAddress, type SlotPicture } from '../../plan/looked.ts';
import { isSameSlot } from '../../slots.ts';

/** What was set last in a slot, by whichever run; what a revert has put back is not ours. */
export function lastSetIn(done: readonly SetAction[], { slot }: SlotPicture): SetAction | undefined {
  const last = done.findLast(({ subject }) => isSameSlot(subject.slot, slot));
  return last !== undefined && 'putBack' in last ? undefined : last;
}

/** It shows what a revert has put back. */
export function showsPutBack(done: readonly SetAction[], { slot, address }: SlotPicture): boolean {
  const last = done.findLast(({ subject }) => isSameSlot(subject.slot, slot));
  if (last === undefined || !('putBack' in last) || last.shown === undefined) return false;
  return isSameAddress(last.shown.address, address);
}

/**
 * The set whose picture a slot shows: the last one, or the one to which what was put back since leads; undefined: none, or
 * somebody has changed it since, or had before what was put back.
 */
export function setShownIn(
  done: readonly SetAction[],
  { slot, address }: SlotPicture,
): SetAction | undefined {
  let own = done.filter(({ subject }) => isSameSlot(subject.slot, slot));
  if (!isSameAddress(own.at(-1)?.shown?.address ?? '', address)) return undefined;
  for (let last = own.at(-1); last !== undefined && 'putBack' in last; last = own.at(-1)) {
    const { sha256 } = last.putBack;
    const taken = own.slice(0, -1).findLastIndex(({ archived }) => archived === sha256);
    const found = own[taken]?.before?.address ?? '';
    own = own.slice(0, Math.max(taken, 0));
    // What was taken back had found another picture than the one that was set before it.
    if (found === '' || !isSameAddress(own.at(-1)?.shown?.address ?? '', found)) return undefined;
  }
  return own.at(-1);
}

/** The rendition that a slot shows, set there by a run, or put back by one; undefined: it shows none, or something else by now. */
export function renditionIn(
  done: readonly SetAction[],
  { slot, address }: SlotPicture,
): Rendition | undefined {
  const own = done.filter(({ subject }) => isSameSlot(subject.slot, slot));
  const last = own.at(-1);
  if (last?.shown === undefined || !isSameAddress(last.shown.address, address)) return undefined;
  let at = own.length - 1;
  // What was put back is what the set before the one showed that was taken back; a way that only leads back ends.
  for (let one = own[at]; one !== undefined && 'putBack' in one; one = own[at]) {
    const { sha256 } = one.putBack;
    at = own.slice(0, at).findLastIndex(({ archived }) => archived === sha256) - 1;
  }
  const set = own[at];
  return set && renditionOf(set);
}
