// The fields of a product image that V3 lets us write: their names, where the canonical image keeps each, what a store does
// to them by itself, and what they tell of two images of one name. Whoever compares, sends, notes or takes back goes by this
// table, so that a name is spelled once. Beside it a field is named only where a rule is about that very field: the order of
// a product's images, its one thumbnail, a text that stores keep in another form, what an audit says of it. It agrees with
// image-fields.ts.
import type { ProductImage } from './product-image.ts';

/** The writable fields of one image, under V3's names. */
export interface WritableValues {
  readonly description: string;
  readonly sort_order: number;
  readonly is_thumbnail: boolean;
}

/** V3's name of a field that may be written. */
export type WritableField = keyof WritableValues;

/** As much of an image as its writable fields are. */
export type WritablePart = Pick<ProductImage, 'description' | 'sortOrder' | 'isThumbnail'>;

interface WritableRow<Value> {
  readonly of: (image: WritablePart) => Value;
  /** What an image has of which nothing else is said. */
  readonly unsaid: Value;
  /** A store changes it by its own rules when a sibling is written, so that a change of it proves nobody's hand. */
  readonly isMovedByStore: boolean;
  /** What of an image of several of one name it is; `nothing` tells none of them from the others. */
  readonly tells: 'words' | 'place' | 'nothing';
  /** What it is called by people who do not know the API. */
  readonly called: string;
}

const table: { readonly [Field in WritableField]: WritableRow<WritableValues[Field]> } = {
  description: {
    of: (image) => image.description,
    unsaid: '',
    isMovedByStore: false,
    tells: 'words',
    called: 'alt text',
  },
  sort_order: {
    of: (image) => image.sortOrder,
    unsaid: 0,
    isMovedByStore: true,
    tells: 'place',
    called: 'place',
  },
  is_thumbnail: {
    of: (image) => image.isThumbnail,
    unsaid: false,
    isMovedByStore: true,
    tells: 'nothing',
    called: 'thumbnail flag',
  },
};

/** In the order in which they are named to people. */
export const writableFields: readonly WritableField[] = Object.keys(table).filter(isWritableField);

export function isWritableField(name: string): name is WritableField {
  return Object.hasOwn(table, name);
}

export function isMovedByStore(field: WritableField): boolean {
  return table[field].isMovedByStore;
}

/** What people call the field of this name; a name that is none of these stays as it is. */
export function calledByPeople(name: string): string {
  return isWritableField(name) ? table[name].called : name;
}

/** What tells two images of one name apart: by what they say, and by where they stand as well. */
export const tellingFields: Readonly<Record<'words' | 'wordsAndPlace', readonly WritableField[]>> = {
  words: writableFields.filter((field) => table[field].tells === 'words'),
  wordsAndPlace: writableFields.filter((field) => table[field].tells !== 'nothing'),
};

/** What an image has of which nothing is said. */
export const unsaidValues: WritableValues = {
  description: table.description.unsaid,
  sort_order: table.sort_order.unsaid,
  is_thumbnail: table.is_thumbnail.unsaid,
};

/** The value of one field, under V3's name. */
export function writableValue<Field extends WritableField>(
  image: WritablePart,
  field: Field,
): WritableValues[Field] {
  return table[field].of(image);
}

export function writableValues(image: ProductImage): WritableValues {
  const { description, sort_order, is_thumbnail } = table;
  return {
    description: description.of(image),
    sort_order: sort_order.of(image),
    is_thumbnail: is_thumbnail.of(image),
  };
}

/** The same values where the canonical image keeps them. */
export function fromWritable(values: WritableValues): WritablePart {
  const { description, sort_order: sortOrder, is_thumbnail: isThumbnail } = values;
  return { description, sortOrder, isThumbnail };
}

/** Those of the values whose fields are to be kept; what is absent stays absent. */
export function pickWritable(
  values: Partial<WritableValues>,
  keep: (field: WritableField) => boolean,
): Partial<WritableValues> {
  const picked = writableFields.flatMap((field) => {
    const value = values[field];
    return value !== undefined && keep(field) ? [[field, value] as const] : [];
  });
  return Object.fromEntries(picked);
}
