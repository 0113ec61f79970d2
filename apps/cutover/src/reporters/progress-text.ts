// How far it is, in one line: rewritten in place on a terminal, and every 30 seconds as a line of its own elsewhere, so
// that a log shows that the process lives.
import type { EngineEvent } from '@cutover/sync-engine';
import type { Output } from '../terminal/output.ts';
import { duration, number } from '../terminal/quantities.ts';

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

/** `Writing: 120 of 400 images (30%), waiting 12 s for the store's quota`. */
export function progressText(event: ProgressEvent): string {
  const share =
    event.total === undefined || event.total === 0
      ? ''
      : ` (${Math.floor((100 * event.done) / event.total)}%)`;
  const total = event.total === undefined ? '' : ` of ${number(event.total)}`;
  const waiting =
    event.waitingForQuotaMs === undefined || event.waitingForQuotaMs < 1_000
      ? ''
      : `, waiting ${duration(event.waitingForQuotaMs, 'wait')} for the store's quota`;
  const noun = (event.total ?? event.done) === 1 ? 'image' : 'images';
  return `${names[event.phase]}: ${number(event.done)}${total} ${noun}${share}${waiting}`;
}

export interface ProgressText {
  show(event: ProgressEvent): void;
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
  const end = every(heartbeatEveryMs, () => {
    if (!out.canLive && latest !== undefined) out.say(progressText(latest));
  });
  return {
    show(event) {
      const isNewPhase = latest?.phase !== event.phase;
      latest = event;
      if (!isNewPhase && now() - shownAt < liveEveryMs) return;
      shownAt = now();
      out.live(progressText(event));
    },
    close() {
      end();
      out.live('');
    },
  };
}
