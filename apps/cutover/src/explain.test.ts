import { JournalError } from '@cutover/journal';
import { StoreError, type StoreErrorFacts } from '@cutover/store-http';
import { EngineError } from '@cutover/sync-engine';
import { describe, expect, test } from 'vitest';
import { exitCodeTable } from './command-line/exit-codes.ts';
import { errorTable } from './errors.ts';
import { explain } from './explain.ts';
import { stoppedError } from './terminal/stopping.ts';

const storeError = (facts: Pick<StoreErrorFacts, 'class'> & Partial<StoreErrorFacts>): StoreError =>
  new StoreError('GET /v3/catalog/products failed', {
    next: 'stop-run',
    method: 'GET',
    path: '/v3/catalog/products',
    attempt: 1,
    ...facts,
  });
const engineError = (code: EngineError['code']): EngineError => new EngineError(code, 'why');
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
    [engineError('refused-max-changes'), 'too-many-changes', 7],
    [engineError('refused-other-options'), 'other-options', 7],
    [engineError('refused-other-stores'), 'other-stores', 7],
    [engineError('declined'), 'declined', 7],
    [engineError('store-failing'), 'store-failing', 8],
    [engineError('v2-gone'), 'v2-gone', 8],
    [engineError('store-out-of-order'), 'store-failing', 8],
    [engineError('store-endless'), 'store-failing', 8],
    [engineError('refused-other-run'), 'other-options', 7],
    [engineError('refused-dry-run'), 'other-options', 7],
    [stoppedError(), 'stopped', 130],
    [systemError('ENOSPC'), 'disk-full', 9],
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
    [[{ option: 'policy', begunWith: 'mirror', given: 'copy' }], '--policy mirror instead of copy'],
    [
      [
        { option: 'prefer', begunWith: 'ask', given: 'source' },
        { option: 'products', begunWith: 'mug.csv', given: '' },
      ],
      '--prefer ask instead of source, --products mug.csv instead of (none)',
    ],
    [[], 'another products file of the same name'],
  ])('options that a run was begun with are named as they are typed: %j', (otherOptions, words) => {
    const error = new EngineError('refused-other-options', 'Run r1 was begun with other options.', {
      otherOptions,
    });
    expect(explain(error)?.why).toBe(`Run r1 was begun with other options: ${words}.`);
  });

  test('every exit code of the table is one that the help explains', () => {
    const unknown = Object.values(errorTable).filter(({ exitCode }) => exitCodeTable[exitCode] === undefined);
    expect(unknown).toEqual([]);
  });
});
