// A real process dies by its own SIGKILL at every failpoint of a small plan, one after another, and another one goes on
// from the journal on the disk. What the stores then hold is compared with what they hold without any death.
import { availableParallelism } from 'node:os';
import type { MigrateResult } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { failpoints } from './failpoints.ts';
import { inKillPlace } from './kill-place.ts';
import { migrateReally } from './real-engine.ts';
import { runProgram } from './run-program.ts';

/** One product at a time, so that the n-th failpoint is the same in every process. */
const plan = { products: 6, images: 24, concurrency: 1, settleAfterMs: 20 };
const goOn = async (): Promise<void> => await Promise.resolve();

/**
 * Reached only by a life that goes on after another, meets faults, has doubts, or moves pictures of values: in the simulation
 * they all are.
 */
const onlyElsewhere = new Set(
  'resumeRun addCounts addFindings saveProductImages failed addActions retryFailed settle addSlots pruneRun'.split(
    ' ',
  ),
);

interface Death {
  readonly survived: boolean;
  /** The failpoints that a life without a death has passed, by name. */
  readonly passed: readonly string[];
  readonly complaints: readonly string[];
  readonly requests: Readonly<Record<string, number>>;
}

async function dieAt(failpoint: number): Promise<Death> {
  return await inKillPlace(plan, async (place) => {
    const first = await runProgram('failpoint-run.ts', [
      '--work',
      JSON.stringify(place.work),
      '--die-at',
      String(failpoint),
    ]);
    const survived = first.signal !== 'SIGKILL';
    const { result, points } = survived
      ? endOf(first.stdout)
      : { result: await migrateReally(place.work, goOn), points: [] };
    const requests: Record<string, number> = {};
    for (const { method } of place.requests()) requests[method] = (requests[method] ?? 0) + 1;
    const finished = result.outcome === 'done' ? [] : [JSON.stringify(result)];
    return { survived, passed: points, requests, complaints: [...(await place.complaints()), ...finished] };
  });
}

/** Checked edge: the line that our own program prints at its end. */
function endOf(stdout: string) {
  return JSON.parse(stdout) as { readonly result: MigrateResult; readonly points: readonly string[] };
}

it('SIGKILL at every failpoint of a plan of 24 images', { timeout: 900_000 }, async () => {
  const ideal = await dieAt(Number.MAX_SAFE_INTEGER);
  expect({ survived: ideal.survived, complaints: ideal.complaints }).toEqual({
    survived: true,
    complaints: [],
  });
  const expected = failpoints.filter((point) => !onlyElsewhere.has(point.replace(/^\w+ /, '')));
  expect(ideal.passed.toSorted()).toEqual(expected.toSorted());
  const deaths: Death[] = [];
  let next = 1;
  let end = Number.POSITIVE_INFINITY;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < end; at = next++) {
      const death = await dieAt(at);
      if (death.survived) end = Math.min(end, at);
      else deaths[at - 1] = death;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));

  expect(deaths.length).toBe(end - 1);
  expect(deaths.length).toBeGreaterThan(200);
  expect(
    deaths.flatMap(({ complaints }, index) => complaints.map((one) => `failpoint ${index + 1}: ${one}`)),
  ).toEqual([]);
  const extra = (method: string): number =>
    Math.max(...deaths.map(({ requests }) => (requests[method] ?? 0) - (ideal.requests[method] ?? 0)));
  process.stdout.write(
    `${deaths.length} failpoints, a SIGKILL at each; against ${JSON.stringify(ideal.requests)} without, at most ` +
      `${extra('POST')} creates, ${extra('PUT')} updates, ${extra('DELETE')} removals and ${extra('GET')} reads more\n`,
  );
  // Nothing is written twice; what is read again is at most what one look and one settling read.
  expect({ creates: extra('POST'), updates: extra('PUT'), removals: extra('DELETE') }).toEqual({
    creates: 0,
    updates: 0,
    removals: 0,
  });
  expect(extra('GET')).toBeLessThanOrEqual(ideal.requests['GET'] ?? 0);
});
