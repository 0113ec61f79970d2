// A store saved into a folder, so that it can be a source when it is gone: `images.jsonl` holds a product a line, as V3
// shows it, and `pictures` the originals. Invariant: what is there is whole, a page of products is on the disk before the
// next is asked for, and a snapshot that was interrupted goes on behind what it has.
import { join } from 'node:path';
import { readImagesFile, renditionAddress, UnreadableFileError } from '@cutover/field-mapper';
import {
  type ContentHttp,
  extensionOf,
  fingerprint,
  type OriginalsOptions,
  PictureError,
  type PictureFormat,
  resolveOriginal,
  type SourceImage,
  sniffFormat,
  type TriedAddress,
  type Unseen,
  unusableAs,
} from '@cutover/image-content';
import { isStoreError, pageLimitMax, type V3Product, type V3Reader } from '@cutover/v3-client';
import { placeOfValue } from './catalog.ts';
import { isSavedUnusable, savedName } from './picture-folder.ts';
import { bytesOf, isOwn, isPlain, openPlain } from './plain-place.ts';
import { makeFolder, moveTo, namesIn, openLines, SnapshotError, writeWhole } from './saved-files.ts';

const imagesName = 'images.jsonl';
const picturesName = 'pictures';
const aboutName = 'snapshot.json';
const unfinishedName = `${imagesName}.part`;

export interface SnapshotOptions {
  readonly folder: string;
  readonly store: string;
  readonly v3: Pick<
    V3Reader,
    'sweepProducts' | 'listImages' | 'listVariants' | 'listModifiers' | 'listOptions'
  >;
  /** Undefined: the pictures are not saved. */
  readonly pictures:
    | {
        readonly content: ContentHttp;
        readonly place: OriginalsOptions;
        /** Why an address gave no picture, in words. */
        readonly why: (unseen: Unseen) => string;
        /** Why none of the addresses at which an original was looked for gave it, in words. */
        readonly whyNoOriginal: (tried: readonly TriedAddress[]) => string;
      }
    | undefined;
  readonly signal: AbortSignal;
  /** What is written of the store, without the tokens in use: a store may say one back, and a snapshot is handed on. */
  readonly redact: (text: string) => string;
  readonly onProgress: (progress: { readonly phase: 'reading' | 'saving'; readonly done: number }) => void;
}

export interface SnapshotSaved {
  readonly products: number;
  readonly images: number;
  readonly variants: number;
  /** Values of modifiers with a picture, and swatches with one. */
  readonly modifiers: number;
  readonly swatches: number;
  /** Pictures in the folder. */
  readonly pictures: number;
  /** Whether pictures lie in the folder, be it from before. */
  readonly hasPictures: boolean;
  /** Those of them that lay there already. */
  readonly picturesBefore: number;
  /** Pictures that could not be saved: which, and why. */
  readonly missing: readonly {
    readonly productId: number;
    readonly picture: string;
    readonly reason: string;
  }[];
  /** Of those in the folder, saved as the store gave them, the ones of which nobody can make a picture: which, and why. */
  readonly unusable: readonly {
    readonly productId: number;
    readonly picture: string;
    readonly reason: string;
  }[];
  /** Nothing was asked of the store: its list was saved before. */
  readonly wasSaved: boolean;
}

const PICTURES_AT_ONCE = 8;
const PICTURE_BYTES_MAX = 32 * 1024 * 1024;

export async function saveSnapshot(options: SnapshotOptions): Promise<SnapshotSaved> {
  const { folder, store } = options;
  await claim(folder, store);
  const wasSaved = await isOwn(join(folder, imagesName), 'file');
  if (!wasSaved) await saveList(options);
  const counts = await countedIn(join(folder, imagesName));
  const saved =
    options.pictures === undefined
      ? { pictures: 0, picturesBefore: 0, missing: [], unusable: [] }
      : await savePictures(options, options.pictures);
  // Only said: whatever else stands in their place is looked into where pictures are to be saved.
  const lying = await namesIn(join(folder, picturesName)).catch(() => []);
  return { ...counts, ...saved, hasPictures: lying.length > 0, wasSaved };
}

/**
 * The places in a folder that was saved, which may have come from anybody: a link in it would lead to files that its
 * user never named. The pictures are undefined where they are not there.
 */
export async function savedPlaces(
  folder: string,
): Promise<{ readonly file: string; readonly pictures: string | undefined }> {
  const [file, pictures] = [join(folder, imagesName), join(folder, picturesName)];
  await isPlain(file, 'file');
  return { file, pictures: (await isPlain(pictures, 'folder')) ? pictures : undefined };
}

/** The folder is new, empty, or a snapshot of this very store. */
async function claim(folder: string, store: string): Promise<void> {
  await makeFolder(folder);
  const about = join(folder, aboutName);
  const names = await namesIn(folder);
  if (await isOwn(about, 'file')) {
    if (fieldIn(await startOf(about), 'store') === store) return;
    throw new SnapshotError(`${folder} holds a snapshot of another store`);
  }
  if (names.some((name) => !name.startsWith('.')))
    throw new SnapshotError(`${folder} holds something else, and is no snapshot`);
  await writeWhole(about, `${JSON.stringify({ store, begun: new Date().toISOString() })}\n`);
}

/** More than our own file ever holds. */
const ABOUT_BYTES_MAX = 4_096;

async function startOf(path: string): Promise<string> {
  const file = await openPlain(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ABOUT_BYTES_MAX), 0, ABOUT_BYTES_MAX, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Undefined where the text is no JSON object with that field. */
function fieldIn(text: string, field: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return new Map(Object.entries(Object(value))).get(field);
  } catch {
    return undefined;
  }
}

async function saveList({ folder, v3, signal, redact, onProgress }: SnapshotOptions): Promise<void> {
  const path = join(folder, unfinishedName);
  const lines = await openLines(path);
  try {
    let products = 0;
    const sweep = v3.sweepProducts({
      after: idIn(lines.last),
      limit: pageLimitMax,
      include: ['images', 'variants', 'modifiers', 'options'],
      signal,
    });
    for await (const page of sweep) {
      const whole = await Promise.all(page.products.map((product) => wholeProduct(product, v3, signal)));
      await lines.add(whole.filter((line) => line !== undefined).map(redact));
      products += page.products.length;
      onProgress({ phase: 'reading', done: products });
      signal.throwIfAborted();
    }
  } finally {
    await lines.close();
  }
  await moveTo(path, join(folder, imagesName));
}

/**
 * A product as a line; undefined where it is gone meanwhile. What rides along may be cut short: a list that could be is read
 * from the product itself.
 */
async function wholeProduct(
  product: V3Product,
  v3: SnapshotOptions['v3'],
  signal: AbortSignal,
): Promise<string | undefined> {
  const { id, images, variants, modifiers, options } = product;
  try {
    return JSON.stringify({
      ...product,
      images: isCut(images) ? await v3.listImages(id, { signal }) : images,
      variants: isCut(variants) ? await v3.listVariants(id, { signal }) : variants,
      modifiers: isCut(modifiers) ? await v3.listModifiers(id, { signal }) : modifiers,
      options: isCut(options) ? await v3.listOptions(id, { signal }) : options,
    });
  } catch (error) {
    if (isStoreError(error) && error.status === 404) return undefined;
    throw error;
  }
}

/** A count that a page limit would give: ten or more, and round. */
const isCut = (list: readonly unknown[] | undefined): boolean =>
  list === undefined || (list.length >= 10 && (list.length % 10 === 0 || list.length % 25 === 0));

function idIn(line: string | undefined): number {
  if (line === undefined) return 0;
  const id = fieldIn(line, 'id');
  if (typeof id === 'number' && fieldIn(line, 'modifiers') === undefined)
    throw new SnapshotError('an earlier version has begun this snapshot, without modifiers and options');
  if (typeof id === 'number') return id;
  throw new SnapshotError('the last line that was saved is damaged');
}

async function countedIn(
  file: string,
): Promise<Pick<SnapshotSaved, 'products' | 'images' | 'variants' | 'modifiers' | 'swatches'>> {
  let products = 0;
  const rows = { 'product-image': 0, 'variant-image': 0, 'modifier-image': 0, swatch: 0 };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytesOf(file)) {
      // A product is a line.
      for (const sign of piece) if (sign === LINE_END) products += 1;
      yield piece;
    }
  }
  try {
    for await (const row of readImagesFile(pieces(), { kind: 'jsonl' })) rows[row.kind] += 1;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new SnapshotError(`${file} is no list that was saved: ${error.message}`);
  }
  return {
    products,
    images: rows['product-image'],
    variants: rows['variant-image'],
    modifiers: rows['modifier-image'],
    swatches: rows.swatch,
  };
}

const LINE_END = 0x0a;

/** One picture to be saved, and by which name. */
interface Wanted {
  readonly productId: number;
  readonly name: string;
  readonly image: SourceImage | undefined;
  readonly address: string;
}

async function* picturesIn(file: string): AsyncGenerator<Wanted> {
  for await (const row of readImagesFile(bytesOf(file), { kind: 'jsonl' })) {
    if (row.kind === 'product-image') {
      const { productId, imageId } = row.image;
      yield { productId, name: String(imageId), image: row.image, address: row.address };
    } else if (row.kind === 'variant-image' && row.image.image !== '') {
      const { productId, variantId, image } = row.image;
      // A small copy of a product's image is that image, which is saved as itself.
      if (renditionAddress(image)?.ofProductImage !== true)
        yield { productId, name: `variant-${variantId}`, image: undefined, address: image };
    } else if ('valueId' in row) {
      const { productId } = row.product;
      yield {
        productId,
        name: `${placeOfValue[row.kind]}-${row.valueId}`,
        image: undefined,
        address: row.image,
      };
    }
  }
}

async function savePictures(
  { folder, signal, onProgress }: SnapshotOptions,
  { content, place, why, whyNoOriginal }: NonNullable<SnapshotOptions['pictures']>,
): Promise<Pick<SnapshotSaved, 'pictures' | 'picturesBefore' | 'missing' | 'unusable'>> {
  const missing: SnapshotSaved['missing'][number][] = [];
  const unusable: SnapshotSaved['unusable'][number][] = [];
  let pictures = 0;
  let picturesBefore = 0;
  const all = picturesIn(join(folder, imagesName));
  const home = join(folder, picturesName);
  await makeFolder(home);
  async function saveOne({ productId, name, image, address }: Wanted): Promise<void> {
    const ofProduct = join(home, String(productId));
    await isOwn(ofProduct, 'folder');
    const file = (await namesIn(ofProduct)).find((one) => one.startsWith(`${name}.`));
    if (file === undefined) {
      const url =
        image === undefined ? address : await originalOf(image, { content, place, whyNoOriginal }, signal);
      if (typeof url !== 'string') {
        missing.push({ productId, picture: name, ...url });
        return;
      }
      const fetched = await fetchInto(ofProduct, name, url, { content, why, signal });
      if ('missing' in fetched) {
        missing.push({ productId, picture: name, reason: fetched.missing });
        return;
      }
      if (fetched.unusable !== undefined)
        unusable.push({ productId, picture: name, reason: fetched.unusable });
    } else {
      picturesBefore += 1;
      if (isSavedUnusable(file))
        unusable.push({ productId, picture: name, reason: 'it was so when it was saved' });
    }
    pictures += 1;
    onProgress({ phase: 'saving', done: pictures });
  }
  const lane = async (): Promise<void> => {
    // One iterator for all lanes: each takes the next picture when it is free.
    for (let next = await all.next(); next.done !== true; next = await all.next()) {
      signal.throwIfAborted();
      await saveOne(next.value);
    }
  };
  // None is left writing alone when another fails.
  const lanes = await Promise.allSettled(Array.from({ length: PICTURES_AT_ONCE }, lane));
  const failed = lanes.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return { pictures, picturesBefore, missing, unusable };
}

async function originalOf(
  image: SourceImage,
  { content, place, whyNoOriginal }: Omit<NonNullable<SnapshotOptions['pictures']>, 'why'>,
  signal: AbortSignal,
): Promise<string | { readonly reason: string }> {
  const found = await resolveOriginal(image, place, content, signal);
  return 'unreachable' in found ? { reason: whyNoOriginal(found.unreachable) } : found.url;
}

/** Why nobody can make a picture of it, in words; undefined: it is one, or is of a format that is not decoded here. */
async function whyUnusable(
  bytes: Uint8Array,
  format: PictureFormat,
  { why, signal }: Pick<Fetching, 'why' | 'signal'>,
): Promise<string | undefined> {
  const reason = unusableAs(bytes, format, bytes.length);
  if (reason !== undefined) return why({ reason });
  try {
    await fingerprint(bytes, { signal });
    return undefined;
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    return error.reason === 'broken' ? error.message : undefined;
  }
}

interface Fetching {
  readonly content: ContentHttp;
  readonly why: NonNullable<SnapshotOptions['pictures']>['why'];
  readonly signal: AbortSignal;
}

/** Saves it, as it lies there, under a name that says its digest; or says why that could not be. */
async function fetchInto(
  home: string,
  name: string,
  url: string,
  { content, why, signal }: Fetching,
): Promise<{ readonly unusable: string | undefined } | { readonly missing: string }> {
  let bytes: Uint8Array;
  try {
    ({ bytes } = await content.get(url, { maxBytes: PICTURE_BYTES_MAX, signal }));
  } catch (error) {
    if (signal.aborted || !(error instanceof Error && 'reason' in error)) throw error;
    return { missing: error.message };
  }
  const format = sniffFormat(bytes);
  if (format === undefined) return { missing: 'what was downloaded is not a picture' };
  const unusable = await whyUnusable(bytes, format, { why, signal });
  await makeFolder(home);
  const extension = extensionOf(format);
  await writeWhole(
    join(home, savedName(name, bytes, { isUnusable: unusable !== undefined, extension })),
    bytes,
  );
  return { unusable };
}
