// Which products a verify of a share draws. Invariant: turn after turn they are others, until all were drawn. Pure.
import { createHash } from 'node:crypto';

/**
 * Whether a product is in the sample, all its images or none. Products lie on a circle by what their ids digest to, and each
 * turn takes the stretch behind the last one's: so many turns as the share goes into the whole see every product.
 */
export function sampleOf(share: number, turn: number): (productId: number) => boolean {
  if (share >= 1) return () => true;
  const start = (turn * share) % 1;
  return (productId) => {
    const digest = createHash('sha256').update(String(productId)).digest();
    const behind = digest.readUInt32BE(0) / 0x1_0000_0000 - start;
    return (behind < 0 ? behind + 1 : behind) < share;
  };
}
