// How far it is, in one line: rewritten in place on a terminal, and every 30 seconds as a line of its own elsewhere, so
// that a log shows that the process lives.
import type { EngineEvent, Wait } from '@cutover/sync-engine';
import type { Output } from '../terminal/output.ts';
import { duration, number } from '../terminal/quantities.ts';
import { afterWait, longestWait, noWaits, type Waits, waitWords } from './waits.ts';

type ProgressEvent = EngineEvent & { type: 'progress' };

const liveEveryMs = 250;
const heartbeatEveryMs = 30_000;

const names = {
  reading: 'Reading',
  planning: 'Comparing',
  writing: 'Writing',
  settling: 'Settling what is in doubt',
  verifying: 'Verifying',
} as const satisfies Record<ProgressEvent['phase'], string>;

/** `Writing: 120 of 400 images (30%), waiting 12 s for the store’s quota`. */
export function progressText(event: ProgressEvent, waits: Waits, nowMs: number): string {
  const share =
    event.total === undefined || event.total === 0
      ? ''
      : ` (${Math.floor((100 * event.done) / event.total)}%)`;
  const total = event.total === undefined ? '' : ` of ${number(event.total)}`;
  const wait = longestWait(waits, nowMs);
  const waiting =
    wait === undefined ? '' : `, waiting ${duration(wait.ms, 'wait')} for ${waitWords[wait.waitsFor]}`;
  const one = event.unit === 'products' ? 'product' : 'image';
  const noun = (event.total ?? event.done) === 1 ? one : `${one}s`;
  return `${names[event.phase]}: ${number(event.done)}${total} ${noun}${share}${waiting}`;
}

export interface ProgressText {
  show(event: ProgressEvent): void;
  wait(event: Wait): void;
  close(): void;
}

/** `every` starts a timer and returns what ends it. */
export function createProgressText(
  out: Output,
  now: () => number,
  every: (ms: number, tick: () => void) => () => void,
): ProgressText {
  let latest: ProgressEvent | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  let waits = noWaits;
  const end = every(heartbeatEveryMs, () => {
    if (!out.canLive && latest !== undefined) out.say(progressText(latest, waits, now()));
  });
  const show = (event: ProgressEvent): void => {
    shownAt = now();
    out.live(progressText(event, waits, now()));
  };
  return {
    show(event) {
      const isNewPhase = latest?.phase !== event.phase;
      latest = event;
      if (!isNewPhase && now() - shownAt < liveEveryMs) return;
      show(event);
    },
    wait(event) {
      const was = longestWait(waits, now())?.waitsFor;
      waits = afterWait(waits, event, now());
      if (latest !== undefined && longestWait(waits, now())?.waitsFor !== was) show(latest);
    },
    close() {
      end();
      out.live('');
    },
  };
}
