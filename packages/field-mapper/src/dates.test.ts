import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DateFormatError, formatIso8601, formatRfc2822, parseIso8601, parseRfc2822 } from './dates.ts';

describe('parseRfc2822', () => {
  test.each([
    ['Mon, 24 Sep 2012 01:14:30 +0000', '2012-09-24T01:14:30+00:00'],
    ['24 Sep 2012 01:14 GMT', '2012-09-24T01:14:00+00:00'],
    ['mon, 24 sep 2012 01:14:30 -0730', '2012-09-24T08:44:30+00:00'],
    ['Mon, 24 Sep 2012 01:14:30 EDT', '2012-09-24T05:14:30+00:00'],
    ['Thu, 29 Feb 2024 23:59:59 +1400', '2024-02-29T09:59:59+00:00'],
  ])('%s', (text, iso) => {
    expect(formatIso8601(parseRfc2822(text))).toBe(iso);
  });

  test.each([
    ['Tue, 24 Sep 2012 01:14:30 +0000', 'that day is a Mon, not a Tue'],
    ['Wed, 29 Feb 2023 00:00:00 +0000', 'that month has no day 29'],
    ['Mon, 24 Sep 12 01:14:30 +0000', 'expected the form "Mon, 24 Sep 2012 01:14:30 +0000"'],
    ['Mon, 24 Foo 2012 01:14:30 +0000', 'no month is called Foo'],
    ['Mon, 24 Sep 2012 24:14:30 +0000', 'there is no such time of day'],
    ['Mon, 24 Sep 2012 01:14:30 XYZ', 'no zone is called XYZ'],
    ['Mon, 24 Sep 2012 01:14:30 +2400', 'no zone is called +2400'],
    ['1 Jan 1899 00:00:00 +0000', 'the year 1899 is before 1900'],
    ['2018-08-15T14:48:31+00:00', 'expected the form "Mon, 24 Sep 2012 01:14:30 +0000"'],
    ['', 'expected the form "Mon, 24 Sep 2012 01:14:30 +0000"'],
  ])('refuses %s', (text, reason) => {
    expect(() => parseRfc2822(text)).toThrow(new DateFormatError('rfc-2822', text, reason));
  });
});

describe('parseIso8601', () => {
  test.each([
    ['2018-08-15T14:48:31+00:00', 'Wed, 15 Aug 2018 14:48:31 +0000'],
    ['2018-08-15T14:48:31.999Z', 'Wed, 15 Aug 2018 14:48:31 +0000'],
    ['2018-08-15T14:48:31-0500', 'Wed, 15 Aug 2018 19:48:31 +0000'],
  ])('%s', (text, rfc) => {
    expect(formatRfc2822(parseIso8601(text))).toBe(rfc);
  });

  test.each([
    '2018-08-15',
    '2018-08-15T14:48:31',
    '2018-13-01T00:00:00Z',
    '2018-00-01T00:00:00Z',
    '2018-02-30T00:00:00Z',
    '9999-12-31T23:00:00-02:00',
  ])('refuses %s', (text) => {
    expect(() => parseIso8601(text)).toThrow(DateFormatError);
  });
});

test('law: what is printed is read back, to the second', () => {
  const instants = fc.date({
    min: new Date('1900-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, (instant) => {
      const second = new Date(Math.floor(instant.getTime() / 1000) * 1000);
      expect([parseRfc2822(formatRfc2822(instant)), parseIso8601(formatIso8601(instant))]).toEqual([
        second,
        second,
      ]);
    }),
  );
});
