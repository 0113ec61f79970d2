// What of V2 a run has held against V3, for results and reports: in one store alone, because two views of the same images
// are what is proved. Pure.
import type { Run } from '@cutover/journal';
import type { Proof } from '../engine.ts';
import { shareOf } from '../read/drawn.ts';

/** Of a comparison or a verify of one store; undefined of any other run. */
export function proofOf(run: Pick<Run, 'mode' | 'command' | 'options' | 'counts'>): Proof | undefined {
  if (run.mode !== 'parity' || (run.command !== 'diff' && run.command !== 'verify')) return undefined;
  const { products } = comparedIn(run);
  const { pagesHeard = 0 } = run.counts;
  if (products > 0) return { v2: shareOf(run) < 1 ? 'sample' : 'full', products };
  return pagesHeard > 0 ? { v2: 'pages', products: pagesHeard } : { v2: 'none', products: 0 };
}

interface ImagesOfProducts {
  readonly images: number;
  readonly products: number;
}

export interface ComparedIn extends ImagesOfProducts {
  /** Not drawn, and seen to be wrong all the same: by V2's product pages, or by V3 itself. */
  readonly beside: ImagesOfProducts;
  /** Of products that V3 alone lists. */
  readonly alone: ImagesOfProducts;
}

/**
 * How much was compared: without products of whose images only V3 has spoken. These, those beside them and those of V3 alone are
 * all that a comparison has signed, but for what says of itself that it is no image of its own.
 */
export function comparedIn({ counts }: Pick<Run, 'counts'>): ComparedIn {
  const {
    pairedProducts = counts['products'] ?? 0,
    images = 0,
    unaskedProducts = 0,
    unaskedImages = 0,
    besideImages = 0,
    besideProducts = 0,
    aloneImages = 0,
    aloneProducts = 0,
    aloneSlots = 0,
  } = counts;
  return {
    products: pairedProducts - unaskedProducts,
    images: images - unaskedImages - besideImages - aloneSlots,
    beside: { images: besideImages, products: besideProducts },
    alone: { images: aloneImages, products: aloneProducts },
  };
}
