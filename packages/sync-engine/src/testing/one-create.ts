// How one open create is told by itself, in the fewest words: what several are told must come to the same where there is one.
import { claimStem, lettersKept, looseStem, mayBeCut, type ProductImage } from '@cutover/field-mapper';
import { type Doubt, freshImages, type Seen, type Verdict } from '../kinds/product-image/reconcile.ts';
import { isKeptFormOf } from '../match/kept-text.ts';
import { nameOf } from '../match/pair-images.ts';

export function tellOne(seen: Seen, doubt: Doubt): Verdict {
  const { action, attempt, otherPictures, samePictures } = doubt;
  const all = freshImages(seen, doubt);
  const fresh = all.filter((image) => otherPictures?.has(image.imageId) !== true);
  const said = 'wanted' in action ? (action.wanted.description ?? '') : '';
  const sent = claimStem(attempt.sentName, 'sent');
  const isNamed = (image: ProductImage): boolean => {
    const stem = claimStem(nameOf(image), 'listed');
    return (
      stem === sent ||
      (looseStem(stem) !== '' && looseStem(stem) === looseStem(sent)) ||
      mayBeCut(stem, sent, lettersKept(nameOf(image)))
    );
  };
  const saysOurs = (image: ProductImage): boolean => isKeptFormOf(said, image.description);
  const byName = fresh.filter(isNamed);
  const named =
    byName.length > 0
      ? byName
      : fresh.filter((image) => samePictures?.has(image.imageId) === true && saysOurs(image));
  const described = named.filter(saysOurs);
  const [ours, ...surplus] = described.length > 0 ? described : named;
  if (ours !== undefined)
    return { is: 'found', imageId: ours.imageId, surplus: surplus.map((image) => image.imageId) };
  const candidates = all.filter((image) => isNamed(image) || fresh.includes(image));
  return candidates.length === 0 ? { is: 'absent' } : { is: 'unclear', candidates };
}
