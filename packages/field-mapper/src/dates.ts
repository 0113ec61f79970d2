// Dates as the two APIs write them: V2 in RFC 2822, V3 in ISO 8601 with a numeric zone. Invariant: a text either names
// one instant, checked field by field, or is refused; Date.parse is never asked, because it guesses.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** The named zones that RFC 2822 §4.3 still defines, in minutes east of Greenwich. */
const NAMED_ZONES: Readonly<Record<string, number>> = {
  UT: 0,
  GMT: 0,
  Z: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

const RFC_2822 =
  /^(?:([A-Z]{3}),\s+)?(\d{1,2})\s+([A-Z]{3})\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s+([+-]\d{4}|[A-Z]{1,3})$/i;
const ISO_8601 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/i;

export type DateFormat = 'rfc-2822' | 'iso-8601';

/** A text that should be a date and is not; `reason` says which part is wrong. */
export class DateFormatError extends Error {
  override readonly name = 'DateFormatError';
  readonly format: DateFormat;
  readonly reason: string;

  constructor(format: DateFormat, text: string, reason: string) {
    super(`${JSON.stringify(text.slice(0, 64))} is not a date in ${format}: ${reason}`);
    this.format = format;
    this.reason = reason;
  }
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milliseconds: number;
  readonly zoneMinutes: number;
}

/** Reads `Mon, 24 Sep 2012 01:14:30 +0000`, any zone; throws {@link DateFormatError}. The weekday, if given, must fit. */
export function parseRfc2822(text: string): Date {
  const refuse = (reason: string): never => {
    throw new DateFormatError('rfc-2822', text, reason);
  };
  const match = RFC_2822.exec(text.trim());
  if (match === null) return refuse('expected the form "Mon, 24 Sep 2012 01:14:30 +0000"');
  const [, weekday, day = '', monthName = '', year = '', hour = '', minute = '', second = '00', zone = ''] =
    match;
  const month = MONTHS.findIndex((name) => name.toLowerCase() === monthName.toLowerCase());
  if (month < 0) return refuse(`no month is called ${monthName}`);
  const zoneMinutes = /^[+-]/.test(zone) ? numericZone(zone) : NAMED_ZONES[zone.toUpperCase()];
  if (zoneMinutes === undefined) return refuse(`no zone is called ${zone}`);
  const parts = {
    year: +year,
    month,
    day: +day,
    hour: +hour,
    minute: +minute,
    second: +second,
    milliseconds: 0,
    zoneMinutes,
  };
  const instant = instantOf(parts, refuse);
  const told = WEEKDAYS[new Date(Date.UTC(parts.year, month, parts.day)).getUTCDay()];
  if (weekday !== undefined && weekday.toLowerCase() !== told?.toLowerCase()) {
    return refuse(`that day is a ${told}, not a ${weekday}`);
  }
  return instant;
}

/** Reads `2018-08-15T14:48:31+00:00`; a fraction and `Z` are taken too, a missing zone is not. Throws {@link DateFormatError}. */
export function parseIso8601(text: string): Date {
  const refuse = (reason: string): never => {
    throw new DateFormatError('iso-8601', text, reason);
  };
  const match = ISO_8601.exec(text.trim());
  if (match === null) return refuse('expected the form "2018-08-15T14:48:31+00:00"');
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] =
    match;
  const zoneMinutes = zone.toUpperCase() === 'Z' ? 0 : numericZone(zone.replace(':', ''));
  if (zoneMinutes === undefined) return refuse(`no zone is ${zone}`);
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return instantOf(
    {
      year: +year,
      month: +month - 1,
      day: +day,
      hour: +hour,
      minute: +minute,
      second: +second,
      milliseconds,
      zoneMinutes,
    },
    refuse,
  );
}

/** As {@link formatIso8601} prints it. The 29th of February, which not every year has, is left to {@link parseIso8601}. */
const AS_PRINTED =
  /^(?:19|[2-9]\d)\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\+00:00$/;

/** Whether a text is certain to come out as it is, read and printed again: a catalog has one to an image. */
export const isIso8601AsPrinted = (text: string): boolean => AS_PRINTED.test(text);

/** Prints as V2 does, always in `+0000`; parts of a second are dropped. */
export function formatRfc2822(date: Date): string {
  const day = `${WEEKDAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** Prints as V3 does, always in `+00:00`; parts of a second are dropped. */
export function formatIso8601(date: Date): string {
  return `${date.toISOString().slice(0, 19)}+00:00`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function numericZone(zone: string): number | undefined {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3, 5));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function instantOf(parts: Parts, refuse: (reason: string) => never): Date {
  // RFC 2822 §3.3 knows no year before 1900, and Date.UTC would read 0–99 as 19xx.
  if (parts.year < 1900) return refuse(`the year ${parts.year} is before 1900`);
  if (parts.month < 0 || parts.month > 11) return refuse(`there is no month ${parts.month + 1}`);
  const days = new Date(Date.UTC(parts.year, parts.month + 1, 0)).getUTCDate();
  if (parts.day < 1 || parts.day > days) return refuse(`that month has no day ${parts.day}`);
  if (parts.hour > 23 || parts.minute > 59 || parts.second > 59)
    return refuse('there is no such time of day');
  const local = Date.UTC(
    parts.year,
    parts.month,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
    parts.milliseconds,
  );
  const instant = new Date(local - parts.zoneMinutes * 60_000);
  // At the far end a western zone can push the instant into a year of five digits, which V3's form cannot write.
  if (instant.getUTCFullYear() > 9999) return refuse('the instant lies after the year 9999');
  return instant;
}
