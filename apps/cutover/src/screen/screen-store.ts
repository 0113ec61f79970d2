// Holds the folded state and hands React a frozen view of it at most four times a second, so that a run that is bound by
// the processor does not pay for its screen. A key press is shown at once. It must not know React or the layout.
import type { EngineEvent } from '@cutover/sync-engine';
import { type Before, forgetRate, initialState, reduce, type ScreenState } from './screen-state.ts';
import type { Moment, PaceFacts, PacerPair, Standing, Wish } from './views/screen-facts.ts';

export interface ScreenSnapshot {
  readonly state: ScreenState;
  readonly moment: Moment;
  /** True for the frame that stays in the scrollback. */
  readonly ended: boolean;
}

export interface ScreenStore {
  readonly onEvent: (event: EngineEvent) => void;
  readonly setWish: (wish: Wish) => void;
  /** Shows a frame at once. */
  readonly show: () => void;
  /** Shows the last frame and takes no more events. */
  readonly end: () => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => ScreenSnapshot;
}

/** `every` calls back each so many ms until the function it returns is called. */
export function createScreenStore(options: {
  readonly now: () => number;
  readonly pacer: () => PacerPair;
  /** How fast the run is to go; asked for each frame. */
  readonly pace?: () => PaceFacts;
  /** How the run stands in the journal; asked for each frame. */
  readonly standing?: () => Standing;
  readonly before?: Before | undefined;
  readonly every: (intervalMs: number, callback: () => void) => () => void;
}): ScreenStore {
  const { now, pacer, every } = options;
  const listeners = new Set<() => void>();
  let state = initialState(now(), options.before);
  let wish: Wish = 'running';
  let ended = false;
  let stopTicking: (() => void) | undefined;
  let shown = look();

  function look(): ScreenSnapshot {
    const pacers = pacer();
    return {
      state,
      moment: { nowMs: now(), wish, pacers, pace: options.pace?.(), ...options.standing?.() },
      ended,
    };
  }
  function publish(): void {
    shown = look();
    for (const listener of listeners) listener();
  }

  return {
    onEvent(event) {
      if (!ended) state = reduce(state, event, now());
    },
    setWish(next) {
      if (wish === next || ended) return;
      if (wish === 'paused') state = forgetRate(state, now());
      wish = next;
      publish();
    },
    show() {
      if (!ended) publish();
    },
    end() {
      ended = true;
      stopTicking?.();
      stopTicking = undefined;
      publish();
    },
    subscribe(listener) {
      listeners.add(listener);
      if (!ended) stopTicking ??= every(250, publish);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stopTicking?.();
        stopTicking = undefined;
      };
    },
    snapshot: () => shown,
  };
}
