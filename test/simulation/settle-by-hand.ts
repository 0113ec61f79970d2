// A person who knows what a store has made of each picture, and says so of the creates that the program leaves in doubt.
// Told from the tables of both stores, and from nothing that the engine has looked at.
import type { SimulatedWorld } from './simulated-world.ts';

/** Says of each blocked create as which image it was made, or that it was not. Returns how many there were. */
export async function settleByHand({ source, target, journal, time }: SimulatedWorld): Promise<number> {
  const open = journal()
    .doubts('source', 'target')
    .filter(({ status }) => status === 'blocked');
  for (const { id, targetProductId, sourceImageId, archive } of open) {
    const picture =
      archive === undefined
        ? source.images().find((image) => image.id === sourceImageId)?.picture
        : `sha256:${archive}`;
    const claimed = journal().claimed('target', targetProductId);
    const made = target
      .images(targetProductId)
      .findLast((image) => image.picture === picture && !claimed.has(image.id));
    await time.drive(journal().settle(id, made === undefined ? 'retry' : { applied: made.id }));
  }
  return open.length;
}
