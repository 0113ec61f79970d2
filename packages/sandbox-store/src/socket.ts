/** The door with a socket: real HTTP on 127.0.0.1, and the faults that only a connection can have. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Outcome } from './faults/faulty-answer.ts';
import type { Serve } from './serve.ts';

const KEPT_ALIVE_MS = 65_000;

export interface Socket {
  readonly origin: string;
  close(): Promise<void>;
}

/** Listens on the port, 0 for any. Rejects when it is taken. */
export async function listen(serve: Serve, port: number): Promise<Socket> {
  const listener = getRequestListener(
    async (request, bindings) => {
      const outcome = await serve(request).catch(failed);
      return send(outcome, (bindings as { outgoing: ServerResponse }).outgoing);
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!isOurs(incoming)) refuse(outgoing);
    // The listener answers whatever fails within it, and nothing is known that makes it reject. Should anything do so, such as
    // a client that leaves in the middle, one connection ends and not the process that the sandbox runs in.
    else listener(incoming, outgoing).catch(() => outgoing.destroy());
  });
  // Longer than a client keeps a connection that nothing goes over: else, where both give it up after five seconds, a request
  // may meet a connection that is just being closed, which no fault asked for.
  server.keepAliveTimeout = KEPT_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${taken}`, close: () => closeServer(server) };
}

/**
 * A page of a browser can have a name of its own lead to this machine, and then asks in that name (DNS rebinding); nobody
 * else calls us by another one than these. The port says nothing: a page cannot choose another, and a forwarded one is.
 */
function isOurs({ headers: { host = '' } }: IncomingMessage): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(host);
}

function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(421, { 'content-type': 'text/plain', connection: 'close' });
  outgoing.end('This is a sandbox: it answers to 127.0.0.1 and localhost, and to no other host.\n');
}

async function send(outcome: Outcome, outgoing: ServerResponse): Promise<Response> {
  switch (outcome.kind) {
    case 'answer':
      return outcome.response;
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case 'hang':
      // Resolved by the client's leaving, so that nothing is kept for a connection that is gone.
      await new Promise<void>((resolve) => outgoing.once('close', resolve));
      return RESPONSE_ALREADY_SENT;
    case 'misframed': {
      const { status, headers, body, declared } = outcome;
      outgoing.writeHead(status, { ...Object.fromEntries(headers), 'content-length': declared });
      await new Promise<void>((resolve) => {
        outgoing.write(body, () => resolve());
      });
      if (declared > body.length) outgoing.socket?.destroy();
      else outgoing.end();
      return RESPONSE_ALREADY_SENT;
    }
  }
}

// A fault of the sandbox itself, or a client that left while it sent: said plainly, so that nobody takes it for the store's.
function failed(error: unknown): Outcome {
  const reason = error instanceof Error ? (error.stack ?? error.message) : 'unknown';
  return { kind: 'answer', response: new Response(`The sandbox itself failed: ${reason}`, { status: 500 }) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
