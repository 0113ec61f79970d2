// `settle`: a person's word on a write that cannot be told by looking. Only `--applied` asks the store, and only whether
// the image can be what the action made; nothing is written but the journal.

import type { Action, Journal } from '@cutover/journal';
import { idOfSlot } from '@cutover/journal/light';
import { everywhere } from '../command-line/option-sets.ts';
import { shellLine } from '../command-line/shell-words.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { ageSeconds, slotWords } from '../runs/action-words.ts';
import { journalToRead } from '../runs/chosen-run.ts';
import { mainRuns } from '../runs/main-run.ts';
import { nextStepOf } from '../runs/next-step.ts';
import { storesNamed } from '../runs/open-to-read.ts';
import { tellApisOfCommand } from '../runs/other-apis.ts';
import { counted, duration } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';

type Word = { readonly applied: number } | 'retry' | 'skip';

export const settle: Command = {
  name: 'settle',
  summary: 'say what became of a write that is in doubt',
  about: [
    'Without an action it lists what is in doubt, with the images that could be its effect. With one, you say what happened: --applied ID, it was done and this is its image (the target store is asked to make sure); --retry, it was not done; --skip, leave it. Nothing is written to a store.',
    'An action that is started and not blocked does not need you: the same migrate looks at the store and settles it.',
  ],
  operands: '[ACTION]',
  options: [
    'applied',
    'retry',
    'skip',
    'journal',
    'source',
    'sourceTokenFile',
    'sourceApi',
    'target',
    'targetTokenFile',
    'targetApi',
    ...everywhere,
  ],
  examples: [
    ['cutover settle', 'what is in doubt'],
    ['cutover settle ACTION --applied 4711', 'image 4711 is what it made'],
    ['cutover settle ACTION --retry', 'it never arrived; the command that sent it sends it again'],
  ],
  exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
  exitCodeHelp: { 7: 'refused: other stores, or an image that cannot be what the action made' },
  readsOnly: false,
  async run(context) {
    const [id] = context.operands;
    const words = givenWords(context);
    if (id === undefined) {
      if (words.length > 0)
        throw wrongUsage('No action is named.', 'Try `cutover settle`, which lists what is in doubt.');
      return await listDoubts(context);
    }
    const [word] = words;
    if (word === undefined || words.length > 1)
      throw wrongUsage(
        'One of --applied ID, --retry and --skip says what became of it.',
        'Try `cutover settle --help`.',
      );
    return await takeWord(context, id, word);
  },
};

function givenWords({ options }: Context): Word[] {
  return [
    ...(options.applied === undefined ? [] : [{ applied: options.applied }]),
    ...(options.retry ? (['retry'] as const) : []),
    ...(options.skip ? (['skip'] as const) : []),
  ];
}

async function takeWord(context: Context, id: string, word: Word): Promise<Outcome> {
  const { withOwnJournal } = await import('../wiring/with-own-journal.ts');
  return await withOwnJournal(context, async (journal) => {
    const action = actionToSettle(journal, id, word);
    if (typeof word === 'object') {
      const { refuseOtherImage } = await import('../writing/settled-image.ts');
      await refuseOtherImage(context, journal, action, word.applied);
    }
    await record(journal, action, word);
    return await told(context, journal, journal.action(id) ?? action);
  });
}

async function record(journal: Journal, action: Action, word: Word): Promise<void> {
  if (typeof word === 'string') {
    await journal.settle(action.id, word);
    return;
  }
  try {
    await journal.settle(action.id, action.verb === 'create' ? word : {});
  } catch (error) {
    const { JournalError } = await import('@cutover/journal');
    if (!(error instanceof JournalError) || error.code !== 'claimed') throw error;
    throw new CutoverError(
      'not-the-image',
      `Image ${word.applied} is what another action made.`,
      'Look at the candidates with `cutover settle`.',
      error,
    );
  }
}

function actionToSettle(journal: Journal, id: string, word: Word): Action {
  const action = journal.action(id);
  if (action === undefined)
    throw new CutoverError(
      'unknown-action',
      `There is no action ${id} in this journal.`,
      '`cutover settle` lists what is in doubt.',
    );
  const { status } = action;
  if (status === 'blocked' || (status === 'failed' && word === 'retry')) return action;
  throw new CutoverError(
    'not-in-doubt',
    `Action ${id} is ${status}.`,
    status === 'started'
      ? 'The same migrate looks at the store and settles it; only what is blocked needs a person.'
      : '`cutover settle` lists what is in doubt.',
  );
}

async function told(context: Context, journal: Journal, action: Action): Promise<Outcome> {
  const { actionFields } = await import('../runs/action-fields.ts');
  const inDoubt = journal.doubts(action).length;
  context.reporter.line('action', actionFields(journal, action), `${action.id}: ${await inWords(action)}`);
  const stores = { source: action.source, target: action.target };
  const [main] = mainRuns(journal, journal.runs(stores), undefined);
  const continues = main === undefined ? undefined : nextStepOf(context, journal, main, undefined);
  if (inDoubt === 0 && continues !== undefined) tellApisOfCommand(context, continues);
  return {
    ended: inDoubt > 0 ? 'incomplete' : 'done',
    facts: { settled: 1, inDoubt },
    summary: inDoubt > 0 ? [`${counted(inDoubt, 'action')} of these stores still in doubt.`] : [],
    next: inDoubt > 0 ? lineOf(context, []) : continues,
  };
}

async function listDoubts(context: Context): Promise<Outcome> {
  const { actionFields } = await import('../runs/action-fields.ts');
  const journal = await journalToRead(context);
  try {
    const pairs = new Map(
      journal
        .runs(storesNamed(context))
        .map(({ source, target }) => [`${source} ${target}`, { source, target }]),
    );
    const doubts = [...pairs.values()].flatMap((pair) => journal.doubts(pair));
    for (const action of doubts)
      context.reporter.line(
        'action',
        { ...actionFields(journal, action), candidates: action.candidates },
        doubtWords(context, action, await inWords(action)),
      );
    return {
      ended: doubts.length > 0 ? 'incomplete' : 'done',
      facts: { settled: 0, inDoubt: doubts.length },
      summary: [
        doubts.length === 0 ? 'Nothing is in doubt.' : `${counted(doubts.length, 'action')} in doubt.`,
      ],
    };
  } finally {
    await journal.close();
  }
}

/** Loaded with the journal, which a help does not need. */
async function inWords(action: Action): Promise<string> {
  const { changeWords, productWords } = await import('../runs/change-words.ts');
  return `${changeWords(action)} in ${productWords(action)}`;
}

function doubtWords(context: Context, action: Action, words: string): string[] {
  const { status, candidates, reason } = action;
  const slot = action.verb === 'set' ? action.subject.slot : undefined;
  const head = `${action.id}  ${status} for ${duration(ageSeconds(action, context.io.now()) * 1_000, 'age')}: ${words}`;
  if (status === 'started') return [head, '    the same migrate looks at the store and settles it'];
  return [
    head,
    ...(reason === undefined ? [] : [`    ${visible(reason)}`]),
    ...(slot === undefined
      ? []
      : [
          `    ${slotWords(slot)} shows it:  ${lineOf(context, [action.id, '--applied', String(idOfSlot(slot))])}`,
        ]),
    ...candidates.map(
      (image) => `    it is image ${image}:  ${lineOf(context, [action.id, '--applied', String(image)])}`,
    ),
    `    it was not done:  ${lineOf(context, [action.id, '--retry'])}`,
    `    leave it:  ${lineOf(context, [action.id, '--skip'])}`,
  ];
}

function lineOf({ program, options, io }: Context, words: readonly string[]): string {
  const journal = options.journal === 'cutover.db' ? [] : ['--journal', options.journal];
  return shellLine([...program.split(' '), 'settle', ...words, ...journal], io.platform);
}

const wrongUsage = (why: string, next: string): CutoverError => new CutoverError('wrong-usage', why, next);
