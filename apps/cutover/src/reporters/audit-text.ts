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
  readonly sentences: Set<string>;
  /** Product → its images. */
  readonly places: Map<string, number[]>;
  count: number;
  hidden: number;
}

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
    sentences: new Set<string>(),
    places: new Map<string, number[]>(),
    count: 0,
    hidden: 0,
  };
  groups.set(key, group);
  group.count += 1;
  if (group.sentences.size <= sentencesMax) group.sentences.add(visible(message));
  const ref = finding.source ?? finding.target;
  if (ref === undefined) return;
  const product = ref.sku === undefined || ref.sku === '' ? `product ${ref.productId}` : visible(ref.sku);
  const images = group.places.get(product);
  if (images === undefined && group.places.size >= placesMax) {
    group.hidden += 1;
    return;
  }
  group.places.set(product, [...(images ?? []), ...(ref.imageId === undefined ? [] : [ref.imageId])]);
}

function groupText(group: Group, palette: Palette): string[] {
  const { rule, severity, isOfTarget, count, sentences, places, hidden } = group;
  const paint = { fatal: palette.red, critical: palette.red, warning: palette.yellow, info: palette.dim };
  const named = [...places].map(([product, images]) =>
    images.length === 0 ? product : `${product} (${images.join(', ')})`,
  );
  if (hidden > 0) named.push(`and ${counted(hidden, 'more', 'more')}`);
  return [
    `${paint[severity](severity.padEnd(10))}${visible(rule)}, ${counted(count, 'time')}${isOfTarget ? ' on the target' : ''}`,
    ...[...sentences].slice(0, sentencesMax).flatMap((sentence) => wrapped(sentence, indent, width)),
    ...(sentences.size > sentencesMax ? [`${indent}…`] : []),
    ...wrapped(named.join('; '), `${indent}  `, width),
  ];
}
