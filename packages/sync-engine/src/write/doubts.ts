// Writes without an answer, settled by looking. Invariant: nothing is sent again for an action until its quiet time has
// passed and two listings have shown no effect of it; what only its picture could tell stays in doubt and is shown, unless
// its source image is gone and nobody wants it any more.
// Quiet time counts from when this process saw the write fail, or from its own start for what an earlier one left.
import { fromV3, type ProductImage } from '@cutover/field-mapper';
import { type Fingerprint, fingerprint } from '@cutover/image-content';
import type { Action, ImageBefore } from '@cutover/journal';
import { isStoreError } from '@cutover/v3-client';
import type { Engine } from '../engine.ts';
import { isKeptFormOf } from '../match/kept-text.ts';
import { isSamePicture, shownPicture } from '../pictures/same-picture.ts';
import { asSeen } from '../plan/edits.ts';
import { unlessGone } from '../read/completeness.ts';
import { Stopped } from '../stopped.ts';
import { originOfCreate } from './create-origin.ts';
import { type Doubt, freshImages, reconcile, type Verdict } from './reconcile.ts';
import { tellKeptText } from './tell-kept-text.ts';

const LOOK_APART_MAX_MS = 10_000;
/** After so many lost answers an action is set aside with the reason, so that one bad picture cannot hold up the rest. */
const UNANSWERED_MAX = 6;

export interface Doubts {
  /** Products whose last write is in doubt; nothing else may be written to them meanwhile. */
  holds(productId: number): boolean;
  /** Takes a started action over; settled in the background. */
  add(action: Action, seenAtMs: number): void;
  /** Resolves when nothing is in doubt any more (or throws the first error that settling met). */
  settled(): Promise<void>;
  /** Leaves everything that is still in doubt as it is, started in the journal, for the next process. */
  abandon(): Promise<void>;
  readonly open: number;
}

export interface DoubtsOptions {
  readonly engine: Engine;
  readonly run: string;
  readonly onSettled: (action: Action) => void;
}

export function createDoubts({ engine, run, onSettled }: DoubtsOptions): Doubts {
  const { journal, clock, control, settings } = engine;
  const held = new Map<number, number>();
  /** Lost answers without an effect, by action; refusals for want of quota do not count. */
  const absences = new Map<string, number>();
  const tasks = new Set<Promise<void>>();
  const errors: unknown[] = [];
  const abandoned = new AbortController();
  const stopping = AbortSignal.any([control.stopping, abandoned.signal]);

  async function wait(ms: number): Promise<void> {
    if (stopping.aborted) throw new Stopped();
    if (ms > 0) await clock.sleep(ms, stopping).catch(() => undefined);
    if (stopping.aborted) throw new Stopped();
  }

  async function settle(action: Action, seenAtMs: number): Promise<void> {
    await wait(seenAtMs + settings.settleAfterMs - clock.monotonicMs());
    let verdict = await judge(action);
    if (verdict.is === 'absent') {
      // A listing may lag behind the effect; one look is not proof of absence.
      await wait(Math.min(LOOK_APART_MAX_MS, settings.settleAfterMs));
      verdict = await judge(action);
    }
    await record(action, verdict);
    onSettled(journal.action(action.action) ?? action);
  }

  async function judge(action: Action): Promise<Judgement> {
    const attempt = journal.openAttempt(action.action);
    const listed = await listing(action.targetProductId);
    if (attempt === undefined || listed === undefined) return { is: 'absent' };
    const claimed = journal.claimed(engine.target.hash, action.targetProductId);
    const doubt = { action, attempt, listed, claimed };
    const fresh = freshImages(doubt);
    const wanted = action.kind === 'create' && fresh.length > 0 ? await pictureOf(engine, action) : undefined;
    const verdict = reconcile({ ...doubt, ...(await looks(wanted, fresh)) });
    if (verdict.is === 'found') {
      const image = listed.find(({ imageId }) => imageId === verdict.imageId);
      return { ...verdict, shown: image === undefined ? undefined : asAnswered(action, image) };
    }
    const isMoot = verdict.is === 'unclear' && wanted === undefined && (await isGoneFromSource(action));
    return isMoot ? { is: 'moot', candidates: verdict.candidates } : verdict;
  }

  /** The source does not have the image any more: nobody wants it made, whether or not it was. */
  async function isGoneFromSource({ archive, sourceProductId, sourceImageId }: Action): Promise<boolean> {
    if (archive !== undefined || sourceProductId === undefined || sourceImageId === undefined) return false;
    return (await unlessGone(engine.source.v3.getImage(sourceProductId, sourceImageId))) === undefined;
  }

  /** What the pictures of new images tell, whatever their names say. */
  async function looks(
    wanted: Fingerprint | undefined,
    fresh: readonly ProductImage[],
  ): Promise<Required<Pick<Doubt, 'otherPictures' | 'samePictures'>>> {
    const otherPictures = new Set<number>();
    const samePictures = new Set<number>();
    if (wanted === undefined) return { otherPictures, samePictures };
    for (const image of fresh) {
      const shown = await shownPicture(engine, image);
      if (shown === undefined) continue;
      const isSame = isSamePicture(wanted, shown);
      if (isSame === false) otherPictures.add(image.imageId);
      if (isSame === true) samePictures.add(image.imageId);
    }
    return { otherPictures, samePictures };
  }

  /** Undefined when the product is gone, and its images with it. */
  async function listing(productId: number): Promise<ProductImage[] | undefined> {
    try {
      return (await engine.target.v3.listImages(productId)).map(fromV3);
    } catch (error) {
      if (isStoreError(error) && error.status === 404) return undefined;
      throw error;
    }
  }

  async function record(action: Action, verdict: Judgement): Promise<void> {
    if (verdict.is === 'found') {
      const created = action.kind === 'create' ? { resultImageId: verdict.imageId } : {};
      await journal.applied(action.action, { how: 'found', shown: verdict.shown, ...created });
      await tellKeptText(engine, run, journal.action(action.action) ?? action, verdict.shown);
      if (verdict.surplus.length > 0) await reportSurplus(action, verdict.surplus);
    } else if (verdict.is === 'absent') {
      await journal.notDone(action.action, 'looked twice and found no effect of it');
      const times = (absences.get(action.action) ?? 0) + 1;
      absences.set(action.action, times);
      if (times >= UNANSWERED_MAX)
        await journal.failed(action.action, `gave up: ${times} times without an answer or an effect`);
    } else if (verdict.is === 'moot') {
      await journal.failed(
        action.action,
        `source-image-gone: not sent again, because the source does not have it any more; whether it arrived cannot be told: ${idsOf(verdict)} may be it`,
      );
    } else {
      await journal.blocked(
        action.action,
        `an image of another name has appeared that may be this one: ${idsOf(verdict)}`,
        verdict.candidates.map((image) => image.imageId),
      );
    }
  }

  async function reportSurplus(action: Action, surplus: readonly number[]): Promise<void> {
    const findings = surplus.map((imageId) => ({
      sign: '-' as const,
      rule: 'surplus-image',
      severity: 'critical' as const,
      kind: 'product-image' as const,
      target: { productId: action.targetProductId, imageId },
      message:
        'the same name as an image of this run, made by nobody we know of; look at it before you remove it',
    }));
    await journal.addFindings(run, findings);
    for (const finding of findings) engine.emit({ type: 'finding', run, ...finding });
  }

  return {
    holds: (productId) => held.has(productId),
    add(action, seenAtMs) {
      held.set(action.targetProductId, (held.get(action.targetProductId) ?? 0) + 1);
      const task = settle(action, seenAtMs)
        .catch((error: unknown) => {
          errors.push(error);
        })
        .finally(() => {
          tasks.delete(task);
          const left = (held.get(action.targetProductId) ?? 1) - 1;
          if (left === 0) held.delete(action.targetProductId);
          else held.set(action.targetProductId, left);
        });
      tasks.add(task);
    },
    async settled() {
      while (tasks.size > 0) await Promise.all(tasks);
      if (errors.length > 0) throw errors[0];
    },
    async abandon() {
      abandoned.abort();
      while (tasks.size > 0) await Promise.all(tasks);
    },
    get open() {
      return tasks.size;
    },
  };
}

/**
 * What was found, as the store would have answered. A list is no answer: somebody may have edited the image since it was
 * written, so of what was sent only a text is believed that the store has made of ours.
 */
function asAnswered({ wanted }: Action, image: ProductImage): ImageBefore {
  const seen = asSeen(image);
  const { description: sent } = wanted;
  return {
    ...seen,
    ...wanted,
    ...(sent !== undefined && isKeptFormOf(sent, seen.description) ? { description: seen.description } : {}),
  };
}

/** A verdict, with what the store shows of what was found. */
type Judgement =
  | (Extract<Verdict, { is: 'found' }> & { readonly shown: ImageBefore | undefined })
  | Exclude<Verdict, { is: 'found' }>
  | Moot;

/** What cannot be told and need not be: the source image is gone, and with it what its picture could tell. */
interface Moot {
  readonly is: 'moot';
  readonly candidates: readonly ProductImage[];
}

function idsOf({ candidates }: Pick<Moot, 'candidates'>): string {
  return candidates.map((image) => image.imageId).join(', ');
}

/** The picture that a create has sent, as far as it can be had. */
async function pictureOf(engine: Engine, action: Action): Promise<Fingerprint | undefined> {
  if (action.archive !== undefined) {
    const bytes = await engine.archive.get(action.archive).catch(() => undefined);
    return bytes === undefined ? undefined : await fingerprint(bytes).catch(() => undefined);
  }
  const sent = originOfCreate(engine.journal, action);
  return sent === undefined ? undefined : await shownPicture(engine, sent);
}
