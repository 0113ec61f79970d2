// Which products a run of a share draws. Invariant: turn after turn they are others, until all were drawn. Pure.
import { createHash } from 'node:crypto';

export interface Sample {
  /** Whether a product is in the sample, all its images or none. */
  has(productId: number): boolean;
  /** Of these products the one to draw where the sample holds none of them; undefined: it holds one, or there are none. */
  instead(productIds: readonly number[]): number | undefined;
}

/**
 * Products lie on a circle by what their ids digest to, and each turn takes the stretch behind the last one's: so many turns
 * as the share goes into the whole see every product. A stretch may lie between the products of a small store; then the first
 * one behind its start is taken.
 */
export function sampleOf(share: number, turn: number): Sample {
  if (share >= 1) return { has: () => true, instead: () => undefined };
  const start = (turn * share) % 1;
  const behind = (productId: number): number => {
    const digest = createHash('sha256').update(String(productId)).digest();
    const distance = digest.readUInt32BE(0) / 0x1_0000_0000 - start;
    return distance < 0 ? distance + 1 : distance;
  };
  const has = (productId: number): boolean => behind(productId) < share;
  return {
    has,
    instead(productIds) {
      if (productIds.some(has)) return undefined;
      const [first] = productIds.toSorted((a, b) => behind(a) - behind(b) || a - b);
      return first;
    },
  };
}
