// THE list of the kinds of picture: the word by which a person chooses one, and the name under which it is kept. The
// schema's checks have lists of their own, since an upgrade stays what it was.

export const kindOfWord = {
  product: 'product-image',
  variant: 'variant-image',
  modifier: 'modifier-image',
  swatch: 'swatch',
} as const;

export type CarriedKind = keyof typeof kindOfWord;
export type ImageKind = (typeof kindOfWord)[CarriedKind];
/** The kinds whose pictures are held by slots. */
export type SlotKind = Exclude<ImageKind, 'product-image'>;

/** In the order in which people read them. */
export const carriedKinds = Object.keys(kindOfWord).filter((word): word is CarriedKind => word in kindOfWord);
