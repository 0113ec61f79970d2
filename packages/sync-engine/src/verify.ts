// `verify`: reads both sides afresh and holds what is there against what should be there; on request down to the
// pictures. Invariant: what was not checked is counted as unchecked and never called fine.
import { createHash } from 'node:crypto';
import { looseStem, stemOf } from '@cutover/field-mapper';
import type { FindingRow } from '@cutover/journal';
import { compare, type Inspection } from './compare.ts';
import type { Engine, VerifyLevel, VerifyOptions, VerifyResult } from './engine.ts';
import { inParallel } from './in-parallel.ts';
import type { MarchRow } from './march.ts';
import { nameOf } from './pair-images.ts';
import { checkRenditions, comparePictures, type PictureVerdict } from './pictures.ts';
import { readBothSides } from './reading.ts';
import { type Compared, diffFinding, refOf, thumbnailFault } from './row-findings.ts';
import { openOrResume } from './runs.ts';
import { isStop, passGate } from './stopped.ts';

const PICTURES_AT_ONCE = 8;

export async function verify(engine: Engine, options: VerifyOptions): Promise<VerifyResult> {
  const { journal } = engine;
  const { run } = await openOrResume(engine, {
    command: 'verify',
    also: { level: options.level, sample: options.sample },
  });
  try {
    const sides = await readBothSides(engine, run);
    const expectedExtras = extrasKnown(engine);
    let done = 0;
    const onImage = (): void => {
      done += 1;
      engine.emit({
        type: 'progress',
        run: run.run,
        phase: 'verifying',
        done,
        total: Math.max(done, sides.source.images),
      });
    };
    const marched = await compare({
      engine,
      run,
      ...sides,
      planning: false,
      // Rows are judged in `inspect`; only what the march itself cannot meet is told here.
      finding: (row, product) =>
        engine.mode === 'parity' && row.sign === '-' ? diffFinding(engine, row, product) : undefined,
      inspect: async (compared) => await inspect({ engine, options, expectedExtras, onImage }, compared),
      onProgress: () => undefined,
    });
    if (marched.phase === 'scanning') await journal.setPhase(run.run, 'verifying');
    const result = verifyResult(engine, run.run, options);
    await journal.finishRun(run.run, result.exitCode);
    return result;
  } catch (error) {
    if (!isStop(error, engine.control)) throw error;
    return { ...verifyResult(engine, run.run, options), exitCode: 130 };
  }
}

interface Inspector {
  readonly engine: Engine;
  readonly options: VerifyOptions;
  /** Target images that were there when a plan was made; undefined when no plan is known. */
  readonly expectedExtras: ((productId: number) => ReadonlySet<number>) | undefined;
  readonly onImage: () => void;
}

async function inspect(inspector: Inspector, compared: readonly Compared[]): Promise<Inspection> {
  const findings: FindingRow[] = [];
  const counts = { checked: 0, unchecked: 0, outsideSample: 0, mismatched: 0 };
  const rows = compared.flatMap((product) => product.rows.map((row) => ({ product, row })));
  await inParallel(rows, PICTURES_AT_ONCE, async ({ product, row }) => {
    await passGate(inspector.engine.control);
    const verdict = await judge(inspector, product, row);
    if (verdict.finding !== undefined) findings.push(verdict.finding);
    counts[verdict.count] += 1;
    if (verdict.count === 'mismatched') counts.checked += 1;
    inspector.onImage();
  });
  return { findings: findings.toSorted(bySource), counts };
}

type Judged = {
  readonly count: 'checked' | 'unchecked' | 'outsideSample' | 'mismatched';
  readonly finding?: FindingRow;
};

async function judge(inspector: Inspector, product: Compared, row: MarchRow): Promise<Judged> {
  const { engine, options } = inspector;
  if (row.sign === '-') return judgeExtra(inspector, product, row);
  if (!inSample(row.source.imageId, options.sample)) return { count: 'outsideSample' };
  const fault =
    engine.mode === 'parity' && row.sign !== '+'
      ? thumbnailFault(row.target.imageId, product.rows)
      : undefined;
  if (row.sign !== '=' || fault !== undefined)
    return { count: 'mismatched', finding: diffFinding(engine, row, product) };
  const verdict = await judgePicture(engine, options.level, row);
  if (verdict.is === 'fine') return { count: 'checked' };
  const refs = {
    source: refOf(product.source, row.source.imageId),
    target: refOf(product.target, row.target.imageId),
  };
  const base = { kind: 'product-image' as const, severity: 'critical' as const, ...refs };
  return verdict.is === 'broken'
    ? {
        count: 'mismatched',
        finding: { ...base, sign: '~', rule: 'picture-broken', message: verdict.reason },
      }
    : {
        count: 'unchecked',
        finding: {
          ...base,
          sign: '!',
          rule: 'picture-unchecked',
          message: `could not be looked at: ${verdict.reason}`,
        },
      };
}

async function judgePicture(
  engine: Engine,
  level: VerifyLevel,
  row: Extract<MarchRow, { sign: '=' | '~' }>,
): Promise<PictureVerdict> {
  if (level === 'fields') return { is: 'fine' };
  const links = await checkRenditions(engine, row.target);
  if (links.is !== 'fine' || level === 'links') return links;
  return await comparePictures(engine, row.source, row.target);
}

/** Under `copy`, what was on the target before is left alone; what looks like one of ours, or has come since, is not. */
function judgeExtra(
  { engine, expectedExtras }: Inspector,
  product: Compared,
  row: Extract<MarchRow, { sign: '-' }>,
): Judged {
  const finding = diffFinding(engine, row, product);
  if (engine.mode === 'parity' || engine.settings.policy === 'mirror')
    return { count: 'mismatched', finding };
  const stem = looseStem(stemOf(nameOf(row.target)));
  const ours = product.rows.some(
    (other) => other.sign !== '-' && looseStem(stemOf(nameOf(other.source))) === stem,
  );
  if (ours) {
    const message = 'a second image of the name of one that belongs here: made twice, or added by somebody';
    return {
      count: 'mismatched',
      finding: { ...finding, rule: 'surplus-image', severity: 'critical', message },
    };
  }
  if (expectedExtras === undefined)
    return {
      count: 'checked',
      finding: {
        ...finding,
        severity: 'info',
        message: 'only on the target; nothing is known of where it came from',
      },
    };
  if (expectedExtras(product.target.productId).has(row.target.imageId)) return { count: 'checked' };
  return {
    count: 'mismatched',
    finding: {
      ...finding,
      severity: 'critical',
      message: 'only on the target, and was not there when the plan was made',
    },
  };
}

/** What the newest plan of these stores saw on the target. */
function extrasKnown(engine: Engine): Inspector['expectedExtras'] {
  const { journal } = engine;
  for (const run of journal.runs({ source: engine.source.hash, target: engine.target.hash })) {
    if (run.command !== 'diff' && run.command !== 'migrate') continue;
    const snapshot = journal.snapshotOf(run.run, 'target');
    if (snapshot?.complete !== true) continue;
    return (productId) =>
      new Set(
        (journal.images(snapshot.snapshot, [productId]).get(productId) ?? []).map((image) => image.imageId),
      );
  }
  return undefined;
}

/** The same images are in a sample at every run, so that two runs can be compared. */
function inSample(imageId: number, share: number): boolean {
  if (share >= 1) return true;
  const digest = createHash('sha256').update(String(imageId)).digest();
  return digest.readUInt32BE(0) / 0x1_0000_0000 < share;
}

function bySource(a: FindingRow, b: FindingRow): number {
  const product = (row: FindingRow): number => row.source?.productId ?? row.target?.productId ?? 0;
  const image = (row: FindingRow): number => row.source?.imageId ?? row.target?.imageId ?? 0;
  return product(a) - product(b) || image(a) - image(b);
}

function verifyResult(engine: Engine, runId: string, options: VerifyOptions): VerifyResult {
  const counts = engine.journal.run(runId)?.counts ?? {};
  const count = (name: string): number => counts[name] ?? 0;
  const mismatched = count('mismatched') + count('extra');
  const failedToCheck =
    count('unchecked') + count('unmatchedImages') + count('unmatchedProducts') + count('error');
  const checked = count('checked') + count('extra');
  return {
    run: runId,
    exitCode: mismatched > 0 ? 3 : failedToCheck > 0 ? 4 : 0,
    products: count('products'),
    images: count('images'),
    checked,
    unchecked: count('unchecked') + count('unmatchedImages') + count('outsideSample'),
    mismatched,
    level: options.level,
    ...(options.sample < 1 ? { confidence: confidenceOf(checked, mismatched) } : {}),
  };
}

/** With no mismatch among n, the rule of three bounds the share that is wrong at 95 % confidence by 3/n. */
function confidenceOf(checked: number, mismatched: number): string {
  if (checked === 0) return 'nothing was checked';
  if (mismatched > 0) return `${mismatched} of ${checked} checked are wrong; the sample proves no share`;
  return `with 95 % confidence at most ${Math.min(100, 300 / checked).toFixed(1)} % of all images are wrong`;
}
