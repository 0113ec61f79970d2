import type { Spell } from '@cutover/journal';
import { expect, test } from 'vitest';
import { timelineOf } from './timeline.ts';

const start = Date.UTC(2026, 0, 2);

const spell = (
  is: Spell['is'],
  word: string,
  from: number,
  to: number,
  more: Partial<Spell> = {},
): Spell => ({
  number: from,
  is,
  word,
  store: '',
  from: new Date(start + from * 1_000).toISOString(),
  to: new Date(start + to * 1_000).toISOString(),
  times: 1,
  ms: (to - from) * 1_000,
  images: 0,
  ...more,
});

const clean = (text: string): string => text.replaceAll('\u001B', '\\u{1b}');
const of = (spells: readonly Spell[], isFinished = true) =>
  timelineOf(spells, { finishedAt: isFinished ? 'then' : undefined }, clean);

test('breaks are drawn short, waits and paces lie where they were, and all of it is said', () => {
  const told = of([
    spell('sitting', 'stopped', 0, 90),
    spell('pace', 'reading', 0, 30, { images: 60 }),
    spell('wait', 'quota', 40, 50, { store: 'a\u001Bb', times: 3, ms: 6_000 }),
    spell('sitting', '', 3_690, 3_700),
    spell('sitting', 'finished', 3_760, 3_860),
    spell('pace', 'writing', 3_760, 3_860, { images: 50 }),
    spell('pace', 'planning', 3_860, 3_860, { images: 50 }),
  ]);
  const round = (value: number): number => Math.round(value * 1_000) / 1_000;
  expect({
    paces: told?.paces.map(({ from, to, ...pace }) => ({ from: round(from), to: round(to), ...pace })),
    marks: told?.marks.map(({ from, to, ...mark }) => ({ from: round(from), to: round(to), ...mark })),
    sentences: told?.sentences,
  }).toEqual({
    // 200 s of work on nine tenths of the line, and two breaks.
    paces: [
      { from: 0, to: 0.135, perMinute: 120, phase: 'reading' },
      { from: 0.55, to: 1, perMinute: 30, phase: 'writing' },
    ],
    marks: [
      {
        is: 'wait',
        from: 0.18,
        to: 0.225,
        when: '2026-01-02 00:00:40 to 00:00:50 UTC',
        words: 'It waited 6 s for the quota of store a\\u{1b}b, 3 times in all.',
      },
      {
        is: 'break',
        from: 0.405,
        to: 0.455,
        when: '2026-01-02 00:01:30 to 01:01:30 UTC',
        words: 'Somebody stopped it; it went on after 1 h 00 min.',
      },
      {
        is: 'break',
        from: 0.5,
        to: 0.55,
        when: '2026-01-02 01:01:40 to 01:02:40 UTC',
        words:
          'It ended without saying why, as a program does that is killed or whose machine stops; it went on after 1 min 00 s.',
      },
    ],
    sentences: [
      'From its beginning to its end it took 1 h 04 min: 3 min 20 s of work, and 1 h 01 min in 2 breaks.',
      'It waited 6 s in all for the quota.',
      'Reading took 30 s, at 120 images a minute.',
      'Writing took 1 min 40 s, at 30 images a minute.',
    ],
  });
});

test('a break is as long where it is marked as in what all of them come to', () => {
  const told = of([spell('sitting', 'stopped', 0, 10), spell('sitting', 'finished', 14.4, 20)]);
  expect([told?.marks.map(({ words }) => words), told?.sentences]).toEqual([
    ['Somebody stopped it; it went on after 4 s.'],
    ['From its beginning to its end it took 20 s: 16 s of work, and 4 s in 1 break.'],
  ]);
});

test('a command that was refused and did nothing is no break; what it had read before is drawn', () => {
  const told = of([
    spell('sitting', 'refused', 0, 20),
    spell('pace', 'reading', 0, 20, { images: 60 }),
    spell('sitting', 'refused', 30, 31),
    spell('sitting', 'refused', 50, 51),
    spell('sitting', 'finished', 80, 100),
  ]);
  expect([told?.marks.map(({ words }) => words), told?.sentences]).toEqual([
    ['The command was refused; it went on after 1 min 00 s.'],
    [
      'From its beginning to its end it took 1 min 40 s: 40 s of work, and 1 min 00 s in 1 break.',
      'Reading took 20 s, at 180 images a minute.',
    ],
  ]);
});

test.each([
  ['none were kept', []],
  ['it took no time', [spell('sitting', 'finished', 0, 0)]],
  ['only its waits are known', [spell('wait', 'quota', 0, 10)]],
])('nothing is drawn where %s', (_, spells) => {
  expect(of(spells)).toBe(undefined);
});

test('of very many the longest are marked, and it is said that there are more', () => {
  const waits = Array.from({ length: 100 }, (_, at) =>
    spell('wait', 'store', at * 20, at * 20 + 5 + (at % 10)),
  );
  const told = of([spell('sitting', '', 0, 2_100), ...waits], false);
  expect([told?.marks.length, told?.sentences]).toEqual([
    30,
    [
      'From its beginning to this point it took 35 min 00 s, without a break.',
      'It waited 15 min 50 s in all for an answer as it should be.',
      'The 30 longest of 100 breaks and waits are marked.',
    ],
  ]);
});

test('a clock that was set back draws nothing beyond the line', () => {
  const told = of([
    spell('sitting', 'stopped', 0, 100),
    spell('wait', 'quota', 90, 80, { ms: 5_000 }),
    spell('pace', 'writing', 150, 170, { images: 10 }),
    spell('sitting', 'finished', 50, 120),
  ]);
  const places = [...(told?.marks ?? []), ...(told?.paces ?? [])].flatMap(({ from, to }) => [from, to]);
  expect(places.every((place) => place >= 0 && place <= 1)).toBe(true);
  expect(told?.sentences[0]).toBe(
    'From its beginning to its end it took 2 min 00 s: 2 min 00 s of work, and 0 s in 1 break.',
  );
});
