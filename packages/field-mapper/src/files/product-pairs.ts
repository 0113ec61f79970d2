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
/** More products no store has; all of them are held at once. */
const ROWS_MAX = 5_000_000;

/** The rows of a products file; throws one {@link UnreadableFileError} with all its problems. */
export async function readProductPairsCsv(
  bytes: AsyncIterable<Uint8Array>,
  rowsMax: number = ROWS_MAX,
): Promise<ProductPairRow[]> {
  const problems: MapError[] = [];
  const rows: ProductPairRow[] = [];
  const seen = seenProducts();
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
      if (rows.length === rowsMax)
        throw new UnreadableFileError({
          line: row.line,
          reason: `more than ${rowsMax} products; divide the file`,
        });
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

/** On which line each id and each SKU of a side stands first. */
interface SeenProducts {
  readonly ids: Map<number, number>;
  readonly skus: Map<string, number>;
}

const seenProducts = (): Readonly<Record<'source' | 'target', SeenProducts>> => ({
  source: { ids: new Map(), skus: new Map() },
  target: { ids: new Map(), skus: new Map() },
});

/** A product may stand on one line only, and be the counterpart of one product only. */
function repeated(
  row: ProductPairRow,
  seen: Readonly<Record<'source' | 'target', SeenProducts>>,
): MapError[] {
  const problems: MapError[] = [];
  const tell = (words: string, before: number): void => {
    problems.push({ line: row.line, reason: `${words} already stands on line ${before}` });
  };
  for (const side of ['source', 'target'] as const) {
    const { productId, sku } = row[side] ?? {};
    const { ids, skus } = seen[side];
    const ofId = productId === undefined ? undefined : firstLine(ids, productId, row.line);
    if (ofId !== undefined) tell(`${side}_product_id ${productId}`, ofId);
    // With and without blanks may be one product.
    const ofSku = sku === undefined ? undefined : firstLine(skus, sku.trim(), row.line);
    if (ofSku !== undefined) tell(`${side}_sku ${quoted(sku ?? '')}`, ofSku);
  }
  return problems;
}

/** The line where a name stood before; undefined for one that was not seen, which is then remembered. */
function firstLine<Name>(seen: Map<Name, number>, name: Name, line: number): number | undefined {
  const before = seen.get(name);
  if (before === undefined) seen.set(name, line);
  return before;
}
