// What became of open actions on the images of one product, by a look at it: new images are told by name, text and, where
// they have to be, picture; the rest by what they show.
import { fromV3, type ProductImage } from '@cutover/field-mapper';
import { type Fingerprint, fingerprint } from '@cutover/image-content';
import {
  type Action,
  type ImageBefore,
  type OpenAttempt,
  putBackBy,
  type SetAction,
  sourceOf,
  wantedBy,
} from '@cutover/journal';
import { isStoreError } from '@cutover/v3-client';
import type { Engine } from '../../engine.ts';
import { isKeptFormOf } from '../../match/kept-text.ts';
import { isSamePicture, shownPicture } from '../../pictures/same-picture.ts';
import { asSeen } from '../../plan/seen-image.ts';
import { unlessGone } from '../../read/completeness.ts';
import { Stopped } from '../../stopped.ts';
import { imageOf, type Judgement, type Kind } from '../kind.ts';
import { originsOfCreates } from './create-origin.ts';
import { type Doubt, freshImages, holds, reconcile, type Seen, type Verdict } from './reconcile.ts';

type ImageAction = Exclude<Action, SetAction>;

interface Sent {
  readonly action: ImageAction;
  readonly attempt: OpenAttempt;
}
interface LookedAt extends Sent, Doubt {
  readonly action: ImageAction;
  readonly attempt: OpenAttempt;
  /** The picture that was sent, as far as it can be had. */
  readonly wanted: Fingerprint | undefined;
}

export const recognise: Kind['recognise'] = async (engine, productId, actions, foundBefore, shown) => {
  const { journal } = engine;
  const now = shown ?? (await listing(engine, productId));
  if (now === undefined) return { judgements: actions.map(() => ({ is: 'absent' })), found: [] };
  const lost = foundBefore
    .flatMap((one) => imageOf(one) ?? [])
    .filter((image) => now.every(({ imageId }) => imageId !== image.imageId));
  const seen = { listed: [...now, ...lost], claimed: journal.claimed(productId) };
  const open = actions.flatMap((action) => {
    const attempt = journal.openAttempt(action.id);
    return attempt === undefined || action.verb === 'set' ? [] : [{ action, attempt }];
  });
  // Attempts are numbered as they are opened, and so in the order of sending.
  const sent = open.toSorted((a, b) => a.attempt.attempt - b.attempt.attempt);
  const plain = shown === undefined ? undefined : saidByNames(seen, sent);
  const looked = plain?.looked ?? (await looks(engine, seen, sent));
  const verdicts = plain?.verdicts ?? reconcile(seen, looked);
  const judged = new Map<string, Judgement>();
  const found: ProductImage[] = [];
  for (const [index, { action, wanted }] of looked.entries()) {
    const verdict = verdicts[index] ?? { is: 'absent' };
    if (verdict.is === 'found') {
      const image = seen.listed.find(({ imageId }) => imageId === verdict.imageId);
      if (image !== undefined && action.verb === 'create') found.push(image);
      const { imageId, surplus } = verdict;
      const fields = image === undefined ? undefined : asAnswered(action, image);
      const isAsSent = image === undefined || holds(image, wantedBy(action));
      judged.set(action.id, { is: 'found', now: { imageId, fields }, surplus, isAsSent });
    } else {
      const isMoot =
        verdict.is === 'unclear' && wanted === undefined && (await isGoneFromSource(engine, action));
      judged.set(action.id, isMoot ? { is: 'moot', candidates: verdict.candidates } : verdict);
    }
  }
  return { judgements: actions.map(({ id: action }) => judged.get(action) ?? { is: 'absent' }), found };
};

/**
 * What was answered needs no look at pictures where each create has made one image, and there is no other: their names and
 * texts say which. Undefined: they do not.
 */
function saidByNames(
  seen: Seen,
  sent: readonly Sent[],
): { looked: readonly LookedAt[]; verdicts: readonly Verdict[] } | undefined {
  const looked = sent.map((one) => ({ ...one, wanted: undefined }));
  const fresh = new Set(looked.flatMap((one) => freshImages(seen, one).map(({ imageId }) => imageId)));
  const verdicts = reconcile(seen, looked);
  const isPlain =
    fresh.size === sent.length && verdicts.every((one) => one.is === 'found' && one.surplus.length === 0);
  return isPlain ? { looked, verdicts } : undefined;
}

/** The source does not have the image any more: nobody wants it made, whether or not it was. */
async function isGoneFromSource({ source }: Engine, action: Action): Promise<boolean> {
  const { productId, imageId } = sourceOf(action) ?? {};
  if (productId === undefined || imageId === undefined) return false;
  return (await unlessGone(source.v3.getImage(productId, imageId))) === undefined;
}

/** What the pictures of new images tell, whatever their names say. */
async function looks(engine: Engine, seen: Seen, sent: readonly Sent[]): Promise<LookedAt[]> {
  const shown = new Map<number, Fingerprint | undefined>();
  const looked: LookedAt[] = [];
  for (const { action, attempt } of sent) {
    const fresh = action.verb === 'create' ? freshImages(seen, { attempt }) : [];
    const wanted = fresh.length > 0 ? await pictureOf(engine, action) : undefined;
    const otherPictures = new Set<number>();
    const samePictures = new Set<number>();
    for (const image of wanted === undefined ? [] : fresh) {
      const { imageId } = image;
      if (!shown.has(imageId)) shown.set(imageId, await shownPicture(engine, image));
      const print = shown.get(imageId);
      const isSame = wanted === undefined || print === undefined ? undefined : isSamePicture(wanted, print);
      if (isSame === false) otherPictures.add(imageId);
      if (isSame === true) samePictures.add(imageId);
    }
    const alike = looked.find(
      (other) =>
        wanted !== undefined && other.wanted !== undefined && isSamePicture(wanted, other.wanted) === true,
    );
    const picture = alike?.picture ?? (wanted === undefined ? undefined : looked.length);
    looked.push({ action, attempt, wanted, otherPictures, samePictures, picture });
  }
  return looked;
}

/** Undefined when the product is gone, and its images with it. */
async function listing({ target }: Engine, productId: number): Promise<ProductImage[] | undefined> {
  try {
    return (await target.v3.listImages(productId)).map(fromV3);
  } catch (error) {
    if (isStoreError(error) && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * What was found, as the store would have answered. A list is no answer: somebody may have edited the image since it was
 * written, so of what was sent only a text is believed that the store has made of ours.
 */
function asAnswered(action: ImageAction, image: ProductImage): ImageBefore {
  const wanted = wantedBy(action);
  const seen = asSeen(image);
  const { description: sent } = wanted;
  return {
    ...seen,
    ...wanted,
    ...(sent !== undefined && isKeptFormOf(sent, seen.description) ? { description: seen.description } : {}),
  };
}

/** The picture that a create has sent, as far as it can be had. */
async function pictureOf(engine: Engine, action: Action): Promise<Fingerprint | undefined> {
  const putBack = putBackBy(action);
  if (putBack !== undefined) {
    const bytes = await engine.archive.get(putBack).catch(() => undefined);
    return bytes === undefined
      ? undefined
      : await fingerprint(bytes, { signal: engine.control.stopping }).catch(() => {
          if (engine.control.stopping.aborted) throw new Stopped();
          return undefined;
        });
  }
  const sent = originsOfCreates(engine.journal, [action]).get(action.id);
  return sent === undefined ? undefined : await shownPicture(engine, sent);
}
