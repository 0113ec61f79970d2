// A wire between the clients and the sandbox that can be cut: within a request, within an answer, while nothing is on
// it, or never closed at all. It passes bytes on and knows nothing of HTTP. Invariant: what it has been given is counted
// before anything is cut, so that a test can hold it against what a client says of its request.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What happens to a connection. Counted in bytes from the moment when the fate was chosen. */
export type Fate =
  | { readonly is: 'whole' }
  /** Reset at the first byte of a request, which is thrown away. */
  | { readonly is: 'refused' }
  /** Reset once so many bytes of the request have passed; none of what comes after is passed on. */
  | { readonly is: 'cut request'; readonly after: number }
  /** Closed, or reset, once so many bytes of the answer have passed. */
  | { readonly is: 'cut answer'; readonly after: number; readonly how: 'close' | 'reset' }
  /** The request passes, and nothing is ever heard again. */
  | { readonly is: 'half open' }
  /** The answer passes, and the connection is closed right after it. */
  | { readonly is: 'closed when idle' };

export interface BrokenWire {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Bytes that clients have given so far. */
  readonly received: number;
  close(): Promise<void>;
}

/**
 * Passes on to the server at `to`; `fateOf` is asked at the first byte of each request, `turnsAway` at each connection:
 * true resets it before a byte was read.
 */
export async function openBrokenWire(
  to: string,
  fateOf: () => Fate,
  turnsAway: () => boolean = () => false,
): Promise<BrokenWire> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  let received = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };

  const server = createServer((near) => {
    keep(near);
    if (turnsAway()) return void near.resetAndDestroy();
    const far = keep(connect(Number(port), hostname));
    let fate: Fate | undefined;
    let passed = 0;
    let answered = 0;
    const cut = (how: 'close' | 'reset'): void => {
      if (how === 'close') near.end();
      else near.resetAndDestroy();
      far.destroy();
    };
    near.on('data', (bytes: Buffer) => {
      received += bytes.length;
      // The first bytes after an answer begin another request.
      if (fate === undefined || answered > 0) {
        fate = fateOf();
        passed = 0;
        answered = 0;
      }
      if (fate.is === 'refused') return cut('reset');
      const room = fate.is === 'cut request' ? fate.after - passed : bytes.length;
      passed += bytes.length;
      if (room > 0) far.write(bytes.subarray(0, room));
      if (room < bytes.length) far.end(() => cut('reset'));
    });
    far.on('data', (bytes: Buffer) => {
      const before = answered;
      answered += bytes.length;
      if (fate?.is === 'half open') return;
      if (fate?.is === 'cut answer' && answered > fate.after) {
        near.write(bytes.subarray(0, Math.max(0, fate.after - before)), () =>
          cut(fate?.is === 'cut answer' ? fate.how : 'reset'),
        );
        return;
      }
      near.write(bytes, () => {
        if (fate?.is === 'closed when idle') cut('close');
      });
    });
    near.on('close', () => far.destroy());
    far.on('close', () => {
      if (fate?.is !== 'half open') near.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a wire has a port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    get received() {
      return received;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
