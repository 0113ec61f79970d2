// A run's findings and actions as a table, read from the journal a page at a time, so that a report of a million images
// takes no more memory than one of ten.
import type { Action, Finding, ImageRef, Journal, Run, Sign } from '@cutover/journal';
import { actionJson, refsOf } from './action-fields.ts';
import { type RunSummary, runSummary, summaryWords } from './run-summary.ts';

const pageSize = 500;

export type ReportEntry =
  | { readonly type: 'summary'; readonly run: string; readonly summary: RunSummary }
  | { readonly type: 'finding'; readonly run: string; readonly finding: Finding }
  | {
      readonly type: 'action';
      readonly run: string;
      readonly action: Action;
      /** As the target had it when the plan was made. */
      readonly targetSku?: string | undefined;
    };

/** The run itself, then its findings in the order they were made, then the actions of the plan that it made or carried out. */
export function* reportEntries(journal: Journal, run: Run): Generator<ReportEntry> {
  yield { type: 'summary', run: run.id, summary: runSummary(journal, run) };
  for (let after = 0; ; ) {
    const page = journal.findings(run.id, after, pageSize);
    for (const finding of page) yield { type: 'finding', run: run.id, finding };
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = last.seq;
  }
  const planRun = run.planRun ?? run.id;
  const target = journal.snapshotOf(planRun, 'target');
  for (let after: string | undefined; ; ) {
    const page = journal.actions(planRun, {
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    for (const action of page) {
      const product =
        target === undefined ? undefined : journal.product(target.snapshot, action.targetProductId);
      yield { type: 'action', run: run.id, action, targetSku: product?.sku };
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = last.id;
  }
}

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
] as const;

/** A sign alone is a formula to a spreadsheet. */
const signWords: Readonly<Record<Sign, string>> = {
  '=': 'same',
  '~': 'differs',
  '+': 'missing',
  '-': 'extra',
  '!': 'unknown',
};

/** The cells of one entry, in the order of `columns`. */
export function cellsOf(entry: ReportEntry): (string | number)[] {
  if (entry.type === 'summary') {
    const { finishedAt } = entry.summary;
    const cells: string[] = columns.map(() => '');
    cells.splice(0, 2, 'summary', entry.run);
    cells.splice(columns.indexOf('status'), 1, finishedAt === undefined ? 'unfinished' : 'finished');
    cells.splice(columns.indexOf('message'), 1, summaryWords(entry.summary));
    return cells;
  }
  if (entry.type === 'finding') {
    const { sign, rule, severity, kind, source, target, fields, message, values, suppressed, known } =
      entry.finding;
    const places = [...placeCells(source), ...placeCells(target)];
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
    ];
  }
  const { action } = entry;
  const { source, target } = refsOf(action, entry.targetSku);
  const fields = Object.keys(action.wanted).join(' ');
  const places = [...placeCells(source), ...placeCells(target)];
  return [
    'action',
    entry.run,
    '',
    '',
    '',
    action.kind,
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
  ];
}

/** The same fields as the JSON Lines of a run under way. */
export function jsonFieldsOf(entry: ReportEntry): Readonly<Record<string, unknown>> {
  if (entry.type === 'summary') return { ...entry.summary };
  if (entry.type === 'finding') {
    const { seq: _, ...fields } = entry.finding;
    return { run: entry.run, ...fields };
  }
  return actionJson(entry.run, entry.action, entry.targetSku);
}

/** What one side shows of the fields that differ, whole, as JSON. */
const valuesCell = (values: Finding['values'], side: 0 | 1): string =>
  values === undefined
    ? ''
    : JSON.stringify(Object.fromEntries(Object.entries(values).map(([field, both]) => [field, both[side]])));

const placeCells = (ref: ImageRef | undefined): (string | number)[] => [
  ref?.productId ?? '',
  ref?.imageId ?? '',
  ref?.sku ?? '',
];
