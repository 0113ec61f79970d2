// `pnpm simulate --seeds N [--from N] [--workers N] [--kind KIND]`: plays seeds and prints what it found; a failing seed
// prints how to play it again. Seeds are played by processes of their own with a single thread for pictures, because two
// threads finish in an order that no seed decides.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kinds } from './afterwards-scenario.ts';
import { foundAfterwards, foundSeeds } from './found-seeds.ts';
import { type Played, play } from './play.ts';
import { playAfterwards } from './play-afterwards.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    /** What is played: a migration, or what comes after one. */
    kind: { type: 'string', default: 'migrate' },
    /** Plays these seeds here and tells of each in one line of JSON. */
    playing: { type: 'string' },
    /** Plays the seeds that once failed, too. */
    found: { type: 'boolean', default: false },
    /** Plays the one seed of `--from` and tells its story. */
    tell: { type: 'boolean', default: false },
  },
});

const afterwards = kinds.find((kind) => kind === values.kind);
if (afterwards === undefined && values.kind !== 'migrate')
  throw new RangeError(`--kind is migrate, ${kinds.join(', ')}, not ${values.kind}`);

/** Seeds that a worker is given at a time: small, so that all end together. */
const SEEDS_A_WORKER = afterwards === undefined ? 50 : 10;

async function playHere(list: string): Promise<void> {
  const tell = values.tell ? (line: string): void => void process.stdout.write(`${line}\n`) : undefined;
  for (const seed of list.split(',').map(Number)) {
    const playing =
      afterwards === undefined
        ? play(seed, undefined, tell)
        : playAfterwards(afterwards, seed, undefined, tell);
    const played = await playing.catch(
      (error: unknown): Played => ({
        seed,
        deaths: 0,
        lives: 0,
        posts: 0,
        images: 0,
        overQuota: 0,
        tookMs: 0,
        complaints: [
          `the simulation itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        ],
      }),
    );
    process.stdout.write(`${JSON.stringify(played)}\n`);
  }
}

async function playElsewhere(seeds: readonly number[], onPlayed: (played: Played) => void): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      fileURLToPath(import.meta.url),
      '--kind',
      values.kind,
      '--playing',
      seeds.join(','),
    ],
    { env: { ...process.env, UV_THREADPOOL_SIZE: '1' }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  let told = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    told += 1;
    // Checked edge: our own lines, from the same file.
    onPlayed(JSON.parse(line) as Played);
  }
  await ended;
  if (told < seeds.length) throw new Error(`seed ${seeds[told]} ended the process that played it`);
}

async function playAll(): Promise<boolean> {
  const from = Number(values.from);
  const ordinary = Array.from({ length: Number(values.seeds) }, (_, index) => from + index);
  const found = afterwards === undefined ? foundSeeds : foundAfterwards[afterwards];
  const seeds = [...(values.found ? found.map(({ seed }) => seed) : []), ...ordinary];
  const kindOption = afterwards === undefined ? '' : ` --kind ${afterwards}`;
  const startedMs = performance.now();
  const total = { seeds: 0, lives: 0, deaths: 0, images: 0, posts: 0, failed: 0 };
  const onPlayed = (played: Played): void => {
    total.seeds += 1;
    for (const name of ['lives', 'deaths', 'images', 'posts'] as const) total[name] += played[name];
    if (played.complaints.length === 0) return;
    total.failed += 1;
    process.stdout.write(
      `seed ${played.seed}: npx pnpm simulate${kindOption} --seeds 1 --from ${played.seed}\n  ${played.complaints.join('\n  ')}\n`,
    );
  };
  const worker = async (): Promise<void> => {
    for (let some = seeds.splice(0, SEEDS_A_WORKER); some.length > 0; some = seeds.splice(0, SEEDS_A_WORKER))
      await playElsewhere(some, onPlayed);
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, worker));
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(
    `${total.seeds} seeds, ${total.lives} lives, ${total.deaths} deaths, ${total.images} images, ${total.posts} creates sent; ${total.failed} seeds failed; ${seconds} s\n`,
  );
  return total.failed === 0;
}

if (values.tell) await playHere(values.from);
else if (values.playing !== undefined) await playHere(values.playing);
else if (!(await playAll())) process.exitCode = 1;
