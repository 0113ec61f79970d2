// What a verify run has found wrong, image by image: which products it concerns, and which actions fix it. Invariant:
// what was not complained of is not changed, but for what our own writes have moved beside it.
import { isMovedByStore, writableFields } from '@cutover/field-mapper';
import { type ImageRef, type NewAction, type Run, type Slot, sourceOf } from '@cutover/journal';
import type { Engine, ProductPair, VerifyLevel } from '../engine.ts';
import { keyOfSlot, slotOfRef } from '../slots.ts';
import { findingsOf } from './findings-of.ts';

export interface Complaints {
  /** The products concerned, as a selection. */
  readonly products: readonly ProductPair[];
  readonly level: VerifyLevel;
  /** True when this target image was said to show a wrong picture. */
  readonly isWrongPicture: (productId: number, imageId: number) => boolean;
  /** The same of a slot. */
  readonly isWrongSlot: (productId: number, slot: Slot) => boolean;
  /** True for an action on an image that was complained of. */
  readonly allows: (action: NewAction) => boolean;
  /**
   * The same, and places and thumbnails of images that were right when the repair was planned: our own writes may move
   * them, but never a text.
   * @param repair the run whose own findings tell which were not.
   */
  readonly allowsBeside: (repair: Run) => (action: NewAction) => boolean;
}

export function complaintsOf(engine: Engine, verified: Run): Complaints {
  const sources = new Set<string>();
  const targets = new Set<string>();
  const pictures = new Set<string>();
  const pairs = new Map<number, ProductPair>();
  for (const finding of findingsOf(engine.journal, verified.id)) {
    if (finding.sign === undefined || finding.sign === '=' || finding.sign === '!') continue;
    const { source, target } = finding;
    add(sources, source);
    add(targets, target);
    if (finding.rule === 'picture-broken') add(pictures, target);
    const sourceProductId = source?.productId ?? counterpartOf(engine, verified, target);
    if (sourceProductId === undefined) continue;
    const targetProductId = target?.productId ?? pairs.get(sourceProductId)?.targetProductId;
    pairs.set(sourceProductId, { sourceProductId, targetProductId });
  }
  const named = (action: NewAction): boolean => {
    const { subject } = action;
    const source = sourceOf(action);
    if ('slot' in subject)
      return (
        sources.has(slotKey(source?.productId, source?.slot)) ||
        targets.has(slotKey(subject.productId, subject.slot))
      );
    const isOfTarget = 'imageId' in subject && targets.has(keyOf(subject.productId, subject.imageId));
    return action.verb === 'remove'
      ? isOfTarget
      : isOfTarget || sources.has(keyOf(source?.productId, source?.imageId));
  };
  return {
    products: [...pairs.values()],
    level: levelOf(verified),
    isWrongPicture: (productId, imageId) => pictures.has(keyOf(productId, imageId)),
    isWrongSlot: (productId, slot) => pictures.has(slotKey(productId, slot)),
    allows: named,
    allowsBeside(repair) {
      const others = new Set<string>();
      for (const finding of findingsOf(engine.journal, repair.id))
        if (finding.sign === '~') add(others, finding.target);
      return (action) =>
        named(action) ||
        (action.verb === 'update' &&
          writableFields.every((field) => isMovedByStore(field) || action.wanted[field] === undefined) &&
          !others.has(keyOf(action.subject.productId, action.subject.imageId)));
    },
  };
}

/** The source product of an image that only the target has, as the verify paired them. */
function counterpartOf(
  { journal, mode }: Engine,
  { id: run }: Run,
  target: ImageRef | undefined,
): number | undefined {
  if (target === undefined) return undefined;
  if (mode === 'parity') return target.productId;
  const [from, to] = [journal.snapshotOf(run, 'source'), journal.snapshotOf(run, 'target')];
  const key = to === undefined ? undefined : journal.product(to.snapshot, target.productId)?.matchKey;
  if (from === undefined || key === undefined || key === '') return undefined;
  return journal.productsByKey(from.snapshot, [key]).get(key)?.[0];
}

function levelOf({ options: { level } }: Run): VerifyLevel {
  return level === 'links' || level === 'content' ? level : 'fields';
}

const keyOf = (productId: number | undefined, imageId: number | undefined): string =>
  `${productId} ${imageId}`;

/** Never that of an image. */
const slotKey = (productId: number | undefined, slot: Slot | undefined): string =>
  slot === undefined ? '' : `${productId} ${keyOfSlot(slot)}`;

function add(keys: Set<string>, ref: ImageRef | undefined): void {
  const slot = ref === undefined ? undefined : slotOfRef(ref);
  if (slot !== undefined) keys.add(slotKey(ref?.productId, slot));
  if (ref?.imageId !== undefined) keys.add(keyOf(ref.productId, ref.imageId));
}
