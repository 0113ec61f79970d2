import type { Run } from '@cutover/journal';
import { expect, test } from 'vitest';
import { runsText, type ShownRun } from './runs-text.ts';

function shown(
  facts: Partial<Run>,
  { done = 12, total = 12, isUnderWay = false, isRefused = false, continued = 0, showsNext = false } = {},
): ShownRun {
  const run: Run = {
    id: 'r0001-nn28',
    command: 'diff',
    mode: 'transfer',
    source: 'sandboxsource',
    target: 'sandboxtarget',
    optionsKey: 'k',
    options: {},
    dryRun: false,
    phase: 'finished',
    // A moment here, wherever that is.
    startedAt: new Date(2026, 0, 2, 4, 4, 5, 678).toISOString(),
    updatedAt: '2026-01-02T03:04:05.678Z',
    finishedAt: '2026-01-02T03:04:06.678Z',
    outcome: 'done',
    resumes: 0,
    planRun: undefined,
    verifyRun: undefined,
    revertsRun: undefined,
    marchCursor: undefined,
    marched: false,
    counts: {},
    ...facts,
  };
  const { command, mode, source, target, phase } = run;
  const row = {
    run: run.id,
    command,
    mode,
    source,
    target,
    phase,
    dryRun: run.dryRun,
    done,
    total,
    resumable: false,
  };
  return { run, isUnderWay, isRefused, continued, showsNext, row: { ...row, next: `cutover ${command}` } };
}

test('a plan that somebody said no to, and one whose process was killed before its first change', () => {
  const planned = {
    command: 'migrate',
    phase: 'planned',
    finishedAt: undefined,
    outcome: undefined,
  } as const;
  const lines = runsText([
    shown(planned, { isRefused: true }),
    shown(planned),
    shown({ ...planned, phase: 'applying' }),
    shown({ ...planned, phase: 'applying' }, { isUnderWay: true }),
  ]);
  expect(lines.slice(1).map((line) => line.split('  ').at(-1))).toEqual([
    'not approved',
    'stopped, not begun',
    'stopped writing',
    'writing now',
  ]);
});

test('of a sample, which share it was, and what it leaves as wrong as it was', () => {
  const { row, ...verify } = shown({ command: 'verify' }, { done: 3, showsNext: true });
  const sampled = { ...row, sample: 0.05, stillWrong: { run: 'r0000-aa28', mismatched: 2 } };
  expect(runsText([{ ...verify, row: sampled }]).slice(1)).toEqual([
    '  r0001-nn28  verify  2026-01-02 04:04  3/12  finished',
    '    a sample of 5% of the products; verify r0000-aa28 found 2 images wrong that nobody has looked at as closely since; next: cutover verify',
  ]);
});

test('the stores once, then a line a run of at most 80 columns, and the one command to go on with', () => {
  const unfinished = { finishedAt: undefined, outcome: undefined };
  const lines = runsText([
    shown(
      { id: 'r0004-zz28', command: 'verify', phase: 'verifying', ...unfinished },
      { done: 3, isUnderWay: true, showsNext: true },
    ),
    shown(
      { id: 'r0003-aa28', command: 'migrate', phase: 'applying', ...unfinished },
      { done: 120_000, total: 400_000, continued: 2 },
    ),
    shown({ id: 'r0002-bb28', command: 'migrate', dryRun: true, phase: 'scanning', ...unfinished }),
    shown({ outcome: 'differs' }),
    shown(
      { id: 'r0000-cc28', command: 'migrate', mode: 'parity', target: 'sandboxsource' },
      { total: 0, done: 0 },
    ),
  ]);
  expect(lines).toEqual([
    'sandboxsource → sandboxtarget',
    '  r0004-zz28  verify         2026-01-02 04:04  3/12             verifying now',
    '    next: cutover verify',
    '  r0003-aa28  migrate        2026-01-02 04:04  120,000/400,000  stopped writing',
    '    continued 2×',
    '  r0002-bb28  migrate (dry)  2026-01-02 04:04  12/12            given up',
    '  r0001-nn28  diff           2026-01-02 04:04  12/12            finished, exit 3',
    'sandboxsource (V2 against V3)',
    '  r0000-cc28  migrate        2026-01-02 04:04  nothing to do    finished',
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('no runs, no lines', () => {
  expect(runsText([])).toEqual([]);
});
