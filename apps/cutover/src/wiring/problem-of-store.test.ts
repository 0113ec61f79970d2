import { StoreError } from '@cutover/store-http';
import { describe, expect, test } from 'vitest';
import { problemOf } from '../errors.ts';
import { ofStore } from './problem-of-store.ts';
import type { NamedStores } from './stores.ts';

const source = { hash: 'abc', api: 'https://api.bigcommerce.com', token: 'a' };
const target = { hash: 'def', api: 'https://api.bigcommerce.com', token: 'b' };
const transfer: NamedStores = { mode: 'transfer', source, target };
const parity: NamedStores = { mode: 'parity', source, target: source };
const failed = (store: string): StoreError =>
  new StoreError('GET /v3/a', {
    class: 'not-sent',
    next: 'retry',
    store,
    method: 'GET',
    path: '/v3/a',
    attempt: 1,
  });

const unreachable = problemOf('store-unreachable', 'GET /v3/a: connect ECONNREFUSED', 'again');

describe('the store a problem is about', () => {
  test.each([
    ['the source', transfer, failed('abc'), 'Source store abc: GET /v3/a: connect ECONNREFUSED'],
    ['the target', transfer, failed('def'), 'Target store def: GET /v3/a: connect ECONNREFUSED'],
    ['the only one', parity, failed('abc'), 'Store abc: GET /v3/a: connect ECONNREFUSED'],
    [
      'below what gave up',
      transfer,
      new Error('gave up', { cause: failed('def') }),
      'Target store def: GET /v3/a: connect ECONNREFUSED',
    ],
    ['none', transfer, new Error('disk'), unreachable.why],
  ])('%s', (_, named, error, why) => {
    expect(ofStore(unreachable, error, named, {})).toEqual({ ...unreachable, why });
  });

  test('a proxy that stands between is called one', () => {
    const environment = { HTTPS_PROXY: 'http://user:secret0word@127.0.0.1:1' };
    expect(ofStore(unreachable, failed('abc'), parity, environment).why).toBe(
      'Store abc: GET /v3/a: connect ECONNREFUSED. The request goes through the proxy 127.0.0.1:1 of HTTPS_PROXY. Check that it is right and can be reached, or except the store’s host with NO_PROXY.',
    );
    const answered = problemOf('store-failing', 'GET /v3/a answered 500', 'again');
    expect(ofStore(answered, failed('abc'), parity, environment).why).toBe(
      'Store abc: GET /v3/a answered 500',
    );
  });
});
