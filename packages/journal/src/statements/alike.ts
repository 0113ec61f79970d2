// Images of a product that are the same on both sides: what a comparison says of nearly all of a million images. One row
// stands for those of a product, and reads back as one finding an image, exactly as it was made. Knows nothing of SQL.
import * as z from 'zod';
import type { FindingRow, ImageRef, SameImages } from '../journal.ts';
import { findingOfOne } from '../same-images.ts';
import { damaged, imageRefOf } from './json-column.ts';

/** So that a product of a thousand images makes no row that is read as a whole for the first of them. */
const imagesARow = 200;

/** What a side says of its image besides its product: mostly no more than the id. */
type Rest = number | Readonly<Record<string, unknown>>;

/** One image on both sides; the target's is left out where it is the source's. */
type Both = readonly [source: Rest, target?: Rest];

/** Findings that one row stands for. */
export interface Alike {
  /** The finding that they have in common, whose sides name the products alone. */
  readonly common: FindingRow;
  readonly images: readonly Both[];
}

type SameOnBoth = FindingRow & { readonly source: ImageRef; readonly target: ImageRef };

/** The findings in their order, those that one row can stand for put together. */
export function putTogether(findings: readonly (FindingRow | SameImages)[]): (FindingRow | Alike)[] {
  const rows: (FindingRow | Alike)[] = [];
  let group: SameOnBoth[] = [];
  const close = (): void => {
    const [first, second] = group;
    if (first !== undefined) rows.push(second === undefined ? first : alikeOf(first, group));
    group = [];
  };
  for (const finding of findings) {
    if ('images' in finding) {
      close();
      rows.push(...rowsOf(finding));
      continue;
    }
    if (!isSameOnBoth(finding)) {
      close();
      rows.push(finding);
      continue;
    }
    const [first] = group;
    if (first !== undefined && (group.length === imagesARow || !areOfOne(first, finding))) close();
    group.push(finding);
  }
  close();
  return rows;
}

/** The rows that their findings would make, one by one. */
function rowsOf({ common, images }: SameImages): (FindingRow | Alike)[] {
  const rows: (FindingRow | Alike)[] = [];
  for (let from = 0; from < images.length; from += imagesARow) {
    const [first, ...others] = images.slice(from, from + imagesARow);
    if (first === undefined) break;
    rows.push(
      others.length === 0
        ? findingOfOne(common, first)
        : {
            common,
            images: [first, ...others].map(([one, other]) => (one === other ? [one] : [one, other])),
          },
    );
  }
  return rows;
}

/** The findings of such a row; `images` as the row holds them. Throws {@link JournalError} `damaged`. */
export function takeApart(common: FindingRow, images: string, number: number): FindingRow[] {
  const all = bothOf(images);
  if (all.length !== number) throw damaged();
  return all.map(([source, target = source]) => ({
    ...common,
    source: refOf(common.source, source),
    target: refOf(common.target, target),
  }));
}

const alikeOf = (
  { kind, sign, message, source, target }: SameOnBoth,
  group: readonly SameOnBoth[],
): Alike => ({
  common: { kind, sign, message, source: productOf(source), target: productOf(target) },
  images: group.map((finding) => {
    const [from, to] = [restOf(finding.source), restOf(finding.target)];
    return from === to || JSON.stringify(from) === JSON.stringify(to) ? [from] : [from, to];
  }),
});

/** It says that the image is the same, and nothing else. */
const isSameOnBoth = (finding: FindingRow): finding is SameOnBoth =>
  finding.sign === '=' &&
  finding.source !== undefined &&
  finding.target !== undefined &&
  [finding.rule, finding.severity, finding.fields, finding.values, finding.suppressed, finding.known].every(
    (one) => one === undefined,
  );

const areOfOne = (a: SameOnBoth, b: SameOnBoth): boolean =>
  a.kind === b.kind &&
  a.message === b.message &&
  isOneProduct(a.source, b.source) &&
  isOneProduct(a.target, b.target);

const isOneProduct = (a: ImageRef, b: ImageRef): boolean => a.productId === b.productId && a.sku === b.sku;

const productOf = ({ productId, sku }: ImageRef): ImageRef => ({
  productId,
  ...(sku === undefined ? {} : { sku }),
});

function restOf(ref: ImageRef): Rest {
  const said = Object.entries(ref).filter(
    ([name, value]) => name !== 'productId' && name !== 'sku' && value !== undefined,
  );
  const { imageId } = ref;
  return said.length === 1 && imageId !== undefined ? imageId : Object.fromEntries(said);
}

const refOf = (product: ImageRef | undefined, rest: Rest): ImageRef =>
  imageRefOf({ ...product, ...(typeof rest === 'number' ? { imageId: rest } : rest) });

const rest = z.union([z.number(), z.record(z.string(), z.unknown())]);
const both = z.array(z.union([z.tuple([rest]), z.tuple([rest, rest])]));

function bothOf(text: string): Both[] {
  try {
    return both.parse(JSON.parse(text));
  } catch (error) {
    throw damaged(error);
  }
}
