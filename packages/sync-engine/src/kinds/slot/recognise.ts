// What became of a set whose answer was lost: the address that the slot shows now against the one of before, then the
// picture. Invariant: another address alone proves nothing, because somebody else may have set it.
import type { Action } from '@cutover/journal';
import type { Engine } from '../../engine.ts';
import { compareSlot } from '../../pictures/slot-pictures.ts';
import type { SlotPicture } from '../../plan/looked.ts';
import type { SlotReading } from '../../read/slot-readings.ts';
import { isSameSlot, showsPicture } from '../../slots.ts';
import type { Judgement, Recognised } from '../kind.ts';
import { sourceSlotOf } from './origin.ts';
import { readSlots } from './read.ts';

export async function recogniseSets(
  engine: Engine,
  reading: SlotReading,
  productId: number,
  actions: readonly Action[],
): Promise<Recognised> {
  const [product] = await readSlots(engine, reading, [productId]);
  const judgements: Judgement[] = [];
  for (const action of actions) judgements.push(await judge(engine, action, product?.slots ?? []));
  return { judgements, found: [] };
}

async function judge(engine: Engine, action: Action, slots: readonly SlotPicture[]): Promise<Judgement> {
  if (action.kind !== 'set') return { is: 'absent' };
  const now = slots.find(({ slot }) => isSameSlot(slot, action.targetSlot));
  if (now === undefined || !showsPicture(now.address) || now.address === (action.before?.address ?? ''))
    return { is: 'absent' };
  const wanted = await wantedPicture(engine, action);
  const verdict = wanted === undefined ? undefined : await compareSlot(engine, wanted, now.address);
  if (verdict?.is === 'same')
    return {
      is: 'found',
      now: { slot: action.targetSlot, address: now.address },
      surplus: [],
      isAsSent: true,
    };
  // Somebody else's: ours has not arrived, or is gone again, and the look before the next write leaves theirs alone.
  return verdict?.is === 'other' ? { is: 'absent' } : { is: 'unclear', candidates: [now] };
}

async function wantedPicture(
  { archive, journal }: Engine,
  action: Action,
): Promise<string | Uint8Array | undefined> {
  if (action.putBack !== undefined) return await archive.get(action.putBack).catch(() => undefined);
  return sourceSlotOf(journal, action)?.address;
}
