// V2's SKUs of one product against V3's variants, in one store: which is which, and what the views differ in. Invariant: what
// only one view can show, or what was not asked for, is never called the same. Pure.
import type { V2Sku } from '@cutover/v2-client';
import { pairSlots } from '../match/pair-slots.ts';
import type { ReadSlot } from '../read/slot-readings.ts';
import type { VariantViews } from '../read/variant-views.ts';
import type { Saying, VariantNamed } from '../sayings.ts';
import { namedSlot } from '../slots.ts';
import { fileOf, isSameFile, isSlotFile, ownPicture } from './view-files.ts';

/** The picture of one variant in both views; V2 is the source, and one of the two is there. */
export interface VariantRow {
  readonly sign: '=' | '~' | '+' | '-' | '!';
  readonly rule?: 'view-image-missing' | 'view-field-differs';
  readonly sku: V2Sku | undefined;
  readonly variant: ReadSlot | undefined;
  readonly says: Saying;
}

export interface VariantRows {
  readonly rows: readonly VariantRow[];
  /** Pictures of variants of which V2 has no SKU, so that it cannot show them. */
  readonly leftOut: number;
}

export function variantRows({ variants, skus }: VariantViews): VariantRows {
  const listed = typeof skus === 'string' ? [] : skus;
  const { pairs, alone, unclear } = paired(listed, variants);
  const rest = alone.filter((one) => ownPicture(one) !== '');
  const rows = [
    ...pairs.flatMap(([sku, variant]) => rowOf(sku, variant) ?? []),
    ...unclear.map(
      (sku): VariantRow => ({
        sign: '!',
        sku,
        variant: undefined,
        says: { code: 'variant-unclear', sku: sku.sku.trim() },
      }),
    ),
  ];
  const has = (one: ReadSlot): boolean =>
    one.choices.length > 0 && (one.sku.trim() !== '' || (one.skuId ?? 0) > 0);
  return {
    rows: [...rows, ...rest.filter(has).map((one) => unlisted(one, skus))],
    leftOut: rest.filter((one) => !has(one)).length,
  };
}

/** Of a product that V3 alone lists: whatever its variants show. */
export function variantRowsOfV3(variants: readonly ReadSlot[]): VariantRow[] {
  return variants
    .filter((one) => ownPicture(one) !== '')
    .map((variant) =>
      missing('-', undefined, variant, {
        code: 'variant-product-not-listed',
        variant: nameOfVariant(variant),
      }),
    );
}

interface Paired {
  readonly pairs: readonly (readonly [V2Sku, ReadSlot | undefined])[];
  /** Variants that no SKU is. */
  readonly alone: readonly ReadSlot[];
  readonly unclear: readonly V2Sku[];
}

/** A SKU of V2, or a variant of V3, by its text. */
interface Named {
  readonly sku: string;
  readonly ofV2?: V2Sku;
  readonly ofV3?: ReadSlot;
}

/** By V2's id, which V3 shows beside its own; where it does not, by the text of the SKU. */
function paired(skus: readonly V2Sku[], variants: readonly ReadSlot[]): Paired {
  const byId = new Map(skus.map((sku) => [sku, variants.find(({ skuId }) => skuId === sku.id)]));
  const taken = new Set(byId.values());
  const open = variants.filter((one) => !taken.has(one));
  const byText = new Map(
    pairSlots<Named>(
      skus.flatMap((ofV2) =>
        byId.get(ofV2) === undefined && ofV2.sku.trim() !== '' ? [{ sku: ofV2.sku, ofV2 }] : [],
      ),
      open.flatMap((ofV3) => (ofV3.sku.trim() === '' ? [] : [{ sku: ofV3.sku, ofV3 }])),
    ).map((pair) => [pair.source.ofV2, pair]),
  );
  const pairs: [V2Sku, ReadSlot | undefined][] = [];
  const unclear: V2Sku[] = [];
  for (const sku of skus) {
    const pair = byText.get(sku);
    if (pair !== undefined && 'why' in pair && pair.why === 'ambiguous') unclear.push(sku);
    else
      pairs.push([
        sku,
        byId.get(sku) ?? (pair !== undefined && 'target' in pair ? pair.target.ofV3 : undefined),
      ]);
  }
  const found = new Set(pairs.map(([, variant]) => variant));
  const folded = new Set(unclear.map(foldedSku));
  return {
    pairs,
    alone: variants.filter((one) => !found.has(one) && !folded.has(foldedSku(one))),
    unclear: unclear.filter(
      (sku) =>
        sku.image_file !== '' ||
        open.some((one) => foldedSku(one) === foldedSku(sku) && ownPicture(one) !== ''),
    ),
  };
}

const foldedSku = ({ sku }: { readonly sku: string }): string => sku.trim().normalize('NFC').toLowerCase();

function rowOf(sku: V2Sku, variant: ReadSlot | undefined): VariantRow | undefined {
  const { image_file: path } = sku;
  const name = nameOfSku(sku, variant);
  if (variant === undefined)
    return path === ''
      ? undefined
      : missing('+', sku, variant, { code: 'variant-not-listed', variant: name });
  const shown = ownPicture(variant);
  if (path === '' && shown === '') return undefined;
  const inView = (view: 'v2' | 'v3'): Saying => ({ code: 'variant-picture-in-view', variant: name, view });
  if (path === '') return missing('-', sku, variant, inView('v3'));
  if (shown === '' && (variant.address === '' || isSlotFile(fileOf(path))))
    return missing('+', sku, variant, inView('v2'));
  return bothShown(sku, variant, name);
}

function bothShown(sku: V2Sku, variant: ReadSlot, name: VariantNamed): VariantRow {
  const pair = { sku, variant };
  const isSame = isSameFile(sku.image_file, variant.address);
  if (isSame === true) return { ...pair, sign: '=', says: { code: 'same-in-both-views' } };
  const files = { variant: name, v2: fileOf(sku.image_file), v3: fileOf(variant.address) };
  return isSame === false
    ? { ...pair, sign: '~', rule: 'view-field-differs', says: { code: 'variant-files-differ', ...files } }
    : { ...pair, sign: '!', says: { code: 'variant-files-do-not-tell', ...files } };
}

/** A variant with a picture that no SKU which V2 has listed is. */
function unlisted(variant: ReadSlot, skus: VariantViews['skus']): VariantRow {
  const name = nameOfVariant(variant);
  if (skus !== 'gone' && skus !== 'unasked')
    return missing('-', undefined, variant, { code: 'variant-sku-not-listed', variant: name });
  const says = { code: 'variant-not-compared', variant: name, skus } as const;
  return { sign: '!', sku: undefined, variant, says };
}

const missing = (
  sign: '+' | '-',
  sku: V2Sku | undefined,
  variant: ReadSlot | undefined,
  says: Saying,
): VariantRow => ({ sign, rule: 'view-image-missing', sku, variant, says });

function nameOfSku(sku: V2Sku, variant: ReadSlot | undefined): VariantNamed {
  const text = sku.sku.trim();
  if (text !== '') return { sku: text };
  return variant === undefined ? { skuId: sku.id } : nameOfVariant(variant);
}

function nameOfVariant(variant: ReadSlot): VariantNamed {
  const sku = variant.sku.trim();
  return sku === '' ? namedSlot({ ...variant, sku }) : { sku };
}
