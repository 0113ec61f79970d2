// What a verify found wrong, and no run has looked at since: a later verify of other products, of a share of them, or less
// closely proves nothing of it. Invariant: it is forgotten once something was done about it on purpose (it was repaired,
// or taken back), so that nobody is sent to the same run twice.
import type { Journal, Run } from '@cutover/journal';
import { counted } from '../terminal/quantities.ts';

/** The newest such verify behind this run; none behind a verify that has found something wrong itself. */
export function stillWrong(journal: Pick<Journal, 'runs'>, run: Run): Run | undefined {
  if (run.finishedAt === undefined || run.dryRun || (run.command !== 'verify' && run.command !== 'repair'))
    return undefined;
  // What this one has found wrong itself comes first, and may be the same.
  if (run.command === 'verify' && run.outcome === 'differs') return undefined;
  const runs = journal.runs({ source: run.source, target: run.target });
  const upTo = runs.findIndex(({ id }) => id === run.id);
  return runs.find(
    (one, at) =>
      at > upTo &&
      one.command === 'verify' &&
      one.outcome === 'differs' &&
      // Once its products were all looked at again, it lets go of what it found.
      one.pruned === undefined &&
      one.options['beside'] !== true &&
      !runs.slice(upTo, at).some((later) => hasSettled(later, one)),
  );
}

/** `verify r0003 found 2 images wrong, and nobody has looked at them since` */
export const stillWrongWords = ({
  run,
  mismatched,
}: {
  readonly run: string;
  readonly mismatched: number;
}): string =>
  `verify ${run} found ${counted(mismatched, 'image')} wrong, and nobody has looked at ${mismatched === 1 ? 'it' : 'them'} since`;

function hasSettled(later: Run, verify: Run): boolean {
  if (later.finishedAt === undefined || later.dryRun || later.outcome === 'abandoned') return false;
  switch (later.command) {
    case 'repair':
      return later.verifyRun === verify.id;
    case 'revert':
      return true;
    case 'migrate':
      // It compares fields, and not each picture.
      return levelOf(verify) === 0 && isAboutAllOf(later, verify);
    case 'verify':
      return levelOf(later) >= levelOf(verify) && isAboutAllOf(later, verify);
    default:
      return false;
  }
}

const levels: readonly unknown[] = ['fields', 'links', 'content'];
const levelOf = ({ options }: Run): number => Math.max(0, levels.indexOf(options['level']));

function isAboutAllOf(later: Run, verify: Run): boolean {
  const { beside, sample = 1, products = '', kinds } = later.options;
  if (beside === true || Number(sample) < 1) return false;
  return later.optionsKey === verify.optionsKey || (products === '' && kinds === verify.options['kinds']);
}
