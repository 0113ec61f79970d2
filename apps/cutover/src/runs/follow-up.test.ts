import { join } from 'node:path';
import {
  acquireLock,
  type FindingRow,
  type Journal,
  type NewRun,
  openJournal,
  type Run,
  type RunOutcome,
} from '@cutover/journal';
import { describe, expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { run as runMain } from '../testing/run-main.ts';
import { someCreates, someRun } from '../testing/some-run.ts';
import { followUp } from './follow-up.ts';
import { stillWrong } from './still-wrong.ts';

const finding = (sign: '~' | '+' | '-' | '!'): FindingRow => ({ sign, kind: 'product-image', message: 'm' });

async function ended(
  journal: Journal,
  run: Partial<NewRun>,
  how: {
    outcome?: RunOutcome;
    counts?: Record<string, number>;
    findings?: FindingRow[];
    actions?: ('pending' | 'started' | 'blocked' | 'failed')[];
    failure?: string;
  },
): Promise<Run> {
  const opened = await journal.openRun(someRun({ command: 'diff', ...run }));
  const actions = await journal.addActions(opened.id, someCreates([...(how.actions ?? []).keys()]));
  const basis = await journal.saveBasis(opened.id, 3, []);
  for (const [at, status] of (how.actions ?? []).entries()) {
    const action = actions[at]?.id ?? '';
    if (status === 'failed')
      await journal.failed(action, { code: how.failure ?? 'original-unreachable', words: 'no original' });
    if (status !== 'blocked' && status !== 'started') continue;
    await journal.start([{ action, run: opened.id, basis, sentName: 'a.jpg', sentVia: 'url', digest: 'd' }]);
    if (status === 'blocked')
      await journal.record([{ action, is: 'blocked', reason: 'two candidates', candidates: [7, 8] }]);
  }
  await journal.addFindings(opened.id, how.findings ?? []);
  if (how.outcome !== undefined) {
    if (opened.phase === 'scanning') await journal.setPhase(opened.id, 'planned');
    await journal.finishRun(opened.id, how.outcome, how.counts ?? {});
  }
  const found = journal.run(opened.id);
  if (found === undefined) throw new Error('the run is gone');
  return found;
}

describe('what comes after', () => {
  const verify = { command: 'verify' as const };
  const migrate = { command: 'migrate' as const };
  const repair = { command: 'repair' as const };
  const rendition = { ...finding('~'), rule: 'rendition-copied' };
  const cases: [string, Partial<NewRun>, Parameters<typeof ended>[2], string][] = [
    ['an audit', { command: 'audit' }, { outcome: 'done' }, 'diff'],
    ['a diff of a sample that met no picture', {}, { outcome: 'incomplete' }, 'diff'],
    ['a diff beside a write in doubt', {}, { outcome: 'differs', actions: ['blocked'] }, 'settle'],
    [
      'a diff beside a write in doubt, with changes',
      {},
      { outcome: 'differs', actions: ['blocked', 'pending'] },
      'settle',
    ],
    [
      'a diff beside a write that a migration settles',
      {},
      { outcome: 'done', actions: ['started'] },
      'migrate',
    ],
    ['a mismatch that is in doubt', verify, { outcome: 'differs', actions: ['blocked'] }, 'settle'],
    ['a repair beside a write in doubt', repair, { outcome: 'incomplete', actions: ['blocked'] }, 'settle'],
    ['a proof beside a write in doubt', verify, { outcome: 'done', actions: ['blocked'] }, 'settle'],
    ['a diff with changes', {}, { outcome: 'differs', actions: ['pending'] }, 'migrate'],
    ['a diff of equal sides', {}, { outcome: 'done' }, 'verify'],
    [
      'a diff of unmatched products only',
      {},
      { outcome: 'differs', counts: { unmatchedProducts: 2 } },
      'report --run ID --out report.html',
    ],
    [
      'a diff of one store’s two views that nothing can make equal',
      { mode: 'parity', target: 'abc' },
      { outcome: 'differs' },
      'report --run ID --out report.html',
    ],
    [
      'a diff of renditions whose originals are gone still',
      {},
      { outcome: 'differs', counts: { renditionsKept: 2 } },
      'report --run ID --out report.html',
    ],
    ['a diff that finds images on the target alone', {}, { outcome: 'differs' }, 'verify'],
    ['a migration that is whole', migrate, { outcome: 'done' }, 'verify'],
    [
      'a migration with unmatched products',
      migrate,
      { outcome: 'incomplete', counts: { unmatchedProducts: 1 } },
      'report --run ID --out report.html',
    ],
    ['a migration with failures', migrate, { outcome: 'incomplete', actions: ['failed'] }, 'retry --failed'],
    [
      'a migration of pictures that V3 does not take',
      migrate,
      { outcome: 'incomplete', actions: ['failed', 'failed'], failure: 'format-unsupported' },
      'report --run ID --out report.html',
    ],
    ['a repair with nothing left', repair, { outcome: 'done' }, 'report --run ID --out report.html'],
    [
      'a repair with failures',
      { command: 'repair' },
      { outcome: 'incomplete', actions: ['failed'] },
      'report --run ID --out report.html',
    ],
    [
      'a migration with something left',
      migrate,
      { outcome: 'incomplete', actions: ['failed', 'pending'] },
      'migrate',
    ],
    [
      'a migration that cannot tell',
      migrate,
      { outcome: 'incomplete', actions: ['pending', 'blocked'] },
      'settle',
    ],
    ['a migration stopped', migrate, {}, 'migrate'],
    ['a dry run stopped', { ...migrate, dryRun: true }, {}, 'migrate --dry-run'],
    ['a dry run', { ...migrate, dryRun: true }, { outcome: 'done', actions: ['pending'] }, 'migrate'],
    ['a dry run of nothing', { ...migrate, dryRun: true }, { outcome: 'done' }, 'verify'],
    ['a proof', verify, { outcome: 'done' }, 'report --run ID --out report.html'],
    ['a mismatch', verify, { outcome: 'differs', findings: [finding('~'), finding('-')] }, 'repair'],
    [
      'only renditions whose originals are gone still',
      verify,
      { outcome: 'differs', counts: { renditionsKept: 1 }, findings: [rendition] },
      'report --run ID --out report.html',
    ],
    [
      'renditions, of which one has its original again',
      verify,
      { outcome: 'differs', counts: { renditionsKept: 1 }, findings: [rendition, rendition] },
      'repair',
    ],
    [
      'a rendition, and another mismatch',
      verify,
      { outcome: 'differs', counts: { renditionsKept: 1 }, findings: [rendition, finding('+')] },
      'repair',
    ],
    ['only surplus images', verify, { outcome: 'differs', findings: [finding('-')] }, 'diff --policy mirror'],
    [
      'only surplus images of a mirror',
      { ...verify, options: { policy: 'mirror' } },
      { outcome: 'differs', findings: [finding('-')] },
      'repair',
    ],
    [
      'what somebody has edited on the target',
      verify,
      { outcome: 'differs', findings: [{ ...finding('~'), rule: 'edited-on-target' }] },
      'repair --prefer ask',
    ],
    [
      'an image of one view only',
      { ...verify, mode: 'parity' },
      { outcome: 'differs', findings: [finding('-')] },
      'report --run ID --out report.html',
    ],
    [
      'a thumbnail of one store',
      { ...verify, mode: 'parity' },
      { outcome: 'differs', findings: [{ ...finding('~'), rule: 'thumbnail-missing' }] },
      'repair',
    ],
    [
      'what could not be checked',
      verify,
      { outcome: 'incomplete', findings: [finding('!')] },
      'report --run ID --out report.html',
    ],
    ['a verify stopped', { ...verify, options: { level: 'content', sample: 0.07 } }, {}, 'verify'],
  ];
  test.each(cases)('%s', async (_, run, how, expected) => {
    const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
    const before = await ended(journal, run, how);
    const { command, more } = followUp(journal, before);
    expect([command, ...more].join(' ').replace(before.id, 'ID')).toBe(expected);
    await journal.close();
  });
});

describe('what an earlier verify found wrong, behind one that found nothing', () => {
  const missing: Parameters<typeof ended>[2] = {
    outcome: 'differs',
    counts: { checked: 4, mismatched: 1 },
    findings: [finding('+')],
  };
  const brokenAndMissing: Parameters<typeof ended>[2] = {
    outcome: 'differs',
    counts: { checked: 4, mismatched: 2 },
    findings: [{ ...finding('~'), rule: 'picture-broken' }, finding('+'), finding('!')],
  };
  const clean: Parameters<typeof ended>[2] = { outcome: 'done' };
  const verify = (sample = 1, options: NewRun['options'] = {}): Partial<NewRun> => ({
    command: 'verify',
    options: { level: 'fields', sample, kinds: 'product', ...options },
  });
  const other = { optionsKey: 'of other products' };
  const cases: [string, [Partial<NewRun>, Parameters<typeof ended>[2]][], 'repair' | 'report'][] = [
    [
      'is left by a sample',
      [
        [verify(), missing],
        [verify(0.05), clean],
      ],
      'repair',
    ],
    [
      'is left by a sample of others',
      [
        [verify(0.05), missing],
        [verify(0.05), clean],
      ],
      'repair',
    ],
    [
      'is left by a verify of some products',
      [
        [verify(), missing],
        [{ ...verify(1, { products: 'digest' }), ...other }, clean],
      ],
      'repair',
    ],
    [
      'is left by one of other kinds',
      [
        [verify(), missing],
        [{ ...verify(1, { kinds: 'variant' }), ...other }, clean],
      ],
      'repair',
    ],
    [
      'is left by one that looks less closely, where it was a picture',
      [
        [verify(1, { level: 'content' }), brokenAndMissing],
        [verify(), clean],
      ],
      'repair',
    ],
    [
      'is over after one that looks less closely, where that is close enough',
      [
        [verify(1, { level: 'content' }), missing],
        [verify(), clean],
      ],
      'report',
    ],
    [
      'is left by a migration that looks at no picture',
      [
        [verify(1, { level: 'content' }), brokenAndMissing],
        [{ ...verify(), command: 'migrate' }, clean],
        [verify(0.05), clean],
      ],
      'repair',
    ],
    [
      'is over after a verify of all',
      [
        [verify(0.05), missing],
        [verify(), clean],
      ],
      'report',
    ],
    [
      'is over after a verify of all, made of some',
      [
        [{ ...verify(1, { products: 'digest' }), ...other }, missing],
        [verify(), clean],
      ],
      'report',
    ],
    [
      'is over after a migration of all',
      [
        [verify(0.05), missing],
        [{ ...verify(), command: 'migrate' }, clean],
        [verify(0.05), clean],
      ],
      'report',
    ],
    [
      'is over once it was taken back',
      [
        [verify(0.05), missing],
        [{ command: 'revert' }, clean],
        [verify(0.05), clean],
      ],
      'report',
    ],
    [
      'is not what a part of a repair found',
      [
        [verify(1, { beside: true }), missing],
        [verify(0.05), clean],
      ],
      'report',
    ],
  ];
  test.each(cases)('%s', async (_, runs, expected) => {
    const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
    const played: Run[] = [];
    for (const [run, how] of runs) played.push(await ended(journal, run, how));
    const [first, last] = [played.at(0), played.at(-1)];
    if (first === undefined || last === undefined) throw new Error('nothing was played');
    const { command, more, of } = followUp(journal, last);
    expect([command, more, of?.id]).toEqual(
      expected === 'repair'
        ? ['repair', ['--run', first.id], first.id]
        : ['report', ['--run', last.id, '--out', 'report.html'], undefined],
    );
    await journal.close();
  });

  test('counts what nobody has looked at as closely, and no more', async () => {
    const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
    const found = await ended(journal, verify(1, { level: 'content' }), brokenAndMissing);
    const sampled = await ended(journal, verify(0.05), clean);
    expect(stillWrong(journal, sampled)).toEqual({ run: found });
    const whole = await ended(journal, verify(), clean);
    expect(stillWrong(journal, whole)).toEqual({ run: found, pictures: 1 });
    const closer = await ended(journal, verify(1, { level: 'content' }), clean);
    expect(stillWrong(journal, closer)).toBeUndefined();
    await journal.close();
  });

  test('is left to a verify that has found something wrong itself', async () => {
    const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
    const first = await ended(journal, verify(0.05), missing);
    const second = await ended(journal, verify(0.05), missing);
    const third = await ended(journal, verify(0.05), clean);
    expect([first, second, third].map((run) => stillWrong(journal, run)?.run.id)).toEqual([
      undefined,
      undefined,
      second.id,
    ]);
    await journal.close();
  });

  test('is over once a repair is about it, and no sooner', async () => {
    const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
    const found = await ended(journal, verify(0.05), missing);
    const alsoFound = await ended(journal, verify(0.05), missing);
    const repaired = await ended(journal, { command: 'repair', verifyRun: alsoFound.id }, clean);
    expect(followUp(journal, repaired)).toEqual({ command: 'repair', more: ['--run', found.id], of: found });
    const again = await ended(journal, { command: 'repair', verifyRun: found.id }, clean);
    expect(followUp(journal, again).command).toBe('report');
    await journal.close();
  });
});

test('status spells the command with what was typed, and says to wait while another works', async () => {
  const io = fakeIo();
  const path = join(io.cwd, 'cutover.db');
  const journal = openJournal(path, { now: io.now, random: () => 0.5 });
  await ended(
    journal,
    {
      command: 'migrate',
      options: {
        match: 'name',
        policy: 'mirror',
        allowRenditions: true,
        productsFile: 'some.csv',
        sourceApi: 'https://a.example.com',
        sourceTokenFile: 'its token.txt',
        sourceOriginals: '["https://b/{store}","https://c"]',
        allowPrivateHosts: '1',
      },
    },
    {},
  );
  await ended(
    journal,
    { command: 'verify', options: { targetApi: 'https://d.example.com' } },
    { outcome: 'done' },
  );
  await journal.close();
  const nexts = async (): Promise<string[]> => {
    io.printed.stdout = '';
    const { stdout } = await runMain('runs --json', {}, io);
    return JSON.parse(stdout).runs.map(({ next }: { next: string }) => next);
  };
  const report = expect.stringMatching(/^cutover report --run r0002-\w+ --out report.html$/);
  expect(await nexts()).toEqual([
    report,
    "cutover migrate --source abc --target def --source-token-file 'its token.txt' --source-api https://a.example.com --source-originals 'https://b/{store}' --source-originals https://c --allow-private-hosts --products some.csv --match name --policy mirror --allow-renditions",
  ]);
  const owner = { run: 'r0003-zzzz', command: 'cutover diff', pid: 412, host: 'host', since: '' };
  const lock = acquireLock(path, owner);
  expect(await nexts()).toEqual([
    report,
    'wait until run r0003-zzzz is done (cutover diff, process 412 on host)',
  ]);
  lock.release();
});

const share = { match: 'sku', policy: 'copy', sample: 0.05 };

test.each<[string, Partial<NewRun>, Parameters<typeof ended>[2], string]>([
  [
    'is looked at by the next command, too',
    { mode: 'parity', target: 'abc', options: share },
    { outcome: 'done' },
    'cutover verify --source abc --sample 5%',
  ],
  [
    'of all is no share',
    { mode: 'parity', target: 'abc', options: { ...share, sample: 1 } },
    { outcome: 'done' },
    'cutover verify --source abc',
  ],
  [
    'of two stores is not named to a command that would refuse it',
    { command: 'verify', options: share },
    { outcome: 'differs', findings: [finding('-')] },
    'cutover diff --source abc --target def --policy mirror',
  ],
])('a share %s', async (_, run, how, next) => {
  const io = fakeIo();
  const journal = openJournal(join(io.cwd, 'cutover.db'), { now: io.now, random: () => 0.5 });
  await ended(journal, run, how);
  await journal.close();
  const { stdout } = await runMain('runs --json', {}, io);
  expect(JSON.parse(stdout).runs).toEqual([expect.objectContaining({ next })]);
});

test('a journal that came with the folder does not lead tokens elsewhere unsaid', async () => {
  const io = fakeIo();
  const journal = openJournal(join(io.cwd, 'cutover.db'), { now: io.now, random: () => 0.5 });
  await journal.openRun(
    someRun({
      command: 'migrate',
      options: { sourceApi: 'https://evil.example', targetApi: 'https://api.bigcommerce.com' },
    }),
  );
  await journal.close();
  for (const command of ['status', 'runs --quiet']) {
    io.printed.stderr = '';
    expect((await runMain(command, {}, io)).stderr).toBe(
      "With that command tokens go to https://evil.example, which is not BigCommerce's API; the journal says so.\n",
    );
  }
});
