// Where pictures lie, and which picture an address names. Invariant: every address that is shown can be asked for.
import type { Catalog, Image, Product, Shown, Slot } from './catalog.ts';
import { type Picture, within } from './pictures.ts';

/** Of a product's image, as the examples of V3 have them. */
const boxes = {
  url_zoom: { width: 1280, height: 1280 },
  url_standard: { width: 560, height: 850 },
  url_thumbnail: { width: 330, height: 500 },
  url_tiny: { width: 66, height: 100 },
} as const;

interface At {
  readonly origin: string;
  readonly store: string;
}

export function addressesOf({ origin, store }: At, image: Image): Record<keyof typeof boxes, string> {
  const { stem, ending } = fileParts(image.file);
  const address = ({ width, height }: { width: number; height: number }): string =>
    `${origin}/s-${store}/products/${image.productId}/images/${image.id}/${stem}.${image.modified}.${width}.${height}.${ending}?c=2`;
  return {
    url_zoom: address(boxes.url_zoom),
    url_standard: address(boxes.url_standard),
    url_thumbnail: address(boxes.url_thumbnail),
    url_tiny: address(boxes.url_tiny),
  };
}

/** '' where nothing is shown. */
export function slotAddress({ origin, store }: At, { shown }: Slot): string {
  return shown === undefined ? '' : `${origin}/s-${store}/product_images/${shown.file}`;
}

interface Found {
  readonly picture: Picture;
  readonly bytes: Uint8Array;
}

/** What lies at this path; undefined: nothing. */
export async function pictureAt(catalog: Catalog, store: string, path: string): Promise<Found | undefined> {
  const below = path.startsWith(`/s-${store}/`) ? path.slice(store.length + 4) : '';
  const slot = /^product_images\/(.+)$/.exec(below);
  if (slot?.[1] !== undefined) {
    const shown = slotFile(catalog, slot[1]);
    return shown && { picture: shown.picture, bytes: shown.picture.bytes };
  }
  const stencil = /^images\/stencil\/(original|(\d{1,4})x(\d{1,4}))\/products\/(\d+)\/(\d+)\/([^/]+)$/.exec(
    below,
  );
  if (stencil !== null) {
    const [, size, width, height, product, image, file] = stencil;
    const found = imageNamed(catalog, product, image, (one) => file === `${withStamp(one)}.${endingOf(one)}`);
    return await sized(
      found,
      size === 'original' ? undefined : { width: Number(width), height: Number(height) },
    );
  }
  const [, product, image, file] = /^products\/(\d+)\/images\/(\d+)\/([^/]+)$/.exec(below) ?? [];
  for (const box of Object.values(boxes)) {
    const nameOf = (one: Image): string => `${withStamp(one)}.${box.width}.${box.height}.${endingOf(one)}`;
    const found = imageNamed(catalog, product, image, (one) => file === nameOf(one));
    if (found !== undefined) return await sized(found, box);
  }
  return undefined;
}

async function sized(
  image: Image | undefined,
  box: { readonly width: number; readonly height: number } | undefined,
): Promise<Found | undefined> {
  if (image === undefined) return undefined;
  const { picture } = image;
  return { picture, bytes: box === undefined ? picture.bytes : await within(picture, box) };
}

function imageNamed(
  catalog: Catalog,
  product: string | undefined,
  image: string | undefined,
  isIt: (image: Image) => boolean,
): Image | undefined {
  const found = catalog.product(Number(product))?.images.find(({ id }) => id === Number(image));
  return found !== undefined && isIt(found) ? found : undefined;
}

const withStamp = ({ file, modified }: Image): string => `${fileParts(file).stem}.${modified}`;

const endingOf = ({ file }: Image): string => fileParts(file).ending;

function slotFile(catalog: Catalog, file: string): Shown | undefined {
  for (const product of catalog.products())
    for (const { shown } of slotsOf(product)) if (shown?.file === file) return shown;
  return undefined;
}

function slotsOf(product: Product): Slot[] {
  return [...product.variants, ...[...product.options, ...product.modifiers].flatMap(({ values }) => values)];
}

function fileParts(file: string): { readonly stem: string; readonly ending: string } {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return { stem: name.slice(0, dot), ending: name.slice(dot + 1) };
}
