// How a run is asked to stop: the signal is looked at between requests, never inside one.
import { isStoreError } from '@cutover/v3-client';
import type { Engine, EngineControl } from './engine.ts';

/** Thrown where work stops because a person or a signal asked; everything recorded so far is safe. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor() {
    super('Stopped as asked; the same command continues.');
  }
}

/** True for a stop, and for a read that the stop has cut short while it waited for its turn. */
export function isStop(error: unknown, { stopping }: EngineControl): boolean {
  if (error instanceof Stopped) return true;
  if (!stopping.aborted) return false;
  return (
    (isStoreError(error) && error.class === 'aborted') ||
    (error instanceof Error && 'reason' in error && error.reason === 'aborted')
  );
}

/** Waits while paused, and leaves when asked to stop. */
export async function passGate(control: EngineControl): Promise<void> {
  if (control.stopping.aborted) throw new Stopped();
  await control.whileNotPaused();
  if (control.stopping.aborted) throw new Stopped();
}

/** The engine with pictures that a stop reaches too: none is asked for any more, and waits between attempts end. */
export function withStoppableContent<Given extends Engine>(engine: Given): Given {
  const { content, control } = engine;
  return {
    ...engine,
    content: {
      async head(url, options) {
        await passGate(control);
        return await content.head(url, { ...options, signal: control.stopping });
      },
      async get(url, options) {
        await passGate(control);
        return await content.get(url, { ...options, signal: control.stopping });
      },
    },
  };
}
