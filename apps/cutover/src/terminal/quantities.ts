// Numbers, shares, sizes and times in words. One locale on purpose: what is shown can be searched and pasted.
let counts: Intl.NumberFormat | undefined;

/** `1,234,567`; without decimals. */
export function number(value: number): string {
  // Counts by hand: a locale takes longer to load than a journal.
  if (Number.isSafeInteger(value) && value >= 0) return inThousands(String(value));
  counts ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  return counts.format(value);
}

function inThousands(digits: string): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  return groups.join(',');
}

/** `1 image`, `2,000 images`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;

/** A share of 0 to 1 in whole percent, rounded down, so that 100 % means all. */
export const percent = (share: number): string =>
  `${Math.floor(Math.min(1, Math.max(0, share)) * 100 + 1e-9)} %`;

/** The size of a file, which may be a small one: `12 KB`. */
export const fileSize = (bytes: number): string =>
  bytes < 10_000_000 ? `${number(Math.ceil(bytes / 1000))} KB` : megabytes(bytes);

/** A size in megabytes, rounded up: `16 MB`. */
export const megabytes = (bytes: number): string => `${number(Math.ceil(bytes / 1_000_000))} MB`;

/** A rate a second: one decimal below 100. */
export const rate = (perSecond: number): string =>
  perSecond < 100 ? perSecond.toFixed(1) : number(perSecond);

const manners = {
  /** What a clock shows, in at most two units: `1 s`, `3 min 05 s`, `2 h 10 min`. */
  exact(seconds: number): string {
    const whole = Math.max(0, Math.ceil(seconds - 1e-9));
    if (whole < 60) return `${whole} s`;
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
    return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  },
  /** What is left, as far as anyone can tell, so without false precision: `20 s`, `70 s`, `3 min`, `2 h 10 min`. */
  left(seconds: number): string {
    const whole = Math.max(1, Math.ceil(seconds));
    if (whole < 10) return `${whole} s`;
    if (whole <= 60) return `${Math.ceil(whole / 5) * 5} s`;
    // A minute more would be as much again as is left.
    if (whole <= 110) return `${Math.ceil(whole / 10) * 10} s`;
    const minutes = Math.ceil(whole / 60);
    return minutes < 60 ? `${minutes} min` : manners.exact(minutes * 60);
  },
  /** What something will take, rounded up: `90 s`, `12 min`, `2.5 h`. */
  cost(seconds: number): string {
    if (seconds < 120) return `${Math.ceil(seconds)} s`;
    return seconds < 7_200 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
  },
  /** How long ago, in whole units that have passed: `3 s`, `12 min`, `5 h`, `2 d`. */
  age(seconds: number): string {
    if (seconds < 120) return `${Math.floor(seconds)} s`;
    if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
    return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
  },
  /** A wait, in seconds however long: `75 s`. */
  wait: (seconds: number): string => `${Math.ceil(seconds)} s`,
  /** What a step took: `1.2 s`. */
  tenths: (seconds: number): string => `${seconds.toFixed(1)} s`,
};

/** A time in words, in the manner that fits what it is. */
export const duration = (ms: number, manner: keyof typeof manners = 'exact'): string =>
  manners[manner](ms / 1_000);

/** A moment, of milliseconds or as ISO 8601: `2026-01-02 03:04:05 UTC`. */
export const moment = (when: number | string): string =>
  `${(typeof when === 'number' ? new Date(when).toISOString() : when).slice(0, 19).replace('T', ' ')} UTC`;

/** `2026-11-21 15:07` where the person is. */
export function localMinute(iso: string): string {
  const at = new Date(iso);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
