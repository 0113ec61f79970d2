// `repair`: does again only what a verify run has found wrong, and verifies that. The products concerned are read afresh
// and planned like any others; what the verify did not complain of is left out of the plan.

import { createHash } from 'node:crypto';
import type { Run } from '@cutover/journal';
import { kindsSaidOf, type OfKinds } from '../carried.ts';
import { readAndPlan } from '../compare/read-and-plan.ts';
import type {
  Carrying,
  Choices,
  Engine,
  RepairRequest,
  RepairResult,
  Selection,
  WhichRun,
  With,
} from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { kindsAsked } from '../kinds/kinds.ts';
import { shareOf } from '../read/drawn.ts';
import { approvePlan, changesMax, type Preferred } from '../runs/approve.ts';
import { type Complaints, complaintsOf } from '../runs/complaints.ts';
import { outcomeOfPlan } from '../runs/done-in-part.ts';
import { inRun, rehearsed } from '../runs/in-run.ts';
import { untilWordsAgree } from '../runs/preferred.ts';
import { ofThesePair, prunedError } from '../runs/runs.ts';
import { unlessStopped, writingResult } from '../runs/writing-result.ts';
import { carryOut } from '../write/carry-out.ts';
import { sourceGoal } from '../write/source-goal.ts';
import { verify, wrongPicturesAmong } from './verify.ts';

export async function repair(given: Engine, request: RepairRequest): Promise<RepairResult> {
  const verified = runToRepair(given, request.which);
  return await untilWordsAgree(
    request,
    async (asked, onPreferred) => await repairOnce(given, verified, asked, onPreferred),
  );
}

async function repairOnce(
  given: Engine,
  verified: Run,
  request: RepairRequest,
  onPreferred: (word: Preferred) => void,
): Promise<RepairResult> {
  const { decisions, means, which, dryRun } = request;
  const choices: Choices = { selection: { ...request.selection, kinds: kindsSaidOf(verified) }, decisions };
  const complaints = complaintsOf(given, verified);
  const selection = narrowed(choices.selection, complaints);
  return await inRun({ ...given, selection, decisions, means }, (engine) => ({
    open: {
      command: 'repair',
      choices,
      means,
      // `--run` names the verify run.
      which: { ...which, runId: undefined },
      dryRun,
      verifyRun: verified.id,
      also: { verified: verified.id },
      ...(given.mode === 'parity' ? { kept: { sample: request.sample ?? 1 } } : {}),
    },
    work: async (run) => await repairAll({ engine, run, verified, complaints, request, onPreferred }),
    soFar: (run) => repairResult(engine, run, verified),
  }));
}

interface Repairing {
  /** Whose selection is the products that were complained of. */
  readonly engine: With<Choices & Carrying>;
  readonly run: Run;
  readonly verified: Run;
  readonly complaints: Complaints;
  readonly request: RepairRequest;
  /** Somebody has said whose word counts: nothing is written with this plan. */
  readonly onPreferred: (word: Preferred) => void;
}

async function repairAll({ engine, run, verified, complaints, request, onPreferred }: Repairing) {
  await readAndPlan(engine, run, {
    mayDo: complaints.allows,
    lookAtSlot: ({ targetProductId }, slot) =>
      complaints.isWrongSlot(targetProductId, slot) ? 'always' : 'by-address',
    wrongPictures: async (rows) => await wrongPicturesAmong(engine, complaints, rows),
  });
  if (request.dryRun) return await rehearsed(engine, run, repairResult(engine, run, verified));
  const preferred = await approvePlan(engine, run, run.id, request);
  if (preferred !== undefined) {
    onPreferred(preferred);
    return { unfinished: repairResult(engine, run, verified) };
  }
  const plans = { engine, run, planRun: run.id, kinds: kindsAsked(engine) };
  const goal = sourceGoal(plans, complaints.allowsBeside(run));
  const failures = await carryOut({ ...plans, goal }, changesMax(engine, run.id, request.maxChanges));
  const result = repairResult(engine, run, verified);
  if (failures !== undefined || complaints.products.length === 0) return unlessStopped(result, failures);
  const which = { ...request.which, runId: undefined, startNew: false };
  const { selection, decisions } = engine;
  const again = await verify(
    engine,
    { selection, decisions, which, level: complaints.level, sample: shareOf(run) },
    true,
  );
  if (again.outcome === 'stopped') return { unfinished: { ...result, outcome: again.outcome } };
  const unmatchedProducts = Math.max(result.unmatchedProducts, unmatchedIn(engine.journal.run(again.run)));
  return {
    ...result,
    unmatchedProducts,
    outcome: result.outcome === 'done' && again.outcome !== 'done' ? 'incomplete' : result.outcome,
    verified: {
      run: again.run,
      checked: again.checked,
      unchecked: again.unchecked,
      mismatched: again.mismatched,
    },
  };
}

/** The verify run that is named, or that of the repair which is continued, or the newest that came to its end. */
function runToRepair(engine: Engine, { runId, startNew }: WhichRun): Run {
  const { journal } = engine;
  const open = startNew ? undefined : journal.unfinished('repair');
  // One that nobody has approved holds nothing, and what was verified since counts.
  const unfinished = open?.phase === 'applying' || open?.phase === 'settling' ? open : undefined;
  const named = runId === undefined ? unfinished : ofThesePair(engine, runId);
  const run =
    named === undefined
      ? journal.runs({ command: 'verify' }).find((one) => one.finishedAt !== undefined)
      : named.verifyRun === undefined
        ? named
        : ofThesePair(engine, named.verifyRun);
  if (run?.pruned !== undefined) throw prunedError(engine, run);
  if (run?.command === 'verify' && run.finishedAt !== undefined) return run;
  const instead = run === undefined ? {} : { instead: { id: run.id, command: run.command } };
  throw new EngineError({ code: 'nothing-verified', ...instead });
}

/** Only the products that were complained of. */
function narrowed(selection: Selection, { products }: Complaints): Selection {
  const productsDigest = createHash('sha256').update(JSON.stringify(products)).digest('hex').slice(0, 16);
  return { ...selection, products, productsDigest };
}

function repairResult(engine: With<OfKinds>, run: Run, verified: Run): RepairResult {
  const result = writingResult(engine, run, run.id);
  // What had no counterpart was not repaired either.
  const unmatchedProducts = Math.max(result.unmatchedProducts, unmatchedIn(verified));
  return {
    ...result,
    unmatchedProducts,
    outcome: outcomeOfPlan({ ...result, unmatchedProducts }),
    verifyRun: verified.id,
  };
}

const unmatchedIn = (verify: Run | undefined): number => verify?.counts['unmatchedProducts'] ?? 0;
