/** A request for a picture, and what may go wrong with it: the faults of pictures, and whatever `failNext` asks for. */
import { type CdnTarget, serveCdn } from '../cdn.ts';
import type { Store } from '../store.ts';
import type { Time } from './cause-fault.ts';
import { type Fault, mishapOf } from './fault-table.ts';
import { answer, htmlPage, type Outcome, statusOf, truncated, wrongLength } from './faulty-answer.ts';

export interface CdnOptions {
  readonly stores: ReadonlyMap<string, Store>;
  readonly time: Time;
}

/** Serves a picture, under a fault where one was asked for, and logs it. */
export async function causeFaultOnCdn(
  { stores, time }: CdnOptions,
  request: Request,
  target: CdnTarget,
  path: string,
): Promise<Outcome> {
  const store = stores.get(target.hash);
  if (store === undefined) return answer(new Response('Not found', { status: 404 }));
  const { method } = request;
  const fault = store.faults.pick({
    method,
    path,
    isWrite: false,
    isImagePath: true,
    isList: false,
    isApi: false,
  });
  const outcome = await underFault(time, fault, () => serveCdn(store, target, request));
  store.log.add({
    at: store.now(),
    store: store.hash,
    version: 'cdn',
    method,
    path,
    status: statusOf(outcome),
    effect: 'none',
    applied: 0,
    ...(fault === undefined ? {} : { fault: fault.name }),
  });
  return outcome;
}

async function underFault(
  time: Time,
  fault: Fault | undefined,
  serve: () => Promise<Response>,
): Promise<Outcome> {
  if (fault === undefined) return answer(await serve());
  switch (mishapOf(fault.name)) {
    case 'slow':
      await time.sleep(fault.delayMs);
      return answer(await serve());
    case 'reset-before':
    case 'reset-after':
      return { kind: 'reset' };
    case 'hang':
    case 'late-effect':
      return { kind: 'hang' };
    case 'truncated':
      return truncated(await serve());
    case 'wrong-length':
      return wrongLength(await serve());
    case 'html-200':
      return answer(htmlPage(200));
    case 'rate-limit':
    case 'rate-limit-bare':
      return answer(new Response('Too many requests', { status: 429 }));
    default:
      return answer(htmlPage(fault.status));
  }
}
