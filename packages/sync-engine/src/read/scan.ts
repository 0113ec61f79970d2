// Reads one side of a store into a snapshot, page by page, so that a scan goes on where it stopped. Invariant: a page
// and the cursor behind it are saved together; cursors are product ids, so an edited catalog cannot make us skip.
import type { Snapshot } from '@cutover/journal';
import type { ScanRequest } from './scan-request.ts';
import { scanThroughV2 } from './scan-v2.ts';
import { scanThroughV3 } from './scan-v3.ts';
import { unlessV2IsGone } from './v2-failure.ts';

/** Scans what is missing of the run's snapshot of that side and returns it complete. */
export async function scan(request: ScanRequest): Promise<Snapshot> {
  const { engine, run, side, port, via } = request;
  const snapshot = await engine.journal.openSnapshot(run, side, port.hash, via);
  if (snapshot.complete) return snapshot;
  if (via === 'v3') await scanThroughV3(request, snapshot);
  else await unlessV2IsGone(port, scanThroughV2(request, snapshot));
  return engine.journal.snapshot(snapshot.snapshot);
}
