// How many requests a store takes in a window, and what it says of that in headers. One quota for V2, V3 and every other
// app of the store. It must not know requests.
export interface Quota {
  readonly requests: number;
  readonly windowMs: number;
}

export function createQuota({ requests, windowMs }: Quota, now: () => number) {
  let ends = Number.NEGATIVE_INFINITY;
  let left = requests;
  const roll = (): void => {
    if (now() < ends) return;
    ends = now() + windowMs;
    left = requests;
  };
  const headers = (): Record<string, string> => ({
    'X-Rate-Limit-Time-Window-Ms': String(windowMs),
    'X-Rate-Limit-Time-Reset-Ms': String(Math.max(0, Math.ceil(ends - now()))),
    'X-Rate-Limit-Requests-Quota': String(requests),
    'X-Rate-Limit-Requests-Left': String(left),
  });
  return {
    /** Takes one request, or says how long to wait. */
    take(): { readonly taken: boolean; readonly headers: Record<string, string> } {
      roll();
      if (left > 0) {
        left -= 1;
        return { taken: true, headers: headers() };
      }
      // In whole seconds, so never less than what is left.
      const seconds = Math.max(1, Math.ceil((ends - now()) / 1_000));
      return { taken: false, headers: { ...headers(), 'X-Retry-After': String(seconds) } };
    },
    /** Other apps of the store use up what is left of this window. */
    useUp(): void {
      roll();
      left = 0;
    },
  };
}
