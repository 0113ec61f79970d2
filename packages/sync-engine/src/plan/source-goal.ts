// The goal of `migrate` and `repair`: the target product is to show what the source's snapshot holds.
import type { NewAction } from '@cutover/journal';
import type { Prefer } from '../engine.ts';
import { isPair } from '../match/march.ts';
import { sentBy } from './edits.ts';
import type { Plans } from './goal.ts';
import { type Conflict, type Goal, isSettled } from './goal.ts';
import { type Marched, marchProduct } from './march-product.ts';
import { actionKey, plan, planGuards } from './plan.ts';
import { editedWords, unsureWords } from './row-words.ts';

/** @param mayDo what is left out of every plan when it says no; default: nothing. */
export function sourceGoal(
  { engine, run, planRun }: Omit<Plans, 'goal'>,
  mayDo: (action: NewAction) => boolean = () => true,
): Goal {
  const { journal, mode, settings } = engine;
  const [source, target] = [engine.source.hash, engine.target.hash];
  return {
    atLeast(productIds) {
      const snapshot = journal.snapshotOf(planRun, 'target');
      if (snapshot === undefined) return new Map();
      const before = journal.images(snapshot.snapshot, productIds);
      return new Map([...before].map(([id, images]) => [id, images.length]));
    },
    async wanted({ productId, images }, actions) {
      const known = actions.find((action) => action.sourceProductId !== undefined);
      const snapshot = journal.snapshotOf(planRun, 'source');
      if (known?.sourceProductId === undefined || snapshot === undefined)
        return { actions: [], conflicts: [] };
      const { sourceProductId } = known;
      // The pictures were looked at when the plan was made; what is left to remove of them is still planned.
      const superseded = new Set(
        actions.flatMap((action) =>
          action.replaces === true && action.status === 'pending' ? (action.targetImageId ?? []) : [],
        ),
      );
      const marched = await marchProduct(
        engine,
        {
          source: journal.images(snapshot.snapshot, [sourceProductId]).get(sourceProductId) ?? [],
          target: images,
          links: journal.links(source, target, [productId]),
          found: journal.sightings(run.run, 'before', [productId]).get(productId),
          left: journal.lastSightings(source, target, [productId], run.run).get(productId),
          sent: journal.lastSent(target, [productId]),
          shown: journal.lastShown(target, [productId]),
          sentNow: sentBy(actions),
        },
        superseded,
      );
      const settled = actions.filter(isSettled);
      const settledKeys = new Set(settled.map(actionKey));
      const planned = plan({
        mode,
        policy: settings.policy,
        sourceProductId,
        targetProductId: productId,
        sku: known.sku ?? '',
        ...marched,
        prefer: settings.prefer,
        ...planGuards([...settled, ...journal.doubtsOf(source, target, productId)], snapshot),
      });
      return {
        actions: planned.filter((action) => !settledKeys.has(actionKey(action)) && mayDo(action)),
        conflicts: conflictsIn(marched, settings.prefer),
      };
    },
  };
}

/** What is left alone: guesses, and what somebody has edited while nobody has decided whose word counts. */
function conflictsIn({ rows, edits }: Marched, prefer: Prefer): Conflict[] {
  return rows.flatMap((row): Conflict[] => {
    const targetImageId = row.sign === '+' ? undefined : row.target.imageId;
    const sourceImageId = row.sign === '-' ? undefined : row.source.imageId;
    if (row.unsure === true)
      return [{ code: 'picture-unchecked', words: unsureWords, targetImageId, sourceImageId }];
    const words = prefer === 'ask' && isPair(row) ? editedWords(row, edits) : undefined;
    return words === undefined ? [] : [{ code: 'edited-on-target', words, targetImageId, sourceImageId }];
  });
}
