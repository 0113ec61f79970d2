/** A request on its way through a store, and the line about it in the store's log. */
import type { FaultName } from './faults/fault-table.ts';
import { faultTable } from './faults/fault-table.ts';
import { type Outcome, statusOf } from './faults/faulty-answer.ts';
import { isWrite } from './gate.ts';
import { bodyFields } from './request-body.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Store } from './store.ts';

/** A read or write whose body is already read, so that it can be carried out at any time, and twice. */
export interface Call {
  readonly store: Store;
  readonly version: 'v2' | 'v3';
  /** The path after the version. */
  readonly path: string;
  readonly query: string;
  readonly original: Request;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

export interface Recorder {
  /** Logs how a call ended and hands the outcome on; `applied` says how often a write took effect. */
  (outcome: Outcome, applied: number, fault?: FaultName): Outcome;
  /** Logs a call that has had no effect yet; the function given back says that it has now. */
  late(fault: FaultName): () => void;
}

/** Creates the log line of one call. */
export function createRecorder({ store, version, original, body }: Call): Recorder {
  const { pathname, search } = new URL(original.url);
  const write = isWrite(original.method);
  const entry = (status: number): LoggedRequest => ({
    at: store.now(),
    store: store.hash,
    version,
    method: original.method,
    path: `${pathname}${search}`,
    status,
    effect: 'none',
    applied: 0,
    ...(body === undefined || body.length === 0
      ? {}
      : { bodyFields: bodyFields(original.headers.get('content-type') ?? '', body) }),
  });
  const effectOf = (outcome: Outcome, applied: number, fault?: FaultName): LoggedRequest['effect'] => {
    if (!write) return 'none';
    if (applied > 0) {
      const isTold = fault === undefined || fault === 'slow' || fault === 'duplicate-effect';
      return isTold && outcome.kind === 'answer' && outcome.response.ok ? 'ok' : 'after';
    }
    return fault !== undefined && faultTable[fault].effect === 'none' ? 'before' : 'none';
  };
  const record = (outcome: Outcome, applied: number, fault?: FaultName): Outcome => {
    store.log.add({
      ...entry(statusOf(outcome)),
      effect: effectOf(outcome, applied, fault),
      applied: write ? applied : 0,
      ...(fault === undefined ? {} : { fault }),
    });
    return outcome;
  };
  return Object.assign(record, {
    late(fault: FaultName) {
      const amend = store.log.add({ ...entry(0), effect: write ? 'before' : 'none', fault });
      return () => amend(write ? { effect: 'after', applied: 1 } : {});
    },
  });
}
