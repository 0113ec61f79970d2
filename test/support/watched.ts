// Commands as a script sees them that trusts the contract: each line of a run is held against it, and a run that is
// killed is begun again with the same words. Invariant: nothing is known here of what a command ought to find or write.
import { expect } from 'vitest';
import { type Ended, type Line, parseLine, type StartOptions } from './binary.ts';
import { faultsOfStdout } from './line-contract.ts';
import { type Place, resultOf } from './place.ts';

export interface Told extends Ended {
  readonly result: Line;
  /** The id of its run; '' where it opened none. */
  readonly run: string;
}

/** Runs a command with `--json` to its end; every line of it has to be one of the contract. */
export async function told(place: Place, args: string, more?: Partial<StartOptions>): Promise<Told> {
  return heldTo(await place.start(`${args} --json`, more).ended, args);
}

function heldTo(ended: Ended, args: string): Told {
  expect(faultsOfStdout(ended.stdout, ended.code), `${args}\n${ended.stderr}`).toEqual([]);
  return { ...ended, result: resultOf(ended), run: runOf(ended) };
}

function runOf({ lines }: Ended): string {
  const opened = lines.find(({ type }) => type === 'run')?.['run'];
  return typeof opened === 'string' ? opened : '';
}

export interface Kills {
  readonly draw: () => number;
  readonly kills: number;
  /** The latest line that may be a run's last. */
  readonly lineMax: number;
}

/**
 * Begins the command again and again, SIGKILL at a random line of each, and then once more to its end; a machine that
 * lags may let it end earlier.
 */
export async function killedAgain(
  place: Place,
  args: string,
  { draw, kills, lineMax }: Kills,
): Promise<{ readonly killed: readonly { run: string; resumed: unknown }[]; readonly last: Told }> {
  const killed: { run: string; resumed: unknown }[] = [];
  while (killed.length < kills) {
    const fatal = 1 + Math.floor(draw() * lineMax);
    let seen = 0;
    const ended = await place.start(`${args} --json`, {
      onLine(line, kill) {
        if (line.type === 'finding') return;
        seen += 1;
        if (seen === fatal) kill();
      },
    }).ended;
    if (ended.signal !== 'SIGKILL') return { killed, last: heldTo(ended, args) };
    killed.push({ run: runOf(ended), resumed: ended.lines.find(({ type }) => type === 'run')?.['resumed'] });
  }
  return { killed, last: await told(place, args) };
}

/** What a run has found, less when and in which run; the newest one's, or that of the run that is named. */
export async function findingsOf(place: Place, run: string): Promise<Record<string, unknown>[]> {
  const { stdout, code } = await place.plain(`report --format jsonl --run ${run}`);
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .flatMap((text) => {
      const { type, time: _, run: __, ...found } = parseLine(text) ?? { type: 'none' };
      return type === 'finding' ? [found] : [];
    });
}
