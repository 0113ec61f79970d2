// How many rows a page may hold: a store that cannot make a large one in time is asked for smaller ones, down to a single
// row. Invariant: what fails at every size is an outage and not a weight, so it is waited out like any other, and after
// it pages have their full size again. Pages may be read side by side: one of them at a time tries a larger size.

import type { RequestOptions } from './repeated-reads.ts';
import { isStoreError, type StoreError } from './store-error.ts';

/** So often a page is asked for before a smaller one is. */
const ATTEMPTS_A_PAGE = 2;
/** After so many pages a larger one is tried once more; where that fails, after twice as many, and so on. */
const PAGES_BEFORE_GROWTH = 8;

export interface PageSize {
  /**
   * Reads one page of at most `wish` rows; `limit` is how many to ask for, `options` go with the request.
   * @throws what `read` has thrown of a page of one row, or of any page for a reason that its size is not.
   */
  read<Given>(
    wish: number,
    read: (limit: number, options: Pick<RequestOptions, 'givesUp'>) => Promise<Given>,
  ): Promise<Given>;
}

export function createPageSize(largest: number): PageSize {
  let most = largest;
  let good = 0;
  let isTrying = false;
  let pagesBeforeGrowth = PAGES_BEFORE_GROWTH;
  return {
    async read(wish, read) {
      for (let attempts = ATTEMPTS_A_PAGE; ; attempts = 1) {
        // The trouble may have passed: now and then a larger page is tried.
        const isTrial: boolean = !isTrying && good >= pagesBeforeGrowth && most < largest;
        const before = most;
        const tried = isTrial ? Math.min(largest, most * 2) : most;
        const limit = Math.min(wish, tried);
        const givesUp = (error: StoreError, attempt: number): boolean =>
          isTooHeavy(error) && attempt >= (isTrial ? 1 : attempts);
        if (isTrial) isTrying = true;
        try {
          const page = await read(limit, { givesUp });
          good = isTrial ? 0 : good + 1;
          // What a page beside this one has learned meanwhile is newer.
          if (most === before) most = tried;
          return page;
        } catch (error) {
          if (!isStoreError(error) || !isTooHeavy(error)) throw error;
          good = 0;
          if (isTrial) pagesBeforeGrowth *= 2;
          else if (limit > 1) most = Math.min(most, Math.ceil(limit / 2));
          else if (error.reason === 'too-large') throw error;
          else {
            const page = await read(limit, {});
            most = largest;
            return page;
          }
        } finally {
          if (isTrial) isTrying = false;
        }
      }
    },
  };
}

/** A page that a gateway gave up on, that did not come in time, or that is over our own cap. */
function isTooHeavy({ status, reason }: StoreError): boolean {
  return status === 502 || status === 503 || status === 504 || reason === 'timeout' || reason === 'too-large';
}
