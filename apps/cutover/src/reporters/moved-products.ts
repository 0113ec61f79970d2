// Products of the target that were planned again because they had changed, in one sentence at the end: a plan that has lain for
// a while meets hundreds of them, and a line for each would bury what matters. It must not know who shows it.
import type { Notice } from '@cutover/sync-engine';
import { tableCommand } from '../command-line/report-command.ts';
import { noticeWords } from '../sayings/notice-words.ts';
import { counted, number } from '../terminal/quantities.ts';

type Moved = Extract<Notice, { code: 'product-moved' }>;

export interface MovedProducts {
  add(moved: Moved): void;
  /**
   * @param areListed each has been shown before. Otherwise the report of the run is named, which keeps the dropped actions:
   * another run would find nothing left to tell.
   * @returns how many there were, the first of them, and what has become of their plan; undefined: there were none.
   */
  words(areListed: boolean, run: string | undefined): string | undefined;
}

const examplesMax = 3;

export function createMovedProducts(): MovedProducts {
  const ids = new Set<number>();
  let dropped = 0;
  let added = 0;
  return {
    add(moved) {
      // A sweep may plan one more than once.
      ids.add(moved.productId);
      dropped += moved.dropped;
      added += moved.added;
    },
    words(areListed, run) {
      const [first, ...others] = ids;
      if (first === undefined) return undefined;
      if (others.length === 0)
        return noticeWords({ code: 'product-moved', productId: first, dropped, added });
      const named = [first, ...others].slice(0, examplesMax);
      const more = ids.size - named.length;
      const where = areListed ? '' : `; \`${tableCommand(run)}\` lists each`;
      const examples = `${named.join(', ')}${more === 0 ? '' : ` and ${number(more)} more${where}`}`;
      return `${counted(ids.size, 'target product')} have changed since they were planned (${examples}): ${counted(dropped, 'action')} dropped, ${number(added)} added`;
    },
  };
}
