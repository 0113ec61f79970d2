// Images of which a run says one and the same: that they are equal on both sides, as a comparison says of nearly all of a
// million, or that they are on one alone. One row stands for many that follow one another, and reads back as one finding an
// image, exactly as it was made. Knows nothing of SQL.
import * as z from 'zod';
import type { FindingRow, ImageRef, SameImages } from '../journal.ts';
import { findingsOfSame } from '../same-images.ts';
import { damaged, imageRefOf } from './json-column.ts';

/** A row is read as a whole for the first of its images. */
const imagesARow = 500;

/** What a side says of its image besides its product: mostly no more than the id. */
type Rest = number | Readonly<Record<string, unknown>>;

/** One image; where the target says another thing of it than the source, on both sides. */
type Image = Rest | readonly [source: Rest, target: Rest];

/** A product by its id, with its SKU where it was named. */
type Product = number | readonly [productId: number, sku: string];

/** Images of one product that follow one another; the target's is left out where it is named as the source's. */
type OfProduct =
  | readonly [product: Product, images: readonly Image[]]
  | readonly [source: Product, target: Product, images: readonly Image[]];

/** Findings that one row stands for. */
export interface Alike {
  /** What they have in common. */
  readonly common: Said;
  readonly products: readonly OfProduct[];
  /** Of all products together. */
  readonly number: number;
}

/** Nothing but where the image is; so its sign says which sides it names. */
type Said = Pick<FindingRow, 'kind' | 'message'> & { readonly sign: '=' | '+' | '-' };
type Sides = Pick<FindingRow, 'source' | 'target'>;
type SaidOfImage = Said & Sides;

/** The findings in their order, those that one row can stand for put together. */
export function putTogether(findings: readonly (FindingRow | SameImages)[]): (FindingRow | Alike)[] {
  const rows: (FindingRow | Alike)[] = [];
  let open = newRow();
  const close = (): void => {
    rows.push(...open.made());
    open = newRow();
  };
  const add = (said: Said, sides: Sides, image: Image): void => {
    if (!open.takes(said)) close();
    open.add(said, sides, image);
  };
  const addOne = (finding: FindingRow): void => {
    if (saysNoMore(finding)) add(finding, finding, imageOf(finding));
    else {
      close();
      rows.push(finding);
    }
  };
  for (const finding of findings) {
    if (!('images' in finding)) addOne(finding);
    else if (!saysNoMore(finding.common)) for (const one of findingsOfSame(finding)) addOne(one);
    else
      for (const [source, target] of finding.images)
        add(finding.common, finding.common, source === target ? source : [source, target]);
  }
  close();
  return rows;
}

interface OpenProduct extends Sides {
  readonly images: Image[];
}

/** A row that is being filled. */
function newRow() {
  let common: Said | undefined;
  const products: OpenProduct[] = [];
  let number = 0;
  return {
    takes: ({ kind, sign, message }: Said): boolean =>
      common === undefined ||
      (number < imagesARow && common.sign === sign && common.kind === kind && common.message === message),
    add({ kind, sign, message }: Said, { source, target }: Sides, image: Image): void {
      common ??= { kind, message, sign };
      number += 1;
      const last = products.at(-1);
      if (last !== undefined && isOneProduct(last.source, source) && isOneProduct(last.target, target))
        last.images.push(image);
      else products.push({ source, target, images: [image] });
    },
    /** What stands for one image alone is a finding like any other. */
    made(): (FindingRow | Alike)[] {
      const [first] = products;
      if (common === undefined || first === undefined) return [];
      return number === 1 ? findingsOf(common, first) : [{ common, products: products.map(packed), number }];
    },
  };
}

/** The findings of such a row; `products` as the row holds them. Throws {@link JournalError} `damaged`. */
export function takeApart(common: FindingRow, products: string, number: number): FindingRow[] {
  const found = parsed(ofProducts, products).flatMap((one) => findingsOf(common, unpacked(common, one)));
  if (found.length !== number) throw damaged();
  return found;
}

/** The same of a row that stands for images of one product, whose sides it names itself, as versions before 17 wrote them. */
export function takeApartOfProduct(common: FindingRow, images: string, number: number): FindingRow[] {
  const all = parsed(imagesOfProduct, images);
  if (all.length !== number) throw damaged();
  return all.map(([source, target = source]) => ({
    ...common,
    source: refOf(common.source, source),
    target: refOf(common.target, target),
  }));
}

const findingsOf = (
  common: FindingRow,
  { source, target, images }: Sides & { readonly images: readonly Image[] },
): FindingRow[] =>
  images.map((image) => {
    const [ours, theirs] = isOnBothSides(image) ? image : [image, image];
    return {
      ...common,
      ...(source === undefined ? {} : { source: refOf(productOf(source), ours) }),
      ...(target === undefined ? {} : { target: refOf(productOf(target), theirs) }),
    };
  });

function packed({ source, target, images }: OpenProduct): OfProduct {
  const products = [source, ...(isOneProduct(source, target) ? [] : [target])].flatMap((product) =>
    product === undefined ? [] : [packedProduct(product)],
  );
  const [first = 0, second] = products;
  return second === undefined ? [first, images] : [first, second, images];
}

const packedProduct = ({ productId, sku }: ImageRef): Product =>
  sku === undefined ? productId : [productId, sku];

function unpacked({ sign }: FindingRow, one: OfProduct): OpenProduct {
  const [first, second, images] = one.length === 2 ? [one[0], one[0], one[1]] : one;
  return {
    source: sign === '-' ? undefined : unpackedProduct(first),
    target: sign === '+' ? undefined : unpackedProduct(second),
    images: [...images],
  };
}

function unpackedProduct(product: Product): ImageRef {
  if (typeof product === 'number') return { productId: product };
  const [productId, sku] = product;
  return { productId, sku };
}

/** It says where the image is, and nothing else. */
const saysNoMore = (finding: FindingRow): finding is SaidOfImage =>
  namesSidesOfSign(finding) &&
  [finding.rule, finding.severity, finding.fields, finding.values, finding.suppressed, finding.known].every(
    (one) => one === undefined,
  );

function namesSidesOfSign({ sign, source, target }: FindingRow): boolean {
  if (sign === '=') return source !== undefined && target !== undefined;
  if (sign === '+') return source !== undefined && target === undefined;
  return sign === '-' && source === undefined && target !== undefined;
}

const isOneProduct = (a: ImageRef | undefined, b: ImageRef | undefined): boolean =>
  a?.productId === b?.productId && a?.sku === b?.sku;

const productOf = ({ productId, sku }: ImageRef): ImageRef => ({
  productId,
  ...(sku === undefined ? {} : { sku }),
});

function imageOf({ source, target }: Sides): Image {
  const [ours, theirs] = [source, target].map((side) => (side === undefined ? undefined : restOf(side)));
  if (ours === undefined || theirs === undefined) return ours ?? theirs ?? {};
  return ours === theirs || JSON.stringify(ours) === JSON.stringify(theirs) ? ours : [ours, theirs];
}

function restOf(ref: ImageRef): Rest {
  const said = Object.entries(ref).filter(
    ([name, value]) => name !== 'productId' && name !== 'sku' && value !== undefined,
  );
  const { imageId } = ref;
  return said.length === 1 && imageId !== undefined ? imageId : Object.fromEntries(said);
}

const refOf = (product: ImageRef | undefined, rest: Rest): ImageRef =>
  imageRefOf({ ...product, ...(typeof rest === 'number' ? { imageId: rest } : rest) });

const isOnBothSides = (image: Image): image is readonly [Rest, Rest] => Array.isArray(image);

const rest = z.union([z.number(), z.record(z.string(), z.unknown())]);
const product = z.union([z.number(), z.tuple([z.number(), z.string()])]);
const images = z.array(z.union([rest, z.tuple([rest, rest])]));
const ofProducts = z.array(z.union([z.tuple([product, images]), z.tuple([product, product, images])]));
const imagesOfProduct = z.array(z.union([z.tuple([rest]), z.tuple([rest, rest])]));

function parsed<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw damaged(error);
  }
}
