// `verify`: reads both sides afresh and holds what is there against what should be there; on request down to the
// pictures. Invariant: what was not checked is counted as unchecked and never called fine.

import type { ProductImage } from '@cutover/field-mapper';
import type { Run } from '@cutover/journal';
import { picturesAtOnce } from '../at-a-time.ts';
import { compare, type Inspection } from '../compare/compare.ts';
import { type Compared, diffFinding, refOf, thumbnailFault, withoutUnread } from '../compare/row-findings.ts';
import { slotFinding } from '../compare/slot-findings.ts';
import { createTargetHistory, surplusOf, type TargetHistory } from '../compare/surplus.ts';
import type { ComparedView } from '../compare/views-compared.ts';
import type { Choices, Engine, VerifyLevel, VerifyRequest, VerifyResult, With } from '../engine.ts';
import type { Found } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { showsOtherText } from '../match/kept-text.ts';
import type { MarchRow } from '../match/march.ts';
import { isPair, type PairRow } from '../match/march.ts';
import { checkLink, checkRenditions, comparePictures, type PictureVerdict } from '../pictures/pictures.ts';
import { createLooks, type Looks } from '../pictures/same-picture.ts';
import type { SlotRow } from '../plan/looked.ts';
import { picturesToMeet, progressOf } from '../progress.ts';
import { readBothSides } from '../read/both-sides.ts';
import { notMovedOf } from '../read/not-moved.ts';
import { findingOf } from '../rules.ts';
import { byKindOf } from '../runs/by-kind.ts';
import type { Complaints } from '../runs/complaints.ts';
import { confidenceOfRun } from '../runs/confidence.ts';
import { seenByKind } from '../runs/images-seen.ts';
import { inRun } from '../runs/in-run.ts';
import { proofOf } from '../runs/proof.ts';
import { type VerifyCounts, verifyCounts } from '../runs/verify-counts.ts';
import { passGate } from '../stopped.ts';

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
  const { isDrawn: isInSample } = sides;
  // A sample's size is known on the average only; it is close enough for a bar, and its end is exact.
  const all = picturesToMeet(engine, sides.source, engine.mode === 'parity' ? sides.target : undefined);
  const expected = Math.ceil(all * Math.min(1, options.sample));
  const onImages = progressOf(engine, run.id, 'verifying', expected);
  const marched = await compare({
    engine,
    run,
    ...sides,
    planning: false,
    // Rows are judged in `inspect`; only what the march itself cannot meet is told here.
    finding: () => undefined,
    // Fields alone are the same at a glance as they are row by row.
    ...(options.level === 'fields' ? { sameFinding: () => undefined } : {}),
    slotFinding: () => undefined,
    // As closely as a comparison does: a slot has no fields besides its picture.
    lookAtSlot: ({ sourceProductId }) =>
      !isInSample(sourceProductId) ? 'never' : options.level === 'content' ? 'always' : 'where-needed',
    viewFinding: () => undefined,
    leftOverFinding: (row, product) => diffFinding(engine, row, product),
    inspect: async (compared, views) =>
      await inspect(
        { engine, options, isInSample, history, onImage: () => onImages(1), looks: new WeakMap() },
        compared,
        views,
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

async function inspect(
  inspector: Inspector,
  compared: readonly Compared[],
  views: readonly ComparedView[],
): Promise<Inspection> {
  const findings: Found[] = [];
  const counts = {
    checked: 0,
    unchecked: 0,
    outsideSample: 0,
    mismatched: 0,
    onlyOnTarget: 0,
    onTarget: 0,
    keptOtherwise: 0,
    besideWrong: 0,
  };
  const besideProducts = new Set<number>();
  const { isInSample } = inspector;
  for (const { source, same = [] } of compared) {
    counts.onTarget += same.length;
    counts[isInSample(source.productId) ? 'checked' : 'outsideSample'] += same.length;
    if (isInSample(source.productId)) for (const _ of same) inspector.onImage();
  }
  const rows = compared.flatMap((product) => product.rows.map((row) => ({ product, row })));
  const atOnce = picturesAtOnce(inspector.options.level !== 'links');
  await inParallel(rows, atOnce, async ({ product, row }) => {
    await passGate(inspector.engine.control);
    const verdict = await judge(inspector, product, row);
    if (verdict.finding !== undefined) findings.push(verdict.finding);
    counts[verdict.count] += 1;
    if (verdict.count === 'mismatched' && !isInSample(product.source.productId)) {
      counts.besideWrong += 1;
      besideProducts.add(product.source.productId);
    }
    if (row.sign !== '+') counts.onTarget += 1;
    if (verdict.count === 'mismatched') counts.checked += 1;
    if (verdict.count === 'checked' && row.sign === '=' && showsOtherText(row.source, row.target))
      counts.keptOtherwise += 1;
    if (verdict.count === 'mismatched' || verdict.count === 'checked') inspector.onImage();
  });
  const slots = [
    ...compared.flatMap((product) => (product.slots ?? []).map((row) => slotAsMet(row, product))),
    ...views.map(viewAsMet),
  ];
  await inParallel(slots, atOnce, async (slot) => {
    await passGate(inspector.engine.control);
    const verdict = await judgeSlot(inspector, slot);
    if (verdict.finding !== undefined) findings.push(verdict.finding);
    counts[verdict.count] += 1;
    if (verdict.count === 'mismatched') counts.checked += 1;
    if (verdict.count === 'mismatched' || verdict.count === 'checked') inspector.onImage();
  });
  return {
    findings: findings.toSorted(bySource),
    counts: { ...counts, besideProducts: besideProducts.size },
  };
}

interface Judged {
  /** `onlyOnTarget`: an image of the target's own, which no source image vouches for; never evidence of anything. */
  readonly count: 'checked' | 'unchecked' | 'outsideSample' | 'mismatched' | 'onlyOnTarget';
  readonly finding?: Found;
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
  const isRendition = product.renditions?.has(row.target.imageId) === true;
  if (row.sign !== '=' || fault !== undefined || isRendition)
    return {
      count: 'mismatched',
      finding: withPicture(ofRendition(diffFinding(engine, row, product), isRendition), row, verdict),
    };
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
        says: { code: 'fields-without-value', fields: unread },
      }),
    };
  return verdict.is === 'broken'
    ? {
        count: 'mismatched',
        finding: findingOf('picture-broken', {
          ...refs,
          sign: '~',
          says: verdict.says,
        }),
      }
    : {
        count: 'unchecked',
        finding: findingOf('picture-unchecked', {
          ...refs,
          sign: '!',
          says: { code: 'picture-not-looked-at', why: verdict.says },
        }),
      };
}

/** A slot that was held against its counterpart, or a picture against the same one in V2's view. */
interface MetSlot {
  readonly sourceProductId: number;
  readonly sign: SlotRow['sign'] | '-';
  /** A run has set a rendition there, for want of the original. */
  readonly isRendition: boolean;
  /** What the target shows; undefined: it has no such slot. */
  readonly address: string | undefined;
  /** What is said of it; `found`: what its address has come to since. */
  readonly told: (found?: Pick<SlotRow, 'sign' | 'rule' | 'says'>) => Found;
}

const slotAsMet = (row: SlotRow, product: Compared): MetSlot => ({
  sourceProductId: row.source.productId,
  sign: row.sign,
  isRendition: row.rendition !== undefined,
  address: row.target?.address,
  told: (found) => slotFinding({ ...row, ...found }, product),
});

const viewAsMet = ({ product, sign, address, finding }: ComparedView): MetSlot => ({
  sourceProductId: product.productId,
  sign,
  isRendition: false,
  address,
  told: (found) => {
    const { rule, ...facts } = found ?? {};
    return rule === undefined ? finding : findingOf(rule, { ...finding, ...facts });
  },
});

/** It was compared when it was considered; whether its address answers is asked here. */
async function judgeSlot(
  { engine, options, isInSample }: Inspector,
  { sourceProductId, sign, isRendition, address, told }: MetSlot,
): Promise<Judged> {
  if (!isInSample(sourceProductId)) return { count: 'outsideSample' };
  if (sign === '!') return { count: 'unchecked', finding: told() };
  if (sign !== '=' || address === undefined)
    return { count: 'mismatched', finding: ofRendition(told(), isRendition) };
  // Between two stores a verify of the content has loaded it already.
  const asksLink = options.level === 'links' || (options.level === 'content' && engine.mode === 'parity');
  if (!asksLink) return { count: 'checked' };
  const link = await checkLink(engine, address);
  if (link.is === 'fine') return { count: 'checked' };
  const [of, says] =
    link.is === 'broken'
      ? (['~', link.says] as const)
      : (['!', { code: 'picture-not-looked-at', why: link.says }] as const);
  const rule = link.is === 'broken' ? 'picture-broken' : 'picture-unchecked';
  return {
    count: link.is === 'broken' ? 'mismatched' : 'unchecked',
    finding: told({ sign: of, rule, says }),
  };
}

/** A second copy of a picture that is there already, whatever its name and since when: only looking tells. */
async function lookAtStranger(
  { engine, options, looks }: Inspector,
  product: Compared,
  image: ProductImage,
): Promise<{ readonly finding?: Found; readonly isNoneOfThese: boolean }> {
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
    says: { code: 'second-of-picture', imageId: twin.imageId },
  });
  return { finding, isNoneOfThese: false };
}

/** For a verify a rendition is a fault, whether or not a plan would fix it. */
function ofRendition(finding: Found, isRendition: boolean): Found {
  return isRendition && finding.rule === undefined ? findingOf('rendition-copied', finding) : finding;
}

/** Where fields differ, the picture may be wrong besides: told at once, so that one repair is enough. */
function withPicture(finding: Found, { fields }: PairRow, verdict: PictureVerdict): Found {
  if (verdict.is !== 'broken') return finding;
  const says = { code: 'picture-too', says: finding.says, picture: verdict.says } as const;
  return findingOf('picture-broken', { ...finding, fields: [...fields, 'image_file'], says });
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
          says: { code: 'source-changed' },
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

function bySource(a: Found, b: Found): number {
  const product = (row: Found): number => row.source?.productId ?? row.target?.productId ?? 0;
  const image = (row: Found): number => row.source?.imageId ?? row.target?.imageId ?? 0;
  const slot = ({ source }: Found): number => source?.variantId ?? source?.valueId ?? 0;
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
    count('unchecked') +
    count('unmatchedImages') +
    count('unmatchedProducts') +
    count('error') +
    count('shortListings') +
    drewNothing;
  const seen = seenByKind(engine.journal, run);
  const proof = run === undefined ? undefined : proofOf(run);
  const confidence = run === undefined ? undefined : confidenceOfRun(engine.journal, run);
  return {
    run: runId,
    outcome: mismatched > 0 ? 'differs' : failedToCheck > 0 ? 'incomplete' : 'done',
    products: count('products'),
    images: seen.images,
    ...counts,
    ...notMovedOf(engine.journal, run),
    ...byKindOf(engine, seen),
    level: options.level,
    ...(confidence === undefined ? {} : { confidence }),
    ...(proof === undefined ? {} : { proof }),
  };
}
