// Whether a failure is what a V2 that has been switched off answers, and not a store that is away.
import { isStoreError, type StoreError } from '@cutover/v3-client';

const GONE: ReadonlySet<number> = new Set([404, 405, 410, 501]);

/** That there is nothing, that it fails, or nonsense. */
export function isV2Failure(error: unknown): error is StoreError {
  if (!isStoreError(error) || !error.path.startsWith('/v2/')) return false;
  const { status = 0 } = error;
  return GONE.has(status) || status >= 500 || error.class === 'unexpected';
}
