// One finding, one action: one line each, aligned, so that a person can run an eye down the column that matters.
import type { EngineEvent } from '@cutover/sync-engine';
import { copyOf, renditionWords } from '../sayings/handed-over-words.ts';
import { pictureName } from '../sayings/picture-name.ts';
import type { Palette } from '../terminal/palette.ts';
import { visible } from '../terminal/visible.ts';
import { cellWidth, fill, wrapped } from '../terminal/width.ts';

type FindingEvent = EngineEvent & { type: 'finding' };
type ActionEvent = EngineEvent & { type: 'action' };

const productWidth = 24;
const imageWidth = 9;
const placeWidth = productWidth + 2 + imageWidth + 2;
const severityWidth = 8;
/** Where there is less room behind the image, the words stand below it. */
const wordsMin = 20;

/** Above the findings of a comparison. */
export const findingHeading = (isAfterwards = false): string =>
  `   ${fill('product', productWidth)}  ${fill('image', imageWidth)}  ${isAfterwards ? 'what is still so after the repair' : 'what'}`;

/**
 * `~  MUG-01                  834        description "a" → "b"`; audits have a severity where comparisons have a sign, or
 * nothing, where a line is about no pair of images. A message too long for `columns` goes on below itself.
 */
export function findingText(
  finding: FindingEvent,
  palette: Palette,
  columns = Number.POSITIVE_INFINITY,
  isGraded = finding.sign === undefined,
): string[] {
  const head = isGraded ? severityText(finding.severity, palette) : signText(finding.sign, palette);
  const [name, image] = placeOf(finding.source ?? finding.target);
  const place = `${head}  ${name}  ${image}  `;
  const width = (isGraded ? severityWidth : 1) + 2 + placeWidth;
  const rule = finding.rule === undefined ? '' : visible(finding.rule);
  const text = `${visible(finding.message)}${setAsideWords(finding)}${rule === '' ? '' : `  ${rule}`}`;
  if (columns - width < wordsMin) {
    const below = wrapped(text, ' '.repeat(width - placeWidth), columns);
    return [place.trimEnd(), ...below.map((line) => dimmedEnd(line, rule, palette))];
  }
  const indent = ' '.repeat(width - placeWidth);
  // A name that is wider than its column has a line of its own, so that the rest stays under its headings.
  const isWide = cellWidth(name) > productWidth && Number.isFinite(columns);
  const first = isWide ? `${indent}${' '.repeat(productWidth)}  ${image}  ` : place;
  const lines = wrapped(text, '', columns - width).flatMap((line, at) => {
    const cells = cellWidth(line);
    const shown = dimmedEnd(line, rule, palette);
    if (cells <= columns - width) return [(at === 0 ? first : ' '.repeat(width)) + shown];
    // A word that is wider than the column stands further left, so that the terminal does not cut it.
    const moved = (cells <= columns ? ' '.repeat(columns - cells) : indent) + shown;
    return at === 0 ? [first.trimEnd(), moved] : [moved];
  });
  return isWide ? [`${head}  ${name}`, ...lines] : lines;
}

const setAsideWords = ({ suppressed, known }: FindingEvent): string =>
  suppressed === undefined
    ? known === true
      ? ' (known)'
      : ''
    : ` (suppressed: ${visible(suppressed.reason)})`;

const dimmedEnd = (line: string, end: string, palette: Palette): string =>
  end !== '' && line.endsWith(end) ? line.slice(0, -end.length) + palette.dim(end) : line;

/** `failed    create  MUG-01                  834        8 MB are too large`. */
export function actionText(action: ActionEvent, palette: Palette): string {
  const status = fill(action.inDoubt === true ? 'in doubt' : action.status, 10);
  const isTrouble = action.status === 'failed' || action.status === 'blocked' || action.inDoubt === true;
  const painted = isTrouble ? palette.red(status) : palette.green(status);
  const copy = copyOf(action.handedOver);
  const words = action.reason ?? (copy === undefined ? undefined : renditionWords(copy));
  const reason = words === undefined ? '' : `  ${visible(words)}`;
  return `${painted}${fill(action.verb, 6)}  ${placeOf(action.source ?? action.target).join('  ')}${reason}`.trimEnd();
}

function placeOf(ref: FindingEvent['source']): readonly [name: string, image: string] {
  if (ref === undefined) return [' '.repeat(productWidth), ' '.repeat(imageWidth)];
  const { productId, variantId, valueId = variantId, imageId = valueId } = ref;
  const known = pictureName(ref);
  const product = known === '' ? `product ${productId}` : visible(known);
  const image = imageId === undefined ? '' : String(imageId);
  return [fill(product, productWidth), fill(image, imageWidth)];
}

function signText(sign: FindingEvent['sign'], palette: Palette): string {
  if (sign === undefined) return ' ';
  const paint = {
    '=': palette.dim,
    '~': palette.yellow,
    '+': palette.green,
    '-': palette.red,
    '!': palette.magenta,
  }[sign];
  return paint(sign);
}

function severityText(severity: FindingEvent['severity'], palette: Palette): string {
  const word = fill(severity ?? '', severityWidth);
  if (severity === 'fatal' || severity === 'critical') return palette.red(word);
  return severity === 'warning' ? palette.yellow(word) : palette.dim(word);
}
