// A plan may be answered with whose word counts where somebody has edited the target. Invariant: another word is another
// plan, and so another run of the same command.
import type { Deciding, WhichRun } from '../engine.ts';
import type { Preferred } from './approve.ts';

/** @param once one run of the command, which says so where its plan was answered like that; nothing is written with it then. */
export async function untilWordsAgree<Request extends Deciding & { readonly which: WhichRun }, Result>(
  request: Request,
  once: (request: Request, onPreferred: (word: Preferred) => void) => Promise<Result>,
): Promise<Result> {
  let preferred: Preferred | undefined;
  const result = await once(request, (word) => {
    preferred = word;
  });
  if (preferred === undefined) return result;
  const decisions = { ...request.decisions, prefer: preferred };
  return await untilWordsAgree(
    { ...request, decisions, which: { ...request.which, runId: undefined } },
    once,
  );
}
