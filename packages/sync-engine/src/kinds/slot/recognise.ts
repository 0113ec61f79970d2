// What became of a set whose answer was lost: the picture that the slot shows now, and its address against the one of before.
// Invariant: an address alone proves nothing: another one may be somebody else's doing, and the same one may show another
// picture.
import type { Action, SetAction } from '@cutover/journal';
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
  if (action.verb !== 'set') return { is: 'absent' };
  const { slot: set } = action.subject;
  const now = slots.find(({ slot }) => isSameSlot(slot, set));
  if (now === undefined || !showsPicture(now.address)) return { is: 'absent' };
  const wanted = await wantedPicture(engine, action);
  const verdict = wanted === undefined ? undefined : await compareSlot(engine, wanted, now.address);
  if (verdict?.is === 'same')
    return {
      is: 'found',
      now: { slot: set, address: now.address },
      surplus: [],
      isAsSent: true,
    };
  // Somebody else's, or still the one of before: ours has not arrived, or is gone again, and the look before the next write
  // leaves theirs alone.
  const isOfBefore = now.address === (action.before?.address ?? '');
  return isOfBefore || verdict?.is === 'other' ? { is: 'absent' } : { is: 'unclear', candidates: [now] };
}

async function wantedPicture(
  { archive, journal }: Engine,
  action: SetAction,
): Promise<string | Uint8Array | undefined> {
  if ('putBack' in action) return await archive.get(action.putBack.sha256).catch(() => undefined);
  return sourceSlotOf(journal, action)?.address;
}
