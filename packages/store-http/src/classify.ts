// One question, four answers: a status or a broken connection becomes a class, and the class what to do next.
// Invariant: for a write, only what is certain not to have happened may be sent again or called failed;
// everything else is looked up first. A POST has no idempotency key, so a guess here makes a duplicate image.

export type StoreErrorClass =
  | 'not-sent'
  | 'ambiguous'
  | 'rate-limited'
  | 'rejected'
  | 'conflict'
  | 'partial'
  | 'unauthorised'
  | 'limit'
  | 'never'
  | 'unexpected'
  | 'aborted';

export type NextStep = 'retry' | 'reconcile' | 'fail-action' | 'stop-run';
export type RequestKind = 'read' | 'write';

/** The class of an answer that is no success; `words` are the store's own. */
export function classOfStatus(status: number, kind: RequestKind, words: string | undefined): StoreErrorClass {
  switch (status) {
    case 207:
      return 'partial';
    case 401:
      return 'unauthorised';
    case 403:
      return kind === 'read' || isAboutScope(words) ? 'unauthorised' : 'limit';
    // 499 is written by a proxy that gave up; what the store did is not known.
    case 408:
    case 499:
      return 'ambiguous';
    case 409:
    case 423:
      return 'conflict';
    case 429:
      return 'rate-limited';
    case 501:
    case 505:
      return 'never';
    default:
      if (status >= 500 && status <= 599) return 'ambiguous';
      if (status >= 400 && status <= 499) return 'rejected';
      // A redirect or an unknown 1xx-3xx: the API documents none.
      return 'unexpected';
  }
}

// V2: "You are authorized but your scope does not include this resource."
// V3: "You don't have a required scope to access the endpoint"; a wrong URL: "Authentication Required".
function isAboutScope(words: string | undefined): boolean {
  return words !== undefined && /\bscopes?\b|authentication required|unauthori[sz]ed/iu.test(words);
}

const afterRead: Readonly<Record<StoreErrorClass, NextStep>> = {
  'not-sent': 'retry',
  ambiguous: 'retry',
  'rate-limited': 'retry',
  rejected: 'fail-action',
  conflict: 'retry',
  partial: 'fail-action',
  unauthorised: 'stop-run',
  limit: 'fail-action',
  never: 'fail-action',
  unexpected: 'fail-action',
  aborted: 'retry',
};

const afterWrite: Readonly<Record<StoreErrorClass, NextStep>> = {
  ...afterRead,
  ambiguous: 'reconcile',
  conflict: 'reconcile',
  partial: 'reconcile',
  unexpected: 'reconcile',
  aborted: 'reconcile',
};

/** What to do after a failure of this class; `sent` false means that certainly no byte left. */
export function nextStep(failure: StoreErrorClass, kind: RequestKind, sent: boolean): NextStep {
  if (failure === 'aborted' && !sent) return 'retry';
  return (kind === 'read' ? afterRead : afterWrite)[failure];
}
