import { expect, test } from 'vitest';
import { counted, duration, megabytes, moment, number, percent, rate } from './quantities.ts';

test('numbers and shares', () => {
  expect([number(0), number(1234567), counted(1, 'image'), counted(2000, 'image')]).toEqual([
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
  expect([megabytes(1), megabytes(16_000_000), megabytes(1_234_000_001)]).toEqual([
    '1 MB',
    '16 MB',
    '1,235 MB',
  ]);
  expect([rate(0.04), rate(12.34), rate(99.94), rate(1234.5)]).toEqual(['0.0', '12.3', '99.9', '1,235']);
});

test('times', () => {
  expect([0, 800, 12_000, 59_001, 185_000, 7_800_000].map((ms) => duration(ms))).toEqual([
    '0 s',
    '1 s',
    '12 s',
    '1 min 00 s',
    '3 min 05 s',
    '2 h 10 min',
  ]);
  expect(
    [400, 12_000, 59_000, 64_000, 110_000, 111_000, 3_600_000 * 14].map((ms) => duration(ms, 'left')),
  ).toEqual(['1 s', '15 s', '60 s', '70 s', '110 s', '2 min', '14 h 00 min']);
  expect([1_200, 119_900, 121_000, 9_000_000].map((ms) => duration(ms, 'cost'))).toEqual([
    '2 s',
    '120 s',
    '3 min',
    '2.5 h',
  ]);
  expect([119_000, 179_000, 7_300_000, 200_000_000].map((ms) => duration(ms, 'age'))).toEqual([
    '119 s',
    '2 min',
    '2 h',
    '2 d',
  ]);
  expect([moment(Date.UTC(2026, 0, 2, 3, 4, 5, 600)), moment('2026-01-02T03:04:05.600Z')]).toEqual(
    Array(2).fill('2026-01-02 03:04:05 UTC'),
  );
  expect([duration(74_100, 'wait'), duration(1_249, 'tenths')]).toEqual(['75 s', '1.2 s']);
});
