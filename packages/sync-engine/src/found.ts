// What the engine has found, with what it says in facts. Invariant: a finding reaches journal and events by way of `inWords`
// alone, so that whoever reads it there reads the app's words.
import type { FindingRow } from '@cutover/journal';
import type { Saying, Words } from './sayings.ts';

/** A finding before it is put into words. */
export interface Found extends Omit<FindingRow, 'message'> {
  readonly says: Saying;
}

/** The findings as they are kept and told. */
export function inWords({ words }: { readonly words: Words }, found: readonly Found[]): FindingRow[] {
  return found.map(({ says, ...finding }) => ({ ...finding, message: words(says) }));
}
