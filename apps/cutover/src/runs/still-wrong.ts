// What a verify found wrong, and no run has looked at since: a later verify of other products, or of a share of them, proves
// nothing of it, and one that looked less closely only of what it compared. Invariant: it is forgotten once something was done
// about it on purpose (it was repaired, or taken back), so that nobody is sent to the same run twice.
import type { Finding, Journal, Run } from '@cutover/journal';
import { counted } from '../terminal/quantities.ts';
import { findingPages } from './run-pages.ts';

export interface StillWrong {
  readonly run: Run;
  /** A later run has looked at fields alone, so that of what it found so many pictures are left; default: all of it is. */
  readonly pictures?: number;
}

type Asked = Pick<Journal, 'runs' | 'findings'>;

/** The newest such verify behind this run; none behind a verify that has found something wrong itself. */
export function stillWrong(journal: Asked, run: Run): StillWrong | undefined {
  if (run.finishedAt === undefined || run.dryRun || (run.command !== 'verify' && run.command !== 'repair'))
    return undefined;
  // What this one has found wrong itself comes first, and may be the same.
  if (run.command === 'verify' && run.outcome === 'differs') return undefined;
  const runs = journal.runs({ source: run.source, target: run.target });
  const upTo = runs.findIndex(({ id }) => id === run.id);
  for (const [at, one] of runs.entries()) {
    if (at <= upTo || one.command !== 'verify' || one.outcome !== 'differs') continue;
    // Once its products were all looked at again, it lets go of what it found.
    if (one.pruned !== undefined || one.options['beside'] === true) continue;
    const seen = new Set(runs.slice(upTo, at).map((later) => whatOf(later, one)));
    if (seen.has('all')) continue;
    if (!seen.has('fields')) return { run: one };
    const pictures = picturesWrong(journal, one);
    if (pictures > 0) return { run: one, pictures };
  }
  return undefined;
}

/** `verify r0003 found 2 images wrong that nobody has looked at as closely since` */
export const stillWrongWords = ({
  run,
  mismatched,
}: {
  readonly run: string;
  readonly mismatched: number;
}): string =>
  `verify ${run} found ${counted(mismatched, 'image')} wrong that nobody has looked at as closely since`;

function picturesWrong(journal: Asked, verify: Run): number {
  let count = 0;
  for (const page of findingPages(journal, verify.id))
    count += page.filter((finding) => showsPictureWrong(verify, finding)).length;
  return count;
}

/**
 * Whether it took more than a look at fields to find it. Between two stores the picture of a slot may have been looked at on
 * account of its address as well: it stays open then, as nobody can say that it was.
 */
function showsPictureWrong({ mode }: Run, { kind, sign, rule, severity }: Finding): boolean {
  // What is said for information was not counted as wrong.
  if (sign === undefined || sign === '=' || sign === '!' || severity === 'info') return false;
  return (
    rule === 'picture-broken' ||
    rule === 'surplus-image' ||
    (mode === 'transfer' && kind !== 'product-image' && sign === '~')
  );
}

/** What a later run has looked at of what a verify found wrong: all of it, its fields alone, or nothing. */
function whatOf(later: Run, verify: Run): 'all' | 'fields' | 'nothing' {
  if (later.finishedAt === undefined || later.dryRun || later.outcome === 'abandoned') return 'nothing';
  switch (later.command) {
    case 'repair':
      return later.verifyRun === verify.id ? 'all' : 'nothing';
    case 'revert':
      return 'all';
    case 'migrate':
      // It compares fields, and not each picture.
      return isAboutAllOf(later, verify) ? (levelOf(verify) === 0 ? 'all' : 'fields') : 'nothing';
    case 'verify':
      return isAboutAllOf(later, verify) ? (levelOf(later) >= levelOf(verify) ? 'all' : 'fields') : 'nothing';
    default:
      return 'nothing';
  }
}

const levels: readonly unknown[] = ['fields', 'links', 'content'];
const levelOf = ({ options }: Run): number => Math.max(0, levels.indexOf(options['level']));

function isAboutAllOf(later: Run, verify: Run): boolean {
  const { beside, sample = 1, products = '', kinds } = later.options;
  if (beside === true || Number(sample) < 1) return false;
  return later.optionsKey === verify.optionsKey || (products === '' && kinds === verify.options['kinds']);
}
