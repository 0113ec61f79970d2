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

/** How much was compared: without products of whose images only V3 has spoken. */
export function comparedIn({ counts }: Pick<Run, 'counts'>): {
  readonly products: number;
  readonly images: number;
} {
  const {
    pairedProducts = counts['products'] ?? 0,
    images = 0,
    unaskedProducts = 0,
    unaskedImages = 0,
  } = counts;
  return { products: pairedProducts - unaskedProducts, images: images - unaskedImages };
}
