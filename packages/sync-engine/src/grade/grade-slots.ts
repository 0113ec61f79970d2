// The faults of the pictures that slots of the source show (variants, values of modifiers, swatches), as closely as pictures are
// looked at: one request for each. Invariant: who refuses us has told nothing of the picture.

import { renditionAddress } from '@cutover/field-mapper';
import { probePicture } from '@cutover/image-content';
import type { Snapshot, SnapshotProduct, SnapshotSlot } from '@cutover/journal';
import { picturesAtOnce } from '../batches.ts';
import { type CarriedSlots, carries, kindOfWord, slotCounts, slotKindsCarried } from '../carried.ts';
import { slotRefOf } from '../compare/slot-findings.ts';
import type { Found } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { findingOf } from '../rules.ts';
import { namedSlot, showsPicture } from '../slots.ts';
import { passGate } from '../stopped.ts';
import { limitsOf, notLookedAt, type PictureGrading, pathIn } from './grade-picture.ts';
import type { Grading } from './grade-products.ts';
import type { Fault } from './graded.ts';
import { faultsOfBytes, tooLarge } from './picture-faults.ts';

export interface GradedSlots {
  readonly findings: readonly Found[];
  /** How many show a picture: of each kind by its count, and of all. */
  readonly counts: Readonly<Record<string, number>>;
  readonly pictures: number;
}

export async function gradeSlots(
  grading: Grading,
  side: Snapshot,
  products: readonly SnapshotProduct[],
): Promise<GradedSlots> {
  const { engine } = grading;
  const findings: Found[] = [];
  const counts: Record<string, number> = {};
  for (const kind of slotKindsCarried.filter((one) => carries(engine, one))) {
    const slots = slotsIn(grading, side, products, kind);
    const faults = await faultsOf(grading, slots);
    findings.push(...slots.flatMap((one) => (faults.get(one) ?? []).map((fault) => told(one, fault))));
    counts[slotCounts[kind].met] = slots.filter(({ slot }) => showsPicture(slot.address)).length;
  }
  const pictures = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { findings, counts, pictures };
}

interface Owned {
  readonly product: SnapshotProduct;
  readonly slot: SnapshotSlot;
}

function slotsIn(
  { engine }: Grading,
  { snapshot }: Snapshot,
  products: readonly SnapshotProduct[],
  kind: CarriedSlots,
): Owned[] {
  const ids = products.map(({ productId }) => productId);
  const slots = engine.journal.slots(snapshot, kindOfWord[kind], ids);
  return products.flatMap((product) =>
    (slots.get(product.productId) ?? []).map((slot) => ({ product, slot })),
  );
}

async function faultsOf(
  { engine, pictures, onImages }: Grading,
  slots: readonly Owned[],
): Promise<ReadonlyMap<Owned, readonly Fault[]>> {
  const faults = new Map<Owned, readonly Fault[]>();
  await inParallel(slots, picturesAtOnce(pictures?.probe === 'content'), async (one) => {
    const { kind, address } = one.slot;
    if (!showsPicture(address)) {
      if (kind === 'swatch' && address === '') faults.set(one, [emptySquare(one.slot)]);
      return;
    }
    if (pictures !== undefined) {
      await passGate(engine.control);
      faults.set(one, await lookedAt(engine, one.slot, pictures));
    }
    onImages(1);
  });
  return faults;
}

const emptySquare = (slot: SnapshotSlot): Fault => ({
  rule: 'swatch-missing',
  says: { code: 'swatch-empty', slot: namedSlot(slot) },
});

/** Of a resized copy its original, where the address tells it: that is what is moved. */
async function lookedAt(
  engine: Grading['engine'],
  { kind, address }: SnapshotSlot,
  { probe, minPixels }: PictureGrading,
): Promise<Fault[]> {
  const url = renditionAddress(address)?.original ?? address;
  const probed = await probePicture(engine.content, url, probe, limitsOf(engine));
  switch (probed.is) {
    case 'claimed':
      return tooLarge(probed.bytes);
    case 'picture':
      return faultsOfBytes(probed, { name: pathIn(url), minPixels, slot: kind });
    case 'no-picture':
      return [{ rule: 'picture-broken', says: { code: 'address-is-no-picture', why: probed.why } }];
    case 'gone':
      return [
        {
          rule: 'original-unreachable',
          says: { code: 'only-address-empty', why: probed.why },
        },
      ];
    case 'unchecked':
      return [notLookedAt(probed)];
  }
}

/** Such a finding names its slot by ids and SKU alone, so that its words say which it is. */
function told({ product, slot }: Owned, { says, ...fault }: Fault): Found {
  const said =
    fault.rule === 'swatch-missing' ? says : ({ code: 'of-slot', slot: namedSlot(slot), says } as const);
  const finding = findingOf(
    fault.rule,
    { kind: slot.kind, source: slotRefOf(product, slot), says: said },
    'audit',
  );
  return fault.severity === undefined ? finding : { ...finding, severity: fault.severity };
}
