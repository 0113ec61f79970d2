import { describe, expect, it } from 'vitest';
import { parseAskedWaitMs, parseQuota, parseRetryAfterMs } from './rate-headers.ts';

const all = {
  'x-rate-limit-requests-quota': '150',
  'x-rate-limit-requests-left': '35',
  'x-rate-limit-time-reset-ms': '15000',
  'x-rate-limit-time-window-ms': '30000',
};

describe('parseQuota', () => {
  it.each([
    ['all four', all, { quota: 150, left: 35, resetMs: 15_000, windowMs: 30_000 }],
    [
      'no window',
      { ...all, 'x-rate-limit-time-window-ms': '' },
      { quota: 150, left: 35, resetMs: 15_000, windowMs: 30_000 },
    ],
    ['no quota', { ...all, 'x-rate-limit-requests-quota': '' }, undefined],
    ['a quota of 0', { ...all, 'x-rate-limit-requests-quota': '0' }, undefined],
    ['a negative rest', { ...all, 'x-rate-limit-requests-left': '-3' }, undefined],
    [
      'more left than there is',
      { ...all, 'x-rate-limit-requests-left': '999' },
      { quota: 150, left: 150, resetMs: 15_000, windowMs: 30_000 },
    ],
    ['a reset beyond the window', { ...all, 'x-rate-limit-time-reset-ms': '99999999' }, undefined],
    ['a window of a day', { ...all, 'x-rate-limit-time-window-ms': '86400000' }, undefined],
    ['none', {}, undefined],
  ])('%s', (_what, headers, expected) => {
    expect(parseQuota(headers)).toEqual(expected);
  });
});

it('a wait that is asked for is told whole, however long', () => {
  expect(parseAskedWaitMs(429, { 'x-retry-after': '100000', 'retry-after': '3' }, 0)).toBe(100_000_000);
  expect(parseAskedWaitMs(503, { 'x-rate-limit-time-reset-ms': '999' }, 0)).toBeUndefined();
});

describe('parseRetryAfterMs', () => {
  const nowMs = Date.parse('2026-01-01T00:00:00Z');
  it.each<[string, number, Record<string, string>, number | undefined]>([
    ['X-Retry-After is in seconds', 429, { 'x-retry-after': '15' }, 15_000],
    ['a fraction of a second', 429, { 'x-retry-after': '0.25' }, 250],
    ['Retry-After in seconds', 503, { 'retry-after': '3' }, 3000],
    ['Retry-After as a date', 503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }, 9000],
    ['a date that has passed', 503, { 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }, 0],
    ['the longest of all', 429, { ...all, 'x-retry-after': '2', 'retry-after': '4' }, 15_000],
    ['the reset counts for a 429 only', 503, { ...all }, undefined],
    ['an absurd wait is bounded by an hour', 429, { 'x-retry-after': '99999999' }, 3_600_000],
    ['words', 429, { 'x-retry-after': 'soon', 'retry-after': '-1' }, undefined],
  ])('%s', (_what, status, headers, expected) => {
    expect(parseRetryAfterMs(status, headers, nowMs)).toBe(expected);
  });
});
