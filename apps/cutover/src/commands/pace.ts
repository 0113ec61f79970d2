// `pace [RUN]`: another pace for a run that is under way in another process. It is asked by a note beside the journal, which that
// process takes away; what nobody takes away is not left there.

import { setTimeout as sleep } from 'node:timers/promises';
import { everywhere } from '../command-line/option-sets.ts';
import { percentText } from '../command-line/read-value.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { journalToRead, runNamed } from '../runs/chosen-run.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { ownerText } from '../runs/owner.ts';
import { counted } from '../terminal/quantities.ts';

/** A process looks twice a second, unless it is at work on something large. */
const PATIENCE_MS = 10_000;
const LOOKS_APART_MS = 100;

export const pace: Command = {
  name: 'pace',
  summary: 'change the pace of a run that is under way',
  about: [
    'Changes how fast a run goes that is under way in another shell: how much of the stores’ quota it uses, how many requests and pictures it sends at the same time at most, or both. What is in flight comes to its end; nothing is interrupted. Without RUN that is the one under way on the journal. The new pace holds until that run ends or is stopped: continued, it goes by its own options again. On the screen of a run its keys - and + and < and > do the same.',
  ],
  operands: '[RUN]',
  needs: '(--share P% | --concurrency N)',
  options: ['share', 'concurrency', 'journal', ...everywhere],
  optionHelp: {
    share: 'how much of the stores’ request quota may be used from now on; left out, it stays as it is',
    concurrency:
      'how many requests to a store, or for pictures, may be under way at once from now on; left out, it stays as it is',
  },
  examples: [
    ['cutover pace --share 50%', 'of the run that is under way on this journal'],
    ['cutover pace r0007 --share 50%', 'leave half of the quota to the shop'],
    ['cutover pace r0007 --share 90% --concurrency 40', 'at night, as fast as it goes'],
  ],
  exitCodes: [0, 2, 7, 9, 130],
  exitCodeHelp: { 7: 'refused: the run is not under way, or no run is' },
  readsOnly: false,
  async run(context) {
    const { share, concurrency } = asked(context);
    const run = await runThatGoes(context);
    const [{ dropPaceNote, readPaceNote, writePaceNote }, { journalOwner }] = await Promise.all([
      import('@cutover/journal'),
      import('../runs/run-under-way.ts'),
    ]);
    const path = journalPathOf(context);
    const note = { id: crypto.randomUUID(), run, quotaShare: share, concurrency };
    const isOurs = (): boolean => readPaceNote(path)?.id === note.id;
    const waitUntil = async (holds: () => boolean): Promise<void> => {
      for (let waitedMs = 0; !holds(); waitedMs += LOOKS_APART_MS) {
        if (waitedMs >= PATIENCE_MS || journalOwner(path, context.io) === undefined) throw notTaken(run);
        await sleep(LOOKS_APART_MS);
        context.stopping.signal.throwIfAborted();
      }
    };
    try {
      // Another command of this kind may be asking: its wish is taken up first.
      await waitUntil(() => writePaceNote(path, note));
    } catch (error) {
      // What nobody can read is nobody's wish, and would be in the way for good.
      if (readPaceNote(path) === undefined) dropPaceNote(path);
      throw error;
    }
    try {
      await waitUntil(() => !isOurs());
    } catch (error) {
      // Once it was taken up, what lies there is another one's.
      if (isOurs()) dropPaceNote(path);
      throw error;
    }
    const now = [
      ...(share === undefined ? [] : [`${percentText(share)} of the quota`]),
      ...(concurrency === undefined ? [] : [`at most ${counted(concurrency, 'request')} at once`]),
    ];
    return {
      ended: 'done',
      run,
      facts: {
        ...(share === undefined ? {} : { share }),
        ...(concurrency === undefined ? {} : { concurrency }),
      },
      summary: [`Run ${run} goes on with ${now.join(', ')}.`],
    };
  },
};

/** What was typed: a number of the environment or of a file is the run's own already. */
function asked({ options, flags }: Context): { readonly share?: number; readonly concurrency?: number } {
  const share = options.share;
  const concurrency = flags.has('concurrency') ? options.concurrency : undefined;
  if (share === undefined && concurrency === undefined)
    throw new CutoverError('wrong-usage', 'Say what to change.', 'Add --share, --concurrency, or both.');
  return {
    ...(share === undefined ? {} : { share }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}

/** The run named, or else the one of this journal, which a process is at work on just now. */
async function runThatGoes(context: Context): Promise<string> {
  const [id, ...more] = context.operands;
  if (more.length > 0)
    throw new CutoverError('wrong-usage', 'One run at a time.', '`cutover runs` lists them.');
  const { journalOwner, runUnderWay } = await import('../runs/run-under-way.ts');
  const journal = await journalToRead(context);
  try {
    const owner = journalOwner(journalPathOf(context), context.io);
    const underWay = runUnderWay(owner, journal.runs());
    // A journal has one run under way at most.
    if (id === undefined) return underWay ?? nothingGoes();
    const run = runNamed(journal, id, {});
    if (underWay === run.id) return run.id;
    const instead = owner === undefined || underWay === undefined ? undefined : [underWay, ownerText(owner)];
    throw new CutoverError(
      'run-not-under-way',
      instead === undefined
        ? `No process is at work on run ${run.id} (${run.command}).`
        : `Run ${run.id} (${run.command}) is not the one that goes: that is ${instead[0]} (${instead[1]}).`,
      instead === undefined
        ? run.finishedAt === undefined
          ? 'Give the pace to the command that continues it: --quota-share and --concurrency.'
          : 'It is finished, so there is nothing to change; give the next run --quota-share and --concurrency.'
        : `\`cutover pace ${instead[0]}\` changes that one.`,
    );
  } finally {
    await journal.close();
  }
}

function nothingGoes(): never {
  throw new CutoverError(
    'run-not-under-way',
    'No process is at work on a run of this journal.',
    'Give the pace to the next command: --quota-share and --concurrency.',
  );
}

const notTaken = (run: string): CutoverError =>
  new CutoverError(
    'run-not-under-way',
    `Nobody has taken it up: the process that worked on run ${run} has ended, is held up, or is of an earlier version.`,
    'See with `cutover status` whether it still goes, and try again.',
  );
