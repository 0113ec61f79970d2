import { StoreError } from '@cutover/v3-client';
import { describe, expect, it } from 'vitest';
import { type Disposition, dispose } from './dispose.ts';

type Class = StoreError['class'];

function refused(
  kind: Class,
  facts: { status?: number; retryAfterMs?: number; storeWords?: string } = {},
): StoreError {
  return new StoreError('refused', {
    class: kind,
    next: 'retry',
    method: 'POST',
    path: '/v3/catalog/products/1/images',
    attempt: 1,
    ...facts,
  });
}

describe('what to do after a write was answered with an error', () => {
  it.each<[string, unknown, boolean, Disposition]>([
    [
      'nothing left the machine',
      refused('not-sent'),
      true,
      { next: 'again', waitMs: 0, counts: true, reason: 'refused' },
    ],
    [
      'the quota is used up',
      refused('rate-limited', { status: 429, retryAfterMs: 3000, storeWords: 'Too many requests' }),
      true,
      { next: 'again', waitMs: 3000, counts: false, reason: '429: Too many requests' },
    ],
    [
      'a connection that broke',
      refused('ambiguous'),
      true,
      { next: 'settle', reason: 'the connection broke before an answer came' },
    ],
    ['a 5xx', refused('ambiguous', { status: 502 }), true, { next: 'settle', reason: '502: ambiguous' }],
    [
      'an answer nobody can read',
      refused('unexpected', { status: 200 }),
      true,
      { next: 'settle', reason: '200: unexpected' },
    ],
    ['half done', refused('partial', { status: 207 }), true, { next: 'settle', reason: '207: partial' }],
    ['a conflict', refused('conflict', { status: 409 }), true, { next: 'settle', reason: '409: conflict' }],
    [
      'an address the store cannot fetch',
      refused('rejected', { status: 400 }),
      true,
      { next: 'upload', reason: '400: rejected', failure: { code: '400', words: 'rejected' } },
    ],
    [
      'an upload the store refuses',
      refused('rejected', { status: 400 }),
      false,
      { next: 'fail', reason: '400: rejected', failure: { code: '400', words: 'rejected' }, limit: false },
    ],
    [
      'a product that is gone',
      refused('rejected', { status: 404 }),
      true,
      { next: 'fail', reason: '404: rejected', failure: { code: '404', words: 'rejected' }, limit: false },
    ],
    [
      'a full product',
      refused('limit', { status: 403 }),
      true,
      { next: 'fail', reason: '403: limit', failure: { code: '403', words: 'limit' }, limit: true },
    ],
    [
      'not implemented',
      refused('never', { status: 501 }),
      true,
      { next: 'fail', reason: '501: never', failure: { code: '501', words: 'never' }, limit: false },
    ],
    ['an error of our own', new Error('claimed twice'), true, { next: 'settle', reason: 'claimed twice' }],
  ])('%s', (_name, error, sentAddress, expected) => {
    expect(dispose(error, sentAddress)).toEqual(expected);
  });

  it('stops the run where no other write would do better', () => {
    const error = refused('unauthorised', { status: 401 });
    expect(dispose(error, true)).toEqual({ next: 'stop', error });
  });
});
