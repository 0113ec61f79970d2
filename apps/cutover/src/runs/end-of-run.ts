// What all verbs tell at their end, and how a run that a signal stopped tells it: the facts so far, and the
// command that continues.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import type { NotMoved, ResultBase } from '@cutover/sync-engine';
import { heeds } from '../command-line/command-row.ts';
import type { Context } from '../context.ts';
import { problemOf } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { sameCommand } from './next-command.ts';
import { nextStep } from './next-step.ts';
import { notMovedWords, uncountedTitle, uncountedWords } from './not-moved-words.ts';
import { doubtsText } from './upcoming.ts';

export function endOfRun(
  context: Context,
  journal: Journal,
  { run, outcome, products, images, notMoved, byKind }: ResultBase,
  { remarks = [], ...told }: Required<Pick<Outcome, 'facts' | 'summary'>> & Pick<Outcome, 'remarks'>,
): Outcome {
  const opened = journal.run(run);
  const base = {
    run,
    products,
    images,
    ...told,
    facts: {
      ...told.facts,
      ...(notMoved === undefined ? {} : { notMoved }),
      ...(byKind === undefined ? {} : { byKind }),
    },
    remarks: [
      ...remarks,
      ...(opened === undefined ? [] : doubtsText(journal, opened, context.io.now())),
      ...(isAboutAll(context, opened) ? notMovedText(context, opened, notMoved) : []),
    ],
    next: nextStep(context, journal, run),
  };
  // What a comparison had counted when it was stopped says nothing of the store.
  const isPart = outcome === 'stopped' && opened !== undefined && !isOfPlan(opened);
  return outcome === 'stopped'
    ? {
        ...base,
        summary: isPart ? [] : told.summary,
        remarks: isPart ? [] : remarks,
        problem: problemOf('stopped', 'Nothing is lost.', sameCommand(context)),
      }
    : { ...base, ended: outcome };
}

/** A retry is about what has failed of another command's plan; a repair and a revert are about what one run has said or done. */
const isAboutAll = ({ command, commands }: Context, run: Run | undefined): boolean =>
  run?.command === command && heeds(commands.get(command), 'kinds');

/** What is left out is said once, with its number where it was counted. */
function notMovedText({ options }: Context, run: Run | undefined, notMoved: NotMoved | undefined): string[] {
  const uncounted = uncountedWords(run, options.sourceVia);
  return [
    ...notMovedWords(run, notMoved),
    ...(uncounted === '' ? [] : [`${uncountedTitle(run)}: pictures of ${uncounted}`]),
  ];
}
