// Where the lock of a target store lies: one place on this machine, whichever journal is used.
import { join } from 'node:path';
import type { Io } from '../terminal/io.ts';
import type { NamedStore } from './stores.ts';

export const targetLock = (
  { stateFolder }: Pick<Io, 'stateFolder'>,
  written: Pick<NamedStore, 'api' | 'hash'>,
): string => join(stateFolder, 'targets', lockName(written));

/** The hash alone for BigCommerce's own API; elsewhere a hash says nothing without the host. */
function lockName({ api, hash }: Pick<NamedStore, 'api' | 'hash'>): string {
  const { hostname, host } = new URL(api);
  return hostname === 'api.bigcommerce.com' ? hash : `${hash}-at-${host.replaceAll(/[^A-Za-z0-9.-]/g, '-')}`;
}
