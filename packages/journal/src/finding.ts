// What a finding is: one statement about one image or product, as a comparison makes it and as it is saved.
import type { ImageKind } from './picture-kinds.ts';

export type Sign = '=' | '~' | '+' | '-' | '!';
export type Severity = 'fatal' | 'critical' | 'warning' | 'info';

export interface FindingRow {
  readonly sign?: Sign | undefined;
  readonly rule?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly kind: ImageKind;
  readonly source?: ImageRef | undefined;
  readonly target?: ImageRef | undefined;
  readonly fields?: readonly string[] | undefined;
  /** Of fields that differ, by name: what the source shows and what the target shows, whole. */
  readonly values?: FieldValues | undefined;
  readonly message: string;
  /** The merchant's word that it is no fault here. */
  readonly suppressed?: { readonly reason: string } | undefined;
  /** In an earlier report, too. */
  readonly known?: true | undefined;
}
/** Findings of the images of a product that are the same on both sides: one stands for them all. */
export interface SameImages {
  /** What they have in common; its sides name the products alone. */
  readonly common: FindingRow & { readonly source: ImageRef; readonly target: ImageRef };
  readonly images: readonly SameImage[];
}
/** By their ids. */
export type SameImage = readonly [source: number, target: number];
export type FieldValue = string | number | boolean;
export type FieldValues = Readonly<Record<string, readonly [source: FieldValue, target: FieldValue]>>;
export interface ImageRef {
  readonly productId: number;
  readonly imageId?: number | undefined;
  readonly sku?: string | undefined;
  /** Of a variant's picture. */
  readonly variantId?: number | undefined;
  /** '' and absent: it has none. */
  readonly variantSku?: string | undefined;
  /** Of the picture of a modifier's value. */
  readonly modifierId?: number | undefined;
  /** Of a swatch. */
  readonly optionId?: number | undefined;
  /** Of either. */
  readonly valueId?: number | undefined;
  /** The value's; of a variant without a SKU those of its choices. */
  readonly label?: string | undefined;
}
/** A finding as saved: `seq` orders the findings of a run and is the cursor to read on; images that are the same may share one. */
export interface Finding extends FindingRow {
  readonly seq: number;
}
