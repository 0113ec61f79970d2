// `map`: any saved file of images in, V3's shape out, row by row. Invariant: memory does not grow with the file, and
// each row of it becomes a record or an error with its line; none is lost in silence.
import { toV3 } from '../convert.ts';
import { checkSendable } from '../sendable.ts';
import { whyNotAnAddress } from '../to-v3-write.ts';
import type { V3ProductImageWire } from '../wire.ts';
import { type MapError, UnreadableFileError } from './file-problem.ts';
import { type FileKind, fileRows } from './file-rows.ts';
import type { MapWarning, ProductImageRow, VariantImageRow } from './image-row.ts';

/** A product image in V3's shape; `id` and `product_id` are left out where the file has none (still to be made). */
export type MappedImage = Partial<Pick<V3ProductImageWire, 'id' | 'product_id'>> &
  Omit<V3ProductImageWire, 'id' | 'product_id'>;

/** A variant's image in V3's shape. */
export interface MappedVariant {
  readonly id?: number;
  readonly product_id?: number;
  readonly sku: string;
  readonly image_url?: string;
}

export type MapRecord =
  | {
      readonly kind: 'product-image';
      readonly record: MappedImage;
      readonly line: number;
      readonly warnings: readonly MapWarning[];
    }
  | {
      readonly kind: 'variant-image';
      readonly record: MappedVariant;
      readonly line: number;
      readonly warnings: readonly MapWarning[];
    };

export interface MapperOptions {
  /** The kind of the file; `auto` looks at its start. `v2-json` is `json`, which takes V3's shape too. Default `auto`. */
  readonly from?: FileKind | 'v2-json' | 'auto';
  /** `stop` throws at the first bad row, `skip` counts it and goes on. Default `stop`. */
  readonly onBadRow?: 'stop' | 'skip';
  /** Told each bad row under `skip`. */
  readonly onError?: (error: MapError) => void;
}

export interface MapCounts {
  readonly records: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface Mapper {
  /** The records of one file; throws {@link UnreadableFileError} where it cannot be read on. */
  map(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<MapRecord>;
  /** Over all files so far. */
  counts(): MapCounts;
}

export function createMapper(options: MapperOptions = {}): Mapper {
  const counts = { records: 0, errors: 0, warnings: 0 };
  const kind = options.from === 'v2-json' ? 'json' : (options.from ?? 'auto');
  return {
    async *map(bytes) {
      for await (const row of fileRows(bytes, kind)) {
        if (row.kind === 'problem') {
          const { kind: _, ...error } = row;
          counts.errors += 1;
          if (options.onBadRow !== 'skip') throw new UnreadableFileError(error);
          options.onError?.(error);
          continue;
        }
        const mapped = row.kind === 'product-image' ? mappedImage(row) : mappedVariant(row);
        counts.records += 1;
        counts.warnings += mapped.warnings.length;
        yield mapped;
      }
    },
    counts: () => ({ ...counts }),
  };
}

/** Records as JSON Lines, a line at a time with its line end; only what is V3's is printed. */
export async function* serialiseJsonl(records: AsyncIterable<MapRecord>): AsyncGenerator<string> {
  for await (const { record } of records) yield `${JSON.stringify(record)}\n`;
}

function mappedImage({ image, address, line, warnings }: ProductImageRow): MapRecord {
  const all = [...warnings];
  const { id, product_id, ...shape } = toV3(image);
  if (image.dateCreated !== undefined && image.dateModified === undefined) {
    const reason =
      "holds V2's date_created: when the image was made, not when it was changed; never compare the two";
    all.push({ field: 'date_modified', reason });
  }
  const addressProblem = address === '' ? undefined : whyNotAnAddress(address);
  if (addressProblem !== undefined) all.push({ field: 'image_url', reason: addressProblem });
  for (const { field, reason } of checkSendable(image)) all.push({ field, reason });
  const record: MappedImage = {
    ...(id > 0 && { id }),
    ...(product_id > 0 && { product_id }),
    ...shape,
    ...(address !== '' && { image_url: address }),
  };
  return { kind: 'product-image', record, line, warnings: all };
}

function mappedVariant({ image, line, warnings }: VariantImageRow): MapRecord {
  const reason = image.image === '' ? undefined : whyNotAnAddress(image.image);
  const isAddress = /^https?:\/\//i.test(image.image);
  const record: MappedVariant = {
    ...(image.recordId > 0 && { id: image.recordId }),
    ...(image.productId > 0 && { product_id: image.productId }),
    sku: image.sku,
    ...((isAddress || image.image === '') && { image_url: image.image }),
  };
  const told =
    reason === undefined
      ? []
      : [{ field: 'image_url', reason: isAddress ? reason : `left out: ${reason} (${image.image})` }];
  return { kind: 'variant-image', record, line, warnings: [...warnings, ...told] };
}
