// One image of a snapshot, as a row and back, and the statements over its columns: the hottest path of a scan.
import type { ProductImage } from '@cutover/field-mapper';
import type { ImageGlance, ViewGlance } from '../journal.ts';
import { listed, type Prepared, type PreparedRows, query, type Statements } from '../schema/statements.ts';
import type { SnapshotImagesTable } from '../schema/tables.ts';
import type { AddressCodec, Addresses } from './addresses.ts';
import { wordsColumn } from './json-column.ts';

/** What a glance takes of a row: to read only that, and to make less of it, is half of what it costs to read an image. */
const glanceColumns = [
  'product_id',
  'image_id',
  'image_file',
  'description',
  'is_thumbnail',
  'sort_order',
  'odd',
] as const;
type GlanceRow = Pick<SnapshotImagesTable, (typeof glanceColumns)[number]>;
const addressColumns = ['url_zoom', 'url_standard', 'url_thumbnail', 'url_tiny'] as const;
/** The time that stands in an address is kept once. */
type ViewGlanceRow = GlanceRow & Pick<SnapshotImagesTable, (typeof addressColumns)[number] | 'date_modified'>;

interface ImageStatements {
  /** Changes nothing of an image that is there. */
  readonly insertImages: PreparedRows<SnapshotImagesTable>;
  readonly replaceImage: Prepared<SnapshotImagesTable, unknown>;
  readonly dropImages: Prepared<{ snapshot: number; productId: number }, unknown>;
  readonly imagesOf: Prepared<{ snapshot: number; productIds: string }, SnapshotImagesTable>;
  readonly glancesOf: Prepared<{ snapshot: number; productIds: string }, GlanceRow>;
  readonly viewGlancesOf: Prepared<{ snapshot: number; productIds: string }, ViewGlanceRow>;
}

export function imageColumns({ prepare, prepareRows }: Statements): ImageStatements {
  return {
    insertImages: prepareRows((rows: readonly SnapshotImagesTable[]) =>
      query
        .insertInto('snapshot_images')
        .values(
          rows.map((p) => ({
            snapshot: p.snapshot,
            product_id: p.product_id,
            image_id: p.image_id,
            ...changing(p),
          })),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    replaceImage: prepare((p: SnapshotImagesTable) =>
      query
        .updateTable('snapshot_images')
        .set(changing(p))
        .where('snapshot', '=', p.snapshot)
        .where('product_id', '=', p.product_id)
        .where('image_id', '=', p.image_id),
    ),
    dropImages: prepare((p: { snapshot: number; productId: number }) =>
      query
        .deleteFrom('snapshot_images')
        .where('snapshot', '=', p.snapshot)
        .where('product_id', '=', p.productId),
    ),
    imagesOf: prepare((p: { snapshot: number; productIds: string }) =>
      query
        .selectFrom('snapshot_images')
        .selectAll()
        .where('snapshot', '=', p.snapshot)
        .where('product_id', 'in', listed<number>(p.productIds))
        .orderBy('product_id')
        .orderBy('image_id'),
    ),
    glancesOf: prepare((p: { snapshot: number; productIds: string }) =>
      query
        .selectFrom('snapshot_images')
        .select(glanceColumns)
        .where('snapshot', '=', p.snapshot)
        .where('product_id', 'in', listed<number>(p.productIds))
        .orderBy('product_id')
        .orderBy('image_id'),
    ),
    viewGlancesOf: prepare((p: { snapshot: number; productIds: string }) =>
      query
        .selectFrom('snapshot_images')
        .select([...glanceColumns, ...addressColumns, 'date_modified'])
        .where('snapshot', '=', p.snapshot)
        .where('product_id', 'in', listed<number>(p.productIds))
        .orderBy('product_id')
        .orderBy('image_id'),
    ),
  };
}

function changing(p: SnapshotImagesTable): Omit<SnapshotImagesTable, 'snapshot' | 'product_id' | 'image_id'> {
  return {
    image_file: p.image_file,
    description: p.description,
    is_thumbnail: p.is_thumbnail,
    sort_order: p.sort_order,
    url_zoom: p.url_zoom,
    url_standard: p.url_standard,
    url_thumbnail: p.url_thumbnail,
    url_tiny: p.url_tiny,
    date_created: p.date_created,
    date_modified: p.date_modified,
    odd: p.odd,
  };
}

/** @param image without secrets in what its addresses are made of. */
export function rowOfImage(
  snapshot: number,
  image: ProductImage,
  addresses: AddressCodec,
): SnapshotImagesTable {
  const { zoom, standard, thumbnail, tiny } = addresses.pack(image, image.urls);
  return {
    snapshot,
    product_id: image.productId,
    image_id: image.imageId,
    image_file: image.imageFile,
    description: image.description,
    is_thumbnail: image.isThumbnail ? 1 : 0,
    sort_order: image.sortOrder,
    url_zoom: zoom,
    url_standard: standard,
    url_thumbnail: thumbnail,
    url_tiny: tiny,
    date_created: image.dateCreated === undefined ? null : addresses.packTime(image.dateCreated),
    date_modified: image.dateModified === undefined ? null : addresses.packTime(image.dateModified),
    odd: image.odd === undefined ? null : JSON.stringify(image.odd),
  };
}

export function toGlance(row: GlanceRow): ImageGlance {
  return {
    productId: row.product_id,
    imageId: row.image_id,
    imageFile: row.image_file,
    description: row.description,
    isThumbnail: row.is_thumbnail === 1,
    sortOrder: row.sort_order,
    isOdd: row.odd !== null,
  };
}

export function toViewGlance(row: ViewGlanceRow, addresses: AddressCodec): ViewGlance {
  const glance = toGlance(row);
  return {
    ...glance,
    urls: addresses.unpack({ ...glance, ...modifiedOf(row, addresses) }, addressesOf(row)),
  };
}

const modifiedOf = (
  { date_modified: packed }: Pick<SnapshotImagesTable, 'date_modified'>,
  { unpackTime }: AddressCodec,
): Pick<ProductImage, 'dateModified'> => (packed === null ? {} : { dateModified: unpackTime(packed) });

function addressesOf(row: Pick<SnapshotImagesTable, (typeof addressColumns)[number]>): Addresses {
  return {
    zoom: row.url_zoom,
    standard: row.url_standard,
    thumbnail: row.url_thumbnail,
    tiny: row.url_tiny,
  };
}

export function toImage(row: SnapshotImagesTable, addresses: AddressCodec): ProductImage {
  const about = {
    productId: row.product_id,
    imageId: row.image_id,
    imageFile: row.image_file,
    ...modifiedOf(row, addresses),
  };
  return {
    ...about,
    description: row.description,
    isThumbnail: row.is_thumbnail === 1,
    sortOrder: row.sort_order,
    urls: addresses.unpack(about, addressesOf(row)),
    ...(row.date_created === null ? {} : { dateCreated: addresses.unpackTime(row.date_created) }),
    ...(row.odd === null ? {} : { odd: wordsColumn(row.odd) }),
  };
}
