// `revert`: takes back what one run has written. It plans from what the run noted of each product before and after, asks,
// and carries the plan out like any other, journaled and resumable. What somebody has changed since is left alone and
// told; so is what V3 cannot take back.

import { isOfPlan, type NewAction, type Run } from '@cutover/journal';
import { PRODUCTS_A_LOOK } from '../at-a-time.ts';
import { kindsOfRun, type OfKinds } from '../carried.ts';
import { choicesUnsaid, type Engine, type RevertRequest, type RevertResult, type With } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { type Found, inWords } from '../found.ts';
import { allKinds, kindsOfOne } from '../kinds/kinds.ts';
import type { LeftAlone } from '../plan/left-alone.ts';
import type { Looked } from '../plan/looked.ts';
import { findingOf } from '../rules.ts';
import { approvePlan, changesMax } from '../runs/approve.ts';
import { inRun, rehearsed } from '../runs/in-run.ts';
import { ofThesePair } from '../runs/runs.ts';
import { emitAction, unlessStopped, writingResult } from '../runs/writing-result.ts';
import { idsOfSlot, kindOfSlot } from '../slots.ts';
import { passGate } from '../stopped.ts';
import { tellFound } from '../tell-found.ts';
import { carryOut } from '../write/carry-out.ts';
import { begunEarlier, createDoubts } from '../write/doubts.ts';
import { look } from '../write/look.ts';
import { planRevertOf, revertGoal } from '../write/revert-goal.ts';

export async function revert(given: Engine, request: RevertRequest): Promise<RevertResult> {
  const { means, kinds, dryRun } = request;
  const reverted = runToRevert(given, request.run);
  return await inRun({ ...given, means, selection: { kinds } }, (engine) => ({
    open: {
      command: 'revert',
      // What is taken back does not depend on how products were chosen then or are now, so no such choice parts two reverts.
      choices: choicesUnsaid,
      which: { ...request.which, runId: undefined },
      dryRun,
      revertsRun: reverted.id,
      also: { reverts: reverted.id },
    },
    work: async (run) => {
      const plans = { engine, run, planRun: run.id, kinds: kindsOfOne(reverted) };
      const goal = revertGoal(plans, reverted);
      if (!dryRun) await settleDoubts(engine, run);
      await planBack({ ...plans, goal }, reverted);
      if (dryRun) return await rehearsed(engine, run, revertResult(engine, run));
      await approvePlan(engine, run, run.id, request);
      await closeReverted(engine, reverted);
      const failures = await carryOut({ ...plans, goal }, changesMax(engine, run.id, request.maxChanges));
      return unlessStopped(revertResult(engine, run), failures);
    },
    soFar: (run) => revertResult(engine, run),
  }));
}

function runToRevert(engine: Engine, name: string): Run {
  const run = ofThesePair(engine, name);
  const isWrite = isOfPlan(run);
  if (isWrite && !run.dryRun) return run;
  throw new EngineError({ code: 'not-revertible', run: name, is: isWrite ? 'dry-run' : run.command });
}

/** What is in doubt has to be told first: nobody can take back what may or may not have been done. */
async function settleDoubts(engine: Engine, run: Run): Promise<void> {
  const { journal, clock } = engine;
  const open = journal.doubts().filter((action) => action.status === 'started');
  if (open.length === 0) return;
  engine.emit({ type: 'progress', run: run.id, phase: 'settling', done: 0, total: open.length });
  const doubts = createDoubts({
    engine,
    kinds: allKinds,
    run: run.id,
    onSettled: (action) => emitAction(engine, run, action),
  });
  for (const action of open) emitAction(engine, run, action, begunEarlier);
  doubts.add(open, clock.monotonicMs());
  await doubts.settled();
}

/** An interrupted run that is taken back is over: continued, it would do again what is undone here. */
async function closeReverted({ journal }: Engine, reverted: Run): Promise<void> {
  const isOpen = journal.run(reverted.id)?.finishedAt === undefined;
  const hasWritten = journal.writtenProducts(reverted.id, 0, 1).length > 0;
  if (isOpen && hasWritten) await journal.finishRun(reverted.id, 'abandoned');
}

type Planning = Parameters<typeof look>[0] & Parameters<typeof planRevertOf>[0];

/** Plans what is left to plan, a page of products at a time. */
async function planBack(plans: Planning, reverted: Run): Promise<void> {
  const { engine } = plans;
  const { journal } = engine;
  let run = journal.run(plans.run.id) ?? plans.run;
  let images = 0;
  while (!run.marched) {
    await passGate(engine.control);
    const cursor = run.marchCursor ?? 0;
    const ids = journal.writtenProducts(reverted.id, cursor, PRODUCTS_A_LOOK);
    const looked = await look(plans, ids);
    const planned = looked.map((product) => ({ product, plan: planRevertOf(plans, reverted, product) }));
    const actions = planned.flatMap(({ plan }) => plan.actions);
    const findings = [
      ...planned.flatMap(({ product, plan }) => plan.left.map((left) => leftFinding(product, left))),
      ...goneFindings(ids, looked),
      ...doubtFindings(engine, ids),
      // A run that has set them has more to say of each.
      ...(kindsOfRun(reverted).includes('variant') ? [] : await variantFindings(engine, actions)),
    ];
    const pageImages = looked.reduce((sum, product) => sum + product.images.length, 0);
    await passGate(engine.control);
    const worded = inWords(engine, findings);
    await journal.saveMarchPage(run.id, {
      cursor: ids.at(-1) ?? cursor,
      done: ids.length < PRODUCTS_A_LOOK,
      findings: worded,
      actions,
      counts: {
        products: looked.length,
        images: pageImages,
        left: findings.filter((finding) => finding.severity === 'warning').length,
      },
    });
    await tellFound(engine, run.id, worded);
    images += pageImages;
    engine.emit({ type: 'progress', run: run.id, phase: 'planning', done: images });
    run = journal.run(run.id) ?? run;
  }
}

function leftFinding({ productId }: Looked, left: LeftAlone): Found {
  const { imageId, slot, fields, why, isKept } = left;
  if (slot !== undefined) {
    const facts = {
      kind: kindOfSlot(slot),
      target: { productId, ...idsOfSlot(slot) },
      says: { code: 'left-alone', why },
    } as const;
    return isKept === true ? findingOf('slot-not-emptied', facts) : findingOf('changed-since', facts);
  }
  return findingOf('changed-since', {
    target: imageId === undefined ? { productId } : { productId, imageId },
    ...(fields.length === 0 ? {} : { fields }),
    says: { code: 'left-alone', why },
  });
}

function goneFindings(ids: readonly number[], looked: readonly Looked[]): Found[] {
  const there = new Set(looked.map((product) => product.productId));
  return ids
    .filter((id) => !there.has(id))
    .map((productId) =>
      findingOf('product-gone', {
        target: { productId },
        says: { code: 'product-gone' },
      }),
    );
}

/** What nobody could tell may be an image of this run. */
function doubtFindings(engine: Engine, ids: readonly number[]): Found[] {
  return engine.journal.doubtsOf(ids).map(({ id: action, subject, candidates }) =>
    findingOf('in-doubt', {
      target: { productId: subject.productId },
      ...('slot' in subject
        ? { kind: subject.kind, says: { code: 'slot-in-doubt', action, kind: subject.kind } }
        : { says: { code: 'in-doubt', action, candidates } }),
    }),
  );
}

/** V3 has no call that removes the image of a variant, and this run has written none. */
async function variantFindings(engine: Engine, actions: readonly NewAction[]): Promise<Found[]> {
  const ids = new Set(actions.flatMap((one) => (one.verb === 'remove' ? one.subject.productId : [])));
  if (ids.size === 0) return [];
  const findings: Found[] = [];
  for await (const { products } of engine.target.v3.sweepProducts({ ids: [...ids], include: ['variants'] })) {
    for (const { id, variants } of products) {
      const shown = (variants ?? []).filter((variant) => (variant.image_url ?? '') !== '');
      if (shown.length === 0) continue;
      findings.push(
        findingOf('variant-image-kept', {
          kind: 'variant-image',
          target: { productId: id },
          says: {
            code: 'variants-keep-pictures',
            variants: shown.map(({ sku, id: variant }) => sku ?? variant),
          },
        }),
      );
    }
  }
  return findings;
}

function revertResult(engine: With<OfKinds>, run: Run): RevertResult {
  const result = writingResult(engine, run, run.id);
  const left = engine.journal.run(run.id)?.counts['left'] ?? 0;
  return {
    ...result,
    outcome: result.outcome === 'done' && left > 0 ? 'incomplete' : result.outcome,
    revertsRun: run.revertsRun ?? '',
    left,
  };
}
