// Writes without an answer, settled by looking. Invariant: nothing is sent again for an action until its quiet time has
// passed and two listings have shown no effect of it; what only its picture could tell stays in doubt and is shown, unless
// its source image is gone and nobody wants it any more.
// Quiet time counts from when this process saw the write fail, or from its own start for what an earlier one left.
import { fromV3, type ProductImage } from '@cutover/field-mapper';
import { type Fingerprint, fingerprint } from '@cutover/image-content';
import type { Action, ActionOutcome, ImageBefore, OpenAttempt } from '@cutover/journal';
import { isStoreError } from '@cutover/v3-client';
import type { Engine } from '../engine.ts';
import { failureOf } from '../failures.ts';
import { isKeptFormOf } from '../match/kept-text.ts';
import { isSamePicture, shownPicture } from '../pictures/same-picture.ts';
import { asSeen } from '../plan/edits.ts';
import { unlessGone } from '../read/completeness.ts';
import { Stopped } from '../stopped.ts';
import { originOfCreate } from './create-origin.ts';
import { type Doubt, freshImages, reconcile, type Seen, type Verdict } from './reconcile.ts';
import { tellKeptText } from './tell-kept-text.ts';

/** Why what an earlier process began is in doubt. */
export const LEFT_OPEN = 'begun by an earlier process, which did not see the end of it';
const LOOK_APART_MAX_MS = 10_000;
/** After so many lost answers an action is set aside with the reason, so that one bad picture cannot hold up the rest. */
const UNANSWERED_MAX = 6;

export interface Doubts {
  /** Products whose last dispatch is in doubt; nothing else may be written to them meanwhile. */
  holds(productId: number): boolean;
  /** Takes started actions over; those of one product are settled together, in the background. */
  add(actions: readonly Action[], seenAtMs: number): void;
  /** Resolves when nothing is in doubt any more (or throws the first error that settling met); tells that it waits. */
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
  const held = new Set<number>();
  /** Lost answers without an effect, by action; refusals for want of quota do not count. */
  const absences = new Map<string, number>();
  const tasks = new Set<Promise<void>>();
  /** When the looks for all that was taken over are due. */
  let dueMs = 0;
  const looksApartMs = Math.min(LOOK_APART_MAX_MS, settings.settleAfterMs);
  const errors: unknown[] = [];
  const abandoned = new AbortController();
  const stopping = AbortSignal.any([control.stopping, abandoned.signal]);

  async function wait(ms: number): Promise<void> {
    if (stopping.aborted) throw new Stopped();
    if (ms > 0) await clock.sleep(ms, stopping).catch(() => undefined);
    if (stopping.aborted) throw new Stopped();
  }

  /** All open actions of one product: one look for all of them, and one record. */
  async function settle(productId: number, actions: readonly Action[], seenAtMs: number): Promise<void> {
    await wait(seenAtMs + settings.settleAfterMs - clock.monotonicMs());
    let judged = await judge(productId, actions, []);
    if (judged.verdicts.some(({ is }) => is === 'absent')) {
      // A listing may lag behind the effect; one look is not proof of absence.
      await wait(looksApartMs);
      judged = await judge(productId, actions, judged.found);
    }
    await record(actions, judged.verdicts);
    for (const action of actions) onSettled(journal.action(action.action) ?? action);
  }

  /** @param foundBefore images that an earlier look has found; a list that lags may leave them out again. */
  async function judge(
    productId: number,
    actions: readonly Action[],
    foundBefore: readonly ProductImage[],
  ): Promise<{ readonly verdicts: readonly Judgement[]; readonly found: readonly ProductImage[] }> {
    const now = await listing(productId);
    if (now === undefined) return { verdicts: actions.map(() => ({ is: 'absent' })), found: [] };
    const lost = foundBefore.filter((image) => now.every(({ imageId }) => imageId !== image.imageId));
    const seen = { listed: [...now, ...lost], claimed: journal.claimed(productId) };
    const open = actions.flatMap((action) => {
      const attempt = journal.openAttempt(action.action);
      return attempt === undefined ? [] : [{ action, attempt }];
    });
    // Attempts are numbered as they are opened, and so in the order of sending.
    const sent = open.toSorted((a, b) => a.attempt.attempt - b.attempt.attempt);
    const looked = await looks(seen, sent);
    const verdicts = reconcile(seen, looked);
    const judged = new Map<string, Judgement>();
    const found: ProductImage[] = [];
    for (const [index, { action, wanted }] of looked.entries()) {
      const verdict = verdicts[index] ?? { is: 'absent' };
      if (verdict.is === 'found') {
        const image = seen.listed.find(({ imageId }) => imageId === verdict.imageId);
        if (image !== undefined && action.kind === 'create') found.push(image);
        const shown = image === undefined ? undefined : asAnswered(action, image);
        judged.set(action.action, { ...verdict, shown });
      } else {
        const isMoot = verdict.is === 'unclear' && wanted === undefined && (await isGoneFromSource(action));
        judged.set(action.action, isMoot ? { is: 'moot', candidates: verdict.candidates } : verdict);
      }
    }
    return { verdicts: actions.map(({ action }) => judged.get(action) ?? { is: 'absent' }), found };
  }

  /** The source does not have the image any more: nobody wants it made, whether or not it was. */
  async function isGoneFromSource({ archive, sourceProductId, sourceImageId }: Action): Promise<boolean> {
    if (archive !== undefined || sourceProductId === undefined || sourceImageId === undefined) return false;
    return (await unlessGone(engine.source.v3.getImage(sourceProductId, sourceImageId))) === undefined;
  }

  /** What the pictures of new images tell, whatever their names say. */
  async function looks(seen: Seen, sent: readonly Sent[]): Promise<LookedAt[]> {
    const shown = new Map<number, Fingerprint | undefined>();
    const looked: LookedAt[] = [];
    for (const { action, attempt } of sent) {
      const fresh = action.kind === 'create' ? freshImages(seen, { attempt }) : [];
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
  async function listing(productId: number): Promise<ProductImage[] | undefined> {
    try {
      return (await engine.target.v3.listImages(productId)).map(fromV3);
    } catch (error) {
      if (isStoreError(error) && error.status === 404) return undefined;
      throw error;
    }
  }

  async function record(actions: readonly Action[], verdicts: readonly Judgement[]): Promise<void> {
    const outcomes = actions.flatMap((action, index) =>
      outcomesOf(action, verdicts[index], actions.length === 1),
    );
    await journal.record(outcomes);
    for (const [index, action] of actions.entries()) {
      const verdict = verdicts[index];
      if (verdict?.is !== 'found') continue;
      await tellKeptText(engine, run, journal.action(action.action) ?? action, verdict.shown);
      if (verdict.surplus.length > 0) await reportSurplus(action, verdict.surplus);
    }
  }

  function outcomesOf(
    { action, kind }: Action,
    verdict: Judgement = { is: 'absent' },
    isAlone: boolean,
  ): ActionOutcome[] {
    switch (verdict.is) {
      case 'found': {
        const created = kind === 'create' ? { resultImageId: verdict.imageId } : {};
        return [{ action, is: 'applied', how: 'found', shown: verdict.shown, ...created }];
      }
      case 'absent': {
        const times = (absences.get(action) ?? 0) + 1;
        absences.set(action, times);
        const notDone = { action, is: 'notDone', reason: 'looked twice and found no effect of it' } as const;
        const gaveUp = failureOf('gave-up', `${times} times without an answer or an effect`);
        return times < UNANSWERED_MAX ? [notDone] : [notDone, { action, is: 'failed', failure: gaveUp }];
      }
      case 'moot': {
        const words = `not sent again, because the source does not have it any more; whether it arrived cannot be told: ${idsOf(verdict)} may be it`;
        return [{ action, is: 'failed', failure: failureOf('source-image-gone', words) }];
      }
      case 'unclear': {
        const may = isAlone
          ? 'an image of another name has appeared that may be this one'
          : 'images have appeared that may be this one or another of its request';
        const reason = `${may}: ${idsOf(verdict)}`;
        return [
          { action, is: 'blocked', reason, candidates: verdict.candidates.map(({ imageId }) => imageId) },
        ];
      }
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
    add(actions, seenAtMs) {
      if (actions.length > 0) dueMs = Math.max(dueMs, seenAtMs + settings.settleAfterMs + looksApartMs);
      for (const [productId, open] of Map.groupBy(actions, (action) => action.targetProductId)) {
        held.add(productId);
        const task = settle(productId, open, seenAtMs)
          .catch((error: unknown) => {
            errors.push(error);
          })
          .finally(() => {
            tasks.delete(task);
            held.delete(productId);
          });
        tasks.add(task);
      }
    },
    async settled() {
      if (tasks.size > 0) {
        const store = engine.target.hash;
        const ms = Math.max(0, dueMs - clock.monotonicMs());
        engine.emit({ type: 'wait', waitsFor: 'doubts', store, ms });
        while (tasks.size > 0) await Promise.all(tasks);
        engine.emit({ type: 'wait', waitsFor: 'doubts', store, ms: undefined });
      }
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

interface Sent {
  readonly action: Action;
  readonly attempt: OpenAttempt;
}
interface LookedAt extends Sent, Doubt {
  readonly action: Action;
  readonly attempt: OpenAttempt;
  /** The picture that was sent, as far as it can be had. */
  readonly wanted: Fingerprint | undefined;
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
