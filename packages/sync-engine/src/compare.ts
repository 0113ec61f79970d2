// Marches two snapshots, product by product, and saves what it finds: findings and planned actions together with the
// cursor, so that an interrupted march goes on where it stopped. The rules of a row are decided by march and plan; here
// they only get their words.
import type { FindingRow, ImageRef, NewAction, Run, Snapshot, SnapshotProduct } from '@cutover/journal';
import type { Engine } from './engine.ts';
import { type MarchRow, march } from './march.ts';
import { type Counterpart, counterparts } from './pairing.ts';
import { plan } from './plan.ts';
import { thumbnailOf } from './predict.ts';
import { passGate } from './stopped.ts';

const PRODUCTS_A_PAGE = 250;

export interface Compared {
  readonly source: SnapshotProduct;
  readonly target: SnapshotProduct;
  readonly rows: readonly MarchRow[];
}

export interface Inspection {
  readonly findings: readonly FindingRow[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface CompareRequest {
  readonly engine: Engine;
  readonly run: Run;
  readonly source: Snapshot;
  readonly target: Snapshot;
  /** False for `verify` and `audit`, which plan nothing. */
  readonly planning: boolean;
  /** Called for each page of products that has been marched, before it is saved: adds findings and counts. */
  readonly inspect?: (compared: readonly Compared[]) => Promise<Inspection>;
  /** Turns a march's row into a finding; undefined leaves it out. */
  readonly finding: (row: MarchRow, product: Compared) => FindingRow | undefined;
  readonly onProgress: (images: number) => void;
}

/** Marches what is left of the run; counts are kept with the run in the journal. */
export async function compare(request: CompareRequest): Promise<Run> {
  const { engine, source, target } = request;
  const { journal } = engine;
  let run = request.run;
  let cursor = run.marchCursor ?? 0;
  while (!run.marched) {
    await passGate(engine.control);
    const sources = journal.products(source.snapshot, cursor, PRODUCTS_A_PAGE);
    const paired = counterparts(
      { engine, sourceSnapshot: source.snapshot, targetSnapshot: target.snapshot },
      sources,
    );
    const compared = marchProducts(request, paired);
    const done = sources.length < PRODUCTS_A_PAGE;
    cursor = sources.at(-1)?.productId ?? cursor;
    const findings: FindingRow[] = [];
    for (const pair of paired)
      if ('rule' in pair)
        findings.push(unmatchedFinding(pair, imagesOfProduct(request, pair.source.productId)));
    for (const product of compared) {
      for (const row of product.rows) {
        const finding = request.finding(row, product);
        if (finding !== undefined) findings.push(finding);
      }
    }
    if (done) findings.push(...incompleteFindings([source, target]), ...onlyInTargetView(request));
    const inspected = await request.inspect?.(compared);
    const signs = countSigns(findings);
    findings.push(...(inspected?.findings ?? []));
    const actions = request.planning ? compared.flatMap((product) => actionsOf(engine, product)) : [];
    const images = compared.reduce((sum, product) => sum + product.rows.length, 0);
    await journal.saveMarchPage(run.run, {
      cursor,
      done,
      findings,
      actions,
      counts: {
        products: sources.length,
        images,
        unmatchedProducts: paired.filter((pair) => 'rule' in pair).length,
        unmatchedImages: paired.reduce(
          (sum, pair) => sum + ('rule' in pair ? imagesOfProduct(request, pair.source.productId) : 0),
          0,
        ),
        ...signs,
        ...inspected?.counts,
      },
    });
    for (const finding of findings) engine.emit({ type: 'finding', run: run.run, ...finding });
    request.onProgress(images);
    run = journal.run(run.run) ?? run;
  }
  return run;
}

function marchProducts(
  { engine, source, target }: CompareRequest,
  paired: readonly Counterpart[],
): Compared[] {
  const { journal, mode } = engine;
  const pairs = paired.flatMap((pair) => ('rule' in pair ? [] : [pair]));
  const sourceImages = journal.images(
    source.snapshot,
    pairs.map((pair) => pair.source.productId),
  );
  const targetImages = journal.images(
    target.snapshot,
    pairs.map((pair) => pair.target.productId),
  );
  const links = new Map(
    journal
      .links(
        engine.source.hash,
        engine.target.hash,
        pairs.map((pair) => pair.target.productId),
      )
      .map((link) => [link.sourceImageId, link.targetImageId]),
  );
  return pairs.map((pair) => ({
    ...pair,
    rows: march({
      mode,
      source: sourceImages.get(pair.source.productId) ?? [],
      target: targetImages.get(pair.target.productId) ?? [],
      links,
    }),
  }));
}

function actionsOf(engine: Engine, { source, target, rows }: Compared): NewAction[] {
  return plan({
    mode: engine.mode,
    policy: engine.settings.policy,
    sourceProductId: source.productId,
    targetProductId: target.productId,
    sku: source.sku,
    rows,
  });
}

function imagesOfProduct({ engine, source }: CompareRequest, productId: number): number {
  return engine.journal.images(source.snapshot, [productId]).get(productId)?.length ?? 0;
}

const SIGN_NAMES = { '=': 'same', '~': 'changed', '+': 'missing', '-': 'extra', '!': 'error' } as const;

function countSigns(findings: readonly FindingRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { sign } of findings)
    if (sign !== undefined) counts[SIGN_NAMES[sign]] = (counts[SIGN_NAMES[sign]] ?? 0) + 1;
  return counts;
}

function unmatchedFinding(pair: Extract<Counterpart, { rule: string }>, images: number): FindingRow {
  return {
    rule: pair.rule,
    severity: 'critical',
    kind: 'product-image',
    source: { productId: pair.source.productId, sku: pair.source.sku },
    message: `${pair.message}; its ${images} images are not compared`,
  };
}

/** One store: products that V3 shows and V2 does not; the march over V2's products cannot meet them. */
function onlyInTargetView(request: CompareRequest): FindingRow[] {
  const { engine, source, target } = request;
  if (engine.mode !== 'parity') return [];
  const findings: FindingRow[] = [];
  for (let after = 0; ; ) {
    const page = engine.journal.products(target.snapshot, after, PRODUCTS_A_PAGE);
    const alone = page.filter(
      (product) => engine.journal.product(source.snapshot, product.productId) === undefined,
    );
    const images = engine.journal.images(
      target.snapshot,
      alone.map((product) => product.productId),
    );
    for (const product of alone) {
      const rows = (images.get(product.productId) ?? []).map(
        (image): MarchRow => ({ sign: '-', target: image }),
      );
      for (const row of rows) {
        const finding = request.finding(row, { source: product, target: product, rows });
        if (finding !== undefined) findings.push(finding);
      }
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PRODUCTS_A_PAGE) return findings;
    after = last.productId;
  }
}

/** A store that says it holds more images than were read has images that nobody looked at. */
function incompleteFindings(snapshots: readonly Snapshot[]): FindingRow[] {
  return snapshots.flatMap((snapshot): FindingRow[] =>
    snapshot.expectedImages === undefined || snapshot.expectedImages === snapshot.images
      ? []
      : [
          {
            sign: '!',
            rule: 'listing-incomplete',
            severity: 'critical',
            kind: 'product-image',
            message: `store ${snapshot.store} counts ${snapshot.expectedImages} images and lists ${snapshot.images}: somebody is editing it, or its listing is cut short`,
          },
        ],
  );
}

export function refOf(product: SnapshotProduct, imageId?: number): ImageRef {
  return imageId === undefined
    ? { productId: product.productId, sku: product.sku }
    : { productId: product.productId, imageId, sku: product.sku };
}

/** The row of `diff`: one finding an image, with the rule it breaks where one store is compared with itself. */
export function diffFinding(engine: Engine, row: MarchRow, { source, target, rows }: Compared): FindingRow {
  const refs = {
    ...('source' in row ? { source: refOf(source, row.source.imageId) } : {}),
    ...('target' in row ? { target: refOf(target, row.target.imageId) } : {}),
  };
  const base = { kind: 'product-image' as const, ...refs };
  if (engine.mode === 'parity') return { ...base, ...parityVerdict(row, rows) };
  if (row.sign === '=') return { ...base, sign: '=', message: 'the same on both stores' };
  if (row.sign === '~')
    return { ...base, sign: '~', fields: row.fields, message: `differs: ${row.fields.join(', ')}` };
  if (row.sign === '+') return { ...base, sign: '+', message: 'missing on the target' };
  return { ...base, sign: '-', message: 'only on the target' };
}

function parityVerdict(
  row: MarchRow,
  rows: readonly MarchRow[],
): Pick<FindingRow, 'sign' | 'rule' | 'severity' | 'fields' | 'message'> {
  const missing = { rule: 'view-image-missing', severity: 'critical' as const };
  if (row.sign === '+') return { sign: '+', ...missing, message: 'V2 shows this image and V3 does not' };
  if (row.sign === '-') return { sign: '-', ...missing, message: 'V3 shows this image and V2 does not' };
  if (row.sign === '~') {
    return {
      sign: '~',
      rule: 'view-field-differs',
      severity: 'critical',
      fields: row.fields,
      message: `V2 and V3 differ: ${row.fields.join(', ')}`,
    };
  }
  const thumbnail = thumbnailFault(row.target.imageId, rows);
  return thumbnail === undefined
    ? { sign: '=', message: 'the same in both views' }
    : { sign: '~', ...thumbnail, severity: 'critical', fields: ['is_thumbnail'] };
}

/** What is wrong with the product's thumbnail, told of the image that has to change. */
export function thumbnailFault(
  imageId: number,
  rows: readonly MarchRow[],
): { rule: string; message: string } | undefined {
  const images = rows.flatMap((row) => (row.sign === '+' ? [] : [row.target]));
  const flagged = images.filter((image) => image.isThumbnail);
  const keeper = thumbnailOf(images);
  if (flagged.length === 0 && keeper?.imageId === imageId) {
    return {
      rule: 'thumbnail-missing',
      message: 'no image of this product is the thumbnail; migrate makes this one it',
    };
  }
  if (
    flagged.length > 1 &&
    keeper?.imageId !== imageId &&
    flagged.some((image) => image.imageId === imageId)
  ) {
    return {
      rule: 'thumbnail-multiple',
      message: `${flagged.length} images of this product are the thumbnail; migrate keeps ${keeper?.imageId} and clears this one`,
    };
  }
  return undefined;
}
