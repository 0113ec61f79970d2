// `journal compact`: removes what later runs have found again, and gives the room back to the disk.

import { statSync } from 'node:fs';
import type { Journal, Run } from '@cutover/journal';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { counted, fileSize } from '../terminal/quantities.ts';

export const journalCompact: Command = {
  name: 'journal compact',
  summary: 'make the journal’s file as small as what is in it',
  about: [
    'Each run removes what an earlier one of its kind has read and found, and later runs write into the room that this leaves; the file does not get smaller by that. This command removes what is not needed any more and writes the file again without its empty room. All that is needed to continue a migration, to take it back or to repeat it is kept, and so is every run in the lists.',
    'Meanwhile it needs free disk space as large as what is left in the file, both in the journal’s folder and in that of temporary files. It can be killed at any moment: the file is the old one or the new one.',
  ],
  options: ['journal', ...everywhere],
  examples: [['cutover journal compact', 'after a year of nightly audits']],
  exitCodes: [0, 2, 6, 9, 130],
  readsOnly: false,
  async run(context) {
    const { withOwnJournal } = await import('../wiring/with-own-journal.ts');
    const path = journalPathOf(context);
    let bytesBefore = 0;
    const runsPruned = await withOwnJournal(context, async (journal) => {
      bytesBefore = bytesOf(path);
      const pruned = await pruneAll(context, journal);
      if (!context.stopping.signal.aborted) await journal.compact();
      return pruned;
    });
    context.stopping.signal.throwIfAborted();
    const bytesAfter = bytesOf(path);
    const [before, after] = [fileSize(bytesBefore), fileSize(bytesAfter)];
    const size =
      before === after
        ? `The journal still has ${after}.`
        : bytesAfter < bytesBefore
          ? `The journal shrank from ${before} to ${after}.`
          : `The journal grew from ${before} to ${after}.`;
    const words =
      runsPruned === 0 ? '' : ` What ${counted(runsPruned, 'run')} had read and found was removed from it.`;
    return {
      ended: 'done',
      facts: { bytesBefore, bytesAfter, runsPruned },
      summary: [`${size}${words}`],
    };
  },
};

/** What is not in the file yet lies beside it. */
const bytesOf = (path: string): number =>
  [path, `${path}-wal`].reduce(
    (sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );

async function pruneAll({ stopping }: Context, journal: Journal): Promise<number> {
  const { pruneOvertaken } = await import('@cutover/sync-engine');
  const pairs = Map.groupBy(journal.runs(), ({ source, target }: Run) => JSON.stringify([source, target]));
  let pruned = 0;
  for (const runs of pairs.values()) pruned += await pruneOvertaken(journal, runs, stopping.signal);
  return pruned;
}
