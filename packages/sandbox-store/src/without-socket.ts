/** The door without a socket: what a connection would do to a client, done to a promise. */
import type { Outcome } from './faults/faulty-answer.ts';

/** The outcome as a fetch would have shown it; a reset rejects, a hang waits for the request's own signal. */
export function toResponse(outcome: Outcome, request: Request): Promise<Response> {
  switch (outcome.kind) {
    case 'answer':
      return Promise.resolve(outcome.response);
    case 'reset':
      return Promise.reject(resetError());
    case 'hang':
      return new Promise((_resolve, reject) => {
        const leave = (): void => reject(request.signal.reason);
        if (request.signal.aborted) leave();
        else request.signal.addEventListener('abort', leave, { once: true });
      });
    case 'misframed':
      return Promise.resolve(misframed(outcome));
  }
}

function misframed({ status, headers, body, declared }: Extract<Outcome, { kind: 'misframed' }>): Response {
  const shown = new Headers(headers);
  shown.set('content-length', String(declared));
  if (declared <= body.length)
    return new Response(new Uint8Array(body.subarray(0, declared)), { status, headers: shown });
  const cut = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(body);
    },
    pull(controller) {
      controller.error(resetError());
    },
  });
  return new Response(cut, { status, headers: shown });
}

function resetError(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}
