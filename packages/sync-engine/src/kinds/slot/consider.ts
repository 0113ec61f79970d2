// The slots of one kind of one product of both stores: which is whose counterpart, which picture the target lacks, and what is left
// alone. Invariant: what a slot shows is overwritten only where an earlier run has set it, or the source is preferred; and
// never on a guess.
import { keepsAddress, productImageAt } from '@cutover/field-mapper';
import type { Action, NewAction, SetAction, SetSlot, SlotKind } from '@cutover/journal';
import type { Deciding, Decisions, With } from '../../engine.ts';
import { inParallel } from '../../in-parallel.ts';
import { pairSlots } from '../../match/pair-slots.ts';
import { compareSlot } from '../../pictures/slot-pictures.ts';
import { SETS_FROM } from '../../plan/actions.ts';
import type { Consideration, Considered, ProductAtHand } from '../../plan/considered.ts';
import { nothingMarched } from '../../plan/considered.ts';
import { type Conflict, isSameAddress, type SlotPicture, type SlotRow } from '../../plan/looked.ts';
import { unpaired } from '../../plan/unpaired.ts';
import type { ShownInSlot } from '../../sayings.ts';
import { idsOfSlot, isSameSlot, kindOfSlot, showsColours, showsPicture } from '../../slots.ts';
import { passGate } from '../../stopped.ts';

const PICTURES_AT_ONCE = 8;

export async function considerSlots(
  engine: With<Deciding>,
  of: SlotKind,
  about: Consideration,
): Promise<Considered> {
  const { product, settled, mayDo = () => true } = about;
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
      'why' in pair ? unpaired(pair) : await rowOf(engine, about, pair, lastSetIn(done, pair.target)),
    );
  });
  const slots = pairs.flatMap((_, index) => rows.get(index) ?? []);
  const actions = slots.flatMap((row, index) =>
    isToBeSet(row) && !isInDoubt(settled, row.target) ? [setOf(of, product, row, index)] : [],
  );
  return {
    ...nothingMarched,
    slots,
    actions: actions.filter((action: NewAction) => mayDo(action)),
    conflicts: slots.flatMap(conflictOf),
  };
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
  const same = { ...pair, sign: '=', says: { code: 'same-on-both' } } as const;
  if (target.address === '')
    return {
      ...pair,
      sign: '+',
      says: { code: 'slot-empty-on-target', kind: kindOfSlot(target.slot) },
    };
  const how = lookAtSlot(product, target.slot);
  if (how === 'never') return { ...same, says: { code: 'slot-not-looked-at' } };
  if (showsColours(target.address)) return strange(engine.decisions, pair, { is: 'colours' });
  const isOurs = last?.shown !== undefined && isSameAddress(last.shown.address, target.address);
  const isAsSent = isOurs && isSameAddress(last.sourceFile ?? '', source.address);
  const mayDiffer = how === 'where-needed' && (keepsAddress(source.address) || keepsAddress(target.address));
  if (isAsSent && how !== 'always' && !mayDiffer) return same;
  await passGate(engine.control);
  const verdict = await compareSlot(engine, source.address, target.address);
  if (verdict.is === 'same') return same;
  if (isAsSent && how !== 'always') return verdict.is === 'other' ? otherSince(engine.decisions, pair) : same;
  if (verdict.is === 'unknown')
    return {
      ...pair,
      sign: '!',
      rule: 'picture-unchecked',
      says: { code: 'slot-not-compared', why: verdict.says },
    };
  const shows: ShownInSlot =
    verdict.is === 'gone' ? { is: 'no-picture', why: verdict.says } : { is: 'another-picture' };
  if (isAsSent)
    return { ...pair, sign: '~', rule: 'picture-broken', says: { code: 'slot-not-as-set', shows } };
  if (isOurs) return { ...pair, sign: '~', says: { code: 'slot-outdated' } };
  return strange(engine.decisions, pair, shows);
}

/** Other pictures at the addresses of when it was set: on the side whose address stays, or nobody knows on which. */
function otherSince(decisions: Decisions, pair: Pair): SlotRow {
  if (!keepsAddress(pair.target.address)) return { ...pair, sign: '~', says: { code: 'slot-outdated' } };
  return strange(decisions, pair, {
    is: keepsAddress(pair.source.address) ? 'another-picture-on-a-side' : 'another-picture',
  });
}

/** What a run has not set, or may not have. */
function strange({ prefer }: Decisions, pair: Pair, shows: ShownInSlot): SlotRow {
  const says = { code: 'slot-set-by-others', shows, prefer } as const;
  if (prefer === 'source') return { ...pair, sign: '~', says };
  return prefer === 'target'
    ? { ...pair, sign: '=', says }
    : { ...pair, sign: '~', rule: 'edited-on-target', says };
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
