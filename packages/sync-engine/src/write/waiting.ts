// Waits of the lanes that write, told as they begin and when the last of a kind is over.
import type { Engine } from '../engine.ts';
import type { WaitsFor } from '../events.ts';
import type { Saying } from '../sayings.ts';

/** Sleeps until the time is over or somebody asks for a stop, whichever comes first. */
export type Waiting = (waitsFor: WaitsFor, ms: number, why?: Saying) => Promise<void>;

type Waiter = Pick<Engine, 'clock' | 'control' | 'emit' | 'words'> & {
  readonly target: Pick<Engine['target'], 'hash'>;
};

export function createWaiting({ clock, control, emit, target, words }: Waiter): Waiting {
  const sleeping: Record<WaitsFor, number> = { quota: 0, store: 0, doubts: 0 };
  return async (waitsFor, ms, why) => {
    sleeping[waitsFor] += 1;
    emit({
      type: 'wait',
      waitsFor,
      by: 'writes',
      store: target.hash,
      ms,
      ...(why === undefined ? {} : { why: words(why) }),
      // Of writes that were answered, or may have been, none is sent again.
      ...(waitsFor === 'store' ? { isUnreached: true as const } : {}),
    });
    await clock.sleep(ms, control.stopping).catch(() => undefined);
    sleeping[waitsFor] -= 1;
    if (sleeping[waitsFor] === 0)
      emit({ type: 'wait', waitsFor, by: 'writes', store: target.hash, ms: undefined });
  };
}
