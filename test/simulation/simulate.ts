// `pnpm simulate`: plays seeds and prints what it found; a failing seed prints how to play it again. Without `--minutes`
// so many of one kind, with it all kinds in turn from a random start until the time is over.
import { appendFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { foundSeeds } from './found-seeds.ts';
import { anySeed, firstSeed } from './fresh-seeds.ts';
import { type Played, play } from './play.ts';
import { playAfterwards } from './play-afterwards.ts';
import { playHabits } from './play-habits.ts';
import { playSeveral } from './play-several.ts';
import { playTogether } from './play-together.ts';
import { playValues, playVariants } from './play-variants.ts';
import {
  type Batch,
  batchOf,
  commandFor,
  failedToPlay,
  isPlayable,
  type Playable,
  playables,
  playBatches,
  shares,
} from './seed-crew.ts';

const usage = `npx pnpm simulate [--kind KIND] [--from SEED] [--seeds N] [--found] [--workers N]
npx pnpm simulate --minutes N [--into FILE] [--workers N]
npx pnpm simulate --tell [--kind KIND] --from SEED

  --kind KIND    ${playables.join(', ')} (default: migrate)
  --from SEED    the first seed: a number up to 4294967295, commit (follows from the commit's hash; at random where git
                 names none, and says so) or random (default: 1)
  --seeds N      how many (default: 200)
  --found        also the kept seeds of that kind, which failed once
  --minutes N    all kinds in turn from a random start, each at least once, until the time is over
  --into FILE    where --minutes notes what it finds (default: reports/seeds-found.txt)
  --workers N    processes side by side (default: one for each processor)
  --tell         plays one seed and tells its story

In what it prints a life is one process of a command, a death one that was killed on its way, and a create sent is a
POST that reached the target. Exit code 1: a seed broke a law; its command plays it again.
`;

const { values, tokens } = readArguments();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

function readArguments() {
  try {
    return parseArgs({
      tokens: true,
      options: {
        kind: { type: 'string', default: 'migrate' },
        seeds: { type: 'string', default: '200' },
        from: { type: 'string', default: '1' },
        workers: { type: 'string', default: String(availableParallelism()) },
        found: { type: 'boolean', default: false },
        minutes: { type: 'string' },
        into: { type: 'string', default: 'reports/seeds-found.txt' },
        tell: { type: 'boolean', default: false },
        /** For the processes of a crew: plays these seeds and tells of each in one line of JSON. */
        playing: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

const { kind } = values;
if (!isPlayable(kind)) refuse(`--kind is ${playables.join(', ')}, not ${kind}`);
const beside = tokens.flatMap((token) =>
  token.kind === 'option' && ['kind', 'seeds', 'from', 'found', 'tell'].includes(token.name)
    ? [token.rawName]
    : [],
);
if (values.minutes !== undefined && beside.length > 0)
  refuse(`--minutes plays all kinds from a random start, so ${beside.join(' and ')} cannot stand beside it`);
const given: ReadonlySet<string> = new Set(
  tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])),
);
if (values.tell && !given.has('from')) refuse('--tell plays one seed: name it with --from');
if (values.tell && (given.has('seeds') || given.has('found')))
  refuse('--tell plays one seed, so --seeds and --found cannot stand beside it');
if (values.minutes === undefined && given.has('into')) refuse('--into is for --minutes alone');
const seedsAsked = wholeNumber('--seeds', values.seeds);
const workers = wholeNumber('--workers', values.workers);

/** A gate that has played nothing must not be green. */
function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  return refuse(`${option} is a whole number above 0, not ${text}`);
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

type Player = (...given: Parameters<typeof play>) => Promise<Played>;
const players: Readonly<Record<Playable, Player>> = {
  migrate: play,
  habits: playHabits,
  several: playSeveral,
  together: playTogether,
  variants: playVariants,
  values: playValues,
  second: async (...given) => await playAfterwards('second', ...given),
  revert: async (...given) => await playAfterwards('revert', ...given),
  repair: async (...given) => await playAfterwards('repair', ...given),
};

/** @returns whether no law was broken. */
async function playHere(what: Playable, seeds: readonly number[]): Promise<boolean> {
  const tell = values.tell ? (line: string): void => void process.stdout.write(`${line}\n`) : undefined;
  let failed = 0;
  for (const seed of seeds) {
    const playing = players[what](seed, undefined, tell);
    const played = await playing.catch((error: unknown) =>
      failedToPlay(seed, error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    process.stdout.write(values.tell ? storyEnd(what, played) : `${JSON.stringify(played)}\n`);
    failed += Number(played.complaints.length > 0);
  }
  return failed === 0;
}

interface Total {
  seeds: number;
  lives: number;
  deaths: number;
  images: number;
  posts: number;
  failed: number;
}
const nothing = (): Total => ({ seeds: 0, lives: 0, deaths: 0, images: 0, posts: 0, failed: 0 });

function count(total: Total, played: Played): void {
  total.seeds += 1;
  for (const name of ['lives', 'deaths', 'images', 'posts'] as const) total[name] += played[name];
  if (played.complaints.length > 0) total.failed += 1;
}

function inWords(what: Playable, { seed, complaints }: Played): string {
  return `seed ${seed}: ${commandFor(what, seed)}\n  ${complaints.join('\n  ')}\n`;
}

/** What the story comes to: what broke a law, and the figures of the seed. */
function storyEnd(what: Playable, played: Played): string {
  const total = nothing();
  count(total, played);
  const found = played.complaints.length === 0 ? 'nothing broke a law\n' : inWords(what, played);
  return `${found}${countsOf(total)}\n`;
}

function countsOf({ seeds, lives, deaths, images, posts, failed }: Total): string {
  return `${seeds} seeds, ${lives} lives, ${deaths} deaths, ${images} images, ${posts} creates sent; ${failed} seeds failed`;
}

const seconds = (startedMs: number): string => ((performance.now() - startedMs) / 1000).toFixed(1);

/** So many seeds of one kind. */
async function playSome(what: Playable): Promise<boolean> {
  const from = startOf(values.from, seedsAsked);
  const fresh = Array.from({ length: seedsAsked }, (_, index) => from + index);
  const found = foundSeeds[what];
  const seeds = [...(values.found ? found.map(({ seed }) => seed) : []), ...fresh];
  process.stdout.write(
    `${what}: ${fresh.length} seeds from ${from}${values.found ? `, and ${found.length} kept` : ''}\n`,
  );
  const startedMs = performance.now();
  const total = nothing();
  await playBatches(shares(what, seeds, workers).values(), workers, (of, played) => {
    count(total, played);
    if (played.complaints.length > 0) process.stdout.write(inWords(of, played));
  });
  process.stdout.write(`${countsOf(total)}; ${seconds(startedMs)} s\n`);
  return total.failed === 0;
}

/** All kinds in turn, until the time is over. */
async function playFor(minutes: number): Promise<boolean> {
  if (!(minutes > 0 && Number.isFinite(minutes)))
    refuse(`--minutes is a number above 0, not ${values.minutes}`);
  openNotes(values.into);
  const startedMs = performance.now();
  const ranges = new Map(playables.map((what) => [what, { from: anySeed(), next: 0, total: nothing() }]));
  for (const [what, { from }] of ranges) process.stdout.write(`${what} from ${from}\n`);
  const batches = function* (): Generator<Batch> {
    for (let round = 0; ; round += 1) {
      for (const [what, range] of ranges) {
        // A kind of which nothing was played must not look clean.
        if (round > 0 && performance.now() - startedMs > minutes * 60_000) return;
        const from = range.from + range.next;
        range.next += batchOf(what);
        yield { kind: what, seeds: Array.from({ length: batchOf(what) }, (_, index) => from + index) };
      }
    }
  };
  await playBatches(batches(), workers, (what, played) => {
    const range = ranges.get(what);
    if (range !== undefined) count(range.total, played);
    if (played.complaints.length === 0) return;
    process.stdout.write(inWords(what, played));
    appendFileSync(values.into, `${new Date().toISOString()}\n${inWords(what, played)}`);
  });
  let failed = 0;
  for (const [what, { from, total }] of ranges) {
    process.stdout.write(`${what} from ${from}: ${countsOf(total)}\n`);
    failed += total.failed;
  }
  process.stdout.write(`${seconds(startedMs)} s\n`);
  if (failed > 0) process.stdout.write(`noted in ${values.into}\n`);
  else if (statSync(values.into).size === 0) rmSync(values.into);
  return failed === 0;
}

/** Before anything is played: what is found must not be lost for want of a place to note it. */
function openNotes(into: string): void {
  try {
    mkdirSync(path.dirname(path.resolve(into)), { recursive: true });
    appendFileSync(into, '');
  } catch (error) {
    refuse(`--into ${into} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function startOf(from: string, seeds: number): number {
  try {
    const { seed, instead } = firstSeed(from, seeds);
    if (instead !== undefined) process.stderr.write(`--from ${from}: ${instead}\n`);
    return seed;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

if (values.tell) process.exitCode = (await playHere(kind, [startOf(values.from, 1)])) ? 0 : 1;
else if (values.playing !== undefined) await playHere(kind, values.playing.split(',').map(Number));
else if (!(await (values.minutes === undefined ? playSome(kind) : playFor(Number(values.minutes)))))
  process.exitCode = 1;
