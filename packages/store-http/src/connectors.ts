// How sockets are opened. The guarded connector refuses private addresses before a byte is written.
// undici hands `connect.blockList` to net.connect, which honours it; tls.connect does not. So the guarded connector
// always opens the plain socket itself, looks at the address it really has, and only then starts TLS on it.
import type { BlockList } from 'node:net';
import type { buildConnector } from 'undici';
import connectorOf from 'undici/lib/core/connect.js';
import { isPrivateAddress, privateAddresses } from './private-addresses.ts';

export function createOpenConnector(connectTimeoutMs: number): buildConnector.connector {
  return connectorOf({ timeout: connectTimeoutMs, allowH2: false });
}

/** @param blockList of the first of two guards, which asks before it connects; the second asks the open socket. */
export function createGuardedConnector(
  connectTimeoutMs: number,
  blockList: BlockList = privateAddresses,
): buildConnector.connector {
  const plain = connectorOf({ timeout: connectTimeoutMs, allowH2: false, blockList });
  const secure = connectorOf({ timeout: connectTimeoutMs, allowH2: false });
  return (options, callback) => {
    const port = options.port === '' ? (options.protocol === 'https:' ? '443' : '80') : options.port;
    plain({ ...options, protocol: 'http:', port }, (error, socket) => {
      if (error !== null) return callback(error, null);
      if (socket.remoteAddress === undefined || isPrivateAddress(socket.remoteAddress)) {
        const address = socket.remoteAddress ?? 'unknown';
        socket.destroy();
        return callback(new PrivateAddressError(address), null);
      }
      if (options.protocol !== 'https:') return callback(null, socket);
      secure({ ...options, httpSocket: socket }, callback);
    });
  };
}

/** A connection would have gone to an address that is not of the public internet. */
class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = 'ERR_IP_BLOCKED';
  constructor(address: string) {
    super(`the address ${address} is not on the public internet`);
  }
}
