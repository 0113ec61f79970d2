// Which images show one picture: within a product by what one sees, among products by their bytes, which a store serves of an
// original as they were uploaded. Invariant: of a whole store no more is held than one group of images at a time.

import { isSameSight, type WholePicture } from '@cutover/image-content';
import type { Side, Snapshot, ToldPicture } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import type { Found } from '../found.ts';
import { type Fault, graded } from './graded.ts';

/** What so many products show is no picture of any of them. */
const PLACEHOLDER_FROM = 20;
const GROUPS_AT_ONCE = 50;
const IMAGES_AT_ONCE = 500;

export interface Seen {
  readonly imageId: number;
  readonly whole: WholePicture;
}

/** The later ones of images that show what an earlier one shows. @param seen in the order in which shoppers see them. */
export function duplicatesIn(seen: readonly Seen[]): Fault[] {
  const firsts: Seen[] = [];
  const faults: Fault[] = [];
  for (const one of seen) {
    const first = firsts.find(({ whole }) => isSame(whole, one.whole));
    if (first === undefined) firsts.push(one);
    else
      faults.push({
        rule: 'picture-duplicate',
        imageId: one.imageId,
        says: { code: 'shown-by-image', imageId: first.imageId },
      });
  }
  return faults;
}

function isSame(a: WholePicture, b: WholePicture): boolean {
  if (a.sha256 === b.sha256) return true;
  return a.sight !== undefined && b.sight !== undefined && isSameSight(a.sight, b.sight);
}

/** Of a few pictures that several products show. */
export interface SharedPage {
  readonly findings: readonly Found[];
  /** Empty where there are no more. */
  readonly picturesTold: readonly ToldPicture[];
}

export function sharedPictures(
  { journal }: Engine,
  run: string,
  { side, snapshot }: Pick<Snapshot, 'side' | 'snapshot'>,
): SharedPage {
  const findings: Found[] = [];
  const tell = (productId: number, fault: Fault): void => {
    const product = journal.product(snapshot, productId);
    if (product !== undefined) findings.push(graded(side, product, fault));
  };
  const groups = journal.sharedPictures(run, side, GROUPS_AT_ONCE);
  for (const { digest, products } of groups) {
    if (products < PLACEHOLDER_FROM) {
      const [first] = journal.picturesLike(run, side, digest, 0, 1);
      if (first !== undefined)
        tell(first.productId, {
          rule: 'picture-duplicate',
          severity: 'info',
          imageId: first.imageId,
          says: { code: 'shown-by-others', others: products - 1 },
        });
      continue;
    }
    for (const { productId, imageId } of showing(journal, run, side, digest))
      tell(productId, {
        rule: 'picture-placeholder',
        imageId,
        says: { code: 'shown-by-many', products },
      });
  }
  return { findings, picturesTold: groups.map(({ digest }) => ({ side, digest })) };
}

function* showing(journal: Engine['journal'], run: string, side: Side, digest: string) {
  for (let after = 0; ; ) {
    const page = journal.picturesLike(run, side, digest, after, IMAGES_AT_ONCE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < IMAGES_AT_ONCE) return;
    after = last.imageId;
  }
}
