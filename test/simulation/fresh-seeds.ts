// Where a range of seeds begins that nobody has played: a seed that has passed proves nothing new, so each commit plays its
// own, and whoever plays for a while begins anywhere.
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

/** Behind all seeds that are kept with a name, and far from the end of the numbers that a draw tells apart. */
const FIRST = 100_000_000;

/** The first seed that `--from` names: a number, `random`, or `commit`: a place that follows from the commit's hash. */
export function firstSeed(from: string): number {
  if (from === 'random') return anySeed();
  if (from === 'commit') return seedOf(headCommit()) ?? anySeed();
  if (/^\d{1,10}$/.test(from)) return Number(from);
  throw new RangeError(`--from is a seed, commit or random, not ${from}`);
}

export function anySeed(): number {
  return FIRST + randomInt(0xf_ff_ff_ff);
}

/** Undefined for what is no hash. */
export function seedOf(commit: string): number | undefined {
  const digits = /^[0-9a-f]{7}/.exec(commit)?.[0];
  return digits === undefined ? undefined : FIRST + Number.parseInt(digits, 16);
}

/** '' outside of a checkout. */
function headCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      cwd: import.meta.dirname,
    });
  } catch {
    return '';
  }
}
