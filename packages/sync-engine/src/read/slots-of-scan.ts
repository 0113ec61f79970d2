// Which slots a scan reads with its products: those that it saves, and those whose pictures it only counts, because they are
// not carried and cost no request. Of a target that is not graded, values are read later and only where the source shows a
// picture, because options and modifiers make pages of ten.
import { renditionAddress } from '@cutover/field-mapper';
import type { Run, Snapshot, SnapshotSlot } from '@cutover/journal';
import type { V3Product, V3ProductInclude } from '@cutover/v3-client';
import { type CarriedSlots, carries, slotCounts, slotKindsCarried } from '../carried.ts';
import { showsPicture } from '../slots.ts';
import type { ScanRequest } from './scan-request.ts';
import { kindsOfValues, slotReadings } from './slot-readings.ts';

/** Under which name a run counts the target's products that were read with all slots that it was asked for. */
const VALUES_READ = 'targetWithSlots';

/** Whether a graded target was read so. A run that an earlier version began has read fewer of its products so, or none. */
export const isReadWithSlots = (
  { counts }: Pick<Run, 'counts'>,
  { products }: Pick<Snapshot, 'products'>,
): boolean => (counts[VALUES_READ] ?? 0) >= products;

export interface SlotsOfScan {
  readonly include: readonly V3ProductInclude[];
  of(products: readonly V3Product[]): Promise<{
    readonly slots: SnapshotSlot[];
    readonly counts: Readonly<Record<string, number>>;
  }>;
}

export function slotsOfScan({
  engine,
  port,
  side,
  grade,
  gradesSlots = false,
}: Pick<ScanRequest, 'engine' | 'port' | 'side' | 'grade' | 'gradesSlots'>): SlotsOfScan {
  const isTransfer = engine.mode === 'transfer';
  const isRead = (kind: CarriedSlots): boolean =>
    (isTransfer || gradesSlots) &&
    carries(engine, kind) &&
    (!kindsOfValues.includes(kind) || side === 'source' || gradesSlots);
  // Of the source as V3 shows it; in parity that is the target side.
  const countsVariants = isTransfer
    ? side === 'source'
    : port === engine.source && !carries(engine, 'variant');
  const countsValues = side === 'source' && kindsOfValues.some(isRead);
  const isCounted = (kind: CarriedSlots): boolean =>
    !isRead(kind) && (kindsOfValues.includes(kind) ? countsValues : countsVariants);
  const read = slotKindsCarried.filter(isRead);
  const counted = slotKindsCarried.filter(isCounted);
  // What is said of a product is said of its variants, too; they cost no request.
  const graded: readonly CarriedSlots[] = grade === undefined ? [] : ['variant'];
  return {
    include: [...new Set([...read, ...counted, ...graded])].map((kind) => slotReadings[kind].include),
    async of(products) {
      const slots: SnapshotSlot[] = [];
      for (const kind of read) slots.push(...(await slotReadings[kind].slotsOf(engine, port, products)));
      const counts: Record<string, number> =
        side === 'target' && gradesSlots ? { [VALUES_READ]: products.length } : {};
      for (const kind of counted)
        counts[slotCounts[kind].notMoved] = picturesShown(slotReadings[kind].included(products));
      return { slots, counts };
    },
  };
}

/** A slot without a picture of its own may show a small copy of a product image, which is none. */
export function picturesShown(slots: readonly SnapshotSlot[]): number {
  return slots.filter(
    ({ address }) => showsPicture(address) && renditionAddress(address)?.ofProductImage !== true,
  ).length;
}
