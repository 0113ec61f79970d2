// A run's findings and actions as a table, in both its shapes: cells and fields.
import {
  type Action,
  type Finding,
  type HandedOver,
  handedOverBy,
  type ImageRef,
  type Journal,
  type Rendition,
  type Run,
  renditionOf,
  type Sign,
  wantedBy,
} from '@cutover/journal';
import { actionJson, refsOf } from '../runs/action-fields.ts';
import { actionPages, doubtsElsewhere, findingPages, findingRunsOf } from '../runs/run-pages.ts';
import { type RunSummary, runSummary } from '../runs/run-summary.ts';
import { addressOf, pixelsOf } from '../sayings/handed-over-words.ts';
import { type BothSides, type SideFacts, sidesOf } from './sides-of-entries.ts';

export type ReportEntry =
  | { readonly type: 'summary'; readonly run: string; readonly summary: RunSummary }
  | { readonly type: 'finding'; readonly run: string; readonly finding: Finding; readonly sides: BothSides }
  | {
      readonly type: 'action';
      readonly run: string;
      readonly action: Action;
      /** The run that has sent it, the last of several; undefined: it was never sent. */
      readonly by?: string | undefined;
      /** As the target had it when the plan was made. */
      readonly targetSku?: string | undefined;
      readonly sides: BothSides;
    };

/**
 * The run itself, then its findings in the order they were made, those of the plan that it carried out first; then the actions
 * of that plan, and whatever else is in doubt between its stores.
 */
export function* reportEntries(journal: Journal, run: Run): Generator<ReportEntry> {
  yield { type: 'summary', run: run.id, summary: runSummary(journal, run) };
  for (const id of findingRunsOf(run))
    for (const page of findingPages(journal, id)) {
      const sides = sidesOf(journal, run, page);
      for (const [at, finding] of page.entries())
        yield { type: 'finding', run: id, finding, sides: sides[at] ?? noSides };
    }
  for (const page of actionPages(journal, run)) yield* actionEntries(journal, run, page, () => run.id);
  yield* actionEntries(journal, run, doubtsElsewhere(journal, run), ({ planRun }) => planRun);
}

function* actionEntries(
  journal: Journal,
  run: Run,
  actions: readonly Action[],
  ofRun: (action: Action) => string,
): Generator<ReportEntry> {
  const sides = sidesOf(
    journal,
    run,
    actions.map((action) => refsOf(action)),
  );
  const senders = journal.senders(actions.map(({ id }) => id));
  const plans = [...new Set(actions.map(({ planRun }) => planRun))];
  const targets = new Map(plans.map((id) => [id, journal.snapshotOf(id, 'target')]));
  for (const [at, action] of actions.entries()) {
    const target = targets.get(action.planRun);
    const product =
      target === undefined ? undefined : journal.product(target.snapshot, action.subject.productId);
    yield {
      type: 'action',
      run: ofRun(action),
      action,
      by: senders.get(action.id),
      targetSku: product?.sku,
      sides: sides[at] ?? noSides,
    };
  }
}

/** Whether anything stands below the run itself. */
export function hasRows(journal: Journal, run: Run): boolean {
  for (const entry of reportEntries(journal, run)) if (entry.type !== 'summary') return true;
  return false;
}

const noSides: BothSides = { source: undefined, target: undefined };

export const columns = [
  'type',
  'run',
  'sign',
  'rule',
  'severity',
  'kind',
  'source_product_id',
  'source_image_id',
  'source_sku',
  'target_product_id',
  'target_image_id',
  'target_sku',
  'fields',
  'action',
  'status',
  'attempts',
  'message',
  'source_values',
  'target_values',
  'suppressed',
  'known',
  'source_name',
  'target_name',
  'source_alt_text',
  'target_alt_text',
  'source_picture',
  'target_picture',
  'source_link',
  'target_link',
  'rendition',
  'rendition_type',
  'rendition_pixels',
  'rendition_bytes',
  'of',
  'source_variant_id',
  'source_modifier_id',
  'source_option_id',
  'source_value_id',
  'target_variant_id',
  'target_modifier_id',
  'target_option_id',
  'target_value_id',
  'handed_over_from',
  'handed_over_link',
  'handed_over_type',
  'handed_over_pixels',
  'handed_over_bytes',
  'by_run',
] as const;

/** A sign alone is a formula to a spreadsheet. */
const signWords: Readonly<Record<Sign, string>> = {
  '=': 'same',
  '~': 'differs',
  '+': 'missing',
  '-': 'extra',
  '!': 'unknown',
};

/** The cells of one entry, in the order of `columns`; none of the summary, which is no row of a table. */
export function cellsOf(entry: ReportEntry): (string | number)[] {
  if (entry.type === 'summary') return [];
  if (entry.type === 'finding') {
    const { sign, rule, severity, kind, source, target, fields, message, values, suppressed, known } =
      entry.finding;
    const places = placesOf(entry.sides, source, target);
    return [
      'finding',
      entry.run,
      sign === undefined ? '' : signWords[sign],
      rule ?? '',
      severity ?? '',
      kind,
      ...places,
      fields?.join(' ') ?? '',
      '',
      '',
      '',
      message,
      valuesCell(values, 0),
      valuesCell(values, 1),
      suppressed?.reason ?? '',
      known === true ? 'yes' : '',
      ...sideCells(entry.sides),
      ...renditionCells(undefined),
      // Of a finding `kind` says it.
      '',
      ...slotCells(source),
      ...slotCells(target),
      ...handedOverCells(undefined),
      '',
    ];
  }
  const { action } = entry;
  const { source, target } = refsOf(action, entry.targetSku);
  const fields = Object.keys(wantedBy(action)).join(' ');
  const places = placesOf(entry.sides, source, target);
  return [
    'action',
    entry.run,
    '',
    '',
    '',
    action.verb,
    ...places,
    fields,
    action.id,
    action.status,
    action.attempts,
    action.reason ?? '',
    '',
    '',
    '',
    '',
    ...sideCells(entry.sides),
    ...renditionCells(renditionOf(action)),
    action.subject.kind,
    ...slotCells(source),
    ...slotCells(target),
    ...handedOverCells(handedOverBy(action)),
    entry.by ?? '',
  ];
}

const sideCells = ({ source, target }: BothSides): string[] =>
  (['name', 'altText', 'picture', 'panel'] as const).flatMap((what) => [
    source?.[what] ?? '',
    target?.[what] ?? '',
  ]);

/** Of a change that handed over a rendition. */
const renditionCells = (rendition: Rendition | undefined): (string | number)[] =>
  rendition === undefined
    ? ['', '', '', '']
    : [rendition.url, rendition.contentType, pixelsOf(rendition), rendition.contentLength ?? ''];

/** Of a change that handed anything over: where it was found, and what was seen of it. */
const handedOverCells = (handedOver: HandedOver | undefined): (string | number)[] =>
  handedOver === undefined
    ? ['', '', '', '', '']
    : [
        handedOver.origin,
        addressOf(handedOver) ?? '',
        handedOver.contentType,
        pixelsOf(handedOver),
        handedOver.contentLength ?? '',
      ];

/** Which variant or value it is; of a product image none. */
const slotCells = (ref: ImageRef | undefined): (string | number)[] => [
  ref?.variantId ?? '',
  ref?.modifierId ?? '',
  ref?.optionId ?? '',
  ref?.valueId ?? '',
];

/** The same fields as the JSON Lines of a run under way. */
export function jsonFieldsOf(entry: ReportEntry): Readonly<Record<string, unknown>> {
  if (entry.type === 'summary') return { ...entry.summary };
  if (entry.type === 'finding') {
    const { seq: _, ...fields } = entry.finding;
    return { run: entry.run, ...fields };
  }
  return { ...actionJson(entry.run, entry.action, entry.targetSku), by: entry.by };
}

/** What one side shows of the fields that differ, whole, as JSON. */
const valuesCell = (values: Finding['values'], side: 0 | 1): string =>
  values === undefined
    ? ''
    : JSON.stringify(Object.fromEntries(Object.entries(values).map(([field, both]) => [field, both[side]])));

const placesOf = (
  sides: BothSides,
  source: ImageRef | undefined,
  target: ImageRef | undefined,
): (string | number)[] => [...placeCells(source, sides.source), ...placeCells(target, sides.target)];

/** A row of a variant bears the variant's own SKU. */
const placeCells = (ref: ImageRef | undefined, side: SideFacts | undefined): (string | number)[] => [
  ref?.productId ?? '',
  ref?.imageId ?? '',
  (ref?.variantId === undefined ? ref?.sku : side?.sku) ?? '',
];
