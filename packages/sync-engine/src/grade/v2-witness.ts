// What V2's product pages say of the pictures that V3 was read through: one request for up to 250 products, whose primary
// image is held against V3's thumbnail. Invariant: V2 is a witness; where it does not answer, that is said once, and nothing
// stops.

import type { ProductImage } from '@cutover/field-mapper';
import type { SnapshotProduct } from '@cutover/journal';
import type { V2Product } from '@cutover/v2-client';
import { isStoreError } from '@cutover/v3-client';
import { PRODUCTS_A_PAGE } from '../at-a-time.ts';
import type { Selecting, With } from '../engine.ts';
import type { Fault } from './graded.ts';

const ATTEMPTS = 2;

export interface Heard {
  /** By product id. */
  readonly faults: ReadonlyMap<number, readonly Fault[]>;
  /** For how many products V2 has spoken. */
  readonly heard: number;
  /** Of these, those of which V3 lists no image, and V2 shows no main picture: there is none that could have been compared. */
  readonly bare: number;
  /** Of these, those whose main picture V3 lists, and does not mark as the one thumbnail: with what it marks nothing was compared. */
  readonly unmarked: number;
}

export interface V2Witness {
  /** Of products in the order of their ids. */
  hear(
    products: readonly SnapshotProduct[],
    imagesOf: (productId: number) => readonly ProductImage[],
  ): Promise<Heard>;
  /** It does not answer, or was not to be asked; where it does not answer, that was said. */
  readonly isGone: boolean;
}

export function createV2Witness(engine: With<Selecting>, run: string): V2Witness {
  let isGone = engine.selection.sourceVia === 'v3';
  let hasListed = false;

  /** The page that was asked for last: the products that are graded next may be on it, too. */
  let latest: { readonly from: number; readonly rows: readonly V2Product[] } | undefined;

  async function pageWith(productId: number) {
    const end = latest?.rows.at(-1)?.id ?? 0;
    if (latest === undefined || productId < latest.from || productId > end)
      latest = { from: productId, rows: await pageFrom(productId) };
    return latest.rows;
  }

  async function pageFrom(minId: number): Promise<readonly V2Product[]> {
    try {
      return await engine.source.v2.listProducts(
        { minId, limit: PRODUCTS_A_PAGE, include: [] },
        { givesUp: (_, attempt) => attempt >= ATTEMPTS },
      );
    } catch (error) {
      if (!isStoreError(error) || error.class === 'aborted') throw error;
      giveUp(error.message);
      return [];
    }
  }

  function giveUp(why?: string): void {
    isGone = true;
    engine.emit({ type: 'notice', run, code: 'v2-unheard', store: engine.source.hash, why });
  }

  return {
    get isGone() {
      return isGone;
    },
    async hear(products, imagesOf) {
      const faults = new Map<number, readonly Fault[]>();
      let heard = 0;
      let bare = 0;
      let unmarked = 0;
      for (let from = products[0]?.productId; from !== undefined && !isGone; ) {
        const page = await pageWith(from);
        // It lists from the first product on, and V3 has some.
        if (page.length === 0 && !hasListed && !isGone) giveUp();
        hasListed ||= page.length > 0;
        for (const { id, primary_image: primary } of page) {
          if (!products.some(({ productId }) => productId === id)) continue;
          // "None" is a hint and no proof (api-quirks): only an image that is shown says something.
          if (primary !== undefined || imagesOf(id).length === 0) heard += 1;
          if (primary === undefined && imagesOf(id).length === 0) bare += 1;
          if (primary !== undefined && isUnmarked(primary.id, imagesOf(id))) unmarked += 1;
          const fault = primary === undefined ? undefined : faultOf(primary.id, imagesOf(id));
          if (fault !== undefined) faults.set(id, [fault]);
        }
        // On from the next product that is graded, so that a few that lie far apart cost a few requests.
        const end = page.at(-1)?.id;
        from = end === undefined ? undefined : products.find(({ productId }) => productId > end)?.productId;
      }
      return { faults, heard, bare, unmarked };
    },
  };
}

const isListed = (imageId: number, images: readonly ProductImage[]): boolean =>
  images.some((image) => image.imageId === imageId);

const isUnmarked = (primaryId: number, images: readonly ProductImage[]): boolean =>
  isListed(primaryId, images) && images.filter(({ isThumbnail }) => isThumbnail).length !== 1;

function faultOf(primaryId: number, images: readonly ProductImage[]): Fault | undefined {
  if (!isListed(primaryId, images))
    return {
      rule: 'view-image-missing',
      imageId: primaryId,
      says: { code: 'primary-not-listed', imageId: primaryId },
    };
  const [thumbnail, another] = images.filter(({ isThumbnail }) => isThumbnail);
  if (thumbnail === undefined || another !== undefined || thumbnail.imageId === primaryId) return undefined;
  return {
    rule: 'view-field-differs',
    imageId: thumbnail.imageId,
    fields: ['is_thumbnail'],
    says: { code: 'primary-is-another', imageId: primaryId },
  };
}
