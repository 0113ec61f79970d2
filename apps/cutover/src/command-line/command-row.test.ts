import { expect, test } from 'vitest';
import { commandTable } from '../commands/command-table.ts';
import { heeds } from './command-row.ts';

const heeding = (key: string): string[] =>
  [...commandTable].flatMap(([name, row]) => (heeds(row, key) ? [name] : []));

test('a command that is about an earlier run takes the choices of that run, and says so', () => {
  expect([heeding('kinds'), heeding('products')]).toEqual([
    ['audit', 'diff', 'migrate', 'verify', 'retry'],
    ['audit', 'diff', 'migrate', 'verify', 'retry'],
  ]);
});

test('an option that a command lacks, or takes and ignores, is not heeded', () => {
  const row = { options: ['kinds', 'match'], idle: ['kinds'] };
  expect([
    heeds(row, 'match'),
    heeds(row, 'kinds'),
    heeds(row, 'products'),
    heeds(undefined, 'match'),
  ]).toEqual([true, false, false, false]);
});
