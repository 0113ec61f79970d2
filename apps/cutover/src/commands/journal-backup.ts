// `journal backup FILE`: a checked copy, also while a run is under way.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { missingJournal } from '../runs/chosen-run.ts';
import { journalPathOf } from '../runs/journal-path.ts';

export const journalBackup: Command = {
  name: 'journal backup',
  summary: 'copy the journal, even while a run is under way',
  about: [
    'Copies the journal, as it is at one moment, to FILE, checks the copy, and overwrites nothing. A copy that is put in the journal’s place does not know what came after it; the next command looks at each product before it writes to it.',
    'Pictures that were kept before a removal are in the folder beside the journal (cutover.db.pictures); copy it too.',
  ],
  operands: 'FILE',
  options: ['journal', ...everywhere],
  examples: [['cutover journal backup before-the-big-day.db', 'a copy to keep']],
  exitCodes: [0, 2, 9, 130],
  readsOnly: false,
  async run(context) {
    const { io, operands } = context;
    const [file = ''] = operands;
    if (file.trim() === '')
      throw new CutoverError(
        'wrong-usage',
        'The file to copy to is missing.',
        'Try `cutover journal backup FILE`.',
      );
    const from = journalPathOf(context);
    if (!existsSync(from)) throw missingJournal(context);
    const to = resolve(io.cwd, file);
    const { backupJournal } = await import('@cutover/journal');
    await backupJournal(from, to);
    return {
      ended: 'done',
      facts: { file: to },
      summary: [`The journal was copied to ${to}, and the copy checked.`],
    };
  },
};
