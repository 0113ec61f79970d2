// A journal for a command that changes it and speaks to no store: there already, and held as long as the work takes.
import { existsSync } from 'node:fs';
import { type Journal, openJournal } from '@cutover/journal';
import type { Context } from '../context.ts';
import { missingJournal } from '../runs/chosen-run.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { takeLocks } from './locks.ts';

export async function withOwnJournal<Result>(
  context: Context,
  work: (journal: Journal) => Promise<Result>,
): Promise<Result> {
  const path = journalPathOf(context);
  if (!existsSync(path)) throw missingJournal(context);
  const locks = takeLocks(context, undefined);
  try {
    const journal = openJournal(path);
    try {
      return await work(journal);
    } finally {
      await journal.close();
    }
  } finally {
    locks.release();
  }
}
