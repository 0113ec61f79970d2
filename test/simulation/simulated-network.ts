// The network of the simulation: the sandbox without a socket, with the delays of a network and the time-outs of a
// client. Invariant: whatever a client sends has left when its failpoint is passed, and reaches the store even if the
// process that sent it dies meanwhile.
import type { Sandbox } from '@cutover/sandbox-store';
import {
  type Transport,
  TransportError,
  type TransportRequest,
  type TransportResponse,
} from '@cutover/store-http';
import { between, type Failpoint } from './failpoints.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface NetworkParts {
  readonly sandbox: Sandbox;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly reach: (point: Failpoint) => Promise<void>;
  /** A request leaves. */
  readonly onSent: (request: TransportRequest) => void;
  /** A request is about to reach the stores. */
  readonly onArrival: (request: TransportRequest) => void;
  /** The stores have done with it, whether anybody hears of it or not. */
  readonly onDone: (request: TransportRequest) => void;
}

export function createNetwork({
  sandbox,
  time,
  random,
  reach,
  onSent,
  onArrival,
  onDone,
}: NetworkParts): Transport {
  return async (request) =>
    await between(reach, request.method, async () => {
      onSent(request);
      await time.sleep(20 + random() * 200);
      onArrival(request);
      const given = new AbortController();
      const answer = sandbox.handle(requestFor(request, given.signal)).finally(() => onDone(request));
      const late = new AbortController();
      const timeout = time.sleep(request.headersTimeoutMs ?? 60_000, late.signal).then(
        () => 'late' as const,
        () => 'late' as const,
      );
      try {
        const first = await Promise.race([answer.then(readWhole), timeout]);
        if (first === 'late') {
          given.abort();
          throw new TransportError('no answer in time', { reason: 'timeout', sent: true });
        }
        await time.sleep(random() * 50);
        return first;
      } catch (error) {
        if (error instanceof TransportError) throw error;
        throw new TransportError('the connection was reset', {
          reason: 'network',
          sent: true,
          code: 'ECONNRESET',
        });
      } finally {
        late.abort();
        answer.catch(() => undefined);
      }
    });
}

function requestFor(request: TransportRequest, signal: AbortSignal): Request {
  const { body } = request;
  return new Request(request.url, {
    method: request.method,
    headers: { ...request.headers },
    signal,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
}

async function readWhole(answer: Response): Promise<TransportResponse> {
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: new Uint8Array(await answer.arrayBuffer()),
  };
}
