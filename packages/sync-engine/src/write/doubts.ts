// Writes without an answer, settled by looking. Invariant: nothing is sent again for an action until its quiet time has
// passed and two listings have shown no effect of it; what only its picture could tell stays in doubt and is shown, unless
// its source image is gone and nobody wants it any more.
// Quiet time counts from when this process saw the write fail, or from its own start for what an earlier one left.

import type { Action, ActionOutcome } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { failureInWords, failureOf } from '../failures.ts';
import { inWords } from '../found.ts';
import { fieldsOf, imageIdOf, type Judgement, type Kinds, type Recognised, shownOf } from '../kinds/kind.ts';
import { findingOf } from '../rules.ts';
import { Stopped } from '../stopped.ts';
import { tellKeptText } from './tell-kept-text.ts';

/** Why what an earlier process began is in doubt. */
export const begunEarlier = { code: 'begun-earlier' } as const;
const LOOK_APART_MAX_MS = 10_000;
/** After so many lost answers an action is set aside with the reason, so that one bad picture cannot hold up the rest. */
const UNANSWERED_MAX = 6;

export interface Doubts {
  /** Products whose last dispatch is in doubt; nothing else may be written to them meanwhile. */
  holds(productId: number): boolean;
  /** Takes started actions over; those of one product are settled together, in the background. */
  add(actions: readonly Action[], seenAtMs: number): void;
  /** Resolves when nothing is in doubt any more (or throws the first error that settling met); tells that it waits. */
  settled(): Promise<void>;
  /** Leaves everything that is still in doubt as it is, started in the journal, for the next process. */
  abandon(): Promise<void>;
  readonly open: number;
}

export interface DoubtsOptions {
  readonly engine: Engine;
  readonly kinds: Kinds;
  readonly run: string;
  readonly onSettled: (action: Action) => void;
  /** True while no write gets through and that is waited out: then nothing is given up for want of an answer. Default: never. */
  readonly isWaitedOut?: () => boolean;
}

export function createDoubts({
  engine,
  kinds,
  run,
  onSettled,
  isWaitedOut = () => false,
}: DoubtsOptions): Doubts {
  const { journal, clock, control, patience, words } = engine;
  const held = new Set<number>();
  /** Lost answers without an effect, by action; refusals for want of quota do not count. */
  const absences = new Map<string, number>();
  const tasks = new Set<Promise<void>>();
  /** When the looks for all that was taken over are due. */
  let dueMs = 0;
  const looksApartMs = Math.min(LOOK_APART_MAX_MS, patience.settleAfterMs);
  const errors: unknown[] = [];
  const abandoned = new AbortController();
  const stopping = AbortSignal.any([control.stopping, abandoned.signal]);

  async function wait(ms: number): Promise<void> {
    if (stopping.aborted) throw new Stopped();
    if (ms > 0) await clock.sleep(ms, stopping).catch(() => undefined);
    if (stopping.aborted) throw new Stopped();
  }

  /** All open actions of one product: one look for all of them, and one record. */
  async function settle(productId: number, actions: readonly Action[], seenAtMs: number): Promise<void> {
    await wait(seenAtMs + patience.settleAfterMs - clock.monotonicMs());
    for (const alike of Map.groupBy(actions, ({ subject }) => subject.kind).values())
      await settleAlike(productId, alike);
  }

  async function settleAlike(productId: number, actions: readonly Action[]): Promise<void> {
    const [first] = actions;
    if (first === undefined) return;
    const kind = kinds.of(first);
    let seen = await kind.recognise(engine, productId, actions, []);
    for (let before = -1; seen.found.length > before && isOpen(seen); ) {
      // A listing may lag behind the effect, and a picture that does not come may come now: one look proves neither that
      // nothing was done nor that only a person can tell. And where more has come since, the store is at work still: of a
      // request for many images one comes after another.
      before = seen.found.length;
      await wait(looksApartMs);
      seen = await kind.recognise(engine, productId, actions, seen.found);
    }
    await record(actions, seen.judgements);
    for (const action of actions) onSettled(journal.action(action.id) ?? action);
  }

  async function record(actions: readonly Action[], verdicts: readonly Judgement[]): Promise<void> {
    const several = actions.length > 1;
    const outcomes = actions.flatMap((action, index) => outcomesOf(action, verdicts[index], several));
    await journal.record(outcomes);
    for (const [index, action] of actions.entries()) {
      const verdict = verdicts[index];
      if (verdict?.is !== 'found') continue;
      await tellKeptText(engine, run, journal.action(action.id) ?? action, fieldsOf(verdict.now));
      if (verdict.surplus.length > 0) await reportSurplus(action, verdict.surplus);
    }
  }

  function outcomesOf(
    { id: action, verb, subject }: Action,
    verdict: Judgement = { is: 'absent' },
    several: boolean,
  ): ActionOutcome[] {
    switch (verdict.is) {
      case 'found': {
        const created = verb === 'create' ? { resultImageId: imageIdOf(verdict.now) } : {};
        return [{ action, is: 'applied', how: 'found', shown: shownOf(verdict.now), ...created }];
      }
      case 'absent': {
        const times = (absences.get(action) ?? 0) + (isWaitedOut() ? 0 : 1);
        absences.set(action, times);
        const notDone = { action, is: 'notDone', reason: words({ code: 'no-effect-found' }) } as const;
        const gaveUp = failureInWords(engine, failureOf('gave-up', { code: 'gave-up', times }));
        return times < UNANSWERED_MAX ? [notDone] : [notDone, { action, is: 'failed', failure: gaveUp }];
      }
      case 'moot': {
        const failure = failureOf('source-image-gone', { code: 'source-gone', candidates: idsOf(verdict) });
        return [{ action, is: 'failed', failure: failureInWords(engine, failure) }];
      }
      case 'unclear': {
        const reason = words({
          code: 'may-be-ours',
          kind: subject.kind,
          several,
          candidates: idsOf(verdict),
        });
        const candidates = verdict.candidates.flatMap((one) => imageIdOf(one) ?? []);
        return [{ action, is: 'blocked', reason, candidates }];
      }
    }
  }

  async function reportSurplus(action: Action, surplus: readonly number[]): Promise<void> {
    const found = surplus.map((imageId) =>
      findingOf('surplus-image', {
        sign: '-',
        kind: action.subject.kind,
        target: { productId: action.subject.productId, imageId },
        says: { code: 'second-of-write' },
      }),
    );
    const findings = inWords(engine, found);
    await journal.addFindings(run, findings);
    for (const finding of findings) engine.emit({ type: 'finding', run, ...finding });
  }

  return {
    holds: (productId) => held.has(productId),
    add(actions, seenAtMs) {
      if (actions.length > 0) dueMs = Math.max(dueMs, seenAtMs + patience.settleAfterMs + looksApartMs);
      for (const [productId, open] of Map.groupBy(actions, ({ subject }) => subject.productId)) {
        held.add(productId);
        const task = settle(productId, open, seenAtMs)
          .catch((error: unknown) => {
            errors.push(error);
          })
          .finally(() => {
            tasks.delete(task);
            held.delete(productId);
          });
        tasks.add(task);
      }
    },
    async settled() {
      if (tasks.size > 0) {
        const store = engine.target.hash;
        const ms = Math.max(0, dueMs - clock.monotonicMs());
        engine.emit({ type: 'wait', waitsFor: 'doubts', by: 'doubts', store, ms });
        while (tasks.size > 0) await Promise.all(tasks);
        engine.emit({ type: 'wait', waitsFor: 'doubts', by: 'doubts', store, ms: undefined });
      }
      if (errors.length > 0) throw errors[0];
    },
    async abandon() {
      abandoned.abort();
      while (tasks.size > 0) await Promise.all(tasks);
    },
    get open() {
      return tasks.size;
    },
  };
}

const isOpen = ({ judgements }: Recognised): boolean =>
  judgements.some(({ is }) => is === 'absent' || is === 'unclear');

function idsOf({ candidates }: Extract<Judgement, { is: 'moot' | 'unclear' }>): (number | string)[] {
  return candidates.map((one) => ('slot' in one ? one.address : one.imageId));
}
