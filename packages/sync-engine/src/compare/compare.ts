// Marches two snapshots, product by product, and saves what it finds: findings and planned actions together with the
// cursor, so that an interrupted march goes on where it stopped. The rules of a row are decided by march and plan; here
// they only get their words.
import type { FindingRow, PictureDigest, Run, Snapshot } from '@cutover/journal';
import { PRODUCTS_A_PAGE } from '../batches.ts';
import { carries, kindOfWord, slotCounts, slotKindsCarried } from '../carried.ts';
import type { Choices, With } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { kindsAsked, slotsOfProducts } from '../kinds/kinds.ts';
import { isPair } from '../match/march.ts';
import type { Consideration, Considered } from '../plan/considered.ts';
import type { Conflict, SlotRow } from '../plan/looked.ts';
import { settledOn } from '../plan/settled.ts';
import { type Counterpart, counterparts } from '../read/pairing.ts';
import { asPageSays } from '../read/product-pages.ts';
import { readTargetValues } from '../read/target-values.ts';
import { findingOf, isUnmatchedProduct, type RuleId } from '../rules.ts';
import { showsPicture } from '../slots.ts';
import { passGate } from '../stopped.ts';
import { type LeftOverRequest, leftOverFindings } from './left-over-findings.ts';
import { type Compared, refOf } from './row-findings.ts';
import { slotFinding } from './slot-findings.ts';

/** Where names do not tell, their pictures are fetched, and a host takes its time. */
const PRODUCTS_AT_ONCE = 4;

export interface Inspection {
  readonly findings: readonly FindingRow[];
  readonly counts: Readonly<Record<string, number>>;
  /** Of pictures that were looked at whole. */
  readonly pictures?: readonly PictureDigest[];
}

export interface CompareRequest
  extends LeftOverRequest,
    Pick<Consideration, 'wrongPictures' | 'mayDo' | 'lookAtSlot'> {
  readonly engine: With<Choices>;
  readonly target: Snapshot;
  readonly run: Run;
  /** As {@link Sides} has it. */
  readonly isListed?: ((productId: number) => boolean) | undefined;
  /** False for `verify` and `audit`, which plan nothing. */
  readonly planning: boolean;
  /** The same of a slot; default: as a comparison tells it. */
  readonly slotFinding?: (row: SlotRow, product: Compared) => FindingRow | undefined;
  /** Called for each page of products that has been marched, before it is saved: adds findings and counts. */
  readonly inspect?: (compared: readonly Compared[]) => Promise<Inspection>;
  readonly onProgress: (images: number) => void;
}

type ConsideredProduct = Compared & Considered;

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
    const compared = await considerAll(request, paired);
    const done = sources.length < PRODUCTS_A_PAGE;
    cursor = sources.at(-1)?.productId ?? cursor;
    const findings: FindingRow[] = [];
    for (const pair of paired)
      if ('rule' in pair)
        findings.push(unmatchedFinding(pair, picturesOf(request, pair.source.productId).all));
    for (const product of compared) {
      if (request.planning) findings.push(...unsureFindings(product));
      for (const row of product.rows) {
        const finding = request.finding(row, product);
        if (finding !== undefined && isTold(finding, product)) findings.push(finding);
      }
      findings.push(...slotFindings(request, product));
    }
    // One by one: a products file may name more products than a call may have arguments.
    if (done) for (const finding of leftOverFindings(request)) findings.push(finding);
    const inspected = await request.inspect?.(compared);
    const signs = countSigns(findings);
    findings.push(...(inspected?.findings ?? []));
    const actions = request.planning ? compared.flatMap((product) => product.actions) : [];
    const images = compared.reduce((sum, { rows, slots = [] }) => sum + rows.length + slots.length, 0);
    // What was stopped half-way in looking at pictures is no finding.
    await passGate(engine.control);
    await journal.saveMarchPage(run.id, {
      cursor,
      done,
      findings,
      actions,
      counts: {
        products: sources.length,
        pairedProducts: paired.filter((pair) => !('rule' in pair)).length,
        images,
        ...slotsMet(request, compared),
        ...unaskedCounts(request, compared),
        unmatchedProducts: findings.filter((finding) => isUnmatchedProduct(finding.rule)).length,
        ...unmatchedCounts(request, paired),
        ...signs,
        targetImagesMet: compared.reduce(
          (sum, { rows }) => sum + rows.filter(({ sign }) => sign !== '+').length,
          0,
        ),
        conflicts: request.planning ? compared.flatMap(editsUndecided).length : 0,
        replaced: actions.filter((action) => action.replaces === true).length,
        ...inspected?.counts,
      },
      pictures: inspected?.pictures ?? [],
    });
    for (const finding of findings) engine.emit({ type: 'finding', run: run.id, ...finding });
    request.onProgress(images);
    run = journal.run(run.id) ?? run;
  }
  return run;
}

async function considerAll(
  { engine, source, target, isListed, wrongPictures, mayDo, lookAtSlot }: CompareRequest,
  paired: readonly Counterpart[],
): Promise<ConsideredProduct[]> {
  const { journal } = engine;
  const pairs = paired.flatMap((pair) => ('rule' in pair ? [] : [pair]));
  const products = pairs.map((pair) => ({
    sourceProductId: pair.source.productId,
    targetProductId: pair.target.productId,
  }));
  const sourceIds = products.map(({ sourceProductId }) => sourceProductId);
  const targetIds = products.map(({ targetProductId }) => targetProductId);
  const snapshots = { sourceSnapshot: source.snapshot, targetSnapshot: target.snapshot };
  await readTargetValues({ engine, ...snapshots }, products);
  const sourceImages = journal.images(source.snapshot, sourceIds);
  const targetImages = journal.images(target.snapshot, targetIds);
  const kinds = kindsAsked(engine.selection);
  const slotsOf = slotsOfProducts(engine, kinds);
  const sourceSlots = slotsOf(source, sourceIds);
  const targetSlots = slotsOf(target, targetIds);
  const moment = { at: 'compare' } as const;
  const considering = kinds.all.map((kind) => ({
    of: kind.of,
    consider: kind.considering(engine, products, moment),
  }));
  const considered = new Map<number, readonly ConsideredProduct[]>();
  await inParallel(pairs.entries(), PRODUCTS_AT_ONCE, async ([index, pair]) => {
    const shown = targetImages.get(pair.target.productId) ?? [];
    const read = sourceImages.get(pair.source.productId) ?? [];
    const isAsked = isListed?.(pair.source.productId) ?? true;
    const about = {
      product: {
        sourceProductId: pair.source.productId,
        targetProductId: pair.target.productId,
        sku: pair.source.sku,
        source: isAsked ? read : asPageSays(read[0], shown),
        target: shown,
        sourceSlots: sourceSlots.get(pair.source.productId) ?? [],
        targetSlots: targetSlots.get(pair.target.productId) ?? [],
      },
      settled: settledOn(engine, pair.target.productId, moment),
      sourceSnapshot: source,
      ...(wrongPictures === undefined ? {} : { wrongPictures }),
      ...(mayDo === undefined ? {} : { mayDo }),
      ...(lookAtSlot === undefined ? {} : { lookAtSlot }),
    };
    const ofKinds: ConsideredProduct[] = [];
    const unasked = isAsked ? {} : ({ unasked: true } as const);
    for (const { of, consider } of considering)
      ofKinds.push({ ...pair, of, ...unasked, ...(await consider(about)) });
    considered.set(index, ofKinds);
  });
  return pairs.flatMap((_, index) => considered.get(index) ?? []);
}

/** What V2 was not asked for is never called equal. */
const isTold = ({ sign }: FindingRow, { unasked }: Compared): boolean => unasked !== true || sign !== '=';

/** Products of which V2's page alone has spoken, as far as it has, and their images of which it said nothing. */
function unaskedCounts(request: CompareRequest, compared: readonly Compared[]): Record<string, number> {
  if (request.isListed === undefined) return {};
  const unasked = compared.filter((product) => product.unasked === true && product.of === 'product-image');
  const { snapshot } = request.source;
  const mainPictures = request.engine.journal.images(
    snapshot,
    unasked.map(({ source }) => source.productId),
  );
  const silent = (product: Compared): number =>
    product.rows.filter((row) => request.finding(row, product)?.sign === '=').length;
  return {
    unaskedProducts: unasked.length,
    unaskedImages: unasked.reduce((sum, product) => sum + silent(product), 0),
    pagesHeard: unasked.filter(
      ({ source, rows }) => rows.length === 0 || mainPictures.get(source.productId)?.length === 1,
    ).length,
  };
}

/** Images that stay as somebody has edited them on the target, because nobody has decided whose word counts. */
function editsUndecided({ conflicts }: Considered): Conflict[] {
  return conflicts.filter(({ code }) => code === 'edited-on-target');
}

/** What differs is told anyway; that its picture could not be compared is told beside it. */
function unsureFindings({ of, source, target, rows, unsure }: ConsideredProduct): FindingRow[] {
  return rows.filter(isPair).flatMap((row): FindingRow[] =>
    unsure.has(row.target.imageId)
      ? [
          findingOf('picture-unchecked', {
            kind: of,
            sign: '!',
            source: refOf(source, row.source.imageId),
            target: refOf(target, row.target.imageId),
            message:
              'changed on the source since it was sent, and its picture could not be compared with the one on the target; a verify of the content compares it',
          }),
        ]
      : [],
  );
}

function slotFindings({ slotFinding: told = slotFinding }: CompareRequest, product: Compared): FindingRow[] {
  return (product.slots ?? []).flatMap((row) => told(row, product) ?? []);
}

type CountsOfSlots = Record<string, number>;

function slotsMet({ engine }: CompareRequest, compared: readonly Compared[]): CountsOfSlots {
  const carried = slotKindsCarried.filter((kind) => carries(engine, kind));
  return Object.fromEntries(
    carried.map((kind) => [
      slotCounts[kind].met,
      compared.reduce((sum, { of, slots = [] }) => sum + (of === kindOfWord[kind] ? slots.length : 0), 0),
    ]),
  );
}

/** Of a product of the source: the pictures of the kinds that are asked for, and those of them that slots show, by their counts. */
function picturesOf(
  { engine, source }: CompareRequest,
  productId: number,
): { readonly all: number; readonly slots: CountsOfSlots } {
  const { journal } = engine;
  const images = carries(engine, 'product')
    ? (journal.images(source.snapshot, [productId]).get(productId)?.length ?? 0)
    : 0;
  const slots: CountsOfSlots = {};
  for (const kind of slotKindsCarried.filter((one) => carries(engine, one))) {
    const ofKind = journal.slots(source.snapshot, kindOfWord[kind], [productId]).get(productId) ?? [];
    slots[slotCounts[kind].unmatched] = ofKind.filter(({ address }) => showsPicture(address)).length;
  }
  return { all: Object.values(slots).reduce((sum, count) => sum + count, images), slots };
}

function unmatchedCounts(request: CompareRequest, paired: readonly Counterpart[]): Record<string, number> {
  const counts: Record<string, number> = { unmatchedImages: 0 };
  for (const pair of paired) {
    if (!('rule' in pair)) continue;
    const { all, slots } = picturesOf(request, pair.source.productId);
    for (const [name, count] of Object.entries({ ...slots, unmatchedImages: all }))
      counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}

const SIGN_NAMES = { '=': 'same', '~': 'changed', '+': 'missing', '-': 'extra', '!': 'error' } as const;

function countSigns(findings: readonly FindingRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { sign } of findings)
    if (sign !== undefined) counts[SIGN_NAMES[sign]] = (counts[SIGN_NAMES[sign]] ?? 0) + 1;
  return counts;
}

function unmatchedFinding(pair: Extract<Counterpart, { rule: RuleId }>, images: number): FindingRow {
  return findingOf(pair.rule, {
    source: { productId: pair.source.productId, sku: pair.source.sku },
    message: `${pair.message}${images === 0 ? '' : `; ${images === 1 ? '1 image' : `${images} images`} of source product ${pair.source.productId} not compared`}`,
  });
}
