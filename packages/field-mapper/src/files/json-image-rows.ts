// One JSON value of a file as image rows: a V2 or a V3 image, a product with its images and variants, a V2 SKU or rule, a
// V3 variant, option or modifier. Which one it is, the names of its fields tell. Invariant: nothing is taken that was not
// checked, and no field is left out without a warning.
import { quoted } from './file-problem.ts';
import { type FileProduct, type FileRow, problem } from './image-row.ts';
import type { JsonElement } from './json-elements.ts';
import { isId, isObject, type Json, objectsOf, rowOrProblem, textOr } from './json-fields.ts';
import { foreignWords, pipelineRecord } from './json-foreign.ts';
import { imageRow, looksLikeImage } from './json-image.ts';
import {
  isOption,
  isOptionValue,
  isRule,
  isVariant,
  optionRows,
  ruleRows,
  valueRows,
  variantRow,
} from './json-slots.ts';

/** The rows of one element; a fault is a row too, so that the caller decides what a fault means. */
export function* jsonImageRows(element: JsonElement): Generator<FileRow> {
  const { line } = element;
  if (element.oversized) {
    yield problem({ line, reason: 'an element of this length is no image; it was not read' });
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(element.text);
  } catch {
    yield problem({ line, reason: `not valid JSON: ${quoted(element.text.trim())}` });
    return;
  }
  yield* rowsOf(value, line, 0);
}

/** Saved pages stand in envelopes and lists of pages; deeper than this is no saved answer and would use up the stack. */
const NESTING_MAX = 4;

function* rowsOf(value: unknown, line: number, nesting: number): Generator<FileRow> {
  if (nesting > NESTING_MAX) {
    yield problem({ line, reason: 'nested too deeply to be a saved answer' });
    return;
  }
  if (Array.isArray(value)) {
    for (const each of value) yield* rowsOf(each, line, nesting + 1);
    return;
  }
  if (!isObject(value)) {
    yield problem({ line, reason: 'not an object' });
    return;
  }
  const foreign = foreignWords(value);
  if (foreign !== undefined) {
    yield problem({ line, reason: foreign, isOtherKind: true });
    return;
  }
  const carried = pipelineRecord(value);
  if (carried === 'none') return;
  if (carried !== undefined) yield* rowsOf(carried, line, nesting + 1);
  else if (isObject(value['data']) || Array.isArray(value['data']))
    yield* rowsOf(value['data'], line, nesting + 1);
  else yield* guardedRows(line, () => objectRows(value, line));
}

function objectRows(value: Json, line: number): Iterable<FileRow> {
  if (isProduct(value)) return productRows(value, line);
  if (isRule(value)) return ruleRows(value, line);
  if (isOption(value)) return optionRows(value, line);
  if (isVariant(value)) return [variantRow(value, line)];
  if (isOptionValue(value)) return valueRows(value, line);
  if (looksLikeImage(value)) return [imageRow(value, line, undefined)];
  const fields = Object.keys(value)
    .slice(0, 5)
    .map((field) => quoted(field))
    .join(', ');
  const reason = `no image, variant or product of V2 or V3: it has ${fields === '' ? 'no fields' : `the fields ${fields}`}`;
  return [problem({ line, reason })];
}

/** A product carries what belongs to it in lists, and names no product of its own (but as somebody's own dump may). */
function isProduct(value: Json): boolean {
  if (Array.isArray(value['images']) || Array.isArray(value['variants'])) return true;
  if ('product_id' in value) return false;
  return parts.some((name) => value[name] !== undefined) || ('sku' in value && 'name' in value);
}

const parts = ['images', 'variants', 'modifiers', 'options'] as const;

function* productRows(value: Json, line: number): Generator<FileRow> {
  const id = value['id'] ?? value['product_id'];
  const named = { sku: textOr(value['sku'], ''), name: textOr(value['name'], '') };
  if (id !== undefined && !isId(id)) {
    yield problem({ line, field: 'id', reason: 'a product needs a whole number above 0 as id' });
    return;
  }
  if (isObject(value['images'])) {
    const reason = 'a V2 product only names the address of its images; save the images themselves';
    yield problem({ line, field: 'images', reason });
    return;
  }
  if (!parts.some((name) => Array.isArray(value[name]))) {
    const reason = 'a product without its images; ask V3 with include=images,variants';
    yield problem({ line, field: 'images', reason });
    return;
  }
  // A product still to be made has no id; a list that is no product's has images which say theirs.
  const isNone = id === undefined && named.sku === '' && named.name === '';
  const product: FileProduct | undefined = isNone ? undefined : { productId: id ?? 0, ...named, line };
  const each = (name: string, read: (part: Json) => FileRow): FileRow[] =>
    listOf(value[name]).map((part) =>
      isObject(part)
        ? rowOrProblem(line, () => read(id === undefined ? part : { product_id: id, ...part }))
        : problem({ line, field: name, reason: 'not an object' }),
    );
  yield* each('images', (image) => imageRow(image, line, product));
  yield* each('variants', (variant) => variantRow(variant, line, product));
  for (const list of ['options', 'modifiers'] as const)
    for (const option of objectsOf(value[list]))
      yield* guardedRows(line, () => optionRows(option, line, product, list));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Rows up to the first fault, which is the last of them. */
function* guardedRows(line: number, read: () => Iterable<FileRow>): Generator<FileRow> {
  let fault: FileRow | undefined;
  try {
    yield* read();
  } catch (error) {
    fault = rowOrProblem(line, () => {
      throw error;
    });
  }
  if (fault !== undefined) yield fault;
}
