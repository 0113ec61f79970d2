import { describe, expect, test } from 'vitest';
import { guardFormula } from './csv.ts';

describe('the guard against formulas', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['x;=cmd', "x;'=cmd"],
    ['x\t@cmd|-1,+2', "x\t'@cmd|'-1,'+2"],
    ['a=1', 'a=1'],
    ['Mug; -20 %, well-made', 'Mug; -20 %, well-made'],
    ['', ''],
  ])('%j → %j', (text, expected) => {
    expect(guardFormula(text)).toBe(expected);
  });
});
