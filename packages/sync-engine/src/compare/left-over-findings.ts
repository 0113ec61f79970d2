// What a march over the source's products cannot meet, told at its end: images that a store counts and does not list,
// products that only the target's view shows, and products that the products file names in vain.

import type { Snapshot, SnapshotProduct } from '@cutover/journal';
import { PRODUCTS_A_PAGE } from '../at-a-time.ts';
import { carries } from '../carried.ts';
import type { Selecting, With } from '../engine.ts';
import type { Found } from '../found.ts';
import type { MarchRow } from '../match/march.ts';
import { productsNamed } from '../read/named-sku.ts';
import { findingOf } from '../rules.ts';
import type { Compared } from './row-findings.ts';

export interface LeftOverRequest {
  readonly engine: With<Selecting>;
  readonly source: Snapshot;
  /** Undefined where one view of one store was read. */
  readonly target: Snapshot | undefined;
  /** Turns a march's row into a finding; undefined leaves it out. */
  readonly finding: (row: MarchRow, product: Compared) => Found | undefined;
  /** The same for rows of products that the march cannot meet; default: `finding`. */
  readonly leftOverFinding?: (row: MarchRow, product: Compared) => Found | undefined;
}

export interface LeftOver {
  readonly findings: readonly Found[];
  /** Of these, products that the products file names and the source does not have: no counterpart would help them. */
  readonly notOnSource: number;
}

export const noneLeftOver: LeftOver = { findings: [], notOnSource: 0 };

export function leftOverFindings(request: LeftOverRequest): LeftOver {
  const absent = notOnSource(request);
  return {
    findings: [
      ...incompleteFindings([request.source, ...(request.target === undefined ? [] : [request.target])]),
      ...imagesOnlyInTargetView(request),
      ...absent,
    ],
    notOnSource: absent.length,
  };
}

/** A store that says it holds more images than were read has images that nobody looked at. */
function incompleteFindings(snapshots: readonly Snapshot[]): Found[] {
  return snapshots.flatMap((snapshot): Found[] =>
    snapshot.expectedImages === undefined || snapshot.expectedImages === snapshot.images
      ? []
      : [
          findingOf('listing-incomplete', {
            sign: '!',
            says: {
              code: 'listing-short',
              store: snapshot.store,
              counted: snapshot.expectedImages,
              listed: snapshot.images,
            },
          }),
        ],
  );
}

/** Products that the products file names and the source does not have. */
function notOnSource({ engine, source }: LeftOverRequest): Found[] {
  const { journal, selection } = engine;
  return (selection.products ?? []).flatMap((row): Found[] => {
    const there =
      row.sourceProductId === undefined
        ? productsNamed(journal, source.snapshot, row.sourceSku ?? '').length > 0
        : journal.product(source.snapshot, row.sourceProductId) !== undefined;
    const asked =
      row.sourceProductId === undefined ? { sku: row.sourceSku ?? '' } : { productId: row.sourceProductId };
    return there
      ? []
      : [
          findingOf('product-unmatched', {
            says: { code: 'asked-for-missing', side: 'source', line: row.line, asked },
          }),
        ];
  });
}

/** One store: images of products that V3 shows and V2 does not. */
function imagesOnlyInTargetView(request: LeftOverRequest): Found[] {
  const { engine, source, target } = request;
  if (engine.mode !== 'parity' || target === undefined || !carries(engine, 'product')) return [];
  const findings: Found[] = [];
  for (const alone of onlyInTargetView(engine, source, target)) {
    const images = engine.journal.images(
      target.snapshot,
      alone.map((product) => product.productId),
    );
    for (const product of alone) {
      const rows = (images.get(product.productId) ?? []).map(
        (image): MarchRow => ({ sign: '-', target: image }),
      );
      for (const row of rows) {
        const finding = (request.leftOverFinding ?? request.finding)(row, {
          kind: 'product-image',
          source: product,
          target: product,
          rows,
        });
        if (finding !== undefined) findings.push(finding);
      }
    }
  }
  return findings;
}

/** One store: pages of products that V3 shows and V2 does not; the march over V2's products cannot meet them. */
export function* onlyInTargetView(
  { journal }: Pick<With<Selecting>, 'journal'>,
  source: Snapshot,
  target: Snapshot,
): Generator<readonly SnapshotProduct[]> {
  for (let after = 0; ; ) {
    const page = journal.products(target.snapshot, after, PRODUCTS_A_PAGE);
    const inSource = journal.productsOf(
      source.snapshot,
      page.map(({ productId }) => productId),
    );
    const alone = page.filter(({ productId }) => !inSource.has(productId));
    if (alone.length > 0) yield alone;
    const last = page.at(-1);
    if (last === undefined || page.length < PRODUCTS_A_PAGE) return;
    after = last.productId;
  }
}
