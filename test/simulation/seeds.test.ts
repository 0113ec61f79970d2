// The same program as `pnpm simulate`: the seeds that once failed, and a range that no commit before this one has played. A
// seed that fails here prints the command that plays it again.
import { expect, it } from 'vitest';
import { runProgram } from './run-program.ts';
import { playables } from './seed-crew.ts';

/** As many as two quiet processors play in four minutes, all kinds together. */
const SEEDS = {
  migrate: 500,
  habits: 100,
  several: 400,
  together: 400,
  variants: 200,
  values: 100,
  second: 100,
  revert: 100,
  repair: 60,
} as const;

it.each(playables)(
  '%s: fresh seeds, and those that once failed, are clean',
  { timeout: 1_200_000 },
  async (kind) => {
    const { stdout, code } = await runProgram('simulate.ts', [
      '--kind',
      kind,
      '--found',
      '--from',
      'commit',
      '--seeds',
      String(SEEDS[kind]),
    ]);
    process.stdout.write(stdout);
    expect({ stdout, code }, stdout).toEqual({
      stdout: expect.stringMatching(/^.* seeds from \d+, and \d+ kept\n\d+ seeds, .*; 0 seeds failed; /),
      code: 0,
    });
  },
);

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
