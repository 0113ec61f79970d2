// The same program as `pnpm simulate`: a range of seeds that no commit before this one has played, behind those that
// `npx pnpm test` plays beside the kept ones. A seed that fails here prints the command that plays it again.
import { expect, it } from 'vitest';
import { firstSeed } from './fresh-seeds.ts';
import { runProgram } from './run-program.ts';
import { playables } from './seed-crew.ts';
import { playedAtOnce, playedBesides } from './seeds-played.ts';

it.each(playables)('%s: fresh seeds are clean', { timeout: 1_200_000 }, async (kind) => {
  const from = firstSeed('commit').seed + playedAtOnce[kind];
  const args = ['--kind', kind, '--from', String(from), '--seeds', String(playedBesides[kind])];
  const { stdout, code } = await runProgram('simulate.ts', args);
  process.stdout.write(stdout);
  expect({ stdout, code }, stdout).toEqual({
    stdout: expect.stringMatching(/^.* seeds from \d+\n\d+ seeds, .*; 0 seeds failed; /),
    code: 0,
  });
});

it.each([
  ['migrate', 20],
  ['revert', 5],
] as const)('%s: a seed is played the same way each time', { timeout: 120_000 }, async (kind, seeds) => {
  const playing = Array.from({ length: seeds }, (_, index) => String(index + 1)).join(',');
  const [once, again] = await Promise.all(
    [1, 2].map(() => runProgram('simulate.ts', ['--kind', kind, '--playing', playing])),
  );
  expect(once?.stdout.split('\n').length).toBe(seeds + 1);
  expect(again).toEqual(once);
});

it('plays for a while from a random start, each kind at least once', { timeout: 300_000 }, async () => {
  const { stdout, code } = await runProgram('simulate.ts', ['--minutes', '0.001']);
  const starts = playables.map((kind) => `${kind} from \\d+\\n`).join('');
  const ends = playables.map((kind) => `${kind} from \\d+: [1-9]\\d* seeds, .*; 0 seeds failed\\n`).join('');
  expect({ stdout, code }).toEqual({
    stdout: expect.stringMatching(`^${starts}${ends}[\\d.]+ s\\n$`),
    code: 0,
  });
});
