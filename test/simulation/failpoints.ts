// Every place at which a process can die that matters: before and after each durable step of the journal, before and
// after each request. The list of durable steps is checked by the compiler against the journal's own face.
import type { Journal, PairJournal } from '@cutover/journal';

type DurableStep = {
  [Name in keyof Journal]: Journal[Name] extends (...args: never[]) => Promise<unknown> ? Name : never;
}[keyof Journal];

const steps: Readonly<
  Record<Exclude<DurableStep, 'close' | 'compact' | 'forgetRun' | 'saveSpells' | 'setCounts'>, true>
> = {
  openRun: true,
  resumeRun: true,
  setPhase: true,
  setPlanRun: true,
  addCounts: true,
  finishRun: true,
  pruneRun: true,
  openSnapshot: true,
  savePage: true,
  saveProductImages: true,
  addSlots: true,
  setExpectedImages: true,
  saveMarchPage: true,
  addFindings: true,
  addActions: true,
  saveBasis: true,
  saveSighting: true,
  start: true,
  record: true,
  failed: true,
  retryFailed: true,
  settle: true,
};

export type Failpoint = `${'before' | 'after'} ${string}`;

/** Names of all failpoints; requests are told apart by method. A command that writes sends no HEAD. */
export const failpoints: readonly Failpoint[] = [
  ...Object.keys(steps),
  'GET',
  'POST',
  'PUT',
  'DELETE',
].flatMap((name): Failpoint[] => [`before ${name}`, `after ${name}`]);

/** Runs `work` between its two failpoints; `reach` does not return from the one at which the process dies. */
export async function between<T>(
  reach: (point: Failpoint) => Promise<void>,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  await reach(`before ${name}`);
  const done = await work();
  await reach(`after ${name}`);
  return done;
}

/** The journal with a failpoint before and after each durable step. */
export function withFailpoints<Held extends Journal | PairJournal>(
  journal: Held,
  reach: (point: Failpoint) => Promise<void>,
): Held {
  return new Proxy(journal, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || typeof name !== 'string' || !Object.hasOwn(steps, name))
        return value;
      return async (...args: unknown[]) =>
        await between(reach, name, async () => await Reflect.apply(value, target, args));
    },
  });
}
