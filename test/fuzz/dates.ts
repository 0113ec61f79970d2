// Dates of both APIs. Laws: refused with DateFormatError or one instant; what is printed of it reads as the same second.
import {
  DateFormatError,
  formatIso8601,
  formatRfc2822,
  parseIso8601,
  parseRfc2822,
} from '@cutover/field-mapper';
import fc from 'fast-check';
import { hitSamples, noise } from './mutations.ts';
import { anyOrValid, type FuzzParser, onlyA } from './parser.ts';

const samples = [
  'Mon, 24 Sep 2012 01:14:30 +0000',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  '29 Feb 2024 23:59 EST',
  '2018-08-15T14:48:31+00:00',
  '2018-08-15T14:48:31.123456789-0730',
  '9999-12-31T23:59:59Z',
].map((text) => Buffer.from(text));
const words = ['+0000', 'GMT', 'Z', '-2359', ',', ' ', '\t', 'T', '29 Feb', '00', '60', '0000', '.', '  '];

const forms = [
  { parse: parseRfc2822, format: formatRfc2822 },
  { parse: parseIso8601, format: formatIso8601 },
] as const;

const valid = fc
  .record({
    instant: fc.date({ min: new Date('1900-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
    choice: fc.nat(forms.length - 1),
  })
  .map(({ instant, choice }) => ({
    bytes: Buffer.from((forms[choice] ?? forms[0]).format(instant)),
    choice,
    expected: new Date(Math.floor(instant.getTime() / 1000) * 1000).toISOString(),
  }));

export const dates: FuzzParser = {
  name: 'dates',
  inputs: anyOrValid(fc.oneof({ weight: 4, arbitrary: hitSamples(samples, words) }, noise), valid),
  play(bytes, choice) {
    const { parse, format } = forms[choice % forms.length] ?? forms[0];
    const text = Buffer.from(bytes).toString('utf8');
    let instant: Date;
    try {
      instant = parse(text);
    } catch (error) {
      return onlyA(error, DateFormatError).message;
    }
    const again = parse(format(instant));
    if (Math.floor(instant.getTime() / 1000) * 1000 !== again.getTime())
      throw new Error(
        `${text} is ${instant.toISOString()}, and printed and read again ${again.toISOString()}`,
      );
    return again.toISOString();
  },
};
