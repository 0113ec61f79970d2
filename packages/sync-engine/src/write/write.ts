// One dispatch: intents, request, record; nothing between. Invariant: the intents of all its actions are durable before
// the request leaves, and between the intents and the record there is exactly one request; where it carries several
// products its answer is no proof, so looks come before the record of each product. They are written when the
// request's turn has come and not while it waits for quota, so that a kill leaves in doubt only what was on the wire.
import { type Action, type ActionOutcome, JournalError, putBackBy } from '@cutover/journal';
import { imageShownInDoubt, isStoreError, type StoreError } from '@cutover/v3-client';
import { type Carrying, type CreateAnswer, type Engine, type With, waitsOut } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { failureInWords } from '../failures.ts';
import {
  type Dispatched,
  fieldsOf,
  imageIdOf,
  type Kinds,
  type Prepared,
  type Shown,
  shownOf,
} from '../kinds/kind.ts';
import { reported } from '../picture-reasons.ts';
import type { Handovers } from '../pictures/handover.ts';
import { imageShown } from '../plan/seen-image.ts';
import type { Saying } from '../sayings.ts';
import { passGate, Stopped } from '../stopped.ts';
import type { Behind, BehindCame } from './behind.ts';
import { type Disposition, dispose, reportOf } from './dispose.ts';
import { backoffMs, noOutage, type Outage, outageNow } from './outage.ts';
import { isKeptOtherwise, tellKeptText } from './tell-kept-text.ts';
import type { Waiting } from './waiting.ts';

const UNSENT_MAX = 6;
/** After so long an outage a product is looked at again before it is written to. */
const LOOK_STALE_MS = 60_000;

/**
 * `apart`: a store that refuses several together does not say which it means, so nothing was done, and each is sent alone.
 * `later`: the look before this write is old, as the store was away or several products were to go together; what was not
 * sent is pending still. `unseen`: answered in a way that shows no image, so a look has to.
 */
export type Outcome = 'applied' | 'failed' | 'limit' | 'doubt' | 'apart' | 'later' | 'unseen';

export interface WriteRequest {
  readonly engine: With<Carrying>;
  readonly kinds: Kinds;
  readonly run: string;
  /** Of one product, more than one action only where the store makes several images in one request; of several products in a `batch`. */
  readonly dispatch: readonly (Dispatched & { readonly prepared?: Prepared })[];
  readonly basisOf: (targetProductId: number) => number;
  /**
   * One request for all of them, of several products, whose answer shows no image. Sent once, or not at all where the look
   * before it is old: after a wait it is `later`.
   */
  readonly batch?: SendBatch | undefined;
  readonly handovers: Handovers;
  /** Tells that an action's status has changed. */
  readonly onStatus: (action: Action) => void;
  /** Tells that nobody knows whether a started action was done, and why. */
  readonly onDoubt: (action: Action, why: Saying) => void;
  readonly waiting: Waiting;
  readonly outage: Outage;
  /** Where what was made may be recorded beside the next write of the product; default: it is waited for. */
  readonly behind?: Behind;
}

export type SendBatch = (
  creates: readonly { readonly action: Action; readonly create: Prepared['create'] }[],
  options: { readonly beforeSend: () => Promise<void> },
) => Promise<'answered' | 'later'>;

interface Unsent extends Dispatched {
  readonly forceUpload: boolean;
  /** What was made ready and not sent: over a long outage its pictures are not fetched again for each try. */
  readonly prepared?: Prepared | undefined;
}
interface Ready extends Unsent {
  readonly prepared: Prepared;
}
/** What came of one action: it is done, or what is next for it. */
type Came =
  | {
      readonly next: 'done';
      readonly how: 'answered' | 'already';
      readonly now?: Shown | undefined;
    }
  /** Answered, and only a look shows what was done. */
  | { readonly next: 'look' }
  | Disposition;

/** Carries pending actions to their end; `doubt` leaves those started whose request may have been done. */
export async function write(request: WriteRequest): Promise<Outcome> {
  const { engine, onDoubt, waiting, outage } = request;
  const outcomes = new Set<Outcome>();
  let unsent: readonly Unsent[] = request.dispatch.map((one) => ({ ...one, forceUpload: false }));
  let awaySinceMs: number | undefined;
  for (let failedSends = 0; unsent.length > 0; ) {
    await passGate(engine.control);
    const ready = await makeReady(request, unsent);
    if (ready.length < unsent.length) outcomes.add('failed');
    if (ready.length === 0) break;
    const came = await attempt(request, ready);
    if (came === 'apart' || came === 'later') return came;
    // Whatever was answered, the target can be reached.
    if (!came.some((one) => one.next === 'again' && one.counts)) Object.assign(outage, noOutage());
    for (const [index, one] of came.entries()) {
      if (one.next === 'stop') throw one.error;
      if (one.next === 'done') outcomes.add('applied');
      else if (one.next === 'settle') {
        outcomes.add('doubt');
        const action = ready[index]?.action.id;
        const started = action === undefined ? undefined : engine.journal.action(action);
        if (started?.status === 'started') onDoubt(started, one.says);
      } else if (one.next === 'fail') outcomes.add(one.limit ? 'limit' : 'failed');
      else if (one.next === 'look') outcomes.add('unseen');
    }
    unsent = ready.flatMap((one, index) => {
      const next = came[index]?.next;
      return next === 'again' || next === 'upload'
        ? [
            next === 'upload'
              ? { ...one, forceUpload: true, prepared: undefined }
              : { ...one, prepared: waitsOut(engine) ? one.prepared : undefined },
          ]
        : [];
    });
    // What was certainly not done is pending, and waits with its product until the rest is settled.
    if (outcomes.has('doubt') || outcomes.has('limit')) break;
    const again = came.filter((one) => one.next === 'again');
    if (again.length === 0) continue;
    // Stopped while it waited for its turn: that is no wait to speak of.
    if (engine.control.stopping.aborted) throw new Stopped();
    const waitMs = Math.max(...again.map((one) => one.waitMs));
    if (!again.some(({ counts }) => counts)) {
      await waiting('quota', Math.max(waitMs, backoffMs(failedSends, engine.random)));
      if (request.batch !== undefined) return 'later';
      continue;
    }
    failedSends += 1;
    awaySinceMs ??= engine.clock.monotonicMs();
    const { tries, leftMs, lastedMs } = outageNow(engine, outage, failedSends);
    if (leftMs <= 0 && tries >= UNSENT_MAX)
      throw new EngineError({
        code: 'store-failing',
        run: request.run,
        unsent: again[0]?.says ?? reported(''),
      });
    const pauseMs = Math.max(waitMs, backoffMs(failedSends, engine.random, lastedMs / 2));
    // The last try is made when the outage has been waited out, and not after it.
    await waiting('store', tries < UNSENT_MAX ? pauseMs : Math.min(pauseMs, leftMs), again[0]?.says);
    if (request.batch !== undefined) return 'later';
    if (waitsOut(engine) && engine.clock.monotonicMs() - awaySinceMs >= LOOK_STALE_MS) {
      outage.leftAtMs = engine.clock.monotonicMs();
      return 'later';
    }
  }
  const weightiest = (['doubt', 'unseen', 'limit', 'applied', 'failed'] as const).find((one) =>
    outcomes.has(one),
  );
  return weightiest ?? 'failed';
}

/** What can be sent; the rest has failed. */
async function makeReady(
  { engine, kinds, handovers, onStatus }: WriteRequest,
  unsent: readonly Unsent[],
): Promise<readonly Ready[]> {
  const ready: Ready[] = [];
  for (const one of unsent) {
    const prepared =
      one.prepared ?? (await kinds.of(one.action).request(engine, handovers, one, one.forceUpload));
    if (!('failure' in prepared)) {
      ready.push({ ...one, prepared });
      continue;
    }
    // An original that was not asked for because of a stop is not missing.
    if (engine.control.stopping.aborted) throw new Stopped();
    onStatus(await engine.journal.failed(one.action.id, failureInWords(engine, prepared.failure)));
  }
  return ready;
}

/** Sends once and records in one step what is certain. */
async function attempt(
  request: WriteRequest,
  ready: readonly Ready[],
): Promise<readonly Came[] | 'apart' | 'later'> {
  const { engine, run, handovers, onStatus } = request;
  const { journal } = engine;
  const sent = await send(request, ready);
  if (sent === 'later') return sent;
  const { came: answers, isOfAll } = sent;
  const came: Came[] = [];
  for (const [index, one] of answers.entries()) {
    const it = ready[index];
    came.push(it === undefined ? one : await explained(request, it, one));
  }
  const isRefusal = came.some(({ next }) => next === 'fail' || next === 'upload');
  const isApart = isOfAll && isRefusal && ready.length > 1;
  const outcomes = ready.flatMap(({ action }, index) => outcomeOf(engine, action, came[index], isApart));
  if (request.behind !== undefined && ready.every((one, index) => isPlainlyMade(one, came[index]))) {
    request.behind.add(
      ready.map(({ action }) => action),
      recordBehind(request, outcomes),
    );
    return came;
  }
  const recorded = new Map<string, Action>();
  try {
    if (outcomes.length > 0)
      for (const action of await journal.record(outcomes)) recorded.set(action.id, action);
  } catch (error) {
    if (isDisk(error)) throw error;
    // An image that another action has claimed: then nothing of this answer is believed.
    return ready.map(() => ({ next: 'settle', says: reportOf(error) }));
  }
  for (const [index, { action, origin, forceUpload }] of ready.entries()) {
    const one = came[index];
    if (one?.next !== 'done') continue;
    await tellKeptText(engine, run, recorded.get(action.id) ?? action, fieldsOf(one.now));
    if (forceUpload && putBackBy(action) === undefined && origin !== undefined && 'imageId' in origin)
      handovers.refused(origin);
  }
  for (const { action } of ready) {
    const now = recorded.get(action.id);
    if (now !== undefined) onStatus(now);
  }
  return isApart ? 'apart' : came;
}

/** Made as it was asked for: all that is left to do is to record it. */
function isPlainlyMade({ action, forceUpload }: Ready, came: Came | undefined): boolean {
  return (
    action.verb === 'create' &&
    came?.next === 'done' &&
    !forceUpload &&
    !isKeptOtherwise(action, fieldsOf(came.now))
  );
}

async function recordBehind(
  { engine, onStatus, onDoubt }: WriteRequest,
  outcomes: readonly ActionOutcome[],
): Promise<BehindCame> {
  const { journal } = engine;
  let recorded: readonly Action[];
  try {
    recorded = await journal.record(outcomes);
  } catch (error) {
    if (isDisk(error)) throw error;
    for (const { action: id } of outcomes) {
      const action = journal.action(id);
      if (action?.status === 'started') onDoubt(action, reportOf(error));
    }
    return 'doubt';
  }
  // Whatever somebody who is shown it throws, it is recorded.
  for (const action of recorded) onStatus(action);
  return 'applied';
}

/** One request; an error that is no answer of any one action is true of all. */
async function send(
  request: WriteRequest,
  ready: readonly Ready[],
): Promise<{ readonly came: readonly Came[]; readonly isOfAll: boolean } | 'later'> {
  const { engine, run, basisOf, onStatus, batch, behind } = request;
  const { journal } = engine;
  const beforeSend = async (): Promise<void> => {
    const intents = ready.map(({ action, prepared }) => ({
      action: action.id,
      run,
      basis: basisOf(action.subject.productId),
      ...prepared.intent,
    }));
    for (const action of await journal.start(intents, behind?.actions())) onStatus(action);
  };
  try {
    if (batch !== undefined) {
      const sent = await batch(
        ready.map(({ action, prepared }) => ({ action, create: prepared.create })),
        { beforeSend },
      );
      if (sent === 'later') return sent;
      return { came: ready.map(() => ({ next: 'look' })), isOfAll: true };
    }
    const answers = await answersTo(engine, ready, beforeSend);
    const came = ready.map((one, index): Came => {
      const answer = answers[index];
      return answer === undefined
        ? { next: 'settle', says: { code: 'answer-without-it' } }
        : cameOf(engine, one, answer);
    });
    return { came, isOfAll: false };
  } catch (error) {
    // One of its product sent before is in doubt, so nothing more is sent.
    if (error instanceof JournalError && error.code === 'not-before') return 'later';
    if (isDisk(error)) throw error;
    if (batch !== undefined && isAnswered(error))
      return { came: ready.map(() => ({ next: 'look' })), isOfAll: true };
    return { came: ready.map((one) => cameOf(engine, one, { error })), isOfAll: true };
  }
}

const ANSWERED: ReadonlySet<StoreError['class']> = new Set([
  'rejected',
  'limit',
  'conflict',
  'partial',
  'never',
  'unexpected',
]);

/** What was answered and is no success; undefined: it is none of those. */
export function refusalSaid(error: unknown): Saying | undefined {
  return isAnswered(error) ? reportOf(error) : undefined;
}

/** A refusal of several together, too: what was done of it before is not documented. */
function isAnswered(error: unknown): boolean {
  return isStoreError(error) && ANSWERED.has(error.class);
}

/** A refusal in the store's words, or in ours where they say more: a store calls a TIFF an invalid file. */
async function explained(
  { handovers }: WriteRequest,
  { prepared, origin }: Ready,
  came: Came,
): Promise<Came> {
  const isOfAddress = came.next === 'fail' && !came.limit && prepared.intent.sentVia === 'url';
  if (!isOfAddress || origin === undefined || !('imageId' in origin)) return came;
  // What was answered is recorded whatever a look at the picture comes to, a stop included.
  const failure = await handovers.whyRefused(origin).catch(() => undefined);
  return failure === undefined ? came : { ...came, failure };
}

type Answer = { readonly now: Shown | undefined } | { readonly error: unknown };

async function answersTo(
  { target }: Engine,
  ready: readonly Ready[],
  beforeSend: () => Promise<void>,
): Promise<readonly Answer[]> {
  const [first] = ready;
  const creates = ready.flatMap(({ prepared }) => prepared.create ?? []);
  if (target.several !== undefined && first !== undefined && creates.length === ready.length)
    return (await target.several.create(first.action.subject.productId, creates, { beforeSend })).map(
      answerOf,
    );
  // Another request would leave with the intents of the one before it.
  if (first === undefined || ready.length > 1) throw new TypeError('such a request carries one action');
  return [{ now: await first.prepared.send(beforeSend) }];
}

function answerOf(answer: CreateAnswer): Answer {
  return 'image' in answer ? { now: imageShown(answer.image) } : answer;
}

function cameOf(engine: With<Carrying>, { action, prepared }: Ready, answer: Answer): Came {
  if ('now' in answer) {
    const made = imageIdOf(answer.now);
    // An image that was there before is none that we have made, whatever the answer says.
    if (action.verb === 'create' && made !== undefined && !isNew(engine, action, made))
      return { next: 'settle', says: { code: 'answer-of-old-image' } };
    return { next: 'done', how: 'answered', now: answer.now };
  }
  const { error } = answer;
  if (action.verb === 'remove' && isStoreError(error) && error.status === 404)
    return { next: 'done', how: 'already' };
  // Whatever its status says: an image of this product that was not there before is what we have made.
  const shown =
    action.verb === 'create' && isStoreError(error)
      ? imageShownInDoubt(error, action.subject.productId)
      : undefined;
  if (shown !== undefined && isNew(engine, action, shown.id))
    return { next: 'done', how: 'answered', now: imageShown(shown) };
  const disposition = dispose(error, prepared.intent.sentVia === 'url');
  return disposition.next === 'upload' && engine.means.transfer !== 'auto'
    ? { ...disposition, next: 'fail', limit: false }
    : disposition;
}

function isNew({ journal }: Engine, action: Action, imageId: number): boolean {
  const basis = journal.openAttempt(action.id)?.basis;
  return basis?.includes(imageId) === false && !journal.claimed(action.subject.productId).has(imageId);
}

/** What is recorded of an action; nothing where it may have been done, or where its request never left. */
function outcomeOf(
  { journal, words }: Engine,
  { id: action, verb }: Action,
  came: Came | undefined,
  isApart: boolean,
): ActionOutcome[] {
  if (came === undefined || came.next === 'settle' || came.next === 'look') return [];
  if (came.next === 'done') {
    const made = verb === 'create' ? { resultImageId: imageIdOf(came.now) } : {};
    return [{ action, is: 'applied', how: came.how, shown: shownOf(came.now), ...made }];
  }
  if (came.next === 'fail' && !isApart)
    return [{ action, is: 'failed', failure: failureInWords({ words }, came.failure) }];
  const reason = words(came.next === 'stop' ? reportOf(came.error) : came.says);
  return journal.action(action)?.status === 'started' ? [{ action, is: 'notDone', reason }] : [];
}

/** A journal that cannot be written stops the run; an id claimed twice is a doubt like any other. */
function isDisk(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'JournalError' && !('code' in error && error.code === 'claimed')
  );
}
