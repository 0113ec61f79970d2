// The slots of one kind of one product of both stores: which is whose counterpart, which picture the target lacks, and what is left
// alone. Invariant: what a slot shows is overwritten only where an earlier run has set it, or the source is preferred; and
// never on a guess.
import { keepsAddress, type ProductImage, productImageAt } from '@cutover/field-mapper';
import type { Action, NewAction, SetAction, SetOfSource, SlotKind } from '@cutover/journal';
import type { Deciding, Decisions, Engine, With } from '../../engine.ts';
import { inParallel } from '../../in-parallel.ts';
import { pairSlots } from '../../match/pair-slots.ts';
import { isOriginalThere } from '../../pictures/renditions.ts';
import { compareSlot } from '../../pictures/slot-pictures.ts';
import { SETS_FROM } from '../../plan/actions.ts';
import type { Consideration, Considered, ProductAtHand } from '../../plan/considered.ts';
import { nothingMarched } from '../../plan/considered.ts';
import {
  type Conflict,
  isSameAddress,
  type SlotLook,
  type SlotPicture,
  type SlotRow,
} from '../../plan/looked.ts';
import { unpaired } from '../../plan/unpaired.ts';
import type { ShownInSlot } from '../../sayings.ts';
import { idsOfSlot, isSameSlot, kindOfSlot, showsColours, showsPicture } from '../../slots.ts';
import { passGate } from '../../stopped.ts';
import { lastSetIn, renditionIn, showsPutBack } from './set-before.ts';

const PICTURES_AT_ONCE = 8;

export async function considerSlots(
  engine: With<Deciding>,
  kind: SlotKind,
  about: Consideration,
): Promise<Considered> {
  const { product, settled, mayDo = () => true } = about;
  const ofKind = (slots: readonly SlotPicture[] = []): SlotPicture[] =>
    slots.filter(({ slot }) => kindOfSlot(slot) === kind);
  const pairs = pairSlots(ofKind(product.sourceSlots), ofKind(product.targetSlots)).filter(({ source }) =>
    showsPicture(source.address),
  );
  // Most products have none, and the journal is asked nothing about them.
  if (pairs.length === 0) return { ...nothingMarched, slots: [], actions: [], conflicts: [] };
  const done = engine.journal.setsDone([product.targetProductId]);
  const rows = new Map<number, SlotRow>();
  await inParallel(pairs.entries(), PICTURES_AT_ONCE, async ([index, pair]) => {
    rows.set(index, 'why' in pair ? unpaired(pair) : await rowOf(engine, about, pair, done));
  });
  const slots = pairs.flatMap((_, index) => rows.get(index) ?? []);
  const actions = slots.flatMap((row, index) =>
    isToBeSet(row) && !isInDoubt(settled, row.target) ? [setOf(kind, product, row, index)] : [],
  );
  return {
    ...nothingMarched,
    slots,
    actions: actions.filter((action: NewAction) => mayDo(action)),
    conflicts: slots.flatMap(conflictOf),
  };
}

const howToLook = (
  { product, lookAtSlot = () => 'where-needed' }: Consideration,
  { slot }: SlotPicture,
): SlotLook => lookAtSlot(product, slot);

interface Pair {
  readonly source: SlotPicture;
  readonly target: SlotPicture;
}

async function rowOf(
  engine: With<Deciding>,
  about: Consideration,
  { source, target }: Pair,
  done: readonly SetAction[],
): Promise<SlotRow> {
  const pair = { source, target };
  const same = { ...pair, sign: '=', says: { code: 'same-on-both' } } as const;
  if (target.address === '')
    return {
      ...pair,
      sign: '+',
      says: { code: 'slot-empty-on-target', kind: kindOfSlot(target.slot) },
    };
  const how = howToLook(about, target);
  if (how === 'never') return { ...same, says: { code: 'slot-not-looked-at' } };
  if (showsColours(target.address)) return strange(engine.decisions, pair, { is: 'colours' });
  const last = lastSetIn(done, target);
  const isOurs = last?.shown !== undefined && isSameAddress(last.shown.address, target.address);
  const isAsSent = isOurs && isSameAddress(last.sourceFile ?? '', source.address);
  const mayDiffer = how === 'where-needed' && (keepsAddress(source.address) || keepsAddress(target.address));
  const asItIs = async (): Promise<SlotRow> =>
    renditionIn(done, target) === undefined ? same : await renditionRow(engine, about, pair);
  if (isAsSent && how !== 'always' && !mayDiffer) return await asItIs();
  await passGate(engine.control);
  const verdict = await compareSlot(engine, source.address, target.address);
  if (verdict.is === 'same') return await asItIs();
  if (isAsSent && how !== 'always')
    return verdict.is === 'other' ? otherSince(engine.decisions, pair) : await asItIs();
  if (verdict.is === 'unknown')
    return {
      ...pair,
      sign: '!',
      rule: 'picture-unchecked',
      says: { code: 'slot-not-compared', why: verdict.says },
    };
  const isPutBack = showsPutBack(done, target);
  const shows: ShownInSlot =
    verdict.is === 'gone'
      ? { is: 'no-picture', why: verdict.says }
      : { is: isPutBack ? 'picture-put-back' : 'another-picture' };
  if (isAsSent)
    return { ...pair, sign: '~', rule: 'picture-broken', says: { code: 'slot-not-as-set', shows } };
  if (isOurs) return { ...pair, sign: '~', says: { code: 'slot-outdated' } };
  return strange(engine.decisions, pair, shows);
}

/** It shows a rendition, set because no original could be reached: in its place the original is set as soon as one can be. */
async function renditionRow(engine: Engine, about: Consideration, pair: Pair): Promise<SlotRow> {
  const picture = imageShownBy(about.product.source, pair.source) ?? pair.source;
  // When it is written, what the plan says of it holds.
  const isReplaced =
    about.outdated === undefined
      ? await isOriginalThere(engine, picture)
      : howToLook(about, pair.target) === 'always';
  const rendition = isReplaced ? 'replaced' : 'stays';
  const row = { ...pair, sign: '~', rendition, says: { code: 'shows-rendition', is: rendition } } as const;
  // What a plan fixes is a difference like any other.
  return isReplaced ? row : { ...row, rule: 'rendition-copied' };
}

/** The image of the source's product of which a slot shows a copy. */
function imageShownBy(images: readonly ProductImage[], { address }: SlotPicture): ProductImage | undefined {
  const copied = productImageAt(address);
  return images.find(
    ({ productId, imageId }) => productId === copied?.productId && imageId === copied.imageId,
  );
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
  if (row.target === undefined || row.rendition === 'stays') return false;
  return row.sign === '+' || (row.sign === '~' && row.rule !== 'edited-on-target');
}

function isInDoubt(settled: readonly Action[], { slot }: SlotPicture): boolean {
  return settled.some(
    ({ status, subject }) =>
      (status === 'started' || status === 'blocked') && 'slot' in subject && isSameSlot(subject.slot, slot),
  );
}

function setOf(
  kind: SlotKind,
  { sourceProductId, targetProductId, sku, source: images }: ProductAtHand,
  { source, target }: Settable,
  index: number,
): SetOfSource {
  const image = imageShownBy(images, source);
  return {
    verb: 'set',
    subject: { kind, productId: targetProductId, slot: idsOfSlot(target.slot) },
    from: {
      productId: sourceProductId,
      slot: idsOfSlot(source.slot),
      ...(image === undefined ? {} : { imageId: image.imageId }),
    },
    sku,
    position: SETS_FROM + index,
  };
}

function conflictOf({ rule, says, target }: SlotRow): Conflict[] {
  if (target === undefined || (rule !== 'edited-on-target' && rule !== 'picture-unchecked')) return [];
  return [{ code: rule, says, targetSlot: target.slot }];
}
