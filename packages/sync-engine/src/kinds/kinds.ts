// All kinds of picture that can be planned, sent and recognised.
import { JournalError } from '@cutover/journal';
import type { Kind, Kinds } from './kind.ts';
import { productImage } from './product-image/product-image.ts';

export const allKinds: Kinds = kindsOf([productImage]);

export function kindsOf(all: readonly Kind[]): Kinds {
  const byWord = new Map(all.map((kind) => [kind.of, kind]));
  return {
    all,
    of({ of, planRun }) {
      const kind = byWord.get(of);
      if (kind !== undefined) return kind;
      throw new JournalError(
        'newer',
        `The plan ${planRun} holds pictures of a kind (${of}) that this version does not move.`,
      );
    },
  };
}
