// Events and outcomes as JSON Lines, exactly the fields of json-lines.ts. Progress is thinned to four lines a second,
// because it is for looking at, and says what is waited for; everything else is passed on whole.
import type { ImageRef } from '@cutover/journal';
import type { EngineEvent } from '@cutover/sync-engine';
import { handedOverFields } from '../sayings/handed-over-words.ts';
import { toJsonLine } from '../terminal/visible.ts';
import { exitCodeOfOutcome, type Outcome, type RequestCounts } from './reporter.ts';
import { afterWait, longestWait, noWaits } from './waits.ts';

const progressEveryMs = 250;

export interface JsonLines {
  event(event: EngineEvent): void;
  line(type: string, fields: Readonly<Record<string, unknown>>): void;
  finish(command: string, outcome: Outcome, requests: RequestCounts): void;
}

/** Writes each line through `write`; `now` is the wall clock in ms. */
export function createJsonLines(write: (line: string) => void, now: () => number): JsonLines {
  let progressAt = Number.NEGATIVE_INFINITY;
  let latest: Progress | undefined;
  /** A store may be waited for before anything was read of it. */
  let begun: Progress | undefined;
  let waits = noWaits;
  let isWaiting = false;
  const line = (type: string, fields: Readonly<Record<string, unknown>>): void =>
    write(toJsonLine({ type, time: new Date(now()).toISOString(), ...fields }));

  const isDue = ({ phase, done, total }: Progress): boolean =>
    phase !== latest?.phase || done === total || now() - progressAt >= progressEveryMs;

  const tellProgress = ({ run, phase, done, total, unit = 'images' }: Progress): void => {
    progressAt = now();
    const wait = longestWait(waits, now());
    isWaiting = wait !== undefined;
    const waiting = wait && { waitingFor: wait.waitsFor, waitingMs: Math.round(wait.ms) };
    // A snapshot is no run of the journal.
    line('progress', { run: run === '' ? undefined : run, phase, done, total, unit, ...waiting });
  };

  return {
    line,
    event(event) {
      if (event.type === 'progress') {
        const due = isDue(event);
        latest = event;
        if (due) tellProgress(event);
        return;
      }
      if (event.type === 'wait') {
        waits = afterWait(waits, event, now());
        const isNews = isWaiting !== (longestWait(waits, now()) !== undefined);
        const current = latest ?? begun;
        if (isNews && current !== undefined) tellProgress(current);
        return;
      }
      if (event.type === 'run')
        begun ??= {
          type: 'progress',
          run: event.run,
          phase: event.command === 'revert' ? 'planning' : 'reading',
          done: 0,
        };
      const fields = fieldsOf(event);
      if (fields !== undefined) line(event.type, fields);
    },
    finish(command, outcome, requests) {
      const { problem } = outcome;
      line('result', {
        run: outcome.run,
        command,
        exitCode: exitCodeOfOutcome(outcome),
        products: outcome.products ?? 0,
        images: outcome.images ?? 0,
        requests: { v2: requests.v2, v3: requests.v3, content: requests.content },
        ...outcome.facts,
        ...(problem === undefined
          ? {}
          : { error: { code: problem.code, title: problem.title, what: problem.why, next: problem.next } }),
      });
    },
  };
}

type Progress = EngineEvent & { type: 'progress' };

/** The fields of an event's line, named one by one so that nothing new slips out unplanned; undefined: no line. */
function fieldsOf(
  event: Exclude<EngineEvent, { type: 'progress' | 'wait' }>,
): Readonly<Record<string, unknown>> | undefined {
  switch (event.type) {
    case 'run': {
      const { run, command, mode, resumed, planRun, verifyRun, revertsRun } = event;
      return { run, command, mode, resumed, planRun, verifyRun, revertsRun };
    }
    case 'finding': {
      const { run, sign, rule, severity, kind, source, target, fields, values, message, suppressed, known } =
        event;
      return {
        run,
        sign,
        rule,
        severity,
        kind,
        source: refOf(source),
        target: refOf(target),
        fields,
        values,
        message,
        suppressed,
        known,
      };
    }
    case 'action': {
      const { run, action, verb, kind, status, source, target, reason, code, handedOver } = event;
      // A line is written only when a status changes: scripts count `started` lines as requests.
      if (event.inDoubt === true) return undefined;
      return {
        run,
        action,
        // A line of an action says `kind` for its verb, and `of` for the kind of picture, as the first version did.
        kind: verb,
        of: kind,
        status,
        source: refOf(source),
        target: refOf(target),
        reason,
        code,
        ...handedOverFields(handedOver),
      };
    }
    case 'notice':
      return undefined;
  }
}

/** In one order of its names; the compiler names one that is missing. */
function refOf(
  ref: ImageRef | undefined,
): { readonly [Name in keyof Required<ImageRef>]: ImageRef[Name] } | undefined {
  if (ref === undefined) return undefined;
  const { productId, imageId, sku, variantId, variantSku, modifierId, optionId, valueId, label } = ref;
  return { productId, imageId, sku, variantId, variantSku, modifierId, optionId, valueId, label };
}
