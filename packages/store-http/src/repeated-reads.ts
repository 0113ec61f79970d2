// A read is asked again, by class of its failure, until it is answered, its attempts run out or an outage has lasted long
// enough. It must not know how a request is sent.
import type { RequestFacts, StoreAnswer } from './answer.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { aborted, type Send } from './one-request.ts';
import { StoreError } from './store-error.ts';

export interface RepeatOptions {
  /** Attempts of a read in all; default 6. */
  readonly readAttempts?: number | undefined;
  /** First wait between attempts of a read, doubled each time, with full jitter, at most 60 s; default 500 ms. */
  readonly retryBaseMs?: number | undefined;
  /**
   * How long an outage is waited out: for so long after its first failure a read goes on, and no longer. 0: not at all, so
   * that it is tried just once more, at once. Default: as long as its attempts take. Waits for quota are none of it.
   */
  readonly outageMs?: number | undefined;
  /** A pacer that is given tells the waits of its queue to its own listener instead. */
  readonly onWait?: ((event: WaitEvent) => void) | undefined;
}

/** Requests wait: for quota, or before a read that the store has failed is tried again. */
export interface WaitEvent {
  readonly reason: 'quota' | 'store';
  /** Who waits: the queue for quota, or reads before they are tried again. */
  readonly by: 'queue' | 'reads';
  /** How long, from now; undefined: the wait is over. */
  readonly ms: number | undefined;
  /** What the store has failed with, where that is waited for. */
  readonly why?: string | undefined;
  /** No request has come through to it. */
  readonly isUnreached?: true;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of a read, asked after each failure: true throws it at once, instead of trying again. `attempt` is from 1. */
  readonly givesUp?: ((error: StoreError, attempt: number) => boolean) | undefined;
}

/** What reads are repeated with: all of one store share it. */
export interface Repeating extends RepeatOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly send: Send;
}

const retryCapMs = 60_000;
// A body that does not parse is rarely fixed by asking again; it has cost two more requests by then.
const malformedAttemptsMax = 3;

export interface RepeatedReads {
  /** Asks until it is answered. Throws the StoreError of the last attempt. */
  read(asked: Omit<RequestFacts, 'attempt'>, url: URL, options: RequestOptions): Promise<StoreAnswer>;
}

export function createRepeatedReads(options: Repeating): RepeatedReads {
  const { clock, random, send, outageMs, readAttempts = 6, retryBaseMs = 500 } = options;
  /** Reads that wait before they are tried again. */
  const pausing = { quota: 0, store: 0 };

  async function pause(
    { class: failure, message }: StoreError,
    ms: number,
    facts: RequestFacts,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const reason = failure === 'rate-limited' ? 'quota' : 'store';
    pausing[reason] += 1;
    options.onWait?.({
      reason,
      by: 'reads',
      ms,
      ...(reason === 'store' ? { why: message } : {}),
      ...(failure === 'not-sent' ? { isUnreached: true } : {}),
    });
    try {
      await clock.sleep(ms, signal);
    } catch {
      throw aborted(facts, 'read', false);
    } finally {
      pausing[reason] -= 1;
      if (pausing[reason] === 0) options.onWait?.({ reason, by: 'reads', ms: undefined });
    }
  }

  /** Only the time says when it is over, and not the attempts; never for quota, which comes back by itself. */
  const isBounded = (error: StoreError, attempt: number): boolean =>
    attempt >= readAttempts || (outageMs !== undefined && error.class !== 'rate-limited');

  function isOver(error: StoreError, attempt: number, leftMs: number): boolean {
    if (isLasting(error) && attempt >= readAttempts) return true;
    if (outageMs === 0 && error.class !== 'rate-limited') return attempt > 1;
    return leftMs <= 0 && isBounded(error, attempt);
  }

  const read: RepeatedReads['read'] = async (asked, url, { signal, givesUp }) => {
    let malformed = 0;
    const startedMs = clock.monotonicMs();
    for (let attempt = 1; ; attempt++) {
      const facts = { ...asked, attempt };
      try {
        return await send(facts, 'read', { url, signal });
      } catch (error) {
        if (!(error instanceof StoreError) || error.class === 'aborted') throw error;
        if (error.reason === 'malformed') malformed += 1;
        const again =
          error.next === 'retry' || (error.reason === 'malformed' && malformed < malformedAttemptsMax);
        const leftMs = startedMs + (outageMs ?? 0) - clock.monotonicMs();
        if (!again || isOver(error, attempt, leftMs) || givesUp?.(error, attempt) === true) throw error;
        if (outageMs === 0 && error.class !== 'rate-limited') continue;
        // The pacer itself holds everything back after a 429; a wait here comes on top for this read alone.
        const jitterMs = Math.max(
          backoffMs(attempt, retryBaseMs, retryCapMs, random),
          error.retryAfterMs ?? 0,
        );
        // The last try is made when the outage has been waited out, and not after it.
        await pause(error, isBounded(error, attempt) ? Math.min(jitterMs, leftMs) : jitterMs, facts, signal);
      }
    }
  };

  return { read };
}

/** Codes of Node for certificates and handshakes that will be refused the next time, too. */
const LASTING = /CERT|TLS|SSL|EPROTO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/u;

/** What waiting does not heal: a certificate that nobody trusts, a proxy that refuses. */
function isLasting({ cause }: StoreError): boolean {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return (
    LASTING.test(code) || /^proxy response \(40[37]\)/iu.test(cause instanceof Error ? cause.message : '')
  );
}
