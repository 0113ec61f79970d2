// Plays seeds in processes of their own, with a single thread for pictures in each, because two threads finish in an order
// that no seed decides.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Kind } from './afterwards-scenario.ts';
import type { Played } from './play.ts';

/** What a seed may be played as: a migration, one to a store of other habits or to one that takes several creates in one request, of products that get their images together, of the pictures of variants or of values, or what comes after one. */
export const playables = [
  'migrate',
  'habits',
  'several',
  'together',
  'variants',
  'values',
  'second',
  'revert',
  'repair',
] as const satisfies readonly (
  | 'migrate'
  | 'habits'
  | 'several'
  | 'together'
  | 'variants'
  | 'values'
  | Kind
)[];
export type Playable = (typeof playables)[number];

export function isPlayable(kind: string): kind is Playable {
  return playables.some((one) => one === kind);
}

/** Seeds of a kind that a process is given at a time where all kinds take turns: small, so that each gets its turn. */
export const batchOf = (kind: Playable): number => (kind === 'migrate' ? 100 : 25);

/**
 * So many shares of seeds of one kind. A process plays its first 25 seeds at twice the price of the next 75, until what it
 * runs is compiled; so there are no more shares than workers, but for long ranges, that all may end together.
 */
export function shares(kind: Playable, seeds: readonly number[], workers: number): Batch[] {
  const size = Math.min(200, Math.ceil(seeds.length / workers));
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, index) => ({
    kind,
    seeds: seeds.slice(index * size, (index + 1) * size),
  }));
}

/** The command that plays one seed again. */
export function commandFor(kind: Playable, seed: number): string {
  return `npx pnpm simulate${kind === 'migrate' ? '' : ` --kind ${kind}`} --seeds 1 --from ${seed}`;
}

export interface Batch {
  readonly kind: Playable;
  readonly seeds: readonly number[];
}

/** Each worker takes the next batch when it is through with one, until there is none. */
export async function playBatches(
  batches: Iterator<Batch>,
  workers: number,
  onPlayed: (kind: Playable, played: Played) => void,
): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let next = batches.next(); next.done !== true; next = batches.next())
      await playElsewhere(next.value, onPlayed);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

async function playElsewhere(
  { kind, seeds }: Batch,
  onPlayed: (kind: Playable, played: Played) => void,
): Promise<void> {
  const simulate = fileURLToPath(new URL('simulate.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [...process.execArgv, simulate, '--kind', kind, '--playing', seeds.join(',')],
    { env: { ...process.env, UV_THREADPOOL_SIZE: '1' }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  let told = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    told += 1;
    // Checked edge: our own lines, from the same program.
    onPlayed(kind, JSON.parse(line) as Played);
  }
  await ended;
  const lost = seeds[told];
  if (lost !== undefined)
    onPlayed(kind, failedToPlay(lost, 'the process that played it ended before it had told of it'));
}

/** What is told of a seed that could not be played. */
export function failedToPlay(seed: number, why: string): Played {
  const nothing = { deaths: 0, lives: 0, posts: 0, images: 0, overQuota: 0, tookMs: 0 };
  return { seed, ...nothing, complaints: [`the simulation itself failed: ${why}`] };
}
