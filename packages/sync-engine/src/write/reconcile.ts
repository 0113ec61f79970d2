// What became of a write whose answer was lost, told from the product's images alone. Invariant: an image is ours only
// if it was not there when the intent was written, no other action has claimed it, and its fingerprint matches; what
// cannot be told is said to be so and never guessed. Pure.
import { claimStem, looseStem, mayBeCut, type ProductImage } from '@cutover/field-mapper';
import type { Action, OpenAttempt } from '@cutover/journal';
import { isKeptFormOf } from '../match/kept-text.ts';
import { nameOf } from '../match/pair-images.ts';

export type Verdict =
  | { readonly is: 'found'; readonly imageId: number; readonly surplus: readonly number[] }
  | { readonly is: 'absent' }
  /** Images that could be ours by time, and that name and picture together do not settle. */
  | { readonly is: 'unclear'; readonly candidates: readonly ProductImage[] };

export interface Doubt {
  readonly action: Pick<Action, 'kind' | 'wanted' | 'targetImageId' | 'before'>;
  readonly attempt: Pick<OpenAttempt, 'basis' | 'sentName'>;
  /** All images of the product, listed after the quiet time. */
  readonly listed: readonly ProductImage[];
  /** Target image ids that actions of any run have claimed. */
  readonly claimed: ReadonlySet<number>;
  /** New images that were looked at and certainly show another picture. */
  readonly otherPictures?: ReadonlySet<number>;
  /** New images that were looked at and certainly show the picture that was sent. */
  readonly samePictures?: ReadonlySet<number>;
}

export function reconcile(doubt: Doubt): Verdict {
  if (doubt.action.kind === 'create') return reconcileCreate(doubt);
  const image = doubt.listed.find((listed) => listed.imageId === doubt.action.targetImageId);
  if (doubt.action.kind === 'remove') {
    return image === undefined ? found(doubt.action.targetImageId) : { is: 'absent' };
  }
  return image !== undefined && holds(image, doubt.action.wanted, doubt.action.before)
    ? found(image.imageId)
    : { is: 'absent' };
}

function found(imageId: number | undefined): Verdict {
  return imageId === undefined ? { is: 'absent' } : { is: 'found', imageId, surplus: [] };
}

/** True when the image already is what the action wants. */
export function holds(image: ProductImage, wanted: Action['wanted'], before?: Action['before']): boolean {
  const { description: text } = image;
  // The text that was there before may read like the new one, cut: that it is still there proves nothing.
  const isKept = (sent: string): boolean =>
    sent === text || (before !== undefined && before.description !== text && isKeptFormOf(sent, text));
  return (
    (wanted.description === undefined || isKept(wanted.description)) &&
    (wanted.sort_order === undefined || wanted.sort_order === image.sortOrder) &&
    (wanted.is_thumbnail === undefined || wanted.is_thumbnail === image.isThumbnail)
  );
}

/** Images that were not there when the intent was written and that nobody has claimed, by id. */
export function freshImages({
  attempt,
  listed,
  claimed,
}: Pick<Doubt, 'attempt' | 'listed' | 'claimed'>): ProductImage[] {
  const before = new Set(attempt.basis);
  return listed
    .filter((image) => !before.has(image.imageId) && !claimed.has(image.imageId))
    .toSorted((a, b) => a.imageId - b.imageId);
}

function reconcileCreate(doubt: Doubt): Verdict {
  const { action, attempt, otherPictures } = doubt;
  const all = freshImages(doubt);
  const fresh = all.filter((image) => otherPictures?.has(image.imageId) !== true);
  const sent = claimStem(attempt.sentName, 'sent');
  const isNamed = (image: ProductImage): boolean => {
    const stem = claimStem(nameOf(image), 'listed');
    return (
      stem === sent || (looseStem(stem) !== '' && looseStem(stem) === looseStem(sent)) || mayBeCut(stem, sent)
    );
  };
  const saysOurs = (image: ProductImage): boolean =>
    isKeptFormOf(action.wanted.description ?? '', image.description);
  const byName = fresh.filter(isNamed);
  // A store may name a picture as it likes; with our picture and our text it is ours.
  const named =
    byName.length > 0
      ? byName
      : fresh.filter((image) => doubt.samePictures?.has(image.imageId) === true && saysOurs(image));
  const described = named.filter(saysOurs);
  // One write at a time is open on a product, so of several matches one is ours and the rest are surplus.
  const [ours, ...surplus] = described.length > 0 ? described : named;
  if (ours !== undefined)
    return { is: 'found', imageId: ours.imageId, surplus: surplus.map((image) => image.imageId) };
  // Our very name on a picture that looks different may be a placeholder or a bad rendition: that is for a person.
  const candidates = all.filter((image) => isNamed(image) || fresh.includes(image));
  return candidates.length === 0 ? { is: 'absent' } : { is: 'unclear', candidates };
}
