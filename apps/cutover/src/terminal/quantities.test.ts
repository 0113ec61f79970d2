import { expect, test } from 'vitest';
import { about, count, counted, duration, percent, rate } from './quantities.ts';

test('numbers and shares', () => {
  expect([count(0), count(1234567), counted(1, 'image'), counted(2000, 'image')]).toEqual([
    '0',
    '1,234,567',
    '1 image',
    '2,000 images',
  ]);
  expect([percent(0), percent(0.29), percent(0.999), percent(1), percent(1.2)]).toEqual([
    '0 %',
    '29 %',
    '99 %',
    '100 %',
    '100 %',
  ]);
  expect([rate(0.04), rate(12.34), rate(99.94), rate(1234.5)]).toEqual(['0.0', '12.3', '99.9', '1,235']);
});

test('times', () => {
  expect([0, 800, 12_000, 59_001, 185_000, 7_800_000].map(duration)).toEqual([
    '0 s',
    '1 s',
    '12 s',
    '1 min 00 s',
    '3 min 05 s',
    '2 h 10 min',
  ]);
  expect([400, 12_000, 61_000, 3_600_000 * 14].map(about)).toEqual(['1 s', '15 s', '2 min', '14 h 00 min']);
});
