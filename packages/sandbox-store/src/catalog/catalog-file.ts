/** A catalog written by hand: JSON with products and their images, checked with the place of each fault. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

const image = z.strictObject({
  /** A file beside the catalog; exactly one of file, url and seed may be given. */
  file: z.string().min(1).optional(),
  url: z.url().optional(),
  seed: z.int().nonnegative().optional(),
  file_name: z.string().min(1).optional(),
  description: z.string().optional(),
  is_thumbnail: z.boolean().optional(),
  sort_order: z.int32().optional(),
});
const product = z.strictObject({
  id: z.int().positive().optional(),
  name: z.string().min(1).max(250),
  sku: z.string().max(255),
  price: z.number().nonnegative().optional(),
  images: z.array(image).max(1000).default([]),
});
const catalog = z.strictObject({ products: z.array(product) });

/** A catalog as a file or a test gives it. */
export interface CatalogFile {
  readonly products: readonly {
    readonly id?: number | undefined;
    readonly name: string;
    readonly sku: string;
    readonly price?: number | undefined;
    readonly images: readonly {
      readonly file?: string | undefined;
      readonly url?: string | undefined;
      readonly seed?: number | undefined;
      readonly file_name?: string | undefined;
      readonly description?: string | undefined;
      readonly is_thumbnail?: boolean | undefined;
      readonly sort_order?: number | undefined;
    }[];
  }[];
}

/** Why a catalog file cannot be used; the message names the file, and the line or the field. */
export class CatalogFileError extends Error {
  override readonly name = 'CatalogFileError';
}

/** Reads a catalog from text. Throws a CatalogFileError. */
export function parseCatalog(text: string, name: string): CatalogFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CatalogFileError(`${name}${placeOf(text, cause)}: this is not JSON.`, { cause });
  }
  const parsed = catalog.safeParse(value);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map(({ path, message }) => `${pathOf(path)}: ${message}`);
    throw new CatalogFileError(`${name}: ${reasons.slice(0, 5).join('; ')}`);
  }
  const skus = new Set<string>();
  const ids = new Set<number>();
  for (const [index, { sku, id, images }] of parsed.data.products.entries()) {
    if (sku !== '' && skus.has(sku))
      throw new CatalogFileError(`${name}: products[${index}].sku: ${sku} is there twice`);
    if (id !== undefined && ids.has(id))
      throw new CatalogFileError(`${name}: products[${index}].id: ${id} is there twice`);
    skus.add(sku);
    if (id !== undefined) ids.add(id);
    for (const [place, { file, url, seed }] of images.entries()) {
      const sources = [file, url, seed].filter((source) => source !== undefined).length;
      if (sources > 1) {
        throw new CatalogFileError(
          `${name}: products[${index}].images[${place}]: give one of file, url and seed`,
        );
      }
    }
  }
  return parsed.data;
}

/** Reads a catalog file. The files it names are found from its own folder. Throws a CatalogFileError. */
export function catalogFromFile(path: string): CatalogFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CatalogFileError(`${path}: the file cannot be read.`, { cause });
  }
  const read = parseCatalog(text, path);
  const here = dirname(resolve(path));
  return {
    products: read.products.map((each) => ({
      ...each,
      images: each.images.map((one) =>
        one.file === undefined ? one : { ...one, file: resolve(here, one.file) },
      ),
    })),
  };
}

function pathOf(path: readonly PropertyKey[]): string {
  return (
    path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, '') || 'file'
  );
}

function placeOf(text: string, cause: unknown): string {
  const position = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
