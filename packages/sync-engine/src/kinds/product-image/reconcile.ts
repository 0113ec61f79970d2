// What became of writes to one product whose answer was lost, told from its images alone. Invariant: an image is ours only
// if it was not there when the intent was written, no other action has claimed it, and its fingerprint matches; it is made
// by one action; what cannot be told is said to be so and never guessed. Pure.
import {
  claimStem,
  lettersKept,
  looseStem,
  mayBeCut,
  type ProductImage,
  writableFields,
  writableValues,
} from '@cutover/field-mapper';
import type {
  CreateAction,
  ImageBefore,
  OpenAttempt,
  RemoveAction,
  UpdateAction,
  WantedFields,
} from '@cutover/journal';
import { isKeptFormOf } from '../../match/kept-text.ts';
import { nameOf } from '../../match/pair-images.ts';
import { assign, type Fit, type Sight } from './assign.ts';

export type Verdict =
  | { readonly is: 'found'; readonly imageId: number; readonly surplus: readonly number[] }
  | { readonly is: 'absent' }
  /** Images that could be ours by time, and that name and picture together do not settle. */
  | { readonly is: 'unclear'; readonly candidates: readonly ProductImage[] };

/** What of an action shows whether an image is its effect. */
export type Told =
  | Pick<CreateAction, 'verb' | 'wanted'>
  | Pick<UpdateAction, 'verb' | 'subject' | 'wanted' | 'before'>
  | Pick<RemoveAction, 'verb' | 'subject'>;

export interface Doubt {
  readonly action: Told;
  readonly attempt: Pick<OpenAttempt, 'basis' | 'sentName'>;
  /** New images that were looked at and certainly show another picture. */
  readonly otherPictures?: ReadonlySet<number>;
  /** New images that were looked at and certainly show the picture that was sent. */
  readonly samePictures?: ReadonlySet<number>;
  /** Doubts with one number certainly send one picture. */
  readonly picture?: number | undefined;
}

/** The product as it was seen after the quiet time. */
export interface Seen {
  /** All images of the product. */
  readonly listed: readonly ProductImage[];
  /** Target image ids that actions of any run have claimed. */
  readonly claimed: ReadonlySet<number>;
}

/** @param doubts all of one product, in the order of sending; the verdicts come in the same order. */
export function reconcile(seen: Seen, doubts: readonly Doubt[]): Verdict[] {
  const images = new Map(seen.listed.map((image) => [image.imageId, image]));
  const creates = doubts.filter(({ action }) => action.verb === 'create');
  const assigned = assign(creates.map((doubt) => sightOf(seen, doubt)));
  const verdicts = new Map(creates.map((doubt, index) => [doubt, assigned[index]]));
  return doubts.map((doubt): Verdict => {
    const verdict = verdicts.get(doubt);
    if (verdict === undefined) return reconcileChange(seen, doubt);
    if (verdict.is !== 'unclear') return verdict;
    return { is: 'unclear', candidates: verdict.candidates.flatMap((id) => images.get(id) ?? []) };
  });
}

function reconcileChange({ listed }: Seen, { action }: Doubt): Verdict {
  if (action.verb === 'create') return { is: 'absent' };
  const { imageId } = action.subject;
  const image = listed.find((one) => one.imageId === imageId);
  const isDone =
    action.verb === 'remove'
      ? image === undefined
      : image !== undefined && holds(image, action.wanted, action.before);
  return isDone ? { is: 'found', imageId, surplus: [] } : { is: 'absent' };
}

/** True when the image already is what the action wants. */
export function holds(image: ProductImage, wanted: WantedFields, before?: ImageBefore): boolean {
  const shown = writableValues(image);
  const { description: text } = shown;
  // The text that was there before may read like the new one, cut: that it is still there proves nothing.
  const isKept = (sent: string): boolean =>
    sent === text || (before !== undefined && before.description !== text && isKeptFormOf(sent, text));
  return writableFields.every((field) => {
    const value = wanted[field];
    if (value === undefined || value === shown[field]) return true;
    return field === 'description' && wanted.description !== undefined && isKept(wanted.description);
  });
}

/** Images that were not there when the intent was written and that nobody has claimed, by id. */
export function freshImages({ listed, claimed }: Seen, { attempt }: Pick<Doubt, 'attempt'>): ProductImage[] {
  const before = new Set(attempt.basis);
  return listed
    .filter((image) => !before.has(image.imageId) && !claimed.has(image.imageId))
    .toSorted((a, b) => a.imageId - b.imageId);
}

/** How new images look to one create. */
function sightOf(seen: Seen, doubt: Doubt): Sight {
  const { attempt, otherPictures = new Set(), samePictures = new Set(), picture } = doubt;
  const { description: said = '' } = 'wanted' in doubt.action ? doubt.action.wanted : {};
  const sent = claimStem(attempt.sentName, 'sent');
  const fits = new Map<number, Fit>();
  const candidates: number[] = [];
  const sameTexts = new Set<number>();
  for (const image of freshImages(seen, doubt)) {
    const { imageId } = image;
    const isNamed = hasName(image, sent);
    const saysOurs = isKeptFormOf(said, image.description);
    const isOther = otherPictures.has(imageId);
    if (image.description === said) sameTexts.add(imageId);
    if (isNamed && !isOther) fits.set(imageId, saysOurs ? 'said' : 'named');
    // A store may name a picture as it likes; with our picture and our text it is ours.
    else if (saysOurs && !isOther && samePictures.has(imageId)) fits.set(imageId, 'shown');
    // Our very name on a picture that looks different may be a placeholder or a bad rendition: that is for a person.
    if (isNamed || !isOther) candidates.push(imageId);
  }
  return { fits, candidates, sameTexts, samePictures, picture };
}

function hasName(image: ProductImage, sent: string): boolean {
  const stem = claimStem(nameOf(image), 'listed');
  return (
    stem === sent ||
    (looseStem(stem) !== '' && looseStem(stem) === looseStem(sent)) ||
    mayBeCut(stem, sent, lettersKept(nameOf(image)))
  );
}
