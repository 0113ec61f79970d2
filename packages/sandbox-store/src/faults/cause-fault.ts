/** Causes one fault on one API call. What each does to a write stands in the table; here is how. */
import type { Call, Recorder } from '../call.ts';
import { inWords, rateLimited, withQuota } from '../limit-headers.ts';
import type { QuotaReading } from '../quota.ts';
import { v2Error } from '../v2/answers.ts';
import { v3Error } from '../v3/answers.ts';
import { type Fault, mishapOf } from './fault-table.ts';
import {
  answer,
  htmlPage,
  malformed,
  type Outcome,
  truncated,
  withNullPlace,
  withoutMiddleRow,
  wrongLength,
} from './faulty-answer.ts';

export interface Time {
  sleep(ms: number): Promise<void>;
  /** Runs an effect some time after its client gave up. */
  later(delayMs: number, effect: () => Promise<void>): void;
}

export interface Faulty {
  readonly call: Call;
  readonly quota: QuotaReading;
  /** Does what the client asked for, or what it asked for with another query. */
  readonly work: (query?: string) => Promise<Response>;
  readonly record: Recorder;
  /** The query of the request before on the same path. */
  readonly previous: string | undefined;
}

/** What the client gets under this fault; the effect and the log line are taken care of. */
export async function causeFault(
  time: Time,
  fault: Fault,
  { call, quota, work, record, previous }: Faulty,
): Promise<Outcome> {
  const { name } = fault;
  const untouched = (outcome: Outcome): Outcome => record(outcome, 0, name);
  const touched = async (
    deform: (response: Response) => Outcome | Promise<Outcome>,
    query?: string,
  ): Promise<Outcome> => {
    const response = await work(query);
    const applied = response.ok ? 1 : 0;
    return record(await deform(response), applied, name);
  };
  const failure = async (): Promise<Response> => {
    const text = 'An internal error occurred.';
    const response = call.version === 'v3' ? v3Error(fault.status, text) : v2Error(fault.status, text);
    return withQuota(await inWords(call, response), call.store, quota);
  };
  switch (mishapOf(name)) {
    case 'rate-limit':
      return untouched(answer(await rateLimited(call, quota, true)));
    case 'rate-limit-bare':
      return untouched(answer(await rateLimited(call, quota, false)));
    case 'error-before':
      return untouched(answer(await failure()));
    case 'error-after':
      return touched(async () => answer(await failure()));
    case 'reset-before':
      return untouched({ kind: 'reset' });
    case 'reset-after':
      return touched(() => ({ kind: 'reset' }));
    case 'hang':
      return untouched({ kind: 'hang' });
    case 'html-error':
      return untouched(answer(htmlPage(fault.status)));
    case 'html-200':
      return untouched(answer(htmlPage(200)));
    case 'truncated':
      return touched(truncated);
    case 'wrong-length':
      return touched(wrongLength);
    case 'malformed':
      return touched(async (response) => answer(await malformed(response)));
    case 'null-value':
      return touched(async (response) => answer(await withNullPlace(response)));
    case 'missing-page-row':
      return touched(async (response) => answer(await withoutMiddleRow(response)));
    case 'repeated-page':
      return touched(answer, previous ?? pageBefore(call.query));
    case 'slow':
      await time.sleep(fault.delayMs);
      return touched(answer);
    case 'late-effect': {
      const happened = record.late(name);
      time.later(fault.delayMs, async () => {
        const { ok } = await work();
        if (ok) happened();
      });
      return { kind: 'hang' };
    }
    case 'duplicate-effect': {
      const { shown, applied } = await twice(work);
      return record(answer(shown), applied, name);
    }
  }
}

/** The answer that is shown, the second where both came right, and how many of them took effect. */
async function twice(work: Faulty['work']): Promise<{ readonly shown: Response; readonly applied: number }> {
  const first = await work();
  const second = first.ok ? await work() : first;
  return {
    shown: second.ok ? second : first,
    applied: Number(first.ok) + Number(first.ok && second.ok),
  };
}

function pageBefore(query: string): string {
  const params = new URLSearchParams(query);
  const page = Number(params.get('page') ?? '1');
  if (page > 1) params.set('page', String(page - 1));
  return `?${params.toString()}`;
}
