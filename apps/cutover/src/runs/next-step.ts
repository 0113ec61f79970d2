// The command to paste after a run, spelled from what was typed (the command itself knows it) or from what the journal
// remembers of the run (`status` and `runs`).

import type { Journal, Run } from '@cutover/journal';
import { heldCounts } from '@cutover/journal/light';
import { flagName, optionRows } from '../command-line/option-table.ts';
import { kindsOfViews, readMaxChanges } from '../command-line/read-value.ts';
import { shellLine } from '../command-line/shell-words.ts';
import type { Context } from '../context.ts';
import { digestOfFile } from '../sayings/stores-words.ts';
import { type FollowUp, followUp } from './follow-up.ts';
import { nextCommand, sameCommand } from './next-command.ts';
import { matchWords, originWords } from './origin.ts';
import { type Owner, ownerText } from './owner.ts';

/** For the command that has just ended with this run. */
export function nextStep(context: Context, journal: Journal, runId: string): string {
  const run = journal.run(runId);
  if (run === undefined || run.finishedAt === undefined) return sameCommand(context);
  const { command, more, of } = followUp(journal, run);
  return of === undefined
    ? nextCommand(without(context, refusedBy(run, command)), command, more)
    : spelled(context, journal, of, command, more);
}

/** Of one store an audit looks at pictures of all kinds, some of which every other command would refuse. */
const takesKinds = (run: Run, command: FollowUp['command']): boolean =>
  run.mode === 'transfer' || command === 'audit' || run.command !== 'audit';

/** What is meant where nobody says it. */
const hasKindsByDefault = ({ mode, command, options }: Run): boolean =>
  mode === 'parity' && command !== 'audit' && options['kinds'] === kindsOfViews.join(',');

/** Between two stores a verify alone looks at a share. */
const takesSample = ({ mode }: Run, command: FollowUp['command']): boolean =>
  mode === 'parity' || command === 'verify';

/** Options that were right for this run, and that the next command would refuse. */
const refusedBy = (run: Run, command: FollowUp['command']): ReadonlySet<string> =>
  new Set([...(takesKinds(run, command) ? [] : ['kinds']), ...(takesSample(run, command) ? [] : ['sample'])]);

function without(context: Context, keys: ReadonlySet<string>): Context {
  const flags = new Map([...context.flags].filter(([key]) => !keys.has(key)));
  return { ...context, flags };
}

/** For a run in the journal; `owner`: who works on the journal right now. */
export function nextStepOf(
  context: Pick<Context, 'program' | 'options' | 'io' | 'commands'>,
  journal: Journal,
  run: Run,
  owner: Owner | undefined,
): string {
  const { command, more, of } = followUp(journal, run);
  // A report only reads; everything else would be refused while another process holds the journal.
  if (owner !== undefined && command !== 'report')
    return `wait until ${owner.run === undefined ? 'the run under way' : `run ${owner.run}`} is done (${ownerText(owner)})`;
  return spelled(context, journal, of ?? continuedBy(journal, run, command), command, more);
}

/** The unfinished run that this command would go on with, whose words count then; where there is none, `run`. */
function continuedBy(journal: Journal, run: Run, command: FollowUp['command']): Run {
  if (command === 'report' || command === 'settle' || command === 'retry') return run;
  const open = journal.unfinished(command, run);
  return open?.optionsKey === run.optionsKey ? open : run;
}

/** A bound, such as `--max-changes`, belongs to the command that it was given to. */
const isOnceGiven = (key: string): boolean => optionRows[key]?.repeated === 'by the same command';

/** The plan holds more than its command allowed, which would refuse it once more; without the bound it asks. */
function isBeyondBound(journal: Journal, run: Run): boolean {
  const given = run.options['maxChanges'];
  if (typeof given !== 'string') return false;
  const planRun = run.planRun ?? run.id;
  const { create, update, remove, set } = heldCounts(journal.actionCounts(planRun));
  const held = create + update + remove + set;
  const most = readMaxChanges(given);
  const images = journal.run(planRun)?.counts['images'] ?? 0;
  return held > ('count' in most ? most.count : Math.floor((images * most.percent) / 100));
}

function spelled(
  { program, options, io, commands }: Pick<Context, 'program' | 'options' | 'io' | 'commands'>,
  journal: Journal,
  run: Run,
  command: FollowUp['command'],
  more: readonly string[],
): string {
  const known = commands.get(command)?.options ?? [];
  const words = [...program.split(' '), command];
  // A report finds its stores by the run.
  if (command !== 'report') {
    // A file is named by itself, among what the run was given, or by a variable that is still there.
    if (digestOfFile(run) === undefined) words.push('--source', run.source);
    if (run.mode === 'transfer') words.push('--target', run.target);
  }
  if (options.journal !== 'cutover.db') words.push('--journal', options.journal);
  if (command !== 'report')
    words.push(
      ...originWords(
        run,
        known.filter(
          (key) =>
            (run.command === command || !isOnceGiven(key)) &&
            !(key === 'maxChanges' && isBeyondBound(journal, run)),
        ),
      ),
    );
  words.push(
    ...matchWords(
      run,
      known.filter(
        (key) =>
          !more.includes(`--${flagName(key)}`) &&
          (run.command === command || !isOnceGiven(key)) &&
          !refusedBy(run, command).has(key) &&
          !(key === 'kinds' && hasKindsByDefault(run)),
      ),
    ),
  );
  return shellLine([...words, ...more], io.platform);
}
