// The findings of an audit for people: each rule once, with what it means and how many images it meets, then which ones.
import type { FindingRow, Severity } from '@cutover/journal';
import type { Palette } from '../terminal/palette.ts';
import { counted } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { wrapped } from '../terminal/width.ts';

const width = 80;
const indent = ' '.repeat(10);
const order: readonly Severity[] = ['fatal', 'critical', 'warning', 'info'];
/** A rule of more sentences than this says something else of each image: the report has them. */
const sentencesMax = 3;

interface Group {
  readonly rule: string;
  readonly severity: Severity;
  /** Of images that only the target has: apart from those of the source, whose ids they may repeat. */
  readonly isOfTarget: boolean;
  /** Sentence → which images it is said of; those beyond the last that is told are in `all` alone. */
  readonly sentences: Map<string, Places>;
  readonly all: Places;
  count: number;
}

interface Places {
  /** Product → its images. */
  readonly products: Map<string, number[]>;
  hidden: number;
}

const noPlaces = (): Places => ({ products: new Map(), hidden: 0 });

/** `placesMax`: how many products are named for each rule. */
export function auditText(findings: Iterable<FindingRow>, placesMax: number, palette: Palette): string[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) add(groups, finding, placesMax);
  return [...groups.values()]
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count)
    .flatMap((group) => groupText(group, palette));
}

function add(groups: Map<string, Group>, finding: FindingRow, placesMax: number): void {
  const { rule = 'finding', severity = 'info', message } = finding;
  if (finding.suppressed !== undefined || finding.known === true) return;
  const isOfTarget = finding.source === undefined && finding.target !== undefined;
  const key = `${severity} ${rule} ${isOfTarget}`;
  const group = groups.get(key) ?? {
    rule,
    severity,
    isOfTarget,
    sentences: new Map<string, Places>(),
    all: noPlaces(),
    count: 0,
  };
  groups.set(key, group);
  group.count += 1;
  const sentence = visible(message);
  const isTold = group.sentences.has(sentence) || group.sentences.size <= sentencesMax;
  const places = isTold ? (group.sentences.get(sentence) ?? noPlaces()) : undefined;
  if (places !== undefined) group.sentences.set(sentence, places);
  const ref = finding.source ?? finding.target;
  if (ref === undefined) return;
  const product = ref.sku === undefined || ref.sku === '' ? `product ${ref.productId}` : visible(ref.sku);
  for (const list of [group.all, ...(places === undefined ? [] : [places])]) {
    const images = list.products.get(product);
    if (images === undefined && list.products.size >= placesMax) list.hidden += 1;
    else if (images === undefined) list.products.set(product, ref.imageId === undefined ? [] : [ref.imageId]);
    else if (ref.imageId !== undefined) images.push(ref.imageId);
  }
}

function groupText(group: Group, palette: Palette): string[] {
  const { rule, severity, isOfTarget, count, sentences, all } = group;
  const paint = { fatal: palette.red, critical: palette.red, warning: palette.yellow, info: palette.dim };
  // Which image has which fault can be told of a few faults only.
  const told =
    sentences.size > sentencesMax
      ? [
          ...[...sentences.keys()].slice(0, sentencesMax).flatMap((text) => wrapped(text, indent, width)),
          `${indent}…`,
          ...placesText(all),
        ]
      : [...sentences].flatMap(([text, places]) => [...wrapped(text, indent, width), ...placesText(places)]);
  return [
    `${paint[severity](severity.padEnd(10))}${visible(rule)}, ${counted(count, 'time')}${isOfTarget ? ' on the target' : ''}`,
    ...told,
  ];
}

function placesText({ products, hidden }: Places): string[] {
  const named = [...products].map(([product, images]) =>
    images.length === 0 ? product : `${product} (${images.join(', ')})`,
  );
  if (hidden > 0) named.push(`and ${counted(hidden, 'more', 'more')}`);
  return wrapped(named.join('; '), `${indent}  `, width);
}
