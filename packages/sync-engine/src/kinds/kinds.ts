// All kinds of picture that can be planned, sent and recognised.
import { type Action, type ImageKind, JournalError } from '@cutover/journal';
import type { Kind } from './kind.ts';
import { productImage } from './product-image/product-image.ts';

const kinds: Readonly<Partial<Record<ImageKind, Kind>>> = { [productImage.of]: productImage };

/** The kind of an action; a journal may hold one that only a later version carries out. */
export function kindOf({ of, planRun }: Pick<Action, 'of' | 'planRun'>): Kind {
  const kind = kinds[of];
  if (kind !== undefined) return kind;
  throw new JournalError(
    'newer',
    `The plan ${planRun} holds pictures of a kind (${of}) that this version does not move.`,
  );
}
