import { describe, expect, test } from 'vitest';
import { csvLines, guardFormula } from './csv.ts';

describe('the guard against formulas', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1＋1', "'＝1＋1"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['x;=cmd', "x;'=cmd"],
    ['x\t@cmd|-1,+2', "x\t'@cmd|'-1,'+2"],
    ['x;"=cmd;"', `x;"'=cmd;"`],
    ['a=1', 'a=1'],
    ['a"=1', 'a"=1'],
    ['Mug; -20 %, well-made', 'Mug; -20 %, well-made'],
    ['', ''],
  ])('%j → %j', (text, expected) => {
    expect(guardFormula(text)).toBe(expected);
  });
});

test('each cell is guarded, and what a terminal would obey is visible on one alone', () => {
  const cells = ['=1+1', 'a\u001B[2J', -1];
  const lineFor = (isOnTerminal: boolean): string =>
    csvLines({ columns: ['a', 'b', 'c'], isOnTerminal, isToFile: false }).line({ cells, fields: {} });
  expect([lineFor(false), lineFor(true)]).toEqual(["'=1+1,a\u001B[2J,-1", "'=1+1,a\\u{1b}[2J,-1"]);
});
