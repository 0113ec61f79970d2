// What a run has set in the slots of one kind of one product, taken back: what the journal knows of it is asked here, and
// the plan is made of that alone (`revert-slots.ts`).
import type { SlotKind } from '@cutover/journal';
import type { RevertPlan } from '../../plan/left-alone.ts';
import type { Kind } from '../kind.ts';
import { planSlotRevert } from './revert-slots.ts';

type Asked = Parameters<Kind['takeBack']>;

export function takeBackSets(kind: SlotKind, [{ journal }, { product, writes }]: Asked): RevertPlan {
  if (writes.every(({ subject }) => subject.kind !== kind)) return { actions: [], left: [] };
  const { productId, slots = [] } = product;
  return planSlotRevert({
    kind,
    writes,
    done: journal.setsDone([productId]),
    now: slots,
    inDoubt: journal
      .doubtsOf([productId])
      .flatMap(({ subject }) => ('slot' in subject ? [subject.slot] : [])),
  });
}
