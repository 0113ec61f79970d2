// What a run has done to the images of one product, taken back: what the journal knows of it is asked here, and the plan is
// made of that alone (`revert-plan.ts`).
import type { Action, Link, PairJournal, Run, SeenImage } from '@cutover/journal';
import { seenOf } from '../../plan/seen-image.ts';
import type { Kind } from '../kind.ts';
import type { CommandSince } from './revert-knowledge.ts';
import { planRevert } from './revert-plan.ts';

export const takeBack: Kind['takeBack'] = ({ journal }, { product, reverted, run, writes }) => {
  const { productId, images } = product;
  const own = writes.filter(({ subject }) => subject.kind === 'product-image');
  // Of a run that wrote no image here nothing is known about images, and nothing is to be said.
  if (own.length === 0 && writes.length > 0) return { actions: [], left: [] };
  const now = images.map((image) => seenOf(image));
  const of = (name: string, moment: 'before' | 'after') =>
    journal.sightings(name, moment, [productId]).get(productId);
  return planRevert({
    productId,
    before: of(reverted.id, 'before'),
    after: of(reverted.id, 'after'),
    found: of(run.id, 'before') ?? now,
    since: commandsSince(journal, reverted, run, of),
    now,
    writes: own,
    putBack: {
      as: journal.putBack([productId]),
      removed: journal.removed([productId]),
      inDoubt: new Set(
        journal
          .doubtsOf([productId])
          .flatMap((action) =>
            action.verb === 'create' && 'putBack' in action ? [action.putBack.imageId] : [],
          ),
      ),
    },
    successors: successorsOf(own, journal.links([productId])),
  });
};

/**
 * What was done to a product after a run, the first one first. What took the run back, or took that back in turn, is the
 * run's own; what took back another run, or came once this one had been taken back wholly, is another's.
 */
function commandsSince(
  journal: PairJournal,
  reverted: Run,
  run: Run,
  of: (name: string, moment: 'before' | 'after') => readonly SeenImage[] | undefined,
): CommandSince[] {
  const inOrder = journal.runs({}).toReversed();
  const later = inOrder
    .slice(inOrder.findIndex(({ id }) => id === reverted.id) + 1)
    .filter(({ id, dryRun }) => id !== run.id && !dryRun);
  const own = new Set([reverted.id]);
  for (const { id, revertsRun } of later) if (revertsRun !== undefined && own.has(revertsRun)) own.add(id);
  const whole = later.findIndex(
    ({ revertsRun, outcome }) => revertsRun === reverted.id && outcome === 'done',
  );
  const written = later.flatMap((one, nth) => {
    const found = of(one.id, 'before');
    return found === undefined ? [] : [{ ...one, found, isAfterWhole: whole >= 0 && nth > whole }];
  });
  return written.map(({ id, command, revertsRun, found, isAfterWhole }): CommandSince => {
    const takesBack = written.findIndex((one) => one.id === revertsRun);
    return {
      found,
      after: of(id, 'after'),
      ...(own.has(id) ? {} : { by: command === 'revert' || isAfterWhole ? 'another' : 'later' }),
      ...(takesBack < 0 ? {} : { takesBack }),
    };
  });
}

/** Images of these writes in whose place a later one of the same source image stands. */
function successorsOf(writes: readonly Action[], links: readonly Link[]): Map<number, number> {
  return new Map(
    writes.flatMap((write) => {
      if (write.verb !== 'create' || !('from' in write)) return [];
      const { from, resultImageId } = write;
      const newest = links.findLast((link) => link.sourceImageId === from.imageId)?.targetImageId;
      return resultImageId === undefined || newest === undefined || newest <= resultImageId
        ? []
        : [[resultImageId, newest] as const];
    }),
  );
}
