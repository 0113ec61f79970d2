// What taking one run back needs in the slots of one kind of one product. Invariants: what a slot shows is overwritten only
// while it is what the run has set there; what was there before comes from the bytes that were kept; an empty slot stays
// filled, because V3 has no call that empties one, and that is told. Pure.
import type { Action, SetAction, SetOfArchive, Slot, SlotKind } from '@cutover/journal';
import { SETS_FROM } from '../../plan/actions.ts';
import type { LeftAlone, RevertPlan } from '../../plan/left-alone.ts';
import { isSameAddress, type SlotPicture } from '../../plan/looked.ts';
import { isSameSlot, kindOfSlot, showsColours } from '../../slots.ts';
import { setShownIn } from './set-before.ts';

export interface SlotRevert {
  /** The kind of the slots that are asked about. */
  readonly kind: SlotKind;
  /** What the run did to the product, in pictures of all kinds, in the order in which it was sent. */
  readonly writes: readonly Action[];
  /** What was set on the product and took effect, by any run, likewise. */
  readonly done: readonly SetAction[];
  readonly now: readonly SlotPicture[];
  /** Those of which nobody knows whether a write has taken effect. */
  readonly inDoubt: readonly Slot[];
}

export function planSlotRevert({ kind, writes, done, now, inDoubt }: SlotRevert): RevertPlan {
  const sets = writes.flatMap((write) => (write.verb === 'set' ? [write] : []));
  const slots = sets.flatMap(({ subject: { slot } }, index) =>
    sets.findIndex(({ subject }) => isSameSlot(subject.slot, slot)) === index ? [slot] : [],
  );
  // Each keeps its place among the slots of all kinds.
  const planned = slots.map((slot, index) => {
    if (kindOfSlot(slot) !== kind) return undefined;
    const own = sets.filter(({ subject }) => isSameSlot(subject.slot, slot));
    const last = done.findLast(({ subject }) => isSameSlot(subject.slot, slot));
    const shown = now.find((one) => isSameSlot(one.slot, slot));
    if (inDoubt.some((one) => isSameSlot(one, slot))) return left(slot, { code: 'slot-put-back-in-doubt' });
    return takenBack(slot, index, own, last, shown, shown && setShownIn(done, shown));
  });
  return {
    actions: planned.flatMap((one) => (one !== undefined && 'verb' in one ? [one] : [])),
    left: planned.flatMap((one) => (one !== undefined && 'why' in one ? [one] : [])),
  };
}

function left(slot: Slot, why: LeftAlone['why'], isKept = false): LeftAlone {
  return { slot, fields: [], why, ...(isKept ? { isKept: true } : {}) };
}

function takenBack(
  slot: Slot,
  index: number,
  own: readonly SetAction[],
  last: SetAction | undefined,
  now: SlotPicture | undefined,
  /** What it shows now is this one’s picture: it may have been put back since. */
  showsOf: SetAction | undefined,
): SetOfArchive | LeftAlone | undefined {
  const kind = kindOfSlot(slot);
  const [first] = own;
  const newest = own.at(-1);
  if (first === undefined || now === undefined) return left(slot, { code: 'slot-gone', kind });
  const shows = (address: string | undefined): boolean =>
    address !== undefined && isSameAddress(address, now.address);
  if (!shows(newest?.shown?.address)) {
    const isBack =
      last !== undefined &&
      'putBack' in last &&
      last.putBack.sha256 === first.archived &&
      shows(last.shown?.address);
    if (isBack) return undefined;
    if (newest === undefined || showsOf?.id !== newest.id) return left(slot, { code: 'slot-changed' });
  }
  if (first.before?.address === '') return left(slot, { code: 'slot-was-empty', kind }, true);
  if (first.before !== undefined && showsColours(first.before.address))
    return left(slot, { code: 'slot-showed-colours', colours: first.before.address }, true);
  if (first.archived === undefined) return left(slot, { code: 'slot-not-kept' });
  return {
    verb: 'set',
    subject: { ...first.subject, slot },
    putBack: { sha256: first.archived },
    sku: first.sku,
    position: SETS_FROM + index,
  };
}
