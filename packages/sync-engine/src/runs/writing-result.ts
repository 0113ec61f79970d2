// How a run that writes stands: what its plan has come to, as counts, as its outcome, and as one event an action.
import { type Action, handedOverBy, type Run, sourceOf, targetImageOf, targetSlotOf } from '@cutover/journal';
import type { OfKinds } from '../carried.ts';
import type { Engine, MigrateResult, With } from '../engine.ts';
import { notMovedOf } from '../read/not-moved.ts';
import type { Saying } from '../sayings.ts';
import { idsOfSlot } from '../slots.ts';
import { byKindOf } from './by-kind.ts';
import { leftOutOfPlan, outcomeOfPlan } from './done-in-part.ts';
import { seenByKind } from './images-seen.ts';
import { ownCounts, planCounts, renditionCounts } from './plan-counts.ts';

export function writingResult(engine: With<OfKinds>, run: Run, planRun: string): MigrateResult {
  const { journal } = engine;
  const own = journal.run(run.id) ?? run;
  const { open: _, ...counts } = ownCounts(planCounts(journal.actionCounts(planRun)), own);
  const planned = journal.run(planRun);
  const facts = planned?.counts ?? {};
  const seen = seenByKind(journal, planned);
  const inDoubt = journal.doubts().length;
  const left = {
    inDoubt,
    conflicts: (facts['conflicts'] ?? 0) + (own.counts['conflictsMet'] ?? 0),
    unmatchedProducts: facts['unmatchedProducts'] ?? 0,
    ...leftOutOfPlan(journal, own, planRun),
  };
  return {
    run: run.id,
    outcome: outcomeOfPlan({ ...counts, ...left }),
    products: facts['products'] ?? 0,
    images: seen.images,
    ...counts,
    ...left,
    ...renditionCounts(journal, own, planRun),
    // A repair and a revert are about some images only.
    ...(run.command === 'migrate' ? notMovedOf(journal, planned) : {}),
    ...byKindOf(engine, seen),
  };
}

/** @param failures how many failed when that was enough to stop; undefined: it came to its end. */
export function unlessStopped<Result extends MigrateResult>(
  result: Result,
  failures: number | undefined,
): Result | { readonly unfinished: Result } {
  return failures === undefined
    ? result
    : { unfinished: { ...result, outcome: 'incomplete', stoppedAfterFailures: failures } };
}

/** @param doubt why a started action is in doubt; undefined: it is not. */
export function emitAction(engine: Engine, run: Run, action: Action, doubt?: Saying): void {
  const { verb, subject, sku } = action;
  const source = sourceOf(action);
  const imageId = targetImageOf(action);
  const handedOver = handedOverBy(action);
  engine.emit({
    type: 'action',
    run: run.id,
    action: action.id,
    verb,
    kind: subject.kind,
    status: action.status,
    ...(source === undefined
      ? {}
      : {
          source: {
            productId: source.productId,
            ...(source.imageId === undefined ? {} : { imageId: source.imageId }),
            ...idsOfSlot(source.slot),
            ...(sku === undefined ? {} : { sku }),
          },
        }),
    target: {
      productId: subject.productId,
      ...(imageId === undefined ? {} : { imageId }),
      ...idsOfSlot(targetSlotOf(action)),
    },
    ...(handedOver === undefined ? {} : { handedOver }),
    ...(action.failure === undefined ? {} : { code: action.failure.code }),
    ...(doubt === undefined
      ? action.reason === undefined
        ? {}
        : { reason: action.reason }
      : { reason: engine.words(doubt), inDoubt: true as const }),
  });
}

/** Every action of a plan, for a dry run; waits for its reader once a page. */
export async function emitPlan(engine: Engine, run: Run): Promise<void> {
  for (let after: string | undefined; ; ) {
    const page = engine.journal.actions(run.id, { limit: 500, ...(after === undefined ? {} : { after }) });
    for (const action of page) emitAction(engine, run, action);
    await engine.control.whileUnread?.();
    if (page.length < 500) return;
    after = page.at(-1)?.id;
  }
}
