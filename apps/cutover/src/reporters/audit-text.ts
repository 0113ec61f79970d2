// The findings of an audit for people, on two screens at most: each rule once, the worst first, with how often it was found; then,
// as far as there is room, what it means and a few products, with the page of the control panel where each is fixed.
import type { Finding, FindingRow, ImageRef, Severity } from '@cutover/journal';
import { type Rule, rules } from '@cutover/sync-engine';
import { spelled } from '../command-line/spelled.ts';
import type { Palette } from '../terminal/palette.ts';
import { counted } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { cellWidth, fill, wrapped } from '../terminal/width.ts';

/** Two screens of 24 rows, without what stands below: what was read, and what to do next. */
const rowsMax = 36;
const examplesMax = 3;
/** A longer line is hard to read. */
const columnsMax = 120;
const columnsMin = 40;
/** Where so much is left for the name, an example stands on one line. */
const nameMin = 20;
const nameMax = 44;
const placeWidth = 26;
const severityWidth = 10;
const indent = ' '.repeat(severityWidth);
/** Few, so that links stand below each other though their ends differ. */
const linkIndents = [severityWidth + 2, 4, 0];
const order: readonly Severity[] = ['fatal', 'critical', 'warning', 'info'];

export interface AuditTextOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly palette: Palette;
  /** The name of the product, and its page in the control panel. */
  readonly productOf: (
    ref: ImageRef,
    isOfTarget: boolean,
  ) => { readonly name: string; readonly page: string };
}

interface Group {
  readonly rule: string;
  readonly severity: Severity;
  /** Of images that only the target has: apart from those of the source, whose ids they may repeat. */
  readonly isOfTarget: boolean;
  readonly message: string;
  /** Whether all its findings say the same. */
  saysOne: boolean;
  count: number;
  /** Without a reference: what was found is of no product that a side has. */
  readonly examples: { readonly ref: ImageRef | undefined; readonly message: string }[];
}

/** What is set aside is not shown here. */
export function auditText(findings: Iterable<Finding | FindingRow>, options: AuditTextOptions): string[] {
  const groups = new Map<string, Group>();
  for (const finding of findings)
    if (finding.suppressed === undefined && finding.known !== true) add(groups, finding);
  const sorted = [...groups.values()].toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count,
  );
  return chosen(
    sorted.map((group) => block(group, options)),
    sorted.map(({ severity }) => severity),
    options.columns,
  );
}

function add(groups: Map<string, Group>, finding: FindingRow): void {
  const { rule = 'finding', severity = 'info', message } = finding;
  const isOfTarget = finding.source === undefined && finding.target !== undefined;
  const key = `${severity} ${rule} ${isOfTarget}`;
  const group = groups.get(key) ?? {
    rule,
    severity,
    isOfTarget,
    message,
    saysOne: true,
    count: 0,
    examples: [],
  };
  groups.set(key, group);
  group.count += 1;
  group.saysOne &&= group.message === message;
  const ref = finding.source ?? finding.target;
  if (group.examples.length >= examplesMax) return;
  // Three products say more than three images of one.
  const isAnother =
    ref === undefined
      ? group.examples.every((one) => one.message !== message)
      : group.examples.every((one) => one.ref?.productId !== ref.productId);
  if (isAnother) group.examples.push({ ref, message });
}

/** Where there is no terminal nothing is broken. */
const cellsOf = (columns: number): number =>
  columns === Number.POSITIVE_INFINITY ? columns : Math.max(columnsMin, Math.min(columns, columnsMax));

/** The pieces of a rule: its heading, which is always shown, its sentence, and its examples. */
type Block = readonly (readonly string[])[];
const sentenceAt = 1;
const examplesFrom = 2;

function block(group: Group, { columns, palette, productOf }: AuditTextOptions): Block {
  const { rule, severity, isOfTarget, count, message, saysOne, examples } = group;
  const paint = { fatal: palette.red, critical: palette.red, warning: palette.yellow, info: palette.dim };
  const cells = cellsOf(columns);
  const row: Rule | undefined = Object.entries(rules).find(([id]) => id === rule)?.[1];
  const sentence = saysOne ? message : row === undefined ? message : spelled(row.means).replaceAll('`', '');
  return [
    [
      `${paint[severity](fill(severity, severityWidth))}${visible(rule)}, ${counted(count, 'time')}${isOfTarget ? ' on the target' : ''}`,
    ],
    wrapped(visible(sentence), indent, cells),
    ...examples.flatMap(({ ref, message: own }) => {
      // Which image has which fault.
      const fault = (at: string): string[] => (saysOne ? [] : wrapped(visible(own), `${indent}${at}`, cells));
      if (ref === undefined) return saysOne ? [] : [fault('  ')];
      return [
        [...exampleText(ref, productOf(ref, isOfTarget), { columns, link: palette.dim }), ...fault('    ')],
      ];
    }),
  ];
}

function exampleText(
  { productId, imageId, sku = '' }: ImageRef,
  { name, page }: { readonly name: string; readonly page: string },
  { columns, link }: { readonly columns: number; readonly link: Palette['dim'] },
): string[] {
  const product = sku === '' ? `product ${productId}` : visible(sku);
  const image = imageId === undefined ? '' : `, image ${imageId}`;
  const place = product + image;
  const left = columns - cellWidth(`${indent}  `) - placeWidth - cellWidth(page) - 4;
  const nameWidth = Math.min(left, nameMax);
  const isShort = cellWidth(place) <= placeWidth && cellWidth(visible(name)) <= nameWidth;
  if (left >= nameMin && (isShort || columns === Number.POSITIVE_INFINITY))
    return [
      `${indent}  ${inColumns(place, placeWidth, visible(name), nameWidth, page === '' ? '' : link(page))}`,
    ];
  // A link that is broken is none.
  const room = columns - cellWidth(page);
  const before = linkIndents.find((cells) => cells <= room) ?? 0;
  return [
    ...wrapped(`${place}${name === '' ? '' : `  ${visible(name)}`}`, `${indent}  `, cellsOf(columns)),
    ...(page === '' ? [] : [`${' '.repeat(before)}${link(page)}`]),
  ];
}

/** A column that has nothing in it takes no room, and none is filled up behind the last. */
function inColumns(place: string, placeWidth: number, name: string, nameWidth: number, last: string): string {
  const columns = [
    [place, placeWidth],
    [name, nameWidth],
    [last, 0],
  ] as const;
  const shown = columns.filter(([text]) => text !== '');
  return shown.map(([text, width], at) => (at === shown.length - 1 ? text : fill(text, width))).join('  ');
}

/**
 * Each rule; then of each severity, the worst first, what its rules mean and an example of each; then further examples, as far as two
 * screens reach. So many slight faults never take the room of an example of a bad one.
 */
function chosen(blocks: readonly Block[], severities: readonly Severity[], columns: number): string[] {
  const shown = blocks.length > rowsMax ? blocks.slice(0, rowsMax - 1) : blocks;
  const taken = shown.map(() => 1);
  const hidden = blocks.length - shown.length;
  let left = rowsMax - shown.length - (hidden === 0 ? 0 : 1);
  for (const { at, piece } of turns(shown, severities)) {
    const rows = rowsOf(shown[at]?.[piece] ?? [], columns);
    // What comes behind is no worse than what had no room.
    if (rows > left) break;
    left -= rows;
    taken[at] = piece + 1;
  }
  return [
    ...shown.flatMap((block, at) => block.slice(0, taken[at]).flat()),
    ...(hidden === 0 ? [] : [`${indent}and ${counted(hidden, 'more rule')}`]),
  ];
}

/** Which piece of which block comes next. */
function turns(
  blocks: readonly Block[],
  severities: readonly Severity[],
): { readonly at: number; readonly piece: number }[] {
  const ats = [...blocks.keys()];
  const most = Math.max(0, ...blocks.map(({ length }) => length));
  const further = Array.from(
    { length: Math.max(0, most - examplesFrom - 1) },
    (_, index) => index + examplesFrom + 1,
  );
  const all = [
    ...order.flatMap((severity) =>
      [sentenceAt, examplesFrom].flatMap((piece) =>
        ats.filter((at) => severities[at] === severity).map((at) => ({ at, piece })),
      ),
    ),
    ...further.flatMap((piece) => ats.map((at) => ({ at, piece }))),
  ];
  return all.filter(({ at, piece }) => piece < (blocks[at]?.length ?? 0));
}

/** A line that is longer than the terminal takes several rows of it. */
const rowsOf = (lines: readonly string[], columns: number): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(cellWidth(line) / columns)), 0);
