// Answers as data and a clock that never waits, for tests beside the code.
import type { Clock } from '../clock.ts';
import type { Transport, TransportRequest, TransportResponse } from '../transport.ts';

export type FakeAnswer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | Error;

export interface FakeTransport extends Transport {
  readonly requests: TransportRequest[];
}

/** Gives the answers one after another, then repeats the last; a string body goes as it is, anything else as JSON. */
export function createFakeTransport(answers: readonly FakeAnswer[]): FakeTransport {
  const requests: TransportRequest[] = [];
  const transport = async (request: TransportRequest): Promise<TransportResponse> => {
    requests.push(request);
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (answer === undefined) throw new Error('no answer was given to the fake');
    if (answer instanceof Error) throw answer;
    const { body } = answer;
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    return { status: answer.status, headers: answer.headers ?? {}, body: Buffer.from(text) };
  };
  return Object.assign(transport, { requests });
}

export interface FakeClock extends Clock {
  /** Every wait that was asked for, in ms. */
  readonly waits: number[];
}

export function createFakeClock(): FakeClock {
  let nowMs = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => 1_700_000_000_000 + nowMs,
    monotonicMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waits.push(ms);
      nowMs += ms;
    },
  };
}
