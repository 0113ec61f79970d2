// The pace of a run that is under way: what it is, and what changes it, a key of its screen or `cutover pace` in another
// shell. It holds for both stores and the pictures alike.
import type { PaceChange } from '@cutover/store-http';
import type { PaceFacts, PaceKey } from '../screen/index.ts';

/** As many as `--concurrency` takes. */
const AT_ONCE_MAX = 256;
/** Where nobody set a bound, half of as many as an engine works at side by side. */
const FIRST_BOUND = 20;
const LEAST_SHARE = 0.1;

/** What comes of a key, a tenth of the quota more or less, or twice or half as much at once; undefined: it is there already. */
export function afterKey({ quotaShare, concurrency }: PaceFacts, key: PaceKey): PaceChange | undefined {
  // In tenths, so that 0.1 + 0.2 is 0.3; what lies between two goes to the nearer in that direction.
  const tenths = Number((quotaShare * 10).toFixed(6));
  const share = (to: number): PaceChange | undefined => (to === quotaShare ? undefined : { quotaShare: to });
  const bound = (to: number): PaceChange | undefined =>
    to === concurrency ? undefined : { concurrency: to };
  switch (key) {
    case 'more-quota':
      return share(Math.min(10, Math.floor(tenths) + 1) / 10);
    case 'less-quota':
      return quotaShare <= LEAST_SHARE ? undefined : share(Math.max(1, Math.ceil(tenths) - 1) / 10);
    case 'more-at-once':
      return concurrency === undefined ? undefined : bound(Math.min(AT_ONCE_MAX, concurrency * 2));
    case 'fewer-at-once':
      return bound(concurrency === undefined ? FIRST_BOUND : Math.max(1, Math.floor(concurrency / 2)));
  }
}

export interface RunPace {
  now(): PaceFacts;
  change(to: PaceChange, by: 'key' | 'command'): void;
  press(key: PaceKey): void;
}

/** @param take is shown each change, after `now` says so. */
export function createRunPace(
  begin: PaceFacts,
  take: (to: PaceChange, by: 'key' | 'command') => void,
): RunPace {
  let now = begin;
  const change: RunPace['change'] = (to, by) => {
    now = { quotaShare: to.quotaShare ?? now.quotaShare, concurrency: to.concurrency ?? now.concurrency };
    take(to, by);
  };
  return {
    now: () => now,
    change,
    press(key) {
      const to = afterKey(now, key);
      if (to !== undefined) change(to, 'key');
    },
  };
}
