// `journal backup FILE`: a checked copy, also while a run is under way.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { backupJournal } from '@cutover/journal';
import type { RunCommand } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { missingJournal } from '../runs/chosen-run.ts';

export const runJournalBackup: RunCommand = async (context) => {
  const { io, options, operands } = context;
  const [file = ''] = operands;
  if (file.trim() === '')
    throw new CutoverError(
      'wrong-usage',
      'The file to copy to is missing.',
      'Try `cutover journal backup FILE`.',
    );
  const from = resolve(io.cwd, options.journal);
  if (!existsSync(from)) throw missingJournal(context);
  const to = resolve(io.cwd, file);
  await backupJournal(from, to);
  return {
    exitCode: 0,
    facts: { file: to },
    summary: [`The journal was copied to ${to}, and the copy checked.`],
  };
};
