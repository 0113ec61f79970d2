// Where a range of seeds begins that nobody has played: a seed that has passed proves nothing new, so each commit plays its
// own, and whoever plays for a while begins anywhere.
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

/** Behind all seeds that are kept with a name, and far from the end of the numbers that a draw tells apart. */
const FIRST = 100_000_000;

/** Draws tell no more apart: a seed behind it would be another one once more. */
const LAST = 0xff_ff_ff_ff;

export interface Start {
  readonly seed: number;
  /** Why it is another one than was asked for; undefined: it is the one. */
  readonly instead?: string;
}

/**
 * The first seed that `--from` names: a number, `random`, or `commit`: a place that follows from the commit's hash.
 * @param seeds how many are played from there on.
 * @throws RangeError for what is none, and for what leads behind the last seed.
 */
export function firstSeed(from: string, seeds = 1, commit: () => string = headCommit): Start {
  if (from === 'random') return { seed: anySeed() };
  if (from === 'commit') return ofCommit(commit());
  if (!/^\d+$/.test(from)) throw new RangeError(`--from is a seed, commit or random, not ${from}`);
  const seed = Number(from);
  if (seed + seeds - 1 > LAST)
    throw new RangeError(
      `--from is at most ${grouped(LAST + 1 - seeds)} with ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, not ${from}: the last seed is ${grouped(LAST)}, and those behind it would be the first ones again`,
    );
  return { seed };
}

function ofCommit(commit: string): Start {
  const seed = seedOf(commit);
  if (seed !== undefined) return { seed };
  const start = anySeed();
  const instead = `git names no commit here (no checkout, or no git), so it starts at random, from ${start}`;
  return { seed: start, instead };
}

/** The seeds that are played of a kind, in words for a log. */
export function rangeWords(kind: string, from: number, seeds: number): string {
  return `${kind}: ${grouped(from)} to ${grouped(from + seeds - 1)}`;
}

const grouped = (seed: number): string => seed.toLocaleString('en-US');

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
