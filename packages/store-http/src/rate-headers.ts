// The quota as answers tell it. Facts and their sources: Requests-Quota and -Left count one window of
// Time-Window-Ms; Time-Reset-Ms is what is left of that window; X-Retry-After is in seconds. BigCommerce,
// "About our APIs" and "Rate limits". Retry-After (seconds or a date) is only named in prose, and honoured if seen.

export interface QuotaReading {
  readonly quota: number;
  readonly left: number;
  readonly resetMs: number;
  readonly windowMs: number;
}

type Headers = Readonly<Record<string, string>>;

/** The documented window. */
export const windowDefaultMs = 30_000;
/** No documented window is longer than an hour; a wilder figure is a mistake we must not sleep on. */
export const waitLongestMs = 3_600_000;

/** The quota's state, or undefined when the answer does not tell all of it. */
export function parseQuota(headers: Headers): QuotaReading | undefined {
  const quota = whole(headers['x-rate-limit-requests-quota']);
  const left = whole(headers['x-rate-limit-requests-left']);
  const resetMs = whole(headers['x-rate-limit-time-reset-ms']);
  if (quota === undefined || quota < 1 || left === undefined || resetMs === undefined) return undefined;
  const windowMs = whole(headers['x-rate-limit-time-window-ms']) ?? Math.max(windowDefaultMs, resetMs);
  if (windowMs < 1 || windowMs > waitLongestMs || resetMs > windowMs * 2) return undefined;
  return { quota, left: Math.min(left, quota), resetMs: Math.min(resetMs, windowMs), windowMs };
}

/** The longest wait that a 429 or 503 asks for, in ms, at most an hour; undefined when it names none. */
export function parseRetryAfterMs(status: number, headers: Headers, nowMs: number): number | undefined {
  const askedMs = parseAskedWaitMs(status, headers, nowMs);
  return askedMs === undefined ? undefined : Math.min(askedMs, waitLongestMs);
}

/** The same as it was asked for, however long. */
export function parseAskedWaitMs(status: number, headers: Headers, nowMs: number): number | undefined {
  const waits = [seconds(headers['x-retry-after']), secondsOrDate(headers['retry-after'], nowMs)];
  if (status === 429) waits.push(whole(headers['x-rate-limit-time-reset-ms']));
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,12}\s*$/u.test(text) ? Number(text) : undefined;
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,9}(\.\d{1,6})?\s*$/u.test(text)
    ? Math.ceil(Number(text) * 1000)
    : undefined;
}

function secondsOrDate(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const plain = seconds(text);
  if (plain !== undefined) return plain;
  const at = /[a-z]{3}/iu.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
