// Reads one side of a store into a snapshot, page by page, so that a scan goes on where it stopped. Invariant: a page
// and the cursor behind it are saved together; cursors are product ids, so an edited catalog cannot make us skip.
import type { Snapshot } from '@cutover/journal';
import { isStoreError } from '@cutover/v3-client';
import { EngineError } from '../engine-error.ts';
import type { ScanRequest } from './scan-request.ts';
import { scanThroughV2 } from './scan-v2.ts';
import { scanThroughV3 } from './scan-v3.ts';
import { isV2Failure } from './v2-failure.ts';

/** Scans what is missing of the run's snapshot of that side and returns it complete. */
export async function scan(request: ScanRequest): Promise<Snapshot> {
  const { engine, run, side, port, via } = request;
  const snapshot = await engine.journal.openSnapshot(run, side, port.hash, via);
  if (snapshot.complete) return snapshot;
  if (via === 'v3') await scanThroughV3(request, snapshot);
  else {
    try {
      await scanThroughV2(request, snapshot);
    } catch (error) {
      if (isV2Failure(error) && (await answersV3(request)))
        throw new EngineError({ code: 'v2-gone', store: port.hash, answer: error.message });
      throw error;
    }
  }
  return engine.journal.snapshot(snapshot.snapshot);
}

/** Whether V3 serves the same token: if not, V2 is not what is wrong. */
async function answersV3({ port }: ScanRequest): Promise<boolean> {
  try {
    await port.v3.listProducts({ limit: 1 }, { givesUp: (_, attempt) => attempt >= 2 });
    return true;
  } catch (error) {
    if (isStoreError(error) && error.class !== 'aborted') return false;
    throw error;
  }
}
