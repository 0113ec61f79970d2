// `journal check`: the verdict on the journal, and how much it holds.

import { existsSync } from 'node:fs';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';
import { problemOf } from '../errors.ts';
import { missingJournal } from '../runs/chosen-run.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { counted, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';

/** Facts whose names in `--json` are no words. */
const factWords: Readonly<Record<string, string>> = {
  seq: 'sequence',
  inDoubt: 'in doubt',
  snapshots: 'sides read',
};

export const journalCheck: Command = {
  name: 'journal check',
  summary: 'whether the journal can be trusted',
  about: [
    'Checks the pages of the file, the rows against each other, and the note beside the journal that shows whether rows have disappeared without any other trace. It only reads, and can be used while a run is under way.',
  ],
  options: ['journal', ...everywhere],
  examples: [['cutover journal check --journal cutover.db', 'exit code 0: it can be trusted']],
  exitCodes: [0, 2, 9, 130],
  readsOnly: true,
  async run(context) {
    const path = journalPathOf(context);
    if (!existsSync(path)) throw missingJournal(context);
    const { checkJournal } = await import('@cutover/journal');
    const { problems, facts } = await checkJournal(path);
    const held = Object.entries(facts).map(([name, count]) => `${factWords[name] ?? name} ${number(count)}`);
    const [first] = problems;
    if (first === undefined)
      return {
        ended: 'done',
        facts: { problems, facts },
        summary: ['The journal is whole.', `  ${held.join(', ')}`],
      };
    // Nothing is known to be gone: what is missing is only the means to notice it.
    const isUnwitnessed = problems.every(({ code }) => code === 'witness-missing');
    return {
      facts: { problems, facts },
      summary: [
        // A single one is shown as the error below.
        ...(problems.length === 1 ? [] : problems.map(({ code, message }) => `${code}: ${visible(message)}`)),
        ...(held.length === 0 ? [] : [`  ${held.join(', ')}`]),
      ],
      problem: problemOf(
        'journal-damaged',
        problems.length === 1
          ? `${first.code}: ${sentence(first.message)}`
          : `${counted(problems.length, 'problem')}; the first: ${sentence(first.message)}`,
        isUnwitnessed
          ? 'The next command looks at each product before it writes to it, and writes the note again.'
          : 'Put a backup in its place; the next command looks at each product before it writes to it.',
      ),
    };
  },
};

const sentence = (words: string): string => `${words.replace(/\.$/u, '')}.`;
