// A process of its own that fills the plan of a journal's newest run up, and is killed right after: nothing is put away.
import { openJournal } from '@cutover/journal';
import { createOf } from './standing.ts';

const ACTIONS_A_PAGE = 5_000;

const [file = '', actions = 0] = process.argv
  .slice(2)
  .map((word, index) => (index === 0 ? word : Number(word)));
const journal = openJournal(String(file));
const [run] = journal.runs({ limit: 1 });
if (run === undefined) throw new Error('there is no run');
for (let from = 0; from < Number(actions); from += ACTIONS_A_PAGE) {
  const length = Math.min(ACTIONS_A_PAGE, Number(actions) - from);
  await journal.addActions(
    run.id,
    Array.from({ length }, (_, index) => createOf(from + index + 1)),
  );
}
process.kill(process.pid, 'SIGKILL');
