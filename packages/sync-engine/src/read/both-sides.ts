// Reads what a run needs of its stores, side by side, and reports how far it is. Parity reads the two views of one store:
// V2 as the source, V3 as the target; an audit needs one side alone.
import type { Run, Side, Snapshot } from '@cutover/journal';
import type { V3Product } from '@cutover/v3-client';
import { PRODUCTS_A_PAGE } from '../at-a-time.ts';
import type { Choices, Engine, With } from '../engine.ts';
import type { Found } from '../found.ts';
import { drawnBy, shareOf } from './drawn.ts';
import { scan } from './scan.ts';
import type { ScanRequest } from './scan-request.ts';

export interface Sides {
  readonly source: Snapshot;
  readonly target: Snapshot;
  /** Of which products V2's lists were asked for, where not of all. */
  readonly isListed?: ((productId: number) => boolean) | undefined;
  /** Which source products the run looks at: all, unless it is one of a share. */
  readonly isDrawn: (productId: number) => boolean;
}

export async function readBothSides(engine: With<Choices>, run: Run): Promise<Sides> {
  const via = engine.mode === 'parity' || engine.selection.sourceVia === 'v2' ? 'v2' : 'v3';
  const { tell, onProduct } =
    via === 'v2' ? tellProducts(engine, run) : { tell: tellReading(engine, run, 2), onProduct: undefined };
  const drawn = await drawnBy(engine, run);
  const isSampled = shareOf(run) < 1;
  const draws = engine.mode === 'parity' && isSampled ? drawn : undefined;
  const [source, target] = await bothOrThrow(
    scanSource(engine, run, {
      via,
      draws,
      onPage: tell('source'),
      ...(onProduct === undefined ? {} : { onProduct }),
    }),
    scanTarget(engine, run, { onPage: tell('target') }),
  );
  // Where V2 is not asked by what is drawn, that is settled once the source has been read.
  if (isSampled && draws === undefined) await drawn.startWith(firstWithImages(engine, source));
  return { source, target, isListed: draws?.has, isDrawn: drawn.has };
}

/** The products of the first page that have images; all of it where none has. */
function firstWithImages({ journal }: Engine, { snapshot }: Snapshot): readonly number[] {
  const ids = journal.products(snapshot, 0, PRODUCTS_A_PAGE).map(({ productId }) => productId);
  const images = journal.images(snapshot, ids);
  const pictured = ids.filter((id) => (images.get(id)?.length ?? 0) > 0);
  return pictured.length > 0 ? pictured : ids;
}

/** The source as one of its views shows it, and the target where that is another store. */
export async function readForAudit(
  engine: With<Choices>,
  run: Run,
  grade: (product: V3Product, side: Side) => readonly Found[],
): Promise<{ readonly source: Snapshot; readonly target: Snapshot | undefined }> {
  const isTransfer = engine.mode === 'transfer';
  const via = engine.selection.sourceVia === 'v2' ? 'v2' : 'v3';
  const tell = tellReading(engine, run, isTransfer ? 2 : 1);
  const [source, target] = await bothOrThrow(
    scanSource(engine, run, {
      via,
      onPage: tell('source'),
      saysUncounted: false,
      grade: (product) => grade(product, 'source'),
      gradesSlots: true,
    }),
    isTransfer
      ? scanTarget(engine, run, {
          onPage: tell('target'),
          grade: (product) => grade(product, 'target'),
          gradesSlots: true,
        })
      : Promise.resolve(undefined),
  );
  return { source, target };
}

async function scanSource(
  engine: With<Choices>,
  run: Run,
  how: Pick<
    ScanRequest,
    'via' | 'draws' | 'onPage' | 'onProduct' | 'saysUncounted' | 'grade' | 'gradesSlots'
  >,
): Promise<Snapshot> {
  return await scan({ engine, run: run.id, side: 'source', port: engine.source, ...how });
}

async function scanTarget(
  engine: With<Choices>,
  run: Run,
  how: Pick<ScanRequest, 'onPage' | 'grade' | 'gradesSlots'>,
): Promise<Snapshot> {
  return await scan({ engine, run: run.id, side: 'target', port: engine.target, via: 'v3', ...how });
}

/** Neither is left running alone when the other fails. */
async function bothOrThrow<Source, Target>(
  first: Promise<Source>,
  second: Promise<Target>,
): Promise<[Source, Target]> {
  const [source, target] = await Promise.allSettled([first, second]);
  if (source.status === 'rejected') throw source.reason;
  if (target.status === 'rejected') throw target.reason;
  return [source.value, target.value];
}

function tellReading(engine: Engine, run: Run, sides: number): (side: Side) => (snapshot: Snapshot) => void {
  const seen = new Map<Side, Snapshot>();
  return (side) => (snapshot) => {
    seen.set(side, snapshot);
    const all = [...seen.values()];
    const totals = all.map((one) => one.expectedImages);
    const total =
      seen.size === sides && totals.every((one) => one !== undefined)
        ? totals.reduce((sum, one) => sum + one, 0)
        : undefined;
    const done = all.reduce((sum, one) => sum + one.images, 0);
    engine.emit({
      type: 'progress',
      run: run.id,
      phase: 'reading',
      done,
      ...(total === undefined ? {} : { total: Math.max(total, done) }),
    });
  };
}

/**
 * V2 is read product by product, which takes longer than all else: products are what moves. How many there are is known
 * once V3 has been read, where that is the same store.
 */
function tellProducts(
  engine: Engine,
  run: Run,
): { readonly tell: (side: Side) => (snapshot: Snapshot) => void; readonly onProduct: () => void } {
  let saved = 0;
  let inPage = 0;
  let total: number | undefined;
  const say = (): void => {
    const done = saved + inPage;
    engine.emit({
      type: 'progress',
      run: run.id,
      phase: 'reading',
      unit: 'products',
      done,
      ...(total === undefined ? {} : { total: Math.max(total, done) }),
    });
  };
  return {
    tell: (side) => (snapshot) => {
      if (side === 'source') {
        saved = snapshot.products;
        inPage = 0;
      } else if (engine.mode === 'parity' && snapshot.complete) total = snapshot.products;
      say();
    },
    onProduct() {
      inPage += 1;
      say();
    },
  };
}
