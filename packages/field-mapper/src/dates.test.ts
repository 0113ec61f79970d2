import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DateFormatError,
  formatIso8601,
  formatRfc2822,
  isIso8601AsPrinted,
  parseIso8601,
  parseRfc2822,
} from './dates.ts';

describe('parseRfc2822', () => {
  test.each([
    ['Mon, 24 Sep 2012 01:14:30 +0000', '2012-09-24T01:14:30+00:00'],
    ['24 Sep 2012 01:14 GMT', '2012-09-24T01:14:00+00:00'],
    ['mon, 24 sep 2012 01:14:30 -0730', '2012-09-24T08:44:30+00:00'],
    ['Mon, 24 Sep 2012 01:14:30 EDT', '2012-09-24T05:14:30+00:00'],
    ['Thu, 29 Feb 2024 23:59:59 +1400', '2024-02-29T09:59:59+00:00'],
    ['Tue, 25 Sep 2012 00:13:30 +2359', '2012-09-24T00:14:30+00:00'],
    ['  Mon,  24  Sep  2012  01:14:30  +0000  ', '2012-09-24T01:14:30+00:00'],
  ])('%s', (text, iso) => {
    expect(formatIso8601(parseRfc2822(text))).toBe(iso);
  });

  test.each([
    [0, ['UT', 'GMT', 'Z']],
    [4, ['EDT']],
    [5, ['EST', 'CDT']],
    [6, ['CST', 'MDT']],
    [7, ['MST', 'PDT']],
    [8, ['PST']],
  ])('at %i:00 UTC it is midnight in %j', (hour, zones) => {
    const hours = zones.map((zone) => parseRfc2822(`24 Sep 2012 00:00 ${zone}`).getUTCHours());
    expect(hours).toEqual(zones.map(() => hour));
  });

  test.each([
    ['Tue, 24 Sep 2012 01:14:30 +0000', 'that day is a Mon, not a Tue'],
    ['Wed, 29 Feb 2023 00:00:00 +0000', 'that month has no day 29'],
    ['Mon, 24 Sep 12 01:14:30 +0000', 'expected the form "Mon, 24 Sep 2012 01:14:30 +0000"'],
    ['Mon, 24 Foo 2012 01:14:30 +0000', 'no month is called Foo'],
    ['Mon, 00 Sep 2012 01:14:30 +0000', 'that month has no day 0'],
    ['Mon, 24 Sep 2012 24:14:30 +0000', 'there is no such time of day'],
    ['Mon, 24 Sep 2012 01:60:30 +0000', 'there is no such time of day'],
    ['Mon, 24 Sep 2012 01:14:60 +0000', 'there is no such time of day'],
    ['Mon, 24 Sep 2012 01:14:30 XYZ', 'no zone is called XYZ'],
    ['Mon, 24 Sep 2012 01:14:30 +2400', 'no zone is called +2400'],
    ['Mon, 24 Sep 2012 01:14:30 +0060', 'no zone is called +0060'],
    ['on Mon, 24 Sep 2012 01:14:30 +0000', 'expected the form "Mon, 24 Sep 2012 01:14:30 +0000"'],
    ['Mon, 24 Sep 2012 01:14:30 +0000 or so', 'expected the form "Mon, 24 Sep 2012 01:14:30 +0000"'],
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
    [' 2018-08-15T14:48:31+23:59 ', 'Tue, 14 Aug 2018 14:49:31 +0000'],
  ])('%s', (text, rfc) => {
    expect(formatRfc2822(parseIso8601(text))).toBe(rfc);
  });

  test('takes as much of a fraction as a Date can hold', () => {
    const read = ['.5Z', ',25z', '.1239Z'].map((end) =>
      parseIso8601(`2018-08-15T14:48:31${end}`).toISOString(),
    );
    expect(read).toEqual([
      '2018-08-15T14:48:31.500Z',
      '2018-08-15T14:48:31.250Z',
      '2018-08-15T14:48:31.123Z',
    ]);
  });

  test.each([
    ['2018-08-15', 'expected the form "2018-08-15T14:48:31+00:00"'],
    ['2018-08-15T14:48:31', 'expected the form "2018-08-15T14:48:31+00:00"'],
    ['on 2018-08-15T14:48:31Z', 'expected the form "2018-08-15T14:48:31+00:00"'],
    ['2018-08-15T14:48:31Z or so', 'expected the form "2018-08-15T14:48:31+00:00"'],
    ['2018-08-15T14:48:31+24:00', 'no zone is +24:00'],
    ['2018-13-01T00:00:00Z', 'there is no month 13'],
    ['2018-00-01T00:00:00Z', 'there is no month 0'],
    ['2018-02-30T00:00:00Z', 'that month has no day 30'],
    ['9999-12-31T23:00:00-02:00', 'the instant lies after the year 9999'],
  ])('refuses %s', (text, reason) => {
    expect(() => parseIso8601(text)).toThrow(new DateFormatError('iso-8601', text, reason));
  });
});

test('what is taken for printed already comes out as it was, read and printed again', () => {
  const part = (most: number) =>
    fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
  const near = fc
    .tuple(fc.integer({ min: 1_850, max: 9_999 }), part(13), part(32), part(25), part(61), part(61))
    .chain(([year, month, day, hour, minute, second]) =>
      fc
        .constantFrom('+00:00', '+00:00', 'Z', '+01:00', '+00:00 ')
        .map((zone) => `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`),
    );
  let printed = 0;
  fc.assert(
    fc.property(near, (text) => {
      if (!isIso8601AsPrinted(text)) return;
      printed += 1;
      expect(formatIso8601(parseIso8601(text))).toBe(text);
    }),
    { numRuns: 2_000 },
  );
  expect(printed).toBeGreaterThan(200);
  expect(
    [
      '2018-08-15T14:48:31+00:00',
      '2018-08-31T14:48:31+00:00',
      '2018-08-15T14:48:31Z',
      '2018-02-30T00:00:00+00:00',
      '2018-04-31T00:00:00+00:00',
    ].map(isIso8601AsPrinted),
  ).toEqual([true, true, false, false, false]);
});

test('an error says what was read, cut short, in which format, and why not', () => {
  expect(told(() => parseRfc2822('x'.repeat(100)))).toEqual({
    name: 'DateFormatError',
    format: 'rfc-2822',
    reason: 'expected the form "Mon, 24 Sep 2012 01:14:30 +0000"',
    message: `"${'x'.repeat(64)}" is not a date in rfc-2822: expected the form "Mon, 24 Sep 2012 01:14:30 +0000"`,
  });
  expect(told(() => parseIso8601('2018-13-01T00:00:00Z'))).toEqual({
    name: 'DateFormatError',
    format: 'iso-8601',
    reason: 'there is no month 13',
    message: '"2018-13-01T00:00:00Z" is not a date in iso-8601: there is no month 13',
  });
});

function told(read: () => Date): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DateFormatError)) throw error;
    const { name, format, reason, message } = error;
    return { name, format, reason, message };
  }
}

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
