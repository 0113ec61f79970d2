// Figures as they are printed, and put into the page of docs that shows them.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** One row: what was measured, and a cell for each column. */
export type Row = readonly string[];

export function table(header: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |\n`;
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, rule, ...rows].map(line).join('');
}

/** Of a row with what a baseline took in the same run. @param ratio default: none, since there is no baseline. */
export function beside(what: string, cutover: string, bare = '–', ratio?: number): Row {
  return [what, cutover, bare, ratio === undefined ? '–' : ratio.toFixed(2)];
}

/** When and on what it was measured. */
export function machine(): string {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day} with Node ${process.versions.node} on ${process.platform} ${process.arch}, ${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown processor'}`;
}

/**
 * Prints the figures; with `--write` among the program's words they replace what stands between the marks of that name in
 * a page of docs.
 */
export function publish(page: string, mark: string, text: string): void {
  process.stdout.write(text);
  if (!process.argv.includes('--write')) return;
  const file = fileURLToPath(new URL(`../../docs/${page}`, import.meta.url));
  const [begin, end] = [`<!-- ${mark} -->\n`, `<!-- end of ${mark} -->`];
  const before = readFileSync(file, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for ${mark}`);
  writeFileSync(file, `${before.slice(0, from + begin.length)}\n${text}\n${before.slice(to)}`);
}

export function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = Math.floor(ordered.length / 2);
  const [low, high] = [ordered[ordered.length % 2 === 0 ? middle - 1 : middle], ordered[middle]];
  if (low === undefined || high === undefined) throw new Error('a median of nothing');
  return (low + high) / 2;
}

export function perSecond(things: number, ms: number): number {
  return (things * 1_000) / ms;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? 'not known here' : `${count(bytes / 1_048_576)} MiB`;
}
