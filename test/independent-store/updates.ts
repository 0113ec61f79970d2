// Updates of products, one or up to ten in a request, as far as they are about images: what they ask for, and that it is done
// as the store's choices say. It must not know how a row is spelled.
import { type Body, type Call, type Fields, notFound, Refusal } from './call.ts';
import type { ImageFields, Product } from './catalog.ts';
import { fetchedForProduct, fieldsOfImage, type Incoming, roomFor } from './incoming.ts';

const mostProducts = 10;

interface SentImage {
  readonly address: unknown;
  readonly fields: ImageFields;
}

export interface Update {
  readonly product: Product;
  /** Undefined: nothing is said of them. */
  readonly images: readonly SentImage[] | undefined;
}

export function listed(body: Body): readonly unknown[] {
  if (body.form !== 'list') throw new Refusal(422, 'A list of products is required.');
  if (body.items.length > mostProducts)
    throw new Refusal(
      413,
      `The request payload is too large. The maximum items allowed in the array is ${mostProducts}.`,
    );
  return body.items;
}

/** What a request asks for; nothing of it is done where anything of it cannot be read. */
export function readUpdates(call: Call, items: readonly unknown[]): readonly Update[] {
  const updates = items.map((item) => readUpdate(call, item));
  if (new Set(updates.map(({ product }) => product)).size < updates.length)
    call.surprise('a product more than once');
  return updates;
}

function readUpdate({ catalog, choices, surprise }: Call, item: unknown): Update {
  const { id, images, ...others } = fieldsOf(item);
  for (const name of Object.keys(others)) surprise(`a field ${name}`);
  if (typeof id !== 'number') throw invalid({ id: 'id is required' });
  const product = catalog.product(id);
  if (product === undefined) throw notFound();
  if (images === undefined) return { product, images };
  if (!Array.isArray(images)) throw invalid({ images: 'images is not valid' });
  roomFor(images.length + (choices.updatedImages === 'added' ? product.images.length : 0));
  return {
    product,
    images: images.map((image) => {
      const fields = fieldsOf(image);
      return { address: fields['image_url'], fields: fieldsOfImage(fields, surprise) };
    }),
  };
}

const invalid = (errors: Readonly<Record<string, string>>): Refusal =>
  new Refusal(422, 'Product was not valid.', errors);

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid({});
  return { ...value };
}

interface Done {
  readonly done: readonly Product[];
  /** Why something of it was not done; undefined: all of it was. */
  readonly failure: Refusal | undefined;
}

/** All pictures before the first product where one of them can end it all; product after product otherwise. */
export async function carriedOut(call: Call, updates: readonly Update[]): Promise<Done> {
  const done: Product[] = [];
  const failures: Refusal[] = [];
  const takeEffect = ({ update, pictures }: Ready): void => {
    const refused = pictures.flatMap(({ file }) => (file instanceof Refusal ? [file] : []));
    failures.push(...refused);
    if (refused.length > 0 && call.choices.badAddress === 'product') return;
    done.push(update.product);
    if (update.images !== undefined) putImages(call, update.product, pictures);
  };
  if (call.choices.badAddress === 'request') {
    const ready = await Promise.all(updates.map(readied));
    for (const { pictures } of ready)
      for (const { file } of pictures) if (file instanceof Refusal) throw invalid({ images: file.message });
    for (const one of ready) takeEffect(one);
  } else for (const update of updates) takeEffect(await readied(update));
  const [first] = failures;
  return {
    done,
    failure: first && new Refusal(207, 'Some of the images were not saved.', { images: first.message }),
  };
}

interface Brought {
  readonly fields: ImageFields;
  readonly file: Incoming | Refusal;
}

interface Ready {
  readonly update: Update;
  readonly pictures: readonly Brought[];
}

async function readied(update: Update): Promise<Ready> {
  const pictures = await Promise.all(
    (update.images ?? []).map(async ({ address, fields }) => ({ fields, file: await brought(address) })),
  );
  return { update, pictures };
}

async function brought(address: unknown): Promise<Incoming | Refusal> {
  try {
    return await fetchedForProduct(address);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** In the order in which they were sent. */
function putImages({ catalog, choices, changed }: Call, product: Product, images: readonly Brought[]): void {
  if (choices.updatedImages === 'ignored') return;
  const before = choices.updatedImages === 'instead' ? [...product.images] : [];
  for (const image of before) catalog.removeImage(product, image);
  for (const { fields, file } of images)
    if (!(file instanceof Refusal)) catalog.createImage(product, { ...fields, file });
  if (before.length > 0 || images.length > 0) changed();
}
