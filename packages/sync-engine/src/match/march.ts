// One ordered walk over two image sets of one product. Invariant: every source image and every target image stands in
// exactly one row. Pairs by id where the views show the same records (parity), and as pair-images decides across
// stores. Pure; knows no store and no journal.
import { differingFields, isMovedByStore, type ProductImage, writableFields } from '@cutover/field-mapper';
import type { Mode } from '@cutover/journal';
import { type Alike, type IsForeign, pairAcross } from './pair-images.ts';
import { atOwnPlaces, hasTies, inOrder, keepsOrder, predict } from './predict.ts';

/**
 * `unsure`: whether these images are counterparts, or have one, only their pictures could tell, and nobody could look at
 * them. Such a row is a guess that nobody may act on.
 */
export type MarchRow =
  | {
      readonly sign: '=' | '~';
      readonly source: ProductImage;
      readonly target: ProductImage;
      readonly fields: readonly string[];
      /** The place that the source shows, where `source` has one of the product's own order instead. */
      readonly placeShown?: number;
      /** Fields that look different because a store shows them as something that they cannot be; nobody can compare them. */
      readonly unread?: readonly string[];
      readonly unsure?: true;
    }
  | { readonly sign: '+'; readonly source: ProductImage; readonly unsure?: true }
  | { readonly sign: '-'; readonly target: ProductImage; readonly unsure?: true };

/** A row of images that are each other's counterpart. */
export type PairRow = Extract<MarchRow, { sign: '=' | '~' }>;

export function isPair(row: MarchRow): row is PairRow {
  return row.sign === '=' || row.sign === '~';
}

export interface MarchInput {
  readonly mode: Mode;
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  /** Source image id → the target image that an earlier run made of it. */
  readonly links?: ReadonlyMap<number, number>;
  /** Whether a target image was made of another source image that this one has not taken the place of. */
  readonly isForeign?: IsForeign;
  /** The target shows an order and no places of its own: a place is right where the order is. Default: false. */
  readonly renumbers?: boolean;
  /** What is known of pictures, for images that their names cannot tell apart. */
  readonly alike?: Alike;
}

/** Rows in the source's order, then what only the target has. */
export function march(input: MarchInput): MarchRow[] {
  return input.mode === 'parity' ? marchViews(input) : withoutOdd(marchStores(input), input);
}

/**
 * What a store shows as something it cannot be is no value: nothing differs from it, and nothing is written because of it.
 * What a store moves with the siblings, places and thumbnails, is a matter of the whole product. Of two views of one store,
 * though, one that shows a value where the other shows none differs from it: there only values that both read alike are equal.
 */
function withoutOdd(rows: readonly MarchRow[], { source, target }: MarchInput): MarchRow[] {
  const all = [...source, ...target].flatMap(({ odd = [] }) => odd);
  if (all.length === 0) return [...rows];
  const ofProduct = writableFields.filter((field) => isMovedByStore(field) && all.includes(field));
  return rows.map((row): MarchRow => {
    if (!isPair(row)) return row;
    const odd = new Set([...ofProduct, ...(row.source.odd ?? []), ...(row.target.odd ?? [])]);
    const fields = row.fields.filter((field) => !odd.has(field));
    const unread = row.fields.filter((field) => odd.has(field));
    return {
      ...row,
      sign: fields.length === 0 ? '=' : '~',
      fields,
      ...(unread.length === 0 ? {} : { unread }),
    };
  });
}

function marchViews({ source, target }: MarchInput): MarchRow[] {
  const byId = new Map(target.map((image) => [image.imageId, image]));
  const rows = inOrder(source).map((image): MarchRow => {
    const other = byId.get(image.imageId);
    byId.delete(image.imageId);
    if (other === undefined) return { sign: '+', source: image };
    const fields = differingFields(image, other, 'parity');
    return { sign: fields.length === 0 ? '=' : '~', source: image, target: other, fields };
  });
  return [...rows, ...onlyTarget(byId.values())];
}

function marchStores(input: MarchInput): MarchRow[] {
  const sources = inOrder(predict(input.source));
  const { partner, unsure } = pairAcross(input);
  const paired = new Set([...partner.values()].map((image) => image.imageId));
  const pairs = sources.flatMap((image) => {
    const other = partner.get(image.imageId);
    return other === undefined ? [] : [{ source: image, target: other }];
  });
  // A product with ties cannot always be reproduced number by number; its order can, by places of their own if need be.
  const onlyOrderCounts = hasTies(sources) || input.renumbers === true;
  const ordersAgree = onlyOrderCounts && keepsOrder(pairs);
  // Behind all that is there, a store that renumbers puts each one last in its turn.
  const from = input.renumbers === true ? input.target.length : 0;
  const expected = onlyOrderCounts && !ordersAgree ? atOwnPlaces(sources, from) : sources;
  const staying =
    input.renumbers === true && !ordersAgree ? staysInTurn(sources, partner) : new Set<number>();
  const places = new Map(sources.map(({ imageId, sortOrder }) => [imageId, sortOrder]));
  const rows = expected.map((image): MarchRow => {
    const other = partner.get(image.imageId);
    const doubt = unsure.source.has(image.imageId) ? ({ unsure: true } as const) : {};
    if (other === undefined) return { sign: '+', source: image, ...doubt };
    const fields = differingFields(image, other, 'transfer').filter(
      (field) => field !== 'sort_order' || !(ordersAgree || staying.has(image.imageId)),
    );
    const place = places.get(image.imageId);
    const isMoved = place !== undefined && place !== image.sortOrder && place !== other.sortOrder;
    return {
      sign: fields.length === 0 ? '=' : '~',
      source: image,
      target: other,
      fields,
      ...(isMoved ? { placeShown: place } : {}),
      ...doubt,
    };
  });
  const rest = onlyTarget(inOrder(input.target).filter((image) => !paired.has(image.imageId)));
  return [
    ...rows,
    ...rest.map((row) =>
      row.sign === '-' && unsure.target.has(row.target.imageId) ? { ...row, unsure: true as const } : row,
    ),
  ];
}

/**
 * Source images whose counterparts stay where they are while the others are put behind them, one after another: the first
 * ones, as far as their order is right. So a walk that was cut short goes on where it stood.
 */
function staysInTurn(
  sources: readonly ProductImage[],
  partner: ReadonlyMap<number, ProductImage>,
): ReadonlySet<number> {
  const staying = new Set<number>();
  let last: ProductImage | undefined;
  for (const { imageId } of inOrder(sources)) {
    const there = partner.get(imageId);
    if (there === undefined || (last !== undefined && inOrder([there, last])[0] === there)) break;
    staying.add(imageId);
    last = there;
  }
  return staying;
}

function onlyTarget(images: Iterable<ProductImage>): MarchRow[] {
  return [...images].map((target) => ({ sign: '-', target }));
}
