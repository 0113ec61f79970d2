// How findings reach those who listen: a page at a time, at their pace.
import type { FindingRow } from '@cutover/journal';
import type { World } from './engine.ts';

/** Reports a page of findings, and waits until they are taken: nothing piles up before a reader who is slow, or asleep. */
export async function tellFound(
  { emit, control }: Pick<World, 'emit' | 'control'>,
  run: string,
  findings: readonly FindingRow[],
): Promise<void> {
  for (const finding of findings) emit({ type: 'finding', run, ...finding });
  await control.whileUnread?.();
}
