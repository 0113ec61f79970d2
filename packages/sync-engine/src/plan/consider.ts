// One product of both stores, considered: which image is whose counterpart, what somebody has edited, what is to be done
// and what is left alone. The comparison of two snapshots and the look before a write ask the same question here; what
// differs by moment is an argument.
import type { ProductImage } from '@cutover/field-mapper';
import type { NewAction, Slot, Snapshot } from '@cutover/journal';
import type { Deciding, Prefer, With } from '../engine.ts';
import { isPair, type MarchRow } from '../match/march.ts';
import { ownOf } from './edits.ts';
import type { Known } from './known.ts';
import type { Conflict, SlotLook, SlotPicture, SlotRow } from './looked.ts';
import { type Marched, marchProduct } from './march-product.ts';
import { plan, planGuards } from './plan.ts';
import { editedWords, sparedWords, unsureWords } from './row-words.ts';

export interface ProductAtHand {
  readonly sourceProductId: number;
  readonly targetProductId: number;
  readonly sku: string;
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  /** What the target's slots show, for kinds that are held by slots; default: nothing. */
  readonly targetSlots?: readonly SlotPicture[] | undefined;
  /** What the source's slots show, likewise. */
  readonly sourceSlots?: readonly SlotPicture[] | undefined;
}

export interface Consideration {
  readonly product: ProductAtHand;
  readonly known: Known;
  /** The snapshot that the source's images are from: one that is known to be short allows no removal. */
  readonly sourceSnapshot: Pick<Snapshot, 'images' | 'expectedImages'>;
  /** Target images that are known to show another picture than they should; undefined: pictures are looked at. */
  readonly outdated?: ReadonlySet<number>;
  /** More of them, from elsewhere, once the product is marched; default: none. */
  readonly wrongPictures?: (rows: readonly MarchRow[]) => Promise<ReadonlySet<number>>;
  /** How closely a slot of the target is looked at; default: where needed. */
  readonly lookAtSlot?: (product: ProductAtHand, slot: Slot) => SlotLook;
  /** What is left out of the plan when it says no; default: nothing. */
  readonly mayDo?: (action: NewAction) => boolean;
}

export interface Considered extends Marched {
  readonly actions: readonly NewAction[];
  /** Images that are left alone: guesses, and edits about which nobody has decided. */
  readonly conflicts: readonly Conflict[];
  /** Of a kind that is held by slots; default: none. */
  readonly slots?: readonly SlotRow[] | undefined;
}

export async function consider(engine: With<Deciding>, about: Consideration): Promise<Considered> {
  const { product, known, sourceSnapshot, mayDo = () => true } = about;
  const marched = await marchedWith(engine, about);
  const { mode, decisions } = engine;
  const actions = plan({
    mode,
    policy: decisions.policy,
    sourceProductId: product.sourceProductId,
    targetProductId: product.targetProductId,
    sku: product.sku,
    rows: marched.rows,
    edits: marched.edits,
    outdated: marched.outdated,
    successors: marched.successors,
    spared: marched.spared,
    prefer: decisions.prefer,
    ...planGuards(known.settled, sourceSnapshot),
  });
  return { ...marched, actions: actions.filter(mayDo), conflicts: conflictsIn(marched, decisions.prefer) };
}

async function marchedWith(
  engine: With<Deciding>,
  { product, known, outdated, wrongPictures }: Consideration,
): Promise<Marched> {
  const sets = { source: product.source, target: product.target, ...known };
  const marched = await marchProduct(engine, sets, outdated);
  const wrong = (await wrongPictures?.(marched.rows)) ?? new Set();
  if (wrong.size === 0) return marched;
  return {
    ...(await marchProduct(engine, sets, new Set([...marched.outdated, ...wrong]))),
    unsure: marched.unsure,
  };
}

function conflictsIn({ rows, edits, spared }: Marched, prefer: Prefer): Conflict[] {
  return rows.flatMap((row): Conflict[] => {
    const targetImageId = row.sign === '+' ? undefined : row.target.imageId;
    const sourceImageId = row.sign === '-' ? undefined : row.source.imageId;
    if (row.unsure === true)
      return [{ code: 'picture-unchecked', words: unsureWords, targetImageId, sourceImageId }];
    if (prefer !== 'ask') return [];
    const isSpared = row.sign === '-' && spared.has(row.target.imageId);
    const words = isPair(row) ? editedWords(row, edits) : isSpared ? sparedWords : undefined;
    if (words === undefined) return [];
    const byChoice = isPair(row) && ownOf(edits, row.target.imageId).length === 0;
    return [{ code: 'edited-on-target', words, targetImageId, sourceImageId, byChoice }];
  });
}
