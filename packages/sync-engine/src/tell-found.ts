// How findings reach those who listen: a page at a time, at their pace.
import { type FindingRow, findingsOfSame, type SameImages } from '@cutover/journal';
import type { World } from './engine.ts';

/** Reports a page of findings, and waits until they are taken: nothing piles up before a reader who is slow, or asleep. */
export async function tellFound(
  { emit, control }: Pick<World, 'emit' | 'control'>,
  run: string,
  findings: readonly (FindingRow | SameImages)[],
): Promise<void> {
  for (const one of findings) {
    const each = 'images' in one ? findingsOfSame(one) : [one];
    for (const finding of each) emit({ type: 'finding', run, ...finding });
  }
  await control.whileUnread?.();
}
