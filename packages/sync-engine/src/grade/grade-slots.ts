// The faults of the pictures that slots of a store show (variants, values of modifiers, swatches), as closely as pictures are
// looked at: one request for each. Invariant: who refuses us has told nothing of the picture.

import { renditionAddress } from '@cutover/field-mapper';
import { probePicture } from '@cutover/image-content';
import type { Snapshot, SnapshotProduct, SnapshotSlot } from '@cutover/journal';
import { picturesAtOnce } from '../at-a-time.ts';
import { type CarriedSlots, carries, kindOfWord, slotCounts, slotKindsCarried } from '../carried.ts';
import { slotRefOf } from '../compare/slot-findings.ts';
import type { Found } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { findingOf } from '../rules.ts';
import { namedSlot, showsPicture } from '../slots.ts';
import { passGate } from '../stopped.ts';
import { limitsOf, notLookedAt, type PictureGrading, pathIn, type ShownPicture } from './grade-picture.ts';
import type { Grading } from './grade-products.ts';
import { type Fault, type Owner, ownedBy } from './graded.ts';
import { faultsOfBytes, tooLarge } from './picture-faults.ts';

export interface GradedSlots {
  readonly findings: readonly Found[];
  /** How many show a picture: of each kind by its count, and of all. */
  readonly counts: Readonly<Record<string, number>>;
  readonly pictures: number;
  /** What the bytes of those that are pictures show them to be. */
  readonly shown: readonly ShownPicture[];
}

export async function gradeSlots(
  grading: Grading,
  owner: Owner,
  side: Snapshot,
  products: readonly SnapshotProduct[],
): Promise<GradedSlots> {
  const { engine } = grading;
  const findings: Found[] = [];
  const counts: Record<string, number> = {};
  const shown: ShownPicture[] = [];
  for (const kind of slotKindsCarried.filter((one) => carries(engine, one))) {
    const slots = slotsIn(grading, side, products, kind);
    const seen = await seenIn(grading, slots);
    findings.push(
      ...slots.flatMap((one) =>
        (seen.get(one)?.faults ?? []).map((fault) => ownedBy(owner, told(one, fault))),
      ),
    );
    shown.push(...slots.flatMap((one) => seen.get(one)?.shown ?? []));
    counts[slotCounts[kind].met] = slots.filter(({ slot }) => showsPicture(slot.address)).length;
  }
  const pictures = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { findings, counts, pictures, shown };
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

interface SeenSlot {
  readonly faults: readonly Fault[];
  readonly shown?: ShownPicture;
}

async function seenIn(
  { engine, pictures, onImages }: Grading,
  slots: readonly Owned[],
): Promise<ReadonlyMap<Owned, SeenSlot>> {
  const seen = new Map<Owned, SeenSlot>();
  await inParallel(slots, picturesAtOnce(pictures?.probe === 'content'), async (one) => {
    const { kind, address } = one.slot;
    if (!showsPicture(address)) {
      if (kind === 'swatch' && address === '') seen.set(one, { faults: [emptySquare(one.slot)] });
      return;
    }
    if (pictures !== undefined) {
      await passGate(engine.control);
      seen.set(one, await lookedAt(engine, one.slot, pictures));
    }
    onImages(1);
  });
  return seen;
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
): Promise<SeenSlot> {
  const url = renditionAddress(address)?.original ?? address;
  const probed = await probePicture(engine.content, url, probe, limitsOf(engine));
  switch (probed.is) {
    case 'claimed':
      return { faults: tooLarge(probed.bytes) };
    case 'picture':
      return {
        faults: faultsOfBytes(probed, { name: pathIn(url), minPixels, slot: kind }),
        shown: probed,
      };
    case 'no-picture':
      return {
        faults: [{ rule: 'picture-broken', says: { code: 'address-is-no-picture', why: probed.why } }],
      };
    case 'gone':
      return {
        faults: [{ rule: 'original-unreachable', says: { code: 'only-address-empty', why: probed.why } }],
      };
    case 'unchecked':
      return { faults: [notLookedAt(probed)] };
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
