// Which findings a person has set aside: by a rule, by a line of cutover.json that says why, or because an earlier report has
// them too.
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { FindingRow } from '@cutover/journal';
import { kindOfWord, ruleIds, type SetAside } from '@cutover/sync-engine';
import { nearest } from '../command-line/nearest.ts';
import type { Suppression } from '../command-line/read-suppression.ts';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { bytesOfInput, whyNotRead } from '../files/input-file.ts';

/** Undefined where nothing is set aside. Throws a CutoverError for a rule that nobody knows and a report that cannot be read. */
export async function setAsideBy({
  options,
  io,
  stopping,
}: Pick<Context, 'options' | 'io' | 'stopping'>): Promise<SetAside | undefined> {
  const { suppress, baseline, source, target } = options;
  refuseUnknown(suppress);
  if (suppress.length === 0 && baseline === undefined) return undefined;
  const known =
    baseline === undefined
      ? new Set<string>()
      : await findingsIn(resolve(io.cwd, baseline), { source, target }, stopping.signal);
  const key = createHash('sha256')
    .update(JSON.stringify([suppress, [...known]]))
    .digest('hex');
  return {
    key: key.slice(0, 16),
    of(finding) {
      const reason = suppress.find((one) => fits(one, finding))?.reason;
      return {
        ...(reason === undefined ? {} : { suppressed: { reason } }),
        ...(known.has(nameOf(finding)) ? { known: true as const } : {}),
      };
    },
  };
}

function refuseUnknown(suppressions: readonly Suppression[]): void {
  const known = new Set<string>(ruleIds);
  const stranger = suppressions.find(({ rule }) => !known.has(rule));
  if (stranger === undefined) return;
  const near = nearest(stranger.rule, ruleIds);
  throw new CutoverError(
    'bad-value',
    `--suppress: there is no rule "${stranger.rule}".`,
    near === undefined ? 'docs/rules.md lists them.' : `Did you mean ${near}?`,
  );
}

function fits({ rule, product, image }: Suppression, finding: FindingRow): boolean {
  const ref = finding.source ?? finding.target;
  if (finding.rule !== rule) return false;
  if (image !== undefined) return ref?.imageId === image;
  if (product === undefined) return true;
  return typeof product === 'number' ? ref?.productId === product : ref?.sku === product;
}

type Named = Pick<FindingRow, 'rule' | 'kind' | 'source' | 'target' | 'message'>;

/**
 * What makes a finding the same one in two reports: its rule and the image, whatever the words. A slot has no id, and what is of
 * no product, such as a line of the products file, has nothing but its words.
 */
function nameOf({ rule, kind, source, target, message }: Named): string {
  const ref = source ?? target;
  const side = source === undefined && target !== undefined ? 'target' : 'source';
  const words = kind === 'product-image' && ref !== undefined ? '' : message;
  return [rule, kind, side, ref?.productId, ref?.imageId, words].join(' ');
}

interface Audited {
  readonly source: string | undefined;
  readonly target: string | undefined;
}

/** What the report says of the target alone counts for the same target: the ids of another one may be the same. */
async function findingsIn(
  path: string,
  { source, target }: Audited,
  stopping: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let isReport = false;
  let isOfTarget = false;
  let line = 0;
  try {
    const input = Readable.from(bytesOfInput(path, stopping));
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      stopping.throwIfAborted();
      line += 1;
      if (text.trim() === '') continue;
      // Some editors put a mark in front of UTF-8.
      const row = rowOf(line === 1 ? text.replace(/^\uFEFF/u, '') : text);
      if (row?.['type'] === 'summary') {
        isReport = isOfAudit(row, path, source);
        isOfTarget = row['target'] === target;
      }
      if (row?.['type'] === 'finding') {
        const finding = findingOf(row);
        if (finding.target === undefined || finding.source !== undefined || isOfTarget)
          found.add(nameOf(finding));
      }
      if (row === undefined || !isReport) throw notAReport(path, line);
    }
  } catch (error) {
    const why = whyNotRead(error);
    if (why === undefined) throw error;
    throw new CutoverError(
      'file-not-usable',
      `${path} ${why}.`,
      'Check the path given with --baseline.',
      error,
    );
  }
  if (!isReport) throw notAReport(path, 1);
  return found;
}

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function rowOf(text: string): Row | undefined {
  try {
    const row: unknown = JSON.parse(text);
    return isRow(row) ? row : undefined;
  } catch {
    return undefined;
  }
}

const notAReport = (path: string, line: number): CutoverError =>
  new CutoverError(
    'unreadable-input',
    `${path}, line ${line}: this is not an audit report in JSON Lines.`,
    'Make one with `cutover report --format jsonl --out FILE`, and name it with --baseline.',
  );

function isOfAudit(summary: Row, path: string, store: string | undefined): boolean {
  if (summary['command'] !== 'audit') throw notAReport(path, 1);
  if (store === undefined || summary['source'] === store) return true;
  throw new CutoverError(
    'bad-value',
    `--baseline: ${path} is the report of another store, ${String(summary['source'])}.`,
    'Name a report of the store that is audited.',
  );
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** As far as it names the finding. */
function findingOf(row: Row): Named {
  const refOf = (value: unknown): FindingRow['source'] =>
    isRow(value) && typeof value['productId'] === 'number'
      ? { productId: value['productId'], imageId: numberOf(value['imageId']) }
      : undefined;
  return {
    rule: String(row['rule']),
    kind: Object.values(kindOfWord).find((kind) => kind === row['kind']) ?? 'product-image',
    source: refOf(row['source']),
    target: refOf(row['target']),
    message: String(row['message']),
  };
}
