// `audit`: grades every image of a store as it was read, useful alone. Reads the store through V3 (V2 is a witness, or, on
// request, read whole beside it), looks at each picture, and names for each fault the rule, how bad it is, what it breaks
// and whether `migrate` fixes it. With a target its own faults are added, and what has no counterpart there.

import type { Run, Severity, Snapshot, SnapshotProduct } from '@cutover/journal';
import { PRODUCTS_A_PAGE } from '../at-a-time.ts';
import { carries } from '../carried.ts';
import { compare, type Inspection } from '../compare/compare.ts';
import { leftOverFindings } from '../compare/left-over-findings.ts';
import { type Compared, diffFinding, refOf } from '../compare/row-findings.ts';
import type { AuditRequest, AuditResult, Choices, Engine, Selecting, With } from '../engine.ts';
import { type Found, inWords } from '../found.ts';
import { findingsOfProduct } from '../grade/grade-product.ts';
import { type GradedProducts, type Grading, gradeProducts } from '../grade/grade-products.ts';
import { type GradedSlots, gradeSlots } from '../grade/grade-slots.ts';
import { graded, ownedBy } from '../grade/graded.ts';
import { notLookedFor } from '../grade/not-looked-for.ts';
import { shapeCounts } from '../grade/picture-shapes.ts';
import { createRulePictures } from '../grade/rule-pictures.ts';
import { sharedPictures } from '../grade/same-pictures.ts';
import { markingFindings } from '../grade/set-aside.ts';
import { slotsWithoutCounterpart } from '../grade/slot-counterparts.ts';
import { createSlotViews, type SlotViews } from '../grade/slot-views.ts';
import { createV2Witness, type Heard, type V2Witness } from '../grade/v2-witness.ts';
import { allOf } from '../in-parallel.ts';
import { picturesToMeet, progressOf } from '../progress.ts';
import { readBothSides, readForAudit } from '../read/both-sides.ts';
import { notMovedOf } from '../read/not-moved.ts';
import { counterparts } from '../read/pairing.ts';
import { findingOf, type Probe } from '../rules.ts';
import { byKindOf } from '../runs/by-kind.ts';
import { seenByKind } from '../runs/images-seen.ts';
import { inRun } from '../runs/in-run.ts';
import { passGate } from '../stopped.ts';
import { tellFound } from '../tell-found.ts';

/** A run that was stopped looks again at no more pictures than these products have. */
const PRODUCTS_WITH_PICTURES_A_PAGE = 25;
/** What `audit` does where nobody says otherwise. */
const PROBE = 'bytes';
const PIXELS_MIN = 500;

export async function audit(given: Engine, request: AuditRequest): Promise<AuditResult> {
  const { decisions, which, setAside, selection } = request;
  // Both views are read by V2's lists, which show no slots: what those hold is counted among what was left out.
  const kinds = isBothViews({ ...given, selection }) ? undefined : selection.kinds;
  const choices: Choices = { selection: { ...selection, kinds }, decisions };
  return await inRun(markingFindings({ ...given, ...choices }, setAside), (engine) => ({
    open: { command: 'audit', choices: request, which, also: whatMatters(request) },
    work: async (run) => {
      await readAndGrade(engine, run, request);
      return auditResult(engine, run.id, request);
    },
    soFar: (run) => auditResult(engine, run.id, request),
  }));
}

type Grades = Pick<AuditRequest, 'failOn' | 'probe' | 'minPixels' | 'setAside'>;

const whatMatters = (options: Grades) => ({
  probe: probeOf(options),
  minPixels: minPixelsOf(options),
  setAside: options.setAside?.key ?? '',
});
const probeOf = ({ probe = PROBE }: Grades): Probe => probe;
const minPixelsOf = ({ minPixels = PIXELS_MIN }: Grades): number => minPixels;

async function readAndGrade(engine: With<Choices>, run: Run, options: Grades): Promise<void> {
  await (isBothViews(engine) ? gradeBothViews : gradeAsRead)(engine, run, options);
  if (engine.journal.run(run.id)?.phase === 'scanning') await engine.journal.setPhase(run.id, 'verifying');
}

const isBothViews = ({ mode, selection }: With<Selecting>): boolean =>
  mode === 'parity' && selection.sourceVia === 'v2';

const gradesSlots = (engine: With<Choices>, source: Snapshot | undefined): boolean =>
  !isBothViews(engine) && source?.via === 'v3';

function gradingOf(engine: With<Choices>, options: Grades, onImages: Grading['onImages']): Grading {
  const probe = probeOf(options);
  return {
    engine,
    onImages,
    pictures: probe === 'none' ? undefined : { probe, minPixels: minPixelsOf(options) },
  };
}

/** One store, and of each of its stores what one view shows. */
async function gradeAsRead(engine: With<Choices>, started: Run, options: Grades): Promise<void> {
  const { journal } = engine;
  const { source, target } = await readForAudit(engine, started, (product, owner) =>
    findingsOfProduct(product, engine[owner].hash).map((finding) => ownedBy(owner, finding)),
  );
  const witness = createV2Witness(engine, started.id);
  const expected =
    picturesToMeet(engine, source) + (target === undefined ? 0 : picturesToMeet(engine, target));
  const onImages = progressOf(engine, started.id, 'verifying', expected);
  const grading = gradingOf(engine, options, onImages);
  const rulePictures = createRulePictures(engine, source);
  const most = grading.pictures === undefined ? PRODUCTS_A_PAGE : PRODUCTS_WITH_PICTURES_A_PAGE;
  for (let run = journal.run(started.id) ?? started; !run.marched; run = journal.run(run.id) ?? run) {
    await passGate(engine.control);
    const page = nextPage(engine, { after: run.marchCursor ?? 0, most }, source, target);
    // Pictures cost no quota, so the stores are asked meanwhile.
    const [[ofProducts, ofSlots, theirs], ofV2, ofRules, ofPairs] = await allOf([
      gradePictures(grading, page, { source, target }),
      hearV2(engine, witness, source, page.sources),
      rulePictures.of(page.sources),
      withoutCounterpart(engine, run, page.sources, { source, target }),
    ]);
    const findings = [
      ...ofProducts.own,
      ...ofV2.findings,
      ...ofProducts.theirs,
      ...ofSlots.findings,
      ...(theirs?.findings ?? []),
      ...ofRules,
      ...ofPairs,
      ...(page.isLast ? leftOver(engine, source, target) : []),
    ];
    // What was stopped half-way in looking at pictures is no finding.
    await passGate(engine.control);
    const worded = inWords(engine, findings);
    await journal.saveMarchPage(run.id, {
      cursor: page.cursor,
      done: page.isLast,
      findings: worded,
      actions: [],
      pictures: ofProducts.pictures,
      counts: {
        products: page.sources.length,
        images: ofProducts.images + ofSlots.pictures,
        ...ofSlots.counts,
        ...shapeCounts([...ofProducts.shown, ...ofSlots.shown]),
        heardOfV2: ofV2.heard,
        bareInV2: ofV2.bare,
        unmarkedInV3: ofV2.unmarked,
        targetSlots: theirs?.pictures ?? 0,
      },
    });
    await tellFound(engine, run.id, worded);
  }
  await tellShared(engine, started.id, target === undefined ? [source] : [source, target]);
  if (!witness.isGone && source.via === 'v3' && isUncounted(engine, source))
    engine.emit({ type: 'notice', run: started.id, code: 'v2-uncounted', store: engine.source.hash });
}

interface GradedImages extends Omit<GradedProducts, 'findings'> {
  /** Of the source. */
  readonly own: readonly Found[];
  /** Of the target. */
  readonly theirs: readonly Found[];
  readonly images: number;
}

/** One after another, so that no more pictures are held than of one of them. */
async function gradePictures(
  grading: Grading,
  page: Page,
  sides: Sides,
): Promise<readonly [GradedImages, GradedSlots, GradedSlots | undefined]> {
  const { source, target } = sides;
  return [
    await gradeImages(grading, page, sides),
    await gradeSlots(grading, 'source', source, page.sources),
    target && (await gradeSlots(grading, 'target', target, page.targets)),
  ];
}

interface Sides {
  readonly source: Snapshot;
  readonly target: Snapshot | undefined;
}

/** Of products: their images, on both stores; nothing where nobody asked for that kind. */
async function gradeImages(
  grading: Grading,
  { sources, targets }: Page,
  { source, target }: Sides,
): Promise<GradedImages> {
  const { engine } = grading;
  if (!carries(engine, 'product')) return { own: [], theirs: [], pictures: [], shown: [], images: 0 };
  const own = await gradeProducts(grading, 'source', source, sources);
  const theirs =
    target === undefined
      ? { findings: [], pictures: [] }
      : await gradeProducts(grading, 'target', target, targets);
  return {
    own: own.findings,
    theirs: theirs.findings,
    pictures: [...own.pictures, ...theirs.pictures],
    shown: own.shown,
    images: imagesIn(engine, source, sources),
  };
}

/** Once all pictures were looked at: those that several products show. What was told is let go in the same moment. */
async function tellShared(engine: Engine, run: string, sides: readonly Snapshot[]): Promise<void> {
  const { journal } = engine;
  for (const side of sides) {
    for (;;) {
      await passGate(engine.control);
      const { findings, picturesTold } = sharedPictures(engine, run, side);
      if (picturesTold.length === 0) break;
      const cursor = journal.run(run)?.marchCursor ?? 0;
      const worded = inWords(engine, findings);
      await journal.saveMarchPage(run, {
        cursor,
        done: true,
        findings: worded,
        picturesTold,
        actions: [],
        counts: {},
      });
      await tellFound(engine, run, worded);
    }
  }
}

/** That V2 counts other images than V3 lists is what the views differ in, as far as V2 was asked. */
function leftOver(engine: With<Choices>, source: Snapshot, target: Snapshot | undefined): Found[] {
  return leftOverFindings({ engine, source, target, finding: () => undefined }).findings.map((finding) =>
    finding.rule === 'listing-incomplete' && source.via === 'v3'
      ? findingOf('view-count-differs', { says: finding.says }, 'audit')
      : finding,
  );
}

function isUncounted({ selection }: Choices, { expectedImages }: Snapshot): boolean {
  return expectedImages === undefined && selection.products === undefined;
}

interface Page {
  readonly sources: readonly SnapshotProduct[];
  readonly targets: readonly SnapshotProduct[];
  readonly cursor: number;
  readonly isLast: boolean;
}

/** Products of both stores side by side in the order of their ids, so that one cursor tells how far both are. */
function nextPage(
  { journal }: Engine,
  { after, most }: { readonly after: number; readonly most: number },
  source: Snapshot,
  target: Snapshot | undefined,
): Page {
  const ofSide = (side: Snapshot | undefined): SnapshotProduct[] =>
    side === undefined ? [] : journal.products(side.snapshot, after, most);
  const pages = [ofSide(source), ofSide(target)];
  const ends = pages.flatMap((page) => (page.length < most ? [] : [page.at(-1)?.productId ?? after]));
  const end = Math.min(...ends);
  const [sources = [], targets = []] = pages.map((page) => page.filter(({ productId }) => productId <= end));
  const cursor = Math.max(after, ...[...sources, ...targets].map(({ productId }) => productId));
  return { sources, targets, cursor, isLast: ends.length === 0 };
}

/** What V2 says of the products' images, where it was not read itself. */
async function hearV2(
  engine: With<Choices>,
  witness: V2Witness,
  source: Snapshot,
  products: readonly SnapshotProduct[],
): Promise<{ readonly findings: Found[] } & Omit<Heard, 'faults'>> {
  const { journal } = engine;
  if (!carries(engine, 'product')) return { findings: [], heard: 0, bare: 0, unmarked: 0 };
  if (source.via !== 'v3') return { findings: [], heard: products.length, bare: 0, unmarked: 0 };
  const images = journal.images(
    source.snapshot,
    products.map(({ productId }) => productId),
  );
  const { faults, ...counts } = await witness.hear(products, (productId) => images.get(productId) ?? []);
  const findings = products.flatMap((product) =>
    (faults.get(product.productId) ?? []).map((fault) => graded('source', product, fault)),
  );
  return { findings, ...counts };
}

async function withoutCounterpart(
  engine: With<Choices>,
  run: Run,
  products: readonly SnapshotProduct[],
  { source, target }: { readonly source: Snapshot; readonly target: Snapshot | undefined },
): Promise<Found[]> {
  if (target === undefined) return [];
  const sides = { engine, sourceSnapshot: source.snapshot, targetSnapshot: target.snapshot };
  const paired = counterparts(sides, products);
  return [
    ...paired.flatMap((pair) =>
      'rule' in pair ? [findingOf(pair.rule, { source: refOf(pair.source), says: pair.says }, 'audit')] : [],
    ),
    ...(await slotsWithoutCounterpart(engine, run, { source, target }, paired)),
  ];
}

function imagesIn({ journal }: Engine, side: Snapshot, products: readonly SnapshotProduct[]): number {
  const images = journal.images(
    side.snapshot,
    products.map(({ productId }) => productId),
  );
  return [...images.values()].reduce((sum, of) => sum + of.length, 0);
}

/** One store, both views read whole: what they differ in, and the faults of what V2 shows. */
async function gradeBothViews(engine: With<Choices>, run: Run, options: Grades): Promise<void> {
  const sides = await readBothSides(engine, run);
  const onImages = progressOf(
    engine,
    run.id,
    'verifying',
    picturesToMeet(engine, sides.source, sides.target),
  );
  const grading = gradingOf(engine, options, onImages);
  const views = createSlotViews(engine);
  await compare({
    engine,
    run,
    ...sides,
    planning: false,
    finding: (row, product) => {
      const finding = row.sign === '=' ? undefined : diffFinding(engine, row, product);
      // What could not be compared breaks no rule, and has been told when it was read.
      return finding?.rule === undefined
        ? undefined
        : graded('source', product.source, {
            rule: finding.rule,
            imageId: (finding.source ?? finding.target)?.imageId,
            says: finding.says,
            ...(finding.fields === undefined ? {} : { fields: finding.fields }),
          });
    },
    // What both views show alike breaks no rule between them; what its product breaks is graded all the same.
    sameFinding: () => undefined,
    inspect: async (compared) => await inspect(grading, views, sides.source, compared),
    onProgress: () => undefined,
  });
  await tellShared(engine, run.id, [sides.source]);
}

async function inspect(
  grading: Grading,
  views: SlotViews,
  source: Snapshot,
  compared: readonly Compared[],
): Promise<Inspection> {
  const products = compared.map((product) => product.source);
  const { findings, pictures, shown } = await gradeProducts(grading, 'source', source, products);
  return {
    findings: [...findings, ...(await views.of(products))],
    pictures,
    counts: { heardOfV2: products.length, ...shapeCounts(shown) },
  };
}

const SEVERITIES: readonly Severity[] = ['fatal', 'critical', 'warning', 'info'];

function auditResult(engine: With<Choices>, runId: string, options: Grades): AuditResult {
  const { bySeverity, byRule } = engine.journal.findingCounts(runId);
  const run = engine.journal.run(runId);
  const counts = run?.counts ?? {};
  const source = engine.journal.snapshotOf(runId, 'source');
  const severity = (name: Severity): number => bySeverity[name] ?? 0;
  const open = engine.journal.openFindings(runId);
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(options.failOn) + 1);
  const heard = counts['heardOfV2'] ?? 0;
  const isWhole = engine.selection.sourceVia === 'v2';
  const proof = { v2: heard === 0 ? 'none' : isWhole ? 'full' : 'pages', products: heard } as const;
  return {
    run: runId,
    outcome: failing.some((name) => (open.bySeverity[name] ?? 0) > 0) ? 'differs' : 'done',
    products: counts['products'] ?? 0,
    images: counts['images'] ?? 0,
    findings: {
      fatal: severity('fatal'),
      critical: severity('critical'),
      warning: severity('warning'),
      info: severity('info'),
    },
    byRule,
    ...notMovedOf(engine.journal, run),
    ...(gradesSlots(engine, source) ? byKindOf(engine, seenByKind(engine.journal, run)) : {}),
    proof,
    suppressed: open.suppressed,
    known: open.known,
    notLookedFor: notLookedFor({
      probe: probeOf(options),
      source,
      kinds: gradesSlots(engine, source) ? engine.selection.kinds : undefined,
      hasTarget: engine.mode === 'transfer',
      heardOfV2: proof.v2 !== 'none',
      bothViews: isWhole && engine.mode === 'parity',
      isFile: engine.source.isSaved === true,
    }),
  };
}
