// What the engine has found, with what it says in facts. Invariant: a finding reaches journal and events by way of `inWords`
// alone, so that whoever reads it there reads the app's words.
import type { FindingRow, ImageRef, SameImage, SameImages } from '@cutover/journal';
import type { Saying, Words } from './sayings.ts';

/** A finding before it is put into words. */
export interface Found extends Omit<FindingRow, 'message'> {
  readonly says: Saying;
}

/** What is found of images of a product that are the same on both sides: one for them all. */
export interface FoundSame {
  /** Its sides name the products alone. */
  readonly common: Found & { readonly source: ImageRef; readonly target: ImageRef };
  readonly images: readonly SameImage[];
}

/** The findings as they are kept and told. */
export function inWords({ words }: { readonly words: Words }, found: readonly Found[]): FindingRow[] {
  return found.map(({ says, ...finding }) => ({ ...finding, message: words(says) }));
}

/** The same where some stand for several. */
export function sameInWords(
  { words }: { readonly words: Words },
  found: readonly (Found | FoundSame)[],
): (FindingRow | SameImages)[] {
  return found.map((one) => {
    if ('images' in one) {
      const { says, ...common } = one.common;
      return { common: { ...common, message: words(says) }, images: one.images };
    }
    const { says, ...finding } = one;
    return { ...finding, message: words(says) };
  });
}
