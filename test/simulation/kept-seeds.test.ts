// What `npx pnpm test` plays of the simulation: each seed that once failed, and some of each kind that no commit before this
// one has played, so that a change that breaks one kind only is met before it is handed in.
// `npx pnpm test:long` plays thousands.
import { afterEach, expect, it, vi } from 'vitest';
import { rangeWords } from './fresh-seeds.ts';
import { runProgram } from './run-program.ts';
import { playables } from './seed-crew.ts';
import { playedAtOnce } from './seeds-played.ts';

it.each(playables)('%s: the kept seeds, and fresh ones, are clean', { timeout: 600_000 }, async (kind) => {
  const args = ['--kind', kind, '--found', '--from', 'commit', '--seeds', String(playedAtOnce[kind])];
  const { stdout, code } = await runProgram('simulate.ts', args);
  // Also when all is well: who reads the log has to see what was played.
  const from = Number(/ seeds from (\d+)/.exec(stdout)?.[1]);
  process.stdout.write(`${rangeWords(kind, from, playedAtOnce[kind])}, and the kept ones\n`);
  // Said again where it fails: the message goes where the difference of two texts does not.
  expect({ from, stdout, code }, stdout).toEqual({
    from: expect.any(Number),
    stdout: expect.stringContaining('; 0 seeds failed; '),
    code: 0,
  });
});

afterEach(() => vi.unstubAllEnvs());

it('where git names no commit the start is at random, and that is said', { timeout: 60_000 }, async () => {
  vi.stubEnv('GIT_DIR', '/nowhere');
  const { stdout, stderr, code } = await runProgram('simulate.ts', ['--from', 'commit', '--seeds', '1']);
  const from = / seeds from (\d+)/.exec(stdout)?.[1];
  expect({ stderr, code }).toEqual({
    stderr: `--from commit: git names no commit here (no checkout, or no git), so it starts at random, from ${from}\n`,
    code: 0,
  });
});

it.each([
  [['--minutes', '1', '--seeds', '5'], /^--minutes plays all kinds from a random start, so --seeds cannot/],
  [['--sedes', '5'], /^Unknown option '--sedes'[^]*npx pnpm simulate --minutes N/],
  [['--minutes', '1e999'], /^--minutes is a number above 0/],
  [['--minutes', '1', '--into', '/'], /^--into \/ cannot be written/],
  [['--tell'], /^--tell plays one seed: name it with --from\n$/],
  [['--from', '4294967296'], /^--from is at most 4,294,967,096 with 200 seeds, not 4294967296/],
  [['--tell', '--from', '4294967296'], /^--from is at most 4,294,967,295 with 1 seed, not 4294967296/],
  [['--seeds', '0'], /^--seeds is a whole number above 0, not 0\n$/],
])('%j is refused', async (args, words) => {
  const { stderr, code } = await runProgram('simulate.ts', args);
  expect({ stderr, code }).toEqual({ stderr: expect.stringMatching(words), code: 2 });
});
