// Marches two snapshots, product by product, and saves what it finds: findings and planned actions together with the
// cursor, so that an interrupted march goes on where it stopped. The rules of a row are decided by march and plan; here
// it is only said what they are.

import type {
  ImageKind,
  NewAction,
  PictureDigest,
  Run,
  SameImage,
  Snapshot,
  SnapshotProduct,
} from '@cutover/journal';
import { PRODUCTS_A_PAGE } from '../at-a-time.ts';
import type { Choices, With } from '../engine.ts';
import { type Found, type FoundSame, sameInWords } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { kindsAsked, slotsOfProducts } from '../kinds/kinds.ts';
import { isPair } from '../match/march.ts';
import { type Consideration, type Considered, type Considering, nothingMarched } from '../plan/considered.ts';
import type { SlotRow } from '../plan/looked.ts';
import { settledOn } from '../plan/settled.ts';
import { type Counterpart, counterparts } from '../read/pairing.ts';
import { asPageSays } from '../read/product-pages.ts';
import { readTargetValues } from '../read/target-values.ts';
import { findingOf, type RuleId } from '../rules.ts';
import { showsPicture } from '../slots.ts';
import { passGate } from '../stopped.ts';
import { tellFound } from '../tell-found.ts';
import { type LeftOverRequest, leftOverFindings, noneLeftOver } from './left-over-findings.ts';
import {
  editsUndecided,
  imagesMet,
  pageCounts,
  picturesOf,
  signCounts,
  undecidedProducts,
} from './page-counts.ts';
import { type Compared, refOf } from './row-findings.ts';
import { slotFinding } from './slot-findings.ts';
import {
  type ComparedView,
  together,
  type ViewsCompared,
  type ViewsComparing,
  type ViewsRequest,
  viewsComparing,
} from './views-compared.ts';

/** Where names do not tell, their pictures are fetched, and a host takes its time. */
const PRODUCTS_AT_ONCE = 4;

export interface Inspection {
  readonly findings: readonly Found[];
  readonly counts: Readonly<Record<string, number>>;
  /** Of pictures that were looked at whole. */
  readonly pictures?: readonly PictureDigest[];
}

export interface CompareRequest
  extends LeftOverRequest,
    Pick<ViewsRequest, 'isListed'>,
    Pick<Consideration, 'wrongPictures' | 'mayDo' | 'lookAtSlot'> {
  readonly engine: With<Choices>;
  readonly target: Snapshot;
  readonly run: Run;
  /** Which source products the run looks at: all, unless it is one of a share. */
  readonly isDrawn: (productId: number) => boolean;
  /** False for `verify` and `audit`, which plan nothing. */
  readonly planning: boolean;
  /**
   * Of images that are equal at a glance, for which no row is made; undefined is left out. Default: every image has its row,
   * as a look at more than fields needs it.
   */
  readonly sameFinding?: (product: Compared, images: readonly SameImage[]) => FoundSame | undefined;
  /** The same as {@link finding} of a slot; default: as a comparison tells it. */
  readonly slotFinding?: (row: SlotRow, product: Compared) => Found | undefined;
  /** The same of a picture beside images of products that both views of one store were asked for; default: as a comparison tells it. */
  readonly viewFinding?: (view: ComparedView) => Found | undefined;
  /** Called for each page of products that has been marched, before it is saved: adds findings and counts. */
  readonly inspect?: (compared: readonly Compared[], views: readonly ComparedView[]) => Promise<Inspection>;
  readonly onProgress: (images: number) => void;
}

type ConsideredProduct = Compared & Considered;

/** Marches what is left of the run; counts are kept with the run in the journal. */
export async function compare(request: CompareRequest): Promise<Run> {
  const { engine, source, target } = request;
  const { journal } = engine;
  const comparing = viewsComparing(request);
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
    cursor = sources.at(-1)?.productId ?? cursor;
    const findings: (Found | FoundSame)[] = [];
    for (const pair of paired)
      if ('rule' in pair)
        findings.push(unmatchedFinding(pair, picturesOf(request, pair.source.productId).all));
    for (const product of compared) findings.push(...findingsOf(request, product));
    const sourcesPaired = paired.flatMap((pair) => ('rule' in pair ? [] : [pair.source]));
    const inViews = await comparing.page(sourcesPaired);
    const isLast = sources.length < PRODUCTS_A_PAGE;
    const done = isLast && !(await comparing.isShort());
    const views = done ? together([inViews, await comparing.leftOver()]) : inViews;
    findings.push(...viewFindings(request, views));
    const leftOver = done ? leftOverFindings(request) : noneLeftOver;
    // One by one: a products file may name more products than a call may have arguments.
    for (const finding of leftOver.findings) findings.push(finding);
    const actions = request.planning ? compared.flatMap((product) => product.actions) : [];
    await savePage(request, {
      cursor,
      done,
      findings,
      actions,
      compared,
      views,
      counts: {
        ...pageCounts(request, { sources, paired, compared, views, leftOver, findings }),
        // They have a sign for what differs, too.
        alsoUnknown: request.planning ? compared.flatMap(unsureFindings).length : 0,
        conflicts: request.planning ? compared.flatMap(editsUndecided).length : 0,
        replaced: actions.filter((action) => action.verb === 'remove' && action.replaces).length,
      },
    });
    if (isLast && !done) await comparePutOff(request, comparing, cursor);
    run = journal.run(run.id) ?? run;
  }
  return run;
}

/** What V2 was not asked about while the products were marched. */
async function comparePutOff(
  request: CompareRequest,
  comparing: ViewsComparing,
  cursor: number,
): Promise<void> {
  for await (const views of comparing.putOff())
    await savePage(request, {
      cursor,
      done: false,
      findings: viewFindings(request, views),
      actions: [],
      compared: [],
      views,
      counts: {},
    });
}

interface MarchedPage {
  readonly cursor: number;
  readonly done: boolean;
  /** But for what `inspect` has found. */
  readonly findings: readonly (Found | FoundSame)[];
  readonly actions: readonly NewAction[];
  readonly compared: readonly ConsideredProduct[];
  readonly views: ViewsCompared;
  /** But for those of the views, of the findings, and of what `inspect` has counted. */
  readonly counts: Readonly<Record<string, number>>;
}

async function savePage(request: CompareRequest, page: MarchedPage): Promise<void> {
  const { engine, run } = request;
  const { cursor, done, actions, compared, views } = page;
  const inspected = await request.inspect?.(compared, views.rows);
  const found = [...page.findings, ...(inspected?.findings ?? [])];
  const findings = sameInWords(engine, found);
  const images = imagesMet(compared, views);
  // What was stopped half-way in looking at pictures is no finding.
  await passGate(engine.control);
  await engine.journal.saveMarchPage(run.id, {
    cursor,
    done,
    findings,
    actions,
    counts: {
      images,
      ...page.counts,
      ...views.counts,
      undecidedProducts: undecidedProducts(request, found),
      ...signCounts(page.findings),
      ...inspected?.counts,
    },
    pictures: inspected?.pictures ?? [],
  });
  await tellFound(engine, run.id, findings);
  request.onProgress(images);
}

function findingsOf(request: CompareRequest, product: ConsideredProduct): (Found | FoundSame)[] {
  const { same = [] } = product;
  const ofSame = same.length === 0 ? undefined : request.sameFinding?.(product, same);
  return [
    ...(ofSame === undefined ? [] : [ofSame]),
    ...(request.planning ? unsureFindings(product) : []),
    ...product.rows
      .flatMap((row) => request.finding(row, product) ?? [])
      .filter((one) => isTold(one, product)),
    ...slotFindings(request, product),
  ];
}

async function considerAll(
  request: CompareRequest,
  paired: readonly Counterpart[],
): Promise<ConsideredProduct[]> {
  const { engine, source, target, isListed, wrongPictures, mayDo, lookAtSlot } = request;
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
  const kinds = kindsAsked(engine);
  const slotsOf = slotsOfProducts(engine, kinds);
  const sourceSlots = slotsOf(source, sourceIds);
  const targetSlots = slotsOf(target, targetIds);
  const moment = { at: 'compare', ...(maySpare(request) && { glance: snapshots }) } as const;
  const settled = settledOn(engine, targetIds, moment);
  const considering = kinds.all.map((kind) => ({
    kind: kind.name,
    ...kind.considering(engine, products, moment),
  }));
  const nothingToDo = (pair: SnapshotPair): ConsideredProduct[] | undefined =>
    (sourceSlots.get(pair.source.productId) ?? []).some(({ address }) => showsPicture(address))
      ? undefined
      : atAGlance(pair, considering);
  const open = pairs.filter((pair) => nothingToDo(pair) === undefined);
  const sourceImages = journal.images(
    source.snapshot,
    open.map((pair) => pair.source.productId),
  );
  const targetImages = journal.images(
    target.snapshot,
    open.map((pair) => pair.target.productId),
  );
  const considered = new Map<SnapshotPair, readonly ConsideredProduct[]>();
  await inParallel(open, PRODUCTS_AT_ONCE, async (pair) => {
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
      settled: settled(pair.target.productId),
      sourceSnapshot: source,
      ...(wrongPictures === undefined ? {} : { wrongPictures }),
      ...(mayDo === undefined ? {} : { mayDo }),
      ...(lookAtSlot === undefined ? {} : { lookAtSlot }),
    };
    const ofKinds = [...(atAGlance(pair, considering) ?? [])];
    const unasked = isAsked ? {} : ({ unasked: true } as const);
    for (const { kind, same, consider } of considering)
      if (same?.has(pair.target.productId) !== true)
        ofKinds.push({ ...pair, kind, ...unasked, ...(await consider(about)) });
    considered.set(pair, ofKinds);
  });
  return pairs.flatMap((pair) => considered.get(pair) ?? nothingToDo(pair) ?? []);
}

/** What V2's page alone has shown of a product is never the whole of it. */
const maySpare = ({ sameFinding, isListed }: CompareRequest): boolean =>
  sameFinding !== undefined && isListed === undefined;

/** Two products that are each other's counterpart. */
type SnapshotPair = Extract<Counterpart, { target: SnapshotProduct }>;

/** The product in the kinds in which it needs no march; undefined: there are none. */
function atAGlance(
  pair: SnapshotPair,
  considering: readonly (Pick<Considering, 'same'> & { readonly kind: ImageKind })[],
): ConsideredProduct[] | undefined {
  const found = considering.flatMap(({ kind, same: all }) => {
    const same = all?.get(pair.target.productId);
    return same === undefined ? [] : [{ ...pair, kind, ...nothingMarched, same, actions: [], conflicts: [] }];
  });
  return found.length === 0 ? undefined : found;
}

/** What V2 was not asked for is never called equal. */
const isTold = ({ sign }: Found, { unasked }: Compared): boolean => unasked !== true || sign !== '=';

/** What differs is told anyway; that its picture could not be compared is told beside it. */
function unsureFindings({ kind, source, target, rows, unsure }: ConsideredProduct): Found[] {
  return rows.filter(isPair).flatMap((row): Found[] =>
    unsure.has(row.target.imageId)
      ? [
          findingOf('picture-unchecked', {
            kind,
            sign: '!',
            source: refOf(source, row.source.imageId),
            target: refOf(target, row.target.imageId),
            says: { code: 'changed-and-not-compared' },
          }),
        ]
      : [],
  );
}

function slotFindings({ slotFinding: told = slotFinding }: CompareRequest, product: Compared): Found[] {
  return (product.slots ?? []).flatMap((row) => told(row, product) ?? []);
}

function viewFindings(
  { viewFinding: told = ({ finding }) => finding, isListed = () => true }: CompareRequest,
  { rows, leftOver }: ViewsCompared,
): Found[] {
  // Of the others V3 alone has spoken, which is neither equal nor a fault.
  const asked = rows.filter(({ product }) => isListed(product.productId));
  return [...asked.flatMap((one) => told(one) ?? []), ...leftOver.map(({ finding }) => finding)];
}

function unmatchedFinding(pair: Extract<Counterpart, { rule: RuleId }>, images: number): Found {
  return findingOf(pair.rule, {
    source: { productId: pair.source.productId, sku: pair.source.sku },
    says:
      images === 0
        ? pair.says
        : { code: 'images-not-compared', why: pair.says, images, sourceProductId: pair.source.productId },
  });
}
