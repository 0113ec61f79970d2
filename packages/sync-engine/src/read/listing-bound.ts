// Where a listing of products is taken for one that never ends: a store may go on with products that it does not count,
// each another one, and nothing else would stop us. Invariant: what is counted is asked for, or told, only once, because a
// store that makes products up makes its count up with them.
import { EngineError } from '../engine-error.ts';

/** So many are read whatever is counted: a small catalog may well grow by an import while it is read. */
const PRODUCTS_UNCOUNTED = 1_000;
/** How many times over a catalog may have grown. */
const TIMES_OVER = 2;
/** Where the store counts nothing at all. */
const PRODUCTS_MOST = 10_000_000;

export interface ListingBound {
  /**
   * Takes note of one more page; throws an EngineError `store-endless` once there are too many products.
   * @param left how many are left to read, this page included, where the answer says so.
   */
  pass(products: number, left?: number): Promise<void>;
}

/** @param count asks the store how many products there are, where its pages do not say; undefined: it does not tell. */
export function createListingBound(
  store: string,
  via: 'v2' | 'v3',
  count: () => Promise<number | undefined>,
): ListingBound {
  let seen = 0;
  let counted: number | undefined;
  let isAsked = false;
  return {
    async pass(products, left) {
      if (left !== undefined) counted ??= seen + left;
      seen += products;
      if (seen <= PRODUCTS_UNCOUNTED) return;
      if (counted === undefined && !isAsked) {
        isAsked = true;
        counted = await count();
      }
      const most = counted === undefined ? PRODUCTS_MOST : Math.max(PRODUCTS_UNCOUNTED, TIMES_OVER * counted);
      if (seen > most) throw new EngineError({ code: 'store-endless', store, via, listed: seen, counted });
    },
  };
}
