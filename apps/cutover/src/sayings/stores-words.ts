// The stores of a run, as lists, titles and errors name them. Invariant: where the source is a file, people read its name;
// the digest by which it counts as a store of its own is for programs, and to tell two files of one name.
import { basename, resolve } from 'node:path';
import type { Run } from '@cutover/journal';

/** Of a run, or of what is about to be one. */
interface OfSource extends Pick<Run, 'source'> {
  readonly options: { readonly sourceFile?: unknown; readonly sourceName?: unknown };
}
type OfStores = OfSource & Pick<Run, 'mode' | 'target'>;

/** Of a source that is a file: which bytes it was. */
export function digestOfFile({ source }: Pick<Run, 'source'>): string | undefined {
  // As `file-store` names them; a hash of a store has no hyphen.
  return source.startsWith('file-') ? source.slice('file-'.length) : undefined;
}

/** The name of the file, whose folder may be another by now, or the hash of the store. */
export function sourceWords(of: OfSource): string {
  const digest = digestOfFile(of);
  if (digest === undefined) return of.source;
  const { sourceFile, sourceName } = of.options;
  if (typeof sourceName === 'string' && sourceName !== '') return sourceName;
  // Runs of earlier versions keep nothing but what was typed: a folder may have been named by where somebody stood.
  const name = typeof sourceFile === 'string' ? basename(sourceFile) : '';
  if (name === '') return `the file ${digest}`;
  return /^\.+$/.test(name) ? `the folder ${digest}` : name;
}

/** The name that a file or a folder has, however it was written: `.` has one, too. */
export const nameOfSourceFile = (cwd: string, sourceFile: string): string =>
  basename(resolve(cwd, sourceFile));

/** `shop.csv (83d32697972e)`: where it matters which bytes they were. */
export function sourceWithDigest(of: OfSource): string {
  const [name, digest] = [sourceWords(of), digestOfFile(of)];
  return digest === undefined || name.endsWith(digest) ? name : `${name} (${digest})`;
}

/** One store's two views are no pair of stores. */
export const storesWords = (of: OfStores, source = sourceWords(of)): string =>
  of.mode === 'parity' ? `${source} (V2 against V3)` : `${source} → ${of.target}`;
