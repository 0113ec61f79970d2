/** Writes a catalog from a file into a store's tables; pictures are taken in as they are, whatever their bytes. */
import { readFile } from 'node:fs/promises';
import { imageFileName, uploadNameOf } from '../image-file-name.ts';
import { drawingOf } from '../pictures/drawn-picture.ts';
import { pictureTypeOf } from '../pictures/picture-type.ts';
import { subjects } from '../pictures/subjects.ts';
import { mix } from '../random.ts';
import type { ProductRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { createBaseVariant } from '../variants.ts';
import { type CatalogFile, CatalogFileError } from './catalog-file.ts';

type FileImage = CatalogFile['products'][number]['images'][number];
interface Taken {
  readonly picture: string;
  readonly extension: string;
  readonly uploadName: string;
}

/** Plants the catalog. Throws a CatalogFileError where a picture cannot be had. */
export async function plantCatalog(store: Store, catalog: CatalogFile): Promise<void> {
  for (const [index, product] of catalog.products.entries()) {
    const { tables } = store;
    const id = product.id ?? tables.takeProductId();
    const now = store.now();
    const taken: Taken[] = [];
    for (const image of product.images)
      taken.push(await take(store, image, mix(product.sku, index, taken.length)));
    tables.atomically(() => {
      tables.reserveIds({ product: id });
      const row: ProductRow = {
        id,
        name: product.name,
        sku: product.sku,
        price: product.price ?? 10,
        isVisible: true,
        dateCreated: now,
        dateModified: now,
        fields: {},
        options: [],
        modifiers: [],
      };
      tables.putProduct(row);
      createBaseVariant(store, row);
      const hasThumbnail = product.images.some((image) => image.is_thumbnail !== undefined);
      for (const [place, image] of product.images.entries()) {
        const one = taken[place];
        if (one === undefined) continue;
        const imageId = tables.takeImageId();
        tables.putImage({
          id: imageId,
          productId: id,
          imageFile: imageFileName(
            one.uploadName,
            one.extension,
            [store.hash, store.seed, imageId],
            store.switches,
          ),
          picture: one.picture,
          isThumbnail: hasThumbnail ? image.is_thumbnail === true : place === 0,
          sortOrder: image.sort_order ?? place,
          description: image.description ?? '',
          dateCreated: now,
          dateModified: now,
          listedFrom: 0,
          planted: {},
        });
      }
    });
  }
}

async function take(store: Store, image: FileImage, fallbackSeed: number): Promise<Taken> {
  if (image.file !== undefined) {
    const { file } = image;
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new CatalogFileError(`${file}: the picture cannot be read.`, { cause });
    });
    return takenOf(store, bytes, image.file_name ?? uploadNameOf(file.replaceAll('\\', '/')));
  }
  if (image.url !== undefined) {
    const download = await store.download(image.url);
    if (download.outcome !== 'got')
      throw new CatalogFileError(`${image.url}: the picture cannot be downloaded.`);
    return takenOf(store, download.bytes, image.file_name ?? uploadNameOf(image.url));
  }
  const seed = image.seed ?? fallbackSeed;
  const subject = subjects[seed % subjects.length] ?? 'mug';
  const { extension } = drawingOf(seed);
  return {
    picture: `drawn:${subject}:${seed}`,
    extension,
    uploadName: image.file_name ?? `${subject}-${seed}`,
  };
}

function takenOf(store: Store, bytes: Uint8Array, uploadName: string): Taken {
  return {
    picture: store.pictures.keep(bytes),
    extension: pictureTypeOf(bytes)?.extension ?? 'jpg',
    uploadName,
  };
}
