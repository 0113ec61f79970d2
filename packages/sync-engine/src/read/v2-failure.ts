// Whether a failure is what a V2 that has been switched off answers, and not a store that is away.
import { isStoreError, type StoreError } from '@cutover/v3-client';
import type { StorePort } from '../engine.ts';
import { EngineError } from '../engine-error.ts';

const GONE: ReadonlySet<number> = new Set([404, 405, 410, 501]);

/** That there is nothing, that it fails, or nonsense. */
export function isV2Failure(error: unknown): error is StoreError {
  if (!isStoreError(error) || !error.path.startsWith('/v2/')) return false;
  const { status = 0 } = error;
  return GONE.has(status) || status >= 500 || error.class === 'unexpected';
}

/** Reads V2; where that fails as a V2 does which has been switched off, and V3 answers, it says so. */
export async function unlessV2IsGone<T>(
  { v3, hash }: Pick<StorePort, 'v3' | 'hash'>,
  reading: Promise<T>,
): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (isV2Failure(error) && (await answersV3(v3)))
      throw new EngineError({ code: 'v2-gone', store: hash, answer: error.message });
    throw error;
  }
}

/** Whether V3 serves the same token: if not, V2 is not what is wrong. */
async function answersV3(v3: StorePort['v3']): Promise<boolean> {
  try {
    await v3.listProducts({ limit: 1 }, { givesUp: (_, attempt) => attempt >= 2 });
    return true;
  } catch (error) {
    if (isStoreError(error) && error.class !== 'aborted') return false;
    throw error;
  }
}
