// `audit`: grades every image of a store, useful alone. Reads both views of one store (or source and target), looks at
// each picture, and names for each fault the rule, how bad it is, what it breaks and whether `migrate` fixes it.
import type { ProductImage } from '@cutover/field-mapper';
import { apiAccepts, resolveOriginal } from '@cutover/image-content';
import type { FindingRow, ImageRef, Run, Severity, SnapshotProduct } from '@cutover/journal';
import { compare, type Inspection } from '../compare/compare.ts';
import { type Compared, diffFinding, refOf } from '../compare/row-findings.ts';
import type { AuditOptions, AuditResult, Engine } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { inOrder, thumbnailOf } from '../match/predict.ts';
import { checkLink } from '../pictures/pictures.ts';
import { progressOf } from '../progress.ts';
import { readBothSides } from '../read/both-sides.ts';
import { findingOf, type RuleId } from '../rules.ts';
import { inRun } from '../runs/in-run.ts';
import { passGate } from '../stopped.ts';

const PICTURES_AT_ONCE = 8;
/** The documented limit of one picture; whether a megabyte is 10⁶ or 2²⁰ bytes is not documented. */
const PICTURE_BYTES_MAX = 8_000_000;
/** A store's own pages show no more than this many of a product's images. */
const IMAGES_SHOWN_MAX = 250;

export async function audit(given: Engine, options: AuditOptions): Promise<AuditResult> {
  return await inRun(given, (engine) => ({
    open: { command: 'audit' },
    work: async (run) => {
      await readAndGrade(engine, run);
      return auditResult(engine, run.id, options);
    },
    soFar: (run) => auditResult(engine, run.id, options),
  }));
}

async function readAndGrade(engine: Engine, run: Run): Promise<void> {
  const sides = await readBothSides(engine, run);
  const onImages = progressOf(engine, run.id, 'verifying', sides.source.images);
  const marched = await compare({
    engine,
    run,
    ...sides,
    planning: false,
    finding: (row, product) => {
      if (engine.mode !== 'parity' || row.sign === '=') return undefined;
      const finding = diffFinding(engine, row, product);
      return graded(
        finding.rule ?? 'view-field-differs',
        finding.source ?? finding.target ?? refOf(product.source),
        finding.message,
        finding.fields,
      );
    },
    inspect: async (compared) => await inspect(engine, compared, () => onImages(1)),
    onProgress: () => undefined,
  });
  if (marched.phase === 'scanning') await engine.journal.setPhase(run.id, 'verifying');
}

async function inspect(
  engine: Engine,
  compared: readonly Compared[],
  onImage: () => void,
): Promise<Inspection> {
  const findings: FindingRow[] = [];
  for (const { source, target, rows } of compared) {
    const images = rows.flatMap((row) => ('source' in row ? [row.source] : []));
    findings.push(...gradeSet(source, images));
    if (engine.mode === 'transfer')
      findings.push(
        ...gradeThumbnails(
          target,
          rows.flatMap((row) => ('target' in row ? [row.target] : [])),
        ),
      );
  }
  const sources = compared.flatMap(({ source, rows }) =>
    rows.flatMap((row) => ('source' in row ? [{ product: source, image: row.source }] : [])),
  );
  const pictures: FindingRow[] = [];
  await inParallel(sources, PICTURES_AT_ONCE, async ({ product, image }) => {
    await passGate(engine.control);
    pictures.push(...(await gradePicture(engine, product, image)));
    onImage();
  });
  return { findings: [...findings, ...pictures], counts: {} };
}

/** What can be told of a product's images from their fields. */
function gradeSet(product: SnapshotProduct, images: readonly ProductImage[]): FindingRow[] {
  const findings = gradeThumbnails(product, images);
  for (const image of images) {
    if (image.description.trim() === '') {
      findings.push(
        graded(
          'alt-text-missing',
          refOf(product, image.imageId),
          'no alt text: screen readers and search engines see nothing; migrate copies what is there and adds none',
        ),
      );
    }
  }
  const ordered = inOrder(images);
  for (const [index, image] of ordered.entries()) {
    if (ordered[index - 1]?.sortOrder === image.sortOrder) {
      findings.push(
        graded(
          'order-tie',
          refOf(product, image.imageId),
          `has sort order ${image.sortOrder}, like the image before it, so the store chooses their order; migrate keeps it`,
        ),
      );
    }
  }
  if (images.length > IMAGES_SHOWN_MAX) {
    findings.push(
      graded(
        'many-images',
        refOf(product),
        `${images.length} images; the control panel shows ${IMAGES_SHOWN_MAX} and a product holds at most 1,000`,
      ),
    );
  }
  return findings;
}

function gradeThumbnails(product: SnapshotProduct, images: readonly ProductImage[]): FindingRow[] {
  const flagged = images.filter((image) => image.isThumbnail);
  const keeper = thumbnailOf(images);
  if (keeper === undefined || flagged.length === 1) return [];
  const where = refOf(product, keeper.imageId);
  return flagged.length === 0
    ? [
        graded(
          'thumbnail-missing',
          where,
          'no image is the thumbnail, so listings show a placeholder; migrate makes this one it',
        ),
      ]
    : [
        graded(
          'thumbnail-multiple',
          where,
          `${flagged.length} images are the thumbnail, so listings show any of them; migrate keeps this one`,
        ),
      ];
}

async function gradePicture(
  engine: Engine,
  product: SnapshotProduct,
  image: ProductImage,
): Promise<FindingRow[]> {
  const where = refOf(product, image.imageId);
  const findings: FindingRow[] = [];
  const shown = await checkLink(engine, image.urls.standard || image.urls.zoom);
  if (shown.is === 'broken')
    findings.push(
      graded('picture-broken', where, `the page shows no picture (${shown.reason}); migrate cannot fix it`),
    );
  if (shown.is === 'unknown')
    findings.push(graded('picture-unchecked', where, `the picture could not be looked at (${shown.reason})`));
  const place = {
    store: engine.source.hash,
    templates: engine.source.originals,
    sourceIsBigCommerce: engine.source.isBigCommerce,
  };
  const original = await resolveOriginal(image, place, engine.content);
  if ('unreachable' in original) {
    const tried = original.unreachable.map((attempt) => `${attempt.origin}: ${attempt.reason}`).join(', ');
    findings.push(
      graded(
        'original-unreachable',
        where,
        `no original available (${tried || 'no address to try'}); migrate will not copy a rendition in its place`,
      ),
    );
    return findings;
  }
  if ((original.contentLength ?? 0) > PICTURE_BYTES_MAX) {
    findings.push(
      graded(
        'picture-too-large',
        where,
        `${original.contentLength} bytes; V3 takes at most 8 MB, so migrate may be refused`,
      ),
    );
  }
  if (!apiAccepts(original.format)) {
    findings.push(
      graded(
        'format-unsupported',
        where,
        `${original.format} is not among the formats that V3 takes, so migrate may be refused`,
      ),
    );
  }
  return findings;
}

function graded(rule: RuleId, source: ImageRef, message: string, fields?: readonly string[]): FindingRow {
  return findingOf(rule, { source, message, ...(fields === undefined ? {} : { fields }) }, 'audit');
}

const SEVERITIES: readonly Severity[] = ['fatal', 'critical', 'warning', 'info'];

function auditResult(engine: Engine, runId: string, options: AuditOptions): AuditResult {
  const { bySeverity, byRule } = engine.journal.findingCounts(runId);
  const counts = engine.journal.run(runId)?.counts ?? {};
  const severity = (name: Severity): number => bySeverity[name] ?? 0;
  const counted = SEVERITIES.slice(0, SEVERITIES.indexOf(options.failOn) + 1);
  return {
    run: runId,
    outcome: counted.some((name) => severity(name) > 0) ? 'differs' : 'done',
    products: counts['products'] ?? 0,
    images: counts['images'] ?? 0,
    findings: {
      fatal: severity('fatal'),
      critical: severity('critical'),
      warning: severity('warning'),
      info: severity('info'),
    },
    byRule,
  };
}
