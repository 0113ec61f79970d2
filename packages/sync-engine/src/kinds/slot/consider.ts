// The slots of one kind of one product of both stores: which is whose counterpart, which picture the target lacks, and what is left
// alone. Invariant: what a slot shows is overwritten only where an earlier run has set it, or the source is preferred; and
// never on a guess.

import { productImageAt } from '@cutover/field-mapper';
import type { Action, NewAction, SetAction, SetSlot, SlotKind } from '@cutover/journal';
import type { Deciding, Decisions, With } from '../../engine.ts';
import { inParallel } from '../../in-parallel.ts';
import { pairSlots } from '../../match/pair-slots.ts';
import { compareSlot } from '../../pictures/slot-pictures.ts';
import { SETS_FROM } from '../../plan/actions.ts';
import type { Consideration, Considered, ProductAtHand } from '../../plan/considered.ts';
import { nothingMarched } from '../../plan/considered.ts';
import { type Conflict, isSameAddress, type SlotPicture, type SlotRow } from '../../plan/looked.ts';
import { asSaid } from '../../sayings.ts';
import { idsOfSlot, isSameSlot, kindOfSlot, showsColours, showsPicture, slotNouns } from '../../slots.ts';
import { passGate } from '../../stopped.ts';

const PICTURES_AT_ONCE = 8;

export async function considerSlots(
  engine: With<Deciding>,
  of: SlotKind,
  about: Consideration,
): Promise<Considered> {
  const { product, known, mayDo = () => true } = about;
  const done = engine.journal.setsDone([product.targetProductId]);
  const ofKind = (slots: readonly SlotPicture[] = []): SlotPicture[] =>
    slots.filter(({ slot }) => kindOfSlot(slot) === of);
  const pairs = pairSlots(ofKind(product.sourceSlots), ofKind(product.targetSlots)).filter(({ source }) =>
    showsPicture(source.address),
  );
  const rows = new Map<number, SlotRow>();
  await inParallel(pairs.entries(), PICTURES_AT_ONCE, async ([index, pair]) => {
    rows.set(
      index,
      'why' in pair ? unpaired(of, pair) : await rowOf(engine, about, pair, lastSetIn(done, pair.target)),
    );
  });
  const slots = pairs.flatMap((_, index) => rows.get(index) ?? []);
  const actions = slots.flatMap((row, index) =>
    isToBeSet(row) && !isInDoubt(known.settled, row.target) ? [setOf(of, product, row, index)] : [],
  );
  return {
    ...nothingMarched,
    slots,
    actions: actions.filter((action: NewAction) => mayDo(action)),
    conflicts: slots.flatMap(conflictOf),
  };
}

/** What is said of a slot without one counterpart. */
export function unpaired(
  of: SlotKind,
  { source, why }: { readonly source: SlotPicture; readonly why: 'ambiguous' | 'unmatched' },
): SlotRow {
  const { one, many } = slotNouns[of];
  return why === 'ambiguous'
    ? {
        sign: '!',
        rule: 'slot-ambiguous',
        source,
        says: asSaid(`several ${many} could be the counterpart of ${nameOfSlot(source)}, and none is taken`),
      }
    : {
        sign: '!',
        rule: 'slot-unmatched',
        source,
        says: asSaid(`the target has no ${one} like ${nameOfSlot(source)}`),
      };
}

/** As people know it. */
export function nameOfSlot({ sku = '', choices = [], slot }: SlotPicture): string {
  if (sku !== '') return sku;
  if (choices.length > 0) return choices.map(({ name, label }) => `${name}: ${label}`).join(', ');
  const id = 'variantId' in slot ? slot.variantId : slot.valueId;
  return `${slotNouns[kindOfSlot(slot)].one} ${id}`;
}

/** What was set last in a slot, by whichever run; what a revert has put back is not ours. */
function lastSetIn(done: readonly SetAction[], { slot }: SlotPicture): SetAction | undefined {
  const last = done.findLast(({ targetSlot }) => isSameSlot(targetSlot, slot));
  return last?.putBack === undefined ? last : undefined;
}

interface Pair {
  readonly source: SlotPicture;
  readonly target: SlotPicture;
}

async function rowOf(
  engine: With<Deciding>,
  { product, lookAtSlot = () => 'where-needed' }: Consideration,
  { source, target }: Pair,
  last: SetAction | undefined,
): Promise<SlotRow> {
  const pair = { source, target };
  const same = { ...pair, sign: '=', says: asSaid('the same on both stores') } as const;
  if (target.address === '')
    return {
      ...pair,
      sign: '+',
      says: asSaid(`the ${slotNouns[kindOfSlot(target.slot)].one} shows no picture on the target`),
    };
  const how = lookAtSlot(product, target.slot);
  if (how === 'never')
    return { ...same, says: asSaid('a picture on both stores; which one, only a look at it tells') };
  if (showsColours(target.address)) return strange(engine.decisions, pair, 'it shows colours');
  const isOurs = last?.shown !== undefined && isSameAddress(last.shown.address, target.address);
  const isAsSent = isOurs && isSameAddress(last.sourceFile ?? '', source.address);
  if (isAsSent && how !== 'always') return same;
  await passGate(engine.control);
  const verdict = await compareSlot(engine, source.address, target.address);
  if (verdict.is === 'same') return same;
  if (verdict.is === 'unknown')
    return {
      ...pair,
      sign: '!',
      rule: 'picture-unchecked',
      says: asSaid(
        `its picture could not be compared with the one on the target: ${engine.words(verdict.says)}`,
      ),
    };
  const shows =
    verdict.is === 'gone'
      ? `its address gives no picture: ${engine.words(verdict.says)}`
      : 'it shows another picture';
  if (isAsSent)
    return { ...pair, sign: '~', rule: 'picture-broken', says: asSaid(`${shows}, where this one was set`) };
  if (isOurs)
    return { ...pair, sign: '~', says: asSaid('the source shows another picture since this one was set') };
  return strange(engine.decisions, pair, shows);
}

/** What no run has set. */
function strange({ prefer }: Decisions, pair: Pair, shows: string): SlotRow {
  const words = `${shows}, which no run has set`;
  if (prefer === 'source') return { ...pair, sign: '~', says: asSaid(`${words}; the source is preferred`) };
  return prefer === 'target'
    ? { ...pair, sign: '=', says: asSaid(`${words}, and it is kept`) }
    : { ...pair, sign: '~', rule: 'edited-on-target', says: asSaid(words) };
}

type Settable = SlotRow & { readonly target: SlotPicture };

function isToBeSet(row: SlotRow): row is Settable {
  if (row.target === undefined) return false;
  return row.sign === '+' || (row.sign === '~' && row.rule !== 'edited-on-target');
}

function isInDoubt(settled: readonly Action[], { slot }: SlotPicture): boolean {
  return settled.some(
    ({ status, targetSlot }) =>
      (status === 'started' || status === 'blocked') &&
      targetSlot !== undefined &&
      isSameSlot(targetSlot, slot),
  );
}

function setOf(
  of: SlotKind,
  { sourceProductId, targetProductId, sku, source: images }: ProductAtHand,
  { source, target }: Settable,
  index: number,
): SetSlot {
  const copied = productImageAt(source.address);
  const image = images.find(
    ({ productId, imageId }) => productId === copied?.productId && imageId === copied.imageId,
  );
  return {
    kind: 'set',
    of,
    sourceProductId,
    targetProductId,
    sku,
    sourceSlot: idsOfSlot(source.slot),
    targetSlot: idsOfSlot(target.slot),
    ...(image === undefined ? {} : { sourceImageId: image.imageId }),
    wanted: {},
    position: SETS_FROM + index,
  };
}

function conflictOf({ rule, says, target }: SlotRow): Conflict[] {
  if (target === undefined || (rule !== 'edited-on-target' && rule !== 'picture-unchecked')) return [];
  return [{ code: rule, says, targetSlot: target.slot }];
}
