// `verify`: reads both sides afresh and holds what is there against what should be there; on request down to the
// pictures. Invariant: what was not checked is counted as unchecked and never called fine.
import type { ProductImage } from '@cutover/field-mapper';
import type { FindingRow, Run } from '@cutover/journal';
import { compare, type Inspection } from '../compare/compare.ts';
import {
  type Compared,
  diffFinding,
  refOf,
  thumbnailFault,
  unreadWords,
  withoutUnread,
} from '../compare/row-findings.ts';
import { slotFinding } from '../compare/slot-findings.ts';
import { createTargetHistory, surplusOf, type TargetHistory } from '../compare/surplus.ts';
import type { Choices, Engine, VerifyLevel, VerifyRequest, VerifyResult, With } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import type { MarchRow } from '../match/march.ts';
import { isPair, type PairRow } from '../match/march.ts';
import { checkLink, checkRenditions, comparePictures, type PictureVerdict } from '../pictures/pictures.ts';
import { createLooks, type Looks } from '../pictures/same-picture.ts';
import type { SlotRow } from '../plan/looked.ts';
import { progressOf } from '../progress.ts';
import { readBothSides } from '../read/both-sides.ts';
import { drawnBy } from '../read/drawn.ts';
import { notMovedOf } from '../read/not-moved.ts';
import { findingOf } from '../rules.ts';
import { byKindOf } from '../runs/by-kind.ts';
import type { Complaints } from '../runs/complaints.ts';
import { confidenceOf } from '../runs/confidence.ts';
import { seenByKind } from '../runs/images-seen.ts';
import { inRun } from '../runs/in-run.ts';
import { proofOf } from '../runs/proof.ts';
import { type VerifyCounts, verifyCounts } from '../runs/verify-counts.ts';
import { passGate } from '../stopped.ts';

const PICTURES_AT_ONCE = 8;

/** @param beside part of another command's work; see {@link OpenOptions}. */
export async function verify(given: Engine, request: VerifyRequest, beside = false): Promise<VerifyResult> {
  const { selection, decisions, which, level, sample } = request;
  return await inRun({ ...given, selection, decisions }, (engine) => ({
    open: { command: 'verify', choices: request, which, beside, also: { level, sample } },
    work: async (run) => {
      await readAndInspect(engine, run, request);
      return verifyResult(engine, run.id, request);
    },
    soFar: (run) => verifyResult(engine, run.id, request),
  }));
}

type Thoroughness = Pick<VerifyRequest, 'level' | 'sample'>;

async function readAndInspect(engine: With<Choices>, run: Run, options: Thoroughness): Promise<void> {
  const sides = await readBothSides(engine, run);
  const history = createTargetHistory(engine);
  const isInSample = await drawnBy(engine, run);
  // A sample's size is known on the average only; it is close enough for a bar, and its end is exact.
  const expected = Math.ceil(sides.source.images * Math.min(1, options.sample));
  const onImages = progressOf(engine, run.id, 'verifying', expected);
  const marched = await compare({
    engine,
    run,
    ...sides,
    planning: false,
    // Rows are judged in `inspect`; only what the march itself cannot meet is told here.
    finding: () => undefined,
    slotFinding: () => undefined,
    // As closely as a comparison does: a slot has no fields besides its picture.
    lookAtSlot: ({ sourceProductId }) =>
      !isInSample(sourceProductId) ? 'never' : options.level === 'content' ? 'always' : 'where-needed',
    leftOverFinding: (row, product) => diffFinding(engine, row, product),
    inspect: async (compared) =>
      await inspect(
        { engine, options, isInSample, history, onImage: () => onImages(1), looks: new WeakMap() },
        compared,
      ),
    onProgress: () => undefined,
  });
  if (marched.phase === 'scanning') await engine.journal.setPhase(run.id, 'verifying');
}

interface Inspector {
  readonly engine: With<Choices>;
  readonly options: Thoroughness;
  readonly isInSample: (sourceProductId: number) => boolean;
  readonly history: TargetHistory;
  readonly onImage: () => void;
  /** What was looked at to tell copies, by product, and no longer than the product. */
  readonly looks: WeakMap<Compared, Looks>;
}

async function inspect(inspector: Inspector, compared: readonly Compared[]): Promise<Inspection> {
  const findings: FindingRow[] = [];
  const counts = { checked: 0, unchecked: 0, outsideSample: 0, mismatched: 0, onlyOnTarget: 0, onTarget: 0 };
  const lookedAt = new Set<number>();
  const rows = compared.flatMap((product) => product.rows.map((row) => ({ product, row })));
  await inParallel(rows, PICTURES_AT_ONCE, async ({ product, row }) => {
    await passGate(inspector.engine.control);
    const verdict = await judge(inspector, product, row);
    if (verdict.finding !== undefined) findings.push(verdict.finding);
    counts[verdict.count] += 1;
    if (row.sign !== '+') counts.onTarget += 1;
    if (verdict.count === 'mismatched') counts.checked += 1;
    if (verdict.count !== 'mismatched' && verdict.count !== 'checked') return;
    inspector.onImage();
    lookedAt.add(product.source.productId);
  });
  const slots = compared.flatMap((product) => (product.slots ?? []).map((row) => ({ product, row })));
  await inParallel(slots, PICTURES_AT_ONCE, async ({ product, row }) => {
    await passGate(inspector.engine.control);
    const verdict = await judgeSlot(inspector, product, row);
    if (verdict.finding !== undefined) findings.push(verdict.finding);
    counts[verdict.count] += 1;
    if (verdict.count === 'mismatched') counts.checked += 1;
    if (verdict.count !== 'mismatched' && verdict.count !== 'checked') return;
    inspector.onImage();
    lookedAt.add(product.source.productId);
  });
  return { findings: findings.toSorted(bySource), counts: { ...counts, checkedProducts: lookedAt.size } };
}

interface Judged {
  /** `onlyOnTarget`: an image of the target's own, which no source image vouches for; never evidence of anything. */
  readonly count: 'checked' | 'unchecked' | 'outsideSample' | 'mismatched' | 'onlyOnTarget';
  readonly finding?: FindingRow;
}

async function judge(inspector: Inspector, product: Compared, given: MarchRow): Promise<Judged> {
  const row = withoutUnread(given);
  const { engine, options } = inspector;
  if (row.unsure === true) return { count: 'unchecked', finding: diffFinding(engine, row, product) };
  if (row.sign === '-') {
    const looked = await lookAtStranger(inspector, product, row.target);
    const finding =
      looked.finding ?? surplusOf(engine, inspector.history, product, row, looked.isNoneOfThese);
    if (finding === undefined) return { count: 'onlyOnTarget' };
    return { count: finding.severity === 'info' ? 'onlyOnTarget' : 'mismatched', finding };
  }
  const fault =
    engine.mode === 'parity' && row.sign !== '+'
      ? thumbnailFault(row.target.imageId, product.rows)
      : undefined;
  if (!inspector.isInSample(row.source.productId)) {
    // What V2's page, or V3 alone, shows to be wrong is no less so; the rest was not compared.
    const isWrong = product.unasked === true && (row.sign !== '=' || fault !== undefined);
    return isWrong
      ? { count: 'mismatched', finding: diffFinding(engine, row, product) }
      : { count: 'outsideSample' };
  }
  if (row.sign === '+') return { count: 'mismatched', finding: diffFinding(engine, row, product) };
  const verdict = await judgePicture(engine, options.level, product, row);
  if (row.sign !== '=' || fault !== undefined)
    return { count: 'mismatched', finding: withPicture(diffFinding(engine, row, product), row, verdict) };
  const unread = row.unread ?? [];
  if (verdict.is === 'fine' && unread.length === 0) return { count: 'checked' };
  const refs = {
    source: refOf(product.source, row.source.imageId),
    target: refOf(product.target, row.target.imageId),
  };
  if (verdict.is === 'fine')
    return {
      count: 'unchecked',
      finding: findingOf('field-unreadable', {
        ...refs,
        sign: '!',
        fields: unread,
        message: unreadWords(unread),
      }),
    };
  return verdict.is === 'broken'
    ? {
        count: 'mismatched',
        finding: findingOf('picture-broken', { ...refs, sign: '~', message: verdict.reason }),
      }
    : {
        count: 'unchecked',
        finding: findingOf('picture-unchecked', {
          ...refs,
          sign: '!',
          message: `could not be looked at: ${verdict.reason}`,
        }),
      };
}

/** A slot was held against its counterpart when it was considered; whether its address answers is asked here. */
async function judgeSlot(
  { engine, options, isInSample }: Inspector,
  product: Compared,
  row: SlotRow,
): Promise<Judged> {
  const { sign, source, target } = row;
  if (!isInSample(source.productId)) return { count: 'outsideSample' };
  if (sign === '!') return { count: 'unchecked', finding: slotFinding(row, product) };
  if (sign !== '=' || target === undefined)
    return { count: 'mismatched', finding: slotFinding(row, product) };
  if (options.level !== 'links') return { count: 'checked' };
  const link = await checkLink(engine, target.address);
  if (link.is === 'fine') return { count: 'checked' };
  const [of, message] =
    link.is === 'broken'
      ? (['~', link.reason] as const)
      : (['!', `could not be looked at: ${link.reason}`] as const);
  const rule = link.is === 'broken' ? 'picture-broken' : 'picture-unchecked';
  return {
    count: link.is === 'broken' ? 'mismatched' : 'unchecked',
    finding: slotFinding({ ...row, sign: of, rule, message }, product),
  };
}

/** A second copy of a picture that is there already, whatever its name and since when: only looking tells. */
async function lookAtStranger(
  { engine, options, looks }: Inspector,
  product: Compared,
  image: ProductImage,
): Promise<{ readonly finding?: FindingRow; readonly isNoneOfThese: boolean }> {
  if (engine.mode === 'parity' || options.level !== 'content') return { isNoneOfThese: false };
  const belonging = product.rows.filter(isPair).map((row) => row.target);
  const seen = looks.get(product) ?? createLooks(engine);
  looks.set(product, seen);
  await seen.at(belonging, [image]);
  const twin = belonging.find((one) => seen.alike(one, image) === true);
  if (twin === undefined)
    return { isNoneOfThese: belonging.every((one) => seen.alike(one, image) === false) };
  const finding = findingOf('surplus-image', {
    sign: '-',
    target: refOf(product.target, image.imageId),
    message: `shows the picture of image ${twin.imageId} once more, and no other image of the source is like it: made twice, or added by somebody`,
  });
  return { finding, isNoneOfThese: false };
}

/** Where fields differ, the picture may be wrong besides: told at once, so that one repair is enough. */
function withPicture(finding: FindingRow, { fields }: PairRow, verdict: PictureVerdict): FindingRow {
  if (verdict.is !== 'broken') return finding;
  const message = `${finding.message}; the picture too: ${verdict.reason}`;
  return findingOf('picture-broken', { ...finding, fields: [...fields, 'image_file'], message });
}

async function judgePicture(
  engine: Engine,
  level: VerifyLevel,
  product: Pick<Compared, 'unsure'>,
  row: PairRow,
): Promise<PictureVerdict> {
  const asItIs: PictureVerdict =
    product.unsure?.has(row.target.imageId) === true
      ? {
          is: 'unknown',
          reason: 'changed on the source since it was sent; a verify of the content compares it',
        }
      : { is: 'fine' };
  if (level === 'fields') return asItIs;
  const links = await checkRenditions(engine, row.target);
  if (links.is !== 'fine') return links;
  if (level === 'links') return asItIs;
  return await comparePictures(engine, row.source, row.target);
}

/** Of the pictures that an earlier verify complained of, those that are still wrong. */
export async function wrongPicturesAmong(
  engine: Engine,
  { isWrongPicture, level }: Complaints,
  rows: readonly MarchRow[],
): Promise<Set<number>> {
  const wrong = new Set<number>();
  for (const row of rows.filter(isPair)) {
    if (engine.mode === 'parity' || row.unsure === true) continue;
    if (!isWrongPicture(row.target.productId, row.target.imageId)) continue;
    await passGate(engine.control);
    const verdict = await judgePicture(engine, level, {}, row);
    if (verdict.is === 'broken') wrong.add(row.target.imageId);
  }
  return wrong;
}

function bySource(a: FindingRow, b: FindingRow): number {
  const product = (row: FindingRow): number => row.source?.productId ?? row.target?.productId ?? 0;
  const image = (row: FindingRow): number => row.source?.imageId ?? row.target?.imageId ?? 0;
  const slot = ({ source }: FindingRow): number => source?.variantId ?? source?.valueId ?? 0;
  return product(a) - product(b) || image(a) - image(b) || slot(a) - slot(b);
}

const noCounts: VerifyCounts = { checked: 0, unchecked: 0, mismatched: 0, onlyOnTarget: 0 };

function verifyResult(engine: With<Choices>, runId: string, options: Thoroughness): VerifyResult {
  const run = engine.journal.run(runId);
  const count = (name: string): number => run?.counts[name] ?? 0;
  const counts = run === undefined ? noCounts : verifyCounts(engine.journal, run);
  const { checked, mismatched } = counts;
  // A sample that drew nothing has proved nothing.
  const drewNothing = options.sample < 1 && checked === 0 && count('outsideSample') > 0 ? 1 : 0;
  const failedToCheck =
    count('unchecked') + count('unmatchedImages') + count('unmatchedProducts') + count('error') + drewNothing;
  const seen = seenByKind(engine.journal, run);
  const proof = run === undefined ? undefined : proofOf(run);
  return {
    run: runId,
    outcome: mismatched > 0 ? 'differs' : failedToCheck > 0 ? 'incomplete' : 'done',
    products: count('products'),
    images: seen.images,
    ...counts,
    ...notMovedOf(run),
    ...byKindOf(engine, seen),
    level: options.level,
    ...(options.sample < 1 ? { confidence: confidenceOf(counts, count('checkedProducts')) } : {}),
    ...(proof === undefined ? {} : { proof }),
  };
}
