// The end of a scan, whichever view was read: the snapshot is whole from here on.
import type { Notice } from '../events.ts';
import type { ScanRequest } from './scan-request.ts';

/** @param untold that V2 gives no count, which is said once all was read. */
export async function closeScan(
  { engine, run, onPage, saysUncounted = true }: ScanRequest,
  snapshot: number,
  untold: Notice | undefined,
): Promise<void> {
  const { journal } = engine;
  const { cursor } = journal.snapshot(snapshot);
  await journal.savePage(snapshot, { products: [], images: [], cursor: cursor ?? 0, complete: true });
  if (untold !== undefined && saysUncounted) engine.emit({ type: 'notice', run, ...untold });
  onPage(journal.snapshot(snapshot));
}
