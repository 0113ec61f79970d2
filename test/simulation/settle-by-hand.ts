// A person who knows what a store has made of each picture, and says so of the creates that the program leaves in doubt.
// Told from the tables of both stores, and from nothing that the engine has looked at.
import { putBackBy, sourceOf } from '@cutover/journal';
import { losesPictures, type Scenario } from './scenario.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/**
 * Says of each blocked create as which image it was made, or that it was not. A person may be asked only where no picture
 * could be had, or where somebody has added an image of that very picture; returns what was asked beyond that.
 */
export async function settleByHand(world: SimulatedWorld, scenario: Scenario): Promise<string[]> {
  const { source, target, others, journal, time } = world;
  const asked: string[] = [];
  const open = journal()
    .doubts({ source: 'source', target: 'target' })
    .filter(({ status }) => status === 'blocked');
  for (const action of open) {
    const { id, candidates } = action;
    const { productId } = action.subject;
    const putBack = putBackBy(action);
    const picture =
      putBack === undefined
        ? source.images().find((image) => image.id === sourceOf(action)?.imageId)?.picture
        : target.firstPicture(`sha256:${putBack}`);
    const isLike = others.addedToTarget.some((one) => one.picture === picture && candidates.includes(one.id));
    if (!losesPictures(scenario) && !isLike) asked.push(`a person is asked about ${id}, and need not be`);
    const claimed = journal().claimed('target', productId);
    // What was there before the create left is none of its making, whatever it shows.
    const before = new Set(journal().openAttempt(id)?.basis);
    const made = target
      .images(productId)
      .findLast(
        (image) =>
          image.picture === picture &&
          !claimed.has(image.id) &&
          !before.has(image.id) &&
          !others.theirs.has(image.id),
      );
    await time.drive(journal().settle(id, made === undefined ? 'retry' : { applied: made.id }));
  }
  return asked;
}
