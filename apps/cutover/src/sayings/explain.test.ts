import { JournalError } from '@cutover/journal';
import { StoreError, type StoreErrorFacts } from '@cutover/store-http';
import { EngineError, type EngineTrouble } from '@cutover/sync-engine';
import { describe, expect, test } from 'vitest';
import { exitCodeTable } from '../command-line/exit-codes.ts';
import { errorTable } from '../errors.ts';
import { stoppedError } from '../terminal/stopping.ts';
import { explain } from './explain.ts';

const storeError = (facts: Pick<StoreErrorFacts, 'class'> & Partial<StoreErrorFacts>): StoreError =>
  new StoreError('GET /v3/catalog/products failed', {
    next: 'stop-run',
    method: 'GET',
    path: '/v3/catalog/products',
    attempt: 1,
    ...facts,
  });
const systemError = (code: string): Error => Object.assign(new Error('the system says no'), { code });

describe('what was thrown becomes a code and an exit code', () => {
  test.each([
    [storeError({ class: 'unauthorised', status: 401 }), 'credentials-refused', 5],
    [storeError({ class: 'unauthorised', status: 403 }), 'scope-missing', 5],
    [storeError({ class: 'rejected', status: 404 }), 'no-such-store', 5],
    [
      storeError({ class: 'rejected', status: 404, path: '/v3/catalog/products/7/images' }),
      'store-failing',
      8,
    ],
    [storeError({ class: 'not-sent' }), 'store-unreachable', 8],
    [storeError({ class: 'ambiguous' }), 'store-failing', 8],
    [storeError({ class: 'ambiguous', status: 503 }), 'store-failing', 8],
    [storeError({ class: 'rate-limited', status: 429 }), 'store-failing', 8],
    [storeError({ class: 'unexpected', status: 200 }), 'store-failing', 8],
    [storeError({ class: 'aborted' }), 'stopped', 130],
    [new JournalError('held', 'why'), 'journal-held', 6],
    [new JournalError('busy', 'why'), 'journal-held', 6],
    [new JournalError('full', 'why'), 'journal-full', 9],
    [new JournalError('read-only', 'why'), 'journal-read-only', 9],
    [new JournalError('older', 'why'), 'journal-older', 9],
    [new JournalError('damaged', 'why'), 'journal-damaged', 9],
    [new JournalError('newer', 'why'), 'journal-newer', 9],
    [new JournalError('not-a-journal', 'why'), 'not-a-journal', 9],
    [new JournalError('missing', 'why'), 'journal-missing', 2],
    [new JournalError('unknown-run', 'why'), 'unknown-run', 2],
    [new JournalError('exists', 'why'), 'file-not-usable', 2],
    [new JournalError('transition', 'why'), 'bug', 1],
    [new JournalError('claimed', 'why'), 'bug', 1],
    [stoppedError(), 'stopped', 130],
    [systemError('ENOSPC'), 'disk-full', 9],
    [systemError('EFBIG'), 'disk-full', 9],
    [systemError('EROFS'), 'disk-full', 9],
    [systemError('EACCES'), 'file-not-usable', 2],
    [systemError('EADDRINUSE'), 'port-in-use', 2],
    [new TypeError('x is not a function'), 'bug', 1],
    ['a text', 'bug', 1],
  ])('%o → %s', (error, code, exitCode) => {
    const problem = explain(error);
    expect([problem?.code ?? 'bug', problem?.exitCode ?? 1]).toEqual([code, exitCode]);
  });

  test.each([
    [undefined, '`cutover diff`, with the same stores as before: either'],
    [['abc'], '`cutover diff --source abc`: either'],
    [['abc', 'def'], '`cutover diff --source abc --target def`: either'],
  ])('a journal of an earlier version names its stores, %j', (stores, words) => {
    expect(explain(new JournalError('older', 'why', { stores }))?.next).toContain(words);
  });

  test('every exit code of the table is one that the help explains', () => {
    const unknown = Object.values(errorTable).filter(({ exitCode }) => exitCodeTable[exitCode] === undefined);
    expect(unknown).toEqual([]);
  });
});

type Said = readonly [code: string, exitCode: number, why: string, next: string];
type Case<Code extends EngineTrouble['code']> = readonly [EngineTrouble<Code>, Said];

const run = 'r1';
const newPlan = 'A new migrate makes a new plan';
const continueIt = 'Continue it with the options it was begun with, or start over with --new.';
const lookAtIt = 'Look at it with `cutover plan show`, then raise --max-changes or change less at once.';
const goesOn = 'Run the same command again later; it continues where this one stopped.';
const aWriteRun = '`cutover runs` lists the runs; name a migrate, repair or revert run.';
const withoutV2 =
  'Without V2 the two views of a store cannot be compared; `cutover audit` needs V3 alone, and so does a migration to another store.';
const readsOn =
  'Run the same command again, which reads on from here; if it repeats, name the products with --products.';
const verifyFirst = 'Run `cutover verify` first; repair does again what it found wrong.';

/** Every code of the engine, each with its facts in each shape that words are made of. */
const engineCases: { readonly [Code in EngineTrouble['code']]: readonly Case<Code>[] } = {
  'refused-max-changes': [
    [
      { code: 'refused-max-changes', run, changes: 1, most: 0, when: 'before-writing' },
      [
        'too-many-changes',
        7,
        'The plan holds 1 change, more than the 0 that are allowed. Nothing was written.',
        lookAtIt,
      ],
    ],
    [
      { code: 'refused-max-changes', run, changes: 6, most: 1, when: 'grown' },
      [
        'too-many-changes',
        7,
        'The plan holds 6 changes, more than the 1 that are allowed. It has grown because the target has changed.',
        lookAtIt,
      ],
    ],
    [
      { code: 'refused-max-changes', run, changes: 6, most: 5, when: { made: 1 } },
      [
        'too-many-changes',
        7,
        'The plan holds 6 changes, more than the 5 that are allowed. Before this, 1 was made; no more was written.',
        lookAtIt,
      ],
    ],
    [
      { code: 'refused-max-changes', run, changes: 6, most: 5, when: { made: 2 } },
      [
        'too-many-changes',
        7,
        'The plan holds 6 changes, more than the 5 that are allowed. Before this, 2 were made; no more was written.',
        lookAtIt,
      ],
    ],
  ],
  'refused-other-options': [
    [
      {
        code: 'refused-other-options',
        run,
        otherOptions: [{ option: 'policy', begunWith: 'mirror', given: 'copy' }],
      },
      [
        'other-options',
        7,
        'Run r1 is unfinished and was begun with other options: --policy mirror instead of copy.',
        continueIt,
      ],
    ],
    [
      {
        code: 'refused-other-options',
        run,
        otherOptions: [
          { option: 'prefer', begunWith: 'ask', given: 'source' },
          { option: 'products', begunWith: 'mug.csv', given: '' },
        ],
      },
      [
        'other-options',
        7,
        'Run r1 is unfinished and was begun with other options: --prefer ask instead of source, --products mug.csv instead of (none).',
        continueIt,
      ],
    ],
    [
      {
        code: 'refused-other-options',
        run,
        otherOptions: [{ option: 'allowRenditions', begunWith: '', given: 'yes' }],
      },
      [
        'other-options',
        7,
        'Run r1 is unfinished and was begun with other options: without --allow-renditions.',
        continueIt,
      ],
    ],
    [
      {
        code: 'refused-other-options',
        run,
        otherOptions: [{ option: 'allowRenditions', begunWith: 'yes', given: '' }],
      },
      [
        'other-options',
        7,
        'Run r1 is unfinished and was begun with other options: with --allow-renditions.',
        continueIt,
      ],
    ],
    [
      { code: 'refused-other-options', run, otherOptions: [] },
      [
        'other-options',
        7,
        'Run r1 is unfinished and was begun with other options: another products file of the same name.',
        continueIt,
      ],
    ],
  ],
  'refused-other-run': [
    [
      { code: 'refused-other-run', run, command: 'revert', about: 'r0' },
      [
        'other-options',
        7,
        'Run r1 is unfinished: it is the revert of run r0.',
        'Continue that one first, or start over with --new.',
      ],
    ],
  ],
  'refused-dry-run': [
    [
      { code: 'refused-dry-run', run },
      [
        'other-options',
        7,
        'Run r1 is a dry run, which is never continued.',
        'Leave --run out; a new plan is made.',
      ],
    ],
  ],
  'refused-other-stores': [
    [
      { code: 'refused-other-stores', run, mode: 'transfer', source: 'abc', target: 'def', options: {} },
      [
        'other-stores',
        7,
        'Run r1 is of other stores: abc → def.',
        'Name the stores of that run, or leave --run out.',
      ],
    ],
    [
      { code: 'refused-other-stores', run, mode: 'parity', source: 'abc', target: 'abc', options: {} },
      [
        'other-stores',
        7,
        'Run r1 is of other stores: abc (V2 against V3).',
        'Name the stores of that run, or leave --run out.',
      ],
    ],
  ],
  'unknown-run': [
    [
      { code: 'unknown-run', named: 'r9' },
      ['unknown-run', 2, 'The journal has no run r9.', '`cutover runs` lists the runs of this journal.'],
    ],
  ],
  'no-plan-of-run': [
    [
      { code: 'no-plan-of-run', run, command: 'verify' },
      [
        'unknown-run',
        2,
        'Run r1 is a verify, which has no plan to carry out.',
        'Name a diff or a migrate; `cutover runs` lists them.',
      ],
    ],
  ],
  'plan-of-other-kinds': [
    [
      { code: 'plan-of-other-kinds', plan: 'r1', kind: 'swatch' },
      [
        'journal-newer',
        9,
        'The plan r1 holds pictures of a kind (swatch) that this version does not move.',
        'Use the version of Cutover that wrote it, or a later one.',
      ],
    ],
  ],
  declined: [
    [
      { code: 'declined', run },
      ['declined', 7, 'The question was answered with no.', 'The plan is kept; the same command asks again.'],
    ],
  ],
  'store-failing': [
    [{ code: 'store-failing', run }, ['store-failing', 8, 'The target answers reads but no writes.', goesOn]],
    [
      { code: 'store-failing', run, unsent: { code: 'reported', text: 'POST /v3/x: connect ECONNREFUSED' } },
      ['store-failing', 8, 'The target cannot be reached: POST /v3/x: connect ECONNREFUSED.', goesOn],
    ],
  ],
  'store-out-of-order': [
    [
      { code: 'store-out-of-order', store: 'abc' },
      [
        'store-failing',
        8,
        'Store abc lists its V2 products out of id order, so none can be proved read.',
        'Run the same command again; if it repeats, name the products with --products.',
      ],
    ],
  ],
  'store-endless': [
    [
      { code: 'store-endless', store: 'abc', via: 'v3', listed: 1500, counted: 700 },
      [
        'store-failing',
        8,
        'Store abc has listed 1500 products by V3 and goes on, though it counts 700.',
        readsOn,
      ],
    ],
    [
      { code: 'store-endless', store: 'abc', via: 'v2', listed: 10_000_250, counted: undefined },
      [
        'store-failing',
        8,
        'Store abc has listed 10000250 products by V2 and goes on, though it counts none of them.',
        readsOn,
      ],
    ],
  ],
  'store-refuses-writes': [
    [
      { code: 'store-refuses-writes', run, reason: '403: too many images' },
      [
        'store-failing',
        8,
        'The store refuses writes: 403: too many images.',
        'Look at the limits of the plan in the control panel, then run the same command again.',
      ],
    ],
  ],
  'v2-gone': [
    [
      { code: 'v2-gone', store: 'abc', answer: 'GET /v2/products: 410 Gone' },
      [
        'v2-gone',
        8,
        'V2 of store abc does not answer any more (GET /v2/products: 410 Gone); V3 does.',
        withoutV2,
      ],
    ],
    [
      { code: 'v2-gone', store: 'abc', answer: 7 },
      [
        'v2-gone',
        8,
        'V2 of store abc does not answer any more (it counts 7 products and lists none); V3 does.',
        withoutV2,
      ],
    ],
  ],
  'not-revertible': [
    [
      { code: 'not-revertible', run, is: 'verify' },
      ['not-revertible', 2, 'Run r1 (verify) has written nothing that could be taken back.', aWriteRun],
    ],
    [
      { code: 'not-revertible', run, is: 'dry-run' },
      ['not-revertible', 2, 'Run r1 (a dry run) has written nothing that could be taken back.', aWriteRun],
    ],
  ],
  'run-pruned': [
    [
      { code: 'run-pruned', run, command: 'verify', later: 'r2' },
      [
        'run-pruned',
        7,
        'What run r1 (verify) read and found is no longer kept: run r2 (verify) has looked at the same.',
        '`cutover report --run r2 --out report.html` shows that one.',
      ],
    ],
    [
      { code: 'run-pruned', run, command: 'verify', later: undefined },
      [
        'run-pruned',
        7,
        'What run r1 (verify) read and found is no longer kept: a later verify has looked at the same.',
        '`cutover runs` lists the runs.',
      ],
    ],
  ],
  'run-reverted': [
    [
      { code: 'run-reverted', run, by: 'r2' },
      [
        'run-reverted',
        7,
        'Run r1 has been taken back by run r2.',
        `${newPlan}; to have this one back, take the revert back.`,
      ],
    ],
  ],
  'run-unfinished': [
    [
      { code: 'run-unfinished', run, command: 'migrate', revertsRun: undefined },
      [
        'run-unfinished',
        7,
        'Run r1 (migrate) has begun to write and is unfinished.',
        'Continue it first with `cutover migrate`, or give it up with --new.',
      ],
    ],
    [
      { code: 'run-unfinished', run, command: 'revert', revertsRun: 'r0' },
      [
        'run-unfinished',
        7,
        'Run r1 (revert) has begun to write and is unfinished.',
        'Continue it first with `cutover revert r0`, or give it up with --new.',
      ],
    ],
  ],
  'plan-overtaken': [
    [
      { code: 'plan-overtaken', run, by: 'r2', command: 'repair' },
      [
        'plan-overtaken',
        7,
        'Run r2 (repair) has written to the target since run r1.',
        `${newPlan}, with what failed in the old one.`,
      ],
    ],
  ],
  'nothing-verified': [
    [
      { code: 'nothing-verified' },
      ['nothing-verified', 2, 'No verify of these stores has come to its end.', verifyFirst],
    ],
    [
      { code: 'nothing-verified', instead: { id: run, command: 'verify' } },
      ['nothing-verified', 2, 'Run r1 is a verify that did not come to its end.', verifyFirst],
    ],
    [
      { code: 'nothing-verified', instead: { id: run, command: 'diff' } },
      ['nothing-verified', 2, 'Run r1 is no verify but a diff.', verifyFirst],
    ],
  ],
};

const allCases: readonly Case<EngineTrouble['code']>[] = Object.values(engineCases).flat();

test.each(allCases)('the engine says %j', (trouble, said) => {
  const { code, exitCode, why, next } = explain(new EngineError(trouble)) ?? {};
  expect([code, exitCode, why, next]).toEqual(said);
});
