// How far a phase is, told as it goes on: a total that was only estimated grows with what was done.
import type { Engine } from './engine.ts';
import type { Phase } from './events.ts';

/** @returns what is called with the number of images that have been done since. */
export function progressOf(
  { emit }: Pick<Engine, 'emit'>,
  run: string,
  phase: Phase,
  expected: number,
): (more: number) => void {
  let done = 0;
  return (more) => {
    done += more;
    emit({ type: 'progress', run, phase, done, total: Math.max(done, expected) });
  };
}
