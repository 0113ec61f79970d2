import { StoreError } from '@cutover/v3-client';
import { describe, expect, it } from 'vitest';
import { InDoubt } from '../in-doubt.ts';
import { reported } from '../picture-reasons.ts';
import { type Disposition, dispose } from './dispose.ts';

type Class = StoreError['class'];

function refused(
  kind: Class,
  facts: { status?: number; retryAfterMs?: number; storeWords?: string; reason?: 'timeout' } = {},
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
      { next: 'again', waitMs: 0, counts: true, says: reported('refused') },
    ],
    [
      'the quota is used up',
      refused('rate-limited', { status: 429, retryAfterMs: 3000, storeWords: 'Too many requests' }),
      true,
      { next: 'again', waitMs: 3000, counts: false, says: reported('429: Too many requests') },
    ],
    [
      'a connection that broke',
      refused('ambiguous'),
      true,
      { next: 'settle', says: { code: 'connection-broke' } },
    ],
    [
      'a 5xx',
      refused('ambiguous', { status: 502 }),
      true,
      { next: 'settle', says: reported('502: ambiguous') },
    ],
    [
      'an answer nobody can read',
      refused('unexpected', { status: 200 }),
      true,
      { next: 'settle', says: reported('200: unexpected') },
    ],
    [
      'half done',
      refused('partial', { status: 207 }),
      true,
      { next: 'settle', says: reported('207: partial') },
    ],
    [
      'a conflict',
      refused('conflict', { status: 409 }),
      true,
      { next: 'settle', says: reported('409: conflict') },
    ],
    [
      'an address the store cannot fetch',
      refused('rejected', { status: 400 }),
      true,
      {
        next: 'upload',
        says: reported('400: rejected'),
        failure: { code: '400', says: reported('rejected') },
      },
    ],
    [
      'an upload the store refuses',
      refused('rejected', { status: 400 }),
      false,
      {
        next: 'fail',
        says: reported('400: rejected'),
        failure: { code: '400', says: reported('rejected') },
        limit: false,
      },
    ],
    [
      'a product that is gone',
      refused('rejected', { status: 404 }),
      true,
      {
        next: 'fail',
        says: reported('404: rejected'),
        failure: { code: '404', says: reported('rejected') },
        limit: false,
      },
    ],
    [
      'a full product',
      refused('limit', { status: 403 }),
      true,
      {
        next: 'fail',
        says: reported('403: limit'),
        failure: { code: '403', says: reported('limit') },
        limit: true,
      },
    ],
    [
      'not implemented',
      refused('never', { status: 501 }),
      true,
      {
        next: 'fail',
        says: reported('501: never'),
        failure: { code: '501', says: reported('never') },
        limit: false,
      },
    ],
    [
      'an answer in time does not come',
      refused('ambiguous', { reason: 'timeout' }),
      true,
      { next: 'settle', says: { code: 'no-answer-in-time' } },
    ],
    [
      'an answer that does not say what became of it',
      new InDoubt({ code: 'answer-without-address' }),
      true,
      { next: 'settle', says: { code: 'answer-without-address' } },
    ],
    [
      'an error of our own',
      new Error('claimed twice'),
      true,
      { next: 'settle', says: reported('claimed twice') },
    ],
  ])('%s', (_name, error, sentAddress, expected) => {
    expect(dispose(error, sentAddress)).toEqual(expected);
  });

  it('stops the run where no other write would do better', () => {
    const error = refused('unauthorised', { status: 401 });
    expect(dispose(error, true)).toEqual({ next: 'stop', error });
  });
});
