// What became of each write, told from the action lines of the process that was killed and of the one that resumed.
// Pure. `begun` counts intents: a write that was begun may or may not have reached the store.
import type { ActionLine } from './lines.ts';

export interface Attempts {
  readonly begun: number;
  /** Pictures that are known to be there: images made, slots filled. */
  readonly done: number;
  /** Begun, and nobody said how it ended. */
  readonly open: ReadonlySet<string>;
}
/** How the writes that a kill left open were settled by the run that resumed. */
export interface Settled {
  /** The store had done it; not sent again. */
  readonly arrived: number;
  /** The store had not done it; sent again. */
  readonly sentAgain: number;
  /** Neither: recorded as done, or still open. The last lines of a process die with it, and what was recorded is told once. */
  readonly untold: number;
}

export const noAttempts: Attempts = { begun: 0, done: 0, open: new Set() };

/** The tally after one more line. */
export function afterAction(attempts: Attempts, { action, kind, status }: ActionLine): Attempts {
  const open = new Set(attempts.open);
  if (status === 'started') open.add(action);
  else open.delete(action);
  return {
    begun: attempts.begun + (status === 'started' ? 1 : 0),
    done: attempts.done + (status === 'applied' && (kind === 'create' || kind === 'set') ? 1 : 0),
    open,
  };
}

/** The first word of the resumed run on each open write tells how it was settled. */
export function settle(open: ReadonlySet<string>, resumed: readonly ActionLine[]): Settled {
  const first = new Map<string, ActionLine['status']>();
  for (const { action, status } of resumed)
    if (open.has(action) && !first.has(action)) first.set(action, status);
  const firsts = [...first.values()];
  const arrived = firsts.filter((status) => status === 'applied').length;
  const sentAgain = firsts.filter((status) => status === 'pending' || status === 'started').length;
  return { arrived, sentAgain, untold: open.size - arrived - sentAgain };
}
