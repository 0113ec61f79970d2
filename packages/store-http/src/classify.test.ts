import { describe, expect, it } from 'vitest';
import { classOfStatus, type NextStep, nextStep, type StoreErrorClass } from './classify.ts';

const v2Scope = 'You are authorized but your scope does not include this resource.';
const v3Scope = "You don't have a required scope to access the endpoint";

describe('a status becomes a class, and a class the next step of a read and of a write', () => {
  // [status, the store's words, class and step of a read, class and step of a write]
  const table: [number, string | undefined, [StoreErrorClass, NextStep], [StoreErrorClass, NextStep]][] = [
    [207, undefined, ['partial', 'fail-action'], ['partial', 'reconcile']],
    [302, undefined, ['unexpected', 'fail-action'], ['unexpected', 'reconcile']],
    [400, undefined, ['rejected', 'fail-action'], ['rejected', 'fail-action']],
    [401, undefined, ['unauthorised', 'stop-run'], ['unauthorised', 'stop-run']],
    [403, undefined, ['unauthorised', 'stop-run'], ['limit', 'fail-action']],
    [403, v2Scope, ['unauthorised', 'stop-run'], ['unauthorised', 'stop-run']],
    [403, v3Scope, ['unauthorised', 'stop-run'], ['unauthorised', 'stop-run']],
    [404, undefined, ['rejected', 'fail-action'], ['rejected', 'fail-action']],
    [405, undefined, ['rejected', 'fail-action'], ['rejected', 'fail-action']],
    [408, undefined, ['ambiguous', 'retry'], ['ambiguous', 'reconcile']],
    [409, undefined, ['conflict', 'retry'], ['conflict', 'reconcile']],
    [413, undefined, ['rejected', 'fail-action'], ['rejected', 'fail-action']],
    [415, undefined, ['rejected', 'fail-action'], ['rejected', 'fail-action']],
    [422, undefined, ['rejected', 'fail-action'], ['rejected', 'fail-action']],
    [423, undefined, ['conflict', 'retry'], ['conflict', 'reconcile']],
    [429, undefined, ['rate-limited', 'retry'], ['rate-limited', 'retry']],
    [499, undefined, ['ambiguous', 'retry'], ['ambiguous', 'reconcile']],
    [500, undefined, ['ambiguous', 'retry'], ['ambiguous', 'reconcile']],
    [501, undefined, ['never', 'fail-action'], ['never', 'fail-action']],
    [503, undefined, ['ambiguous', 'retry'], ['ambiguous', 'reconcile']],
    [505, undefined, ['never', 'fail-action'], ['never', 'fail-action']],
    [507, undefined, ['ambiguous', 'retry'], ['ambiguous', 'reconcile']],
    [509, undefined, ['ambiguous', 'retry'], ['ambiguous', 'reconcile']],
  ];
  it.each(table)('%i %s', (status, words, read, write) => {
    const step = (kind: 'read' | 'write'): [StoreErrorClass, NextStep] => {
      const failure = classOfStatus(status, kind, words);
      return [failure, nextStep(failure, kind, true)];
    };
    expect({ read: step('read'), write: step('write') }).toEqual({ read, write });
  });

  it('lets a write be sent again only when it is certain that it was not done', () => {
    const all: StoreErrorClass[] = [
      'not-sent',
      'ambiguous',
      'rate-limited',
      'rejected',
      'conflict',
      'partial',
      'unauthorised',
      'limit',
      'never',
      'unexpected',
      'aborted',
    ];
    expect(all.filter((one) => nextStep(one, 'write', true) === 'retry')).toEqual([
      'not-sent',
      'rate-limited',
    ]);
    expect([nextStep('aborted', 'write', false), nextStep('aborted', 'write', true)]).toEqual([
      'retry',
      'reconcile',
    ]);
  });
});
