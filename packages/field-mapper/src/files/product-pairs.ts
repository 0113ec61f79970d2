// The file with which a user says which products are meant, and which ones of two stores are the same. Invariant: it is
// read whole or not at all, and every fault in it is told at once, because a mistaken pair moves pictures to a wrong
// product.
import { CellFault, idCell } from './csv-cells.ts';
import { Headings } from './csv-headings.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { type MapError, quoted, UnreadableFileError } from './file-problem.ts';
import { fileText } from './file-text.ts';

/** What a file names a product by; at least one of the two. */
export interface ProductRef {
  readonly productId?: number;
  readonly sku?: string;
}

export interface ProductPairRow {
  readonly line: number;
  readonly source: ProductRef;
  /** Absent where the file leaves the counterpart to the pairing rule. */
  readonly target?: ProductRef;
}

const COLUMNS = ['source_product_id', 'source_sku', 'target_product_id', 'target_sku'] as const;
/** More faults than this are not a person's slips but another kind of file. */
const PROBLEMS_TOLD_MAX = 100;

/** The rows of a products file; throws one {@link UnreadableFileError} with all its problems. */
export async function readProductPairsCsv(bytes: AsyncIterable<Uint8Array>): Promise<ProductPairRow[]> {
  const problems: MapError[] = [];
  const rows: ProductPairRow[] = [];
  const seen = new Map<string, number>();
  let headings: Headings | undefined;
  for await (const record of csvRecords(fileText(bytes))) {
    if (headings === undefined) {
      headings = new Headings(record);
      refuseColumns(headings, record.line);
      continue;
    }
    if (record.cells.every((cell) => cell.trim() === '')) continue;
    const row = pairRow(headings, record);
    if ('reason' in row) problems.push(row);
    else {
      problems.push(...repeated(row, seen));
      rows.push(row);
    }
    if (problems.length >= PROBLEMS_TOLD_MAX) break;
  }
  if (headings === undefined)
    problems.push({
      line: 1,
      reason: 'the file is empty; it needs the heading source_product_id or source_sku',
    });
  // Nothing would be read, and it would look as if all were well.
  else if (rows.length === 0 && problems.length === 0)
    problems.push({ line: 1, reason: 'the file names no product: there is nothing below its headings' });
  const [first] = problems;
  if (first !== undefined) throw new UnreadableFileError(first, problems);
  return rows;
}

function refuseColumns(headings: Headings, line: number): void {
  const unknown = headings.names.find((name) => !COLUMNS.some((column) => column === name));
  if (unknown !== undefined) {
    throw new UnreadableFileError({
      line,
      column: unknown,
      reason: `unknown column ${quoted(unknown)}; known are ${COLUMNS.join(', ')}`,
    });
  }
  if (!headings.has('source_product_id') && !headings.has('source_sku')) {
    throw new UnreadableFileError({ line, reason: 'the column source_product_id or source_sku is missing' });
  }
}

function pairRow(headings: Headings, record: CsvRecord): ProductPairRow | MapError {
  const { line } = record;
  const fault = headings.faultOf(record);
  if (fault !== undefined) return { line, reason: fault };
  try {
    const source = refOf(headings, record, 'source');
    const target = refOf(headings, record, 'target');
    if (source === undefined) return { line, reason: 'the source product has neither id nor SKU' };
    return { line, source, ...(target !== undefined && { target }) };
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    return { line, column: error.column, reason: error.message };
  }
}

function refOf(headings: Headings, record: CsvRecord, side: 'source' | 'target'): ProductRef | undefined {
  const column = `${side}_product_id`;
  const productId = idCell(headings.cell(record, column), column, 'product_id');
  // With the blanks around it, as a SKU may have them: whether it is meant without is for the store to tell.
  const [sku = ''] = headings.texts(record, `${side}_sku`);
  if (productId === 0 && sku === '') return undefined;
  return { ...(productId > 0 && { productId }), ...(sku !== '' && { sku }) };
}

/** A product may stand on one line only, and be the counterpart of one product only. */
function repeated(row: ProductPairRow, seen: Map<string, number>): MapError[] {
  const problems: MapError[] = [];
  for (const [side, ref] of [
    ['source', row.source],
    ['target', row.target],
  ] as const) {
    const names = [
      ref?.productId === undefined
        ? []
        : { key: `${side} id ${ref.productId}`, words: `${side}_product_id ${ref.productId}` },
      ref?.sku === undefined
        ? []
        : // With and without blanks may be one product.
          { key: `${side} sku ${ref.sku.trim()}`, words: `${side}_sku ${quoted(ref.sku)}` },
    ].flat();
    for (const { key, words } of names) {
      const before = seen.get(key);
      if (before === undefined) seen.set(key, row.line);
      else problems.push({ line: row.line, reason: `${words} already stands on line ${before}` });
    }
  }
  return problems;
}
