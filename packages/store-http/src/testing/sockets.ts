// Servers on loopback that are gone after the test, and the real transport with short patience.
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { TransportError, type TransportRequest } from '../transport.ts';
import { createUndiciTransport } from '../undici-transport.ts';

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const serve = (listener: RequestListener): Promise<string> => listening(createServer(listener));
export const serveRaw = (listener: (socket: Socket) => void): Promise<string> =>
  listening(createTcpServer(listener));

export function transport(options: Parameters<typeof createUndiciTransport>[0] = {}) {
  const made = createUndiciTransport({
    connectTimeoutMs: 500,
    headersTimeoutMs: 150,
    bodyTimeoutMs: 150,
    proxyFromEnvironment: false,
    ...options,
  });
  onTestFinished(() => made.close?.());
  return made;
}

export function get(origin: string, more: Partial<TransportRequest> = {}): TransportRequest {
  return { method: 'GET', url: new URL(origin), headers: {}, bodyMaxBytes: 1000, ...more };
}

export async function failure(
  promise: Promise<unknown>,
): Promise<Pick<TransportError, 'reason' | 'sent' | 'code'>> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TransportError) return { reason: error.reason, sent: error.sent, code: error.code };
    throw error;
  }
  throw new Error('it did not fail');
}
