import type { Pruned, Run } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { run } from '../testing/runs.ts';
import { overtakenAmong, pruneOvertaken } from './overtaken.ts';

/** Runs of one pair, in the order in which they were begun and came to their end. */
const inOrder = (...all: readonly Partial<Run>[]): Run[] =>
  all
    .map((over, at) => run({}, { id: `r${at + 1}`, command: 'audit', finishedAt: `day ${at + 1}`, ...over }))
    .toReversed();

const overtaken = (...all: readonly Partial<Run>[]): string[] =>
  overtakenAmong(inOrder(...all))
    .map(({ id }) => id)
    .toSorted();

const sampled = (outcome: Run['outcome'], sample = 0.4): Partial<Run> => ({
  command: 'verify',
  outcome,
  options: { level: 'fields', sample },
});

const own = (planRun: string): Partial<Run> => ({ command: 'migrate', planRun, outcome: 'done' });

describe('the runs that a later one has overtaken', () => {
  it.each<[string, Partial<Run>[], string[]]>([
    ['all but the last of a kind', [{}, {}, {}], ['r1', 'r2']],
    ['none of which nothing is left', [{ pruned: 'whole' }, { pruned: 'in-part' }, {}], ['r2']],
    ['none of another command', [{}, { command: 'verify' }, { command: 'diff' }], []],
    ['none of other products, pairing or kinds', [{}, { optionsKey: 'other' }], []],
    [
      'none that looked more closely',
      [{ options: { probe: 'content' } }, { options: { probe: 'none' } }],
      [],
    ],
    [
      'none by one of which V2 has said less',
      [{ counts: { products: 30, heardOfV2: 30 } }, { counts: { products: 30 } }],
      [],
    ],
    [
      'one of a store that had more products then',
      [{ counts: { products: 30, heardOfV2: 30 } }, { counts: { products: 28, heardOfV2: 28 } }],
      ['r1'],
    ],
    [
      'none by one that could check less',
      [
        { command: 'verify', outcome: 'differs', counts: { checked: 38 } },
        { command: 'verify', outcome: 'differs', counts: { checked: 33, unchecked: 5 } },
        { command: 'verify', outcome: 'incomplete', counts: { unchecked: 38 } },
      ],
      [],
    ],
    ['none of the other mode', [{ mode: 'parity' }, {}], []],
    ['none by one that is not over', [{}, { finishedAt: undefined, outcome: undefined }], []],
    ['none that is not over itself', [{ finishedAt: undefined, outcome: undefined }, {}], []],
    ['none by one that was given up', [{}, { outcome: 'abandoned' }], []],
    [
      'one that was given up, by any of its command',
      [{ outcome: 'abandoned', optionsKey: 'other' }, {}],
      ['r1'],
    ],
    ['none that writes', [{ command: 'repair' }, { command: 'repair' }], []],
    [
      'a migration by its own plan, of which the journal knows whether it wrote',
      [own('r1'), own('r2')],
      ['r1'],
    ],
    [
      'no migration behind which a repair goes by what it has seen',
      [own('r1'), { command: 'repair' }, own('r3'), { command: 'repair', dryRun: true }, own('r5')],
      ['r3'],
    ],
    [
      'no migration by another plan, nor one that left something undone',
      [own('r0'), { ...own('r2'), outcome: 'incomplete' }, own('r3')],
      [],
    ],
    ['none that was only rehearsed, nor by such a one', [{ dryRun: true }, {}, { dryRun: true }], []],
    ['none that was continued and over later', [{ finishedAt: 'day 3' }, { finishedAt: 'day 2' }], []],
    [
      'a part of a repair, by a verify',
      [{ command: 'verify', options: { beside: true } }, { command: 'verify' }],
      ['r1'],
    ],
    [
      'none by a part of a repair',
      [{ command: 'verify' }, { command: 'verify', options: { beside: true } }],
      [],
    ],
  ])('are %s', (_, all, expected) => {
    expect(overtaken(...all)).toEqual(expected);
  });

  it('keep what a share found until each product was drawn again, and no longer', () => {
    const turns = [sampled('differs'), sampled('done'), sampled('done')];
    expect(overtaken(...turns)).toEqual(['r2']);
    expect(overtaken(...turns, sampled('done'))).toEqual(['r1', 'r2', 'r3']);
    expect(overtaken(...turns, sampled('done', 0.3))).toEqual(['r2']);
    expect(overtaken(sampled('differs'), sampled('done', 1))).toEqual(['r1']);
    expect(overtaken(sampled('differs', 1), sampled('done'))).toEqual([]);
    expect(overtaken(sampled('done', 1), sampled('done'))).toEqual([]);
  });
});

describe('what is let go', () => {
  it('is asked for step by step, of each run until it has no more or is kept, and counted', async () => {
    const answers: Pruned[] = ['more', 'pruned', 'in-use', 'more', 'more', 'pruned'];
    const asked: string[] = [];
    const journal = {
      async pruneRun(id: string): Promise<Pruned> {
        asked.push(id);
        return await Promise.resolve(answers.shift() ?? 'in-doubt');
      },
    };
    const signal = { aborted: false };
    expect(await pruneOvertaken(journal, inOrder({}, {}, {}, {}), signal)).toBe(2);
    expect(asked).toEqual(['r3', 'r3', 'r2', 'r1', 'r1', 'r1']);
    expect(await pruneOvertaken(journal, inOrder({}, {}), { aborted: true })).toBe(0);
    expect(asked.length).toBe(6);
  });
});
