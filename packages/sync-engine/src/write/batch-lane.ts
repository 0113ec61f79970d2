// Batches: products without any image get theirs several products to a request. Invariants: one leaves only for products that a look
// of exactly these, the request before in the same lane, has shown without an image; all intents are durable before; no
// answer is proof, but what a look shows; and what a look does not show is in doubt, product by product, like any other write.
import type { Action } from '@cutover/journal';
import { IMAGES_A_BATCH_MAX, lanesMax, PICTURES_AT_ONCE } from '../at-a-time.ts';
import { roomFor } from '../batch-room.ts';
import { inParallel } from '../in-parallel.ts';
import {
  type Dispatched,
  fieldsOf,
  imageIdOf,
  type Judgement,
  type Kind,
  type Prepared,
  shownOf,
} from '../kinds/kind.ts';
import type { Handovers } from '../pictures/handover.ts';
import type { Looked } from '../plan/looked.ts';
import type { Saying } from '../sayings.ts';
import { isStop, passGate } from '../stopped.ts';
import { type Ahead, createAhead, type Taken, togetherIn } from './ahead.ts';
import { type Refusal, sendingOf } from './batch-request.ts';
import { type BatchCame, createBatching } from './batching.ts';
import { createConfirmations } from './confirmations.ts';
import type { Doubts } from './doubts.ts';
import { createLeaving, type Leaving } from './leaving.ts';
import type { Outage } from './outage.ts';
import { tellKeptText } from './tell-kept-text.ts';
import type { Waiting } from './waiting.ts';
import { type Outcome, write } from './write.ts';
import { planningAgain, type Writing } from './writing.ts';

/** So often a request is put off, for want of quota or because the store is away, before its products go by themselves. */
const PUT_OFF_MAX = 3;
/** Products are looked at so often, since a list may lag behind the answer. */
const LOOKS_MAX = 3;
const LOOKS_APART_MS = 2_000;

export interface BatchLaneOptions {
  readonly writing: Writing;
  readonly handovers: Handovers;
  readonly waiting: Waiting;
  readonly outage: Outage;
  readonly doubts: Pick<Doubts, 'add' | 'holds'>;
  /** What came of one request. */
  readonly onWrite: (outcome: Outcome) => void;
  /** Throws what has failed of which nobody waits for the end: nothing more is to begin. */
  readonly check: () => void;
}

export interface BatchLane {
  /** Those of the products whose images can all be made together: the target shows none, and nothing is known to be under way. */
  suited(productIds: readonly number[]): readonly number[];
  /** Those of them that go in the next request; none: each image of all of them goes by itself. Each that was taken is sent. */
  take(productIds: readonly number[]): Promise<readonly number[]>;
  /** One request for these products; what it does not get done is pending still, and goes by itself. */
  send(productIds: readonly number[]): Promise<void>;
  /** See {@link Ahead}. */
  readonly leftMs: Ahead['leftMs'];
  /** See {@link Leaving}. */
  readonly turns: Leaving['turns'];
}

interface Sendable extends Dispatched {
  readonly prepared: Prepared;
}

export function createBatchLane(options: BatchLaneOptions): BatchLane {
  const { engine, kinds } = options.writing.plans;
  const { batch, transfer } = engine.means;
  const kind = kinds.all.find(({ goesInBatches }) => goesInBatches);
  if (kind === undefined || batch !== 'auto' || engine.mode !== 'transfer' || transfer === 'upload')
    return {
      suited: () => [],
      take: async () => await Promise.resolve([]),
      send: async () => await Promise.resolve(),
      leftMs: () => undefined,
      turns: engine.target.turns,
    };
  return createLane(options, kind);
}

function createLane(options: BatchLaneOptions, kind: Kind): BatchLane {
  const { writing, handovers, waiting, outage, doubts, onWrite, check } = options;
  const { engine, run, planRun, kinds } = writing.plans;
  const { journal, clock } = engine;
  const batching = createBatching((why, products, says) =>
    engine.emit({ type: 'notice', run: run.id, code: 'batch-off', why, products, says }),
  );
  const ahead = createAhead({
    clock,
    turns: engine.target.turns,
    lanesMax: engine.patience.concurrency ?? lanesMax(engine),
    batching,
    together: () => togetherIn(journal, planRun),
  });
  /** Products that go by themselves, whatever comes of them here. */
  const apart = new Set<number>();
  const putOff = new Map<number, number>();
  const leaving = createLeaving(clock, engine.target.turns);
  let underWay = 0;
  /** How many images a product was sent. */
  const sent = new Map<number, number>();
  // What has been sent is looked at although somebody has asked for a stop meanwhile: else all of it would be in doubt.
  const { target } = engine;
  const finishing = { ...engine, target: { ...target, v3: { ...target.v3, ...target.v3AfterStop } } };
  const confirmations = createConfirmations(
    clock,
    async (productIds) =>
      await kind.read(finishing, productIds, new Map(productIds.map((id) => [id, sent.get(id) ?? 0]))),
    () => underWay === 0,
  );

  const createsOf = (actions: readonly Action[] = []): readonly Action[] =>
    actions.filter(({ subject, status }) => subject.kind === kind.name && status !== 'superseded');

  function suited(productIds: readonly number[]): readonly number[] {
    const snapshot = journal.snapshotOf(planRun, 'target');
    if (snapshot === undefined) return [];
    const there = journal.images(snapshot.snapshot, productIds);
    const linked = new Set(journal.links(productIds).map(({ targetProductId }) => targetProductId));
    const actions = journal.actionsOf(planRun, productIds);
    return productIds.filter((id) => {
      const ours = createsOf(actions.get(id));
      return (
        (there.get(id)?.length ?? 0) === 0 &&
        !linked.has(id) &&
        !apart.has(id) &&
        ours.length > 0 &&
        ours.length <= IMAGES_A_BATCH_MAX &&
        ours.every(
          (action) =>
            action.verb === 'create' &&
            'from' in action &&
            action.status === 'pending' &&
            // Of what was put off it is certain that it was not done.
            (action.attempts === 0 || putOff.has(id)),
        ) &&
        !doubts.holds(id) &&
        journal.doubtsOf([id]).length === 0
      );
    });
  }

  function imagesOf(productIds: readonly number[]): number {
    const actions = journal.actionsOf(planRun, productIds);
    return productIds.reduce((sum, id) => sum + createsOf(actions.get(id)).length, 0);
  }

  async function take(productIds: readonly number[]): Promise<readonly number[]> {
    const room = await batching.turn();
    const actions = journal.actionsOf(planRun, productIds);
    const taken = roomFor(
      room,
      productIds.map((id) => ({ id, images: createsOf(actions.get(id)).length })),
    );
    if (taken.length === 0) batching.came({ is: 'unused' }, 0);
    return taken;
  }

  /** Finds the originals before the look, so that nothing but the request comes after it. */
  async function prepare(productIds: readonly number[]): Promise<ReadonlyMap<string, Sendable>> {
    const ready = new Map<string, Sendable>();
    const actions = journal.actionsOf(planRun, productIds);
    const creates = productIds.flatMap((id) => createsOf(actions.get(id)));
    const origins = kind.origins(journal, creates);
    await inParallel(creates, PICTURES_AT_ONCE, async (action) => {
      await passGate(engine.control);
      const dispatched = { action, origin: origins.get(action.id), target: undefined };
      const prepared = await kind.request(engine, handovers, dispatched, false);
      if ('failure' in prepared || prepared.create === undefined || !('imageUrl' in prepared.create.source))
        return;
      ready.set(action.id, { ...dispatched, prepared });
    });
    return ready;
  }

  /** Of the products that show no image now, and of which all can be sent, what is to be sent. */
  async function sendable(
    productIds: readonly number[],
    ready: ReadonlyMap<string, Sendable>,
  ): Promise<{ dispatch: readonly Sendable[]; bases: ReadonlyMap<number, number>; lookedAtMs: number }> {
    const actions = journal.actionsOf(planRun, productIds);
    const whole = productIds.filter((id) =>
      createsOf(actions.get(id)).every((action) => ready.has(action.id)),
    );
    const lookedAtMs = clock.monotonicMs();
    const looked = whole.length === 0 ? [] : await kind.read(engine, whole, new Map());
    const planAgain = planningAgain(writing, whole, kind.name);
    const dispatch: Sendable[] = [];
    const bases = new Map<number, number>();
    for (const product of looked) {
      if (product.images.length > 0) continue;
      const planned = await planAgain(product);
      const ours = planned.flatMap((action) => {
        const one = ready.get(action.id);
        return one === undefined ? [] : [{ ...one, action }];
      });
      if (ours.length === 0 || ours.length < planned.length) continue;
      const { productId } = product;
      const [basis] = await Promise.all([
        journal.saveBasis(run.id, productId, []),
        kind.noteFound?.(engine, run, product),
      ]);
      bases.set(productId, basis);
      sent.set(productId, ours.length);
      dispatch.push(...ours);
    }
    return { dispatch, bases, lookedAtMs };
  }

  async function send(productIds: readonly number[]): Promise<void> {
    for (const id of productIds) apart.add(id);
    let came: BatchCame = { is: 'unused' };
    let taken: Taken | undefined;
    let sentProducts = 0;
    underWay += 1;
    let isUnderWay = true;
    let leave = (): void => undefined;
    const arrive = (): void => {
      if (isUnderWay) underWay -= 1;
      isUnderWay = false;
    };
    // Whatever fails from here on, others wait for this one to come to its end.
    try {
      check();
      const noted = ahead.taken(productIds.length, imagesOf(productIds));
      taken = noted;
      const ready = await prepare(productIds);
      leave = await leaving.enter();
      const { dispatch, bases, lookedAtMs } = await sendable(productIds, ready);
      noted.looked();
      if (dispatch.length === 0) came = { is: 'unfit' };
      if (dispatch.length === 0 || writing.isEnough()) return;
      sentProducts = bases.size;
      const sending = sendingOf(engine, lookedAtMs, () => {
        leave();
        noted.left();
      });
      const outcome = await write({
        engine,
        kinds,
        run: run.id,
        dispatch,
        basisOf: (id) => basisIn(bases, id),
        batch: sending.batch,
        handovers,
        onStatus: writing.onAction,
        onDoubt: writing.onDoubt,
        waiting,
        outage,
      });
      const tookMs = clock.monotonicMs() - sending.leftMs;
      if (outcome === 'doubt') {
        leaveInDoubt(dispatch.map(({ action }) => action));
        came = { is: 'unanswered' };
      } else if (outcome === 'unseen') {
        arrive();
        const shown = await confirm(
          dispatch.map(({ action }) => action),
          sending.refusal?.says,
          noted.shown,
        );
        came = cameOf(shown, tookMs, sending.refusal, dispatch.length);
      }
      if (outcome === 'later') {
        const coming = comeAgain(bases.keys());
        noted.putOff(coming.length, imagesOf(coming));
      } else onWrite(came.is === 'shown' ? 'applied' : outcome);
    } finally {
      arrive();
      leave();
      batching.came(came, sentProducts);
      taken?.ended(came);
      if (underWay === 0) confirmations.hurry();
    }
  }

  /** Nothing was sent: they are looked at again, and sent in another request. Returns those that are. */
  function comeAgain(productIds: Iterable<number>): readonly number[] {
    return [...productIds].filter((id) => {
      const times = (putOff.get(id) ?? 0) + 1;
      putOff.set(id, times);
      return times < PUT_OFF_MAX && apart.delete(id);
    });
  }

  /** What is there is done, whatever was answered; the rest is in doubt. */
  async function confirm(
    actions: readonly Action[],
    refused: Saying | undefined,
    onShown: () => void,
  ): Promise<'shown' | 'incomplete' | 'fields-differ'> {
    const byProduct = Map.groupBy(actions, ({ subject }) => subject.productId);
    let open = [...byProduct.keys()];
    let areFieldsAsSent = true;
    for (let looks = 0; open.length > 0 && looks < LOOKS_MAX; looks += 1) {
      if (looks > 0) await clock.sleep(LOOKS_APART_MS, engine.control.stopping).catch(() => undefined);
      const looked = await confirmations.look(open);
      for (const productId of open) {
        const product = looked.get(productId);
        if (product === undefined) continue;
        const isAsSent = await recordShown(byProduct.get(productId) ?? [], product, onShown).catch(
          (error: unknown) => {
            // Its pictures would have to be looked at: the next process does.
            if (isStop(error, engine.control)) return true;
            throw error;
          },
        );
        areFieldsAsSent &&= isAsSent;
      }
      open = open.filter((id) => (byProduct.get(id) ?? []).some(isStarted));
    }
    for (const action of leaveInDoubt(actions))
      writing.onDoubt(action, refused ?? { code: 'answer-without-it' });
    if (open.length > 0) return 'incomplete';
    return areFieldsAsSent ? 'shown' : 'fields-differ';
  }

  const isStarted = ({ id }: Action): boolean => journal.action(id)?.status === 'started';

  /** Records what a product shows of these creates; false where it shows it otherwise than it was sent. */
  async function recordShown(
    actions: readonly Action[],
    { productId, images: shown }: Looked,
    onShown: () => void,
  ): Promise<boolean> {
    const open = actions.filter(isStarted);
    const { judgements } = await kind.recognise(engine, productId, open, [], shown);
    const found = open.flatMap((action, index) => {
      const judged = judgements[index];
      return judged?.is === 'found' && judged.surplus.length === 0 ? [{ action, judged }] : [];
    });
    const recorded = await journal.record(
      found.map(({ action: { id: action }, judged }) => ({ action, ...appliedAs(judged) })),
    );
    for (const [index, { action, judged }] of found.entries()) {
      const now = recorded[index] ?? action;
      await tellKeptText(engine, run.id, now, fieldsOf(judged.now));
      onShown();
      writing.onAction(now);
    }
    return found.every(({ judged }) => judged.isAsSent);
  }

  function leaveInDoubt(actions: readonly Action[]): readonly Action[] {
    const open = actions.flatMap((action) => {
      const now = journal.action(action.id);
      return now?.status === 'started' ? [now] : [];
    });
    if (open.length > 0) doubts.add(open, clock.monotonicMs());
    return open;
  }

  return { suited, take, send, leftMs: ahead.leftMs, turns: leaving.turns };
}

function cameOf(
  shown: 'shown' | 'incomplete' | 'fields-differ',
  tookMs: number,
  refusal: Refusal | undefined,
  images: number,
): BatchCame {
  if (shown === 'shown') return { is: shown, tookMs, images };
  if (refusal === undefined) return { is: shown };
  const { says, isTooLarge } = refusal;
  return isTooLarge ? { is: 'too-large', images, says } : { is: 'refused', says };
}

function appliedAs({ now }: Extract<Judgement, { is: 'found' }>) {
  return { is: 'applied', how: 'found', shown: shownOf(now), resultImageId: imageIdOf(now) } as const;
}

function basisIn(bases: ReadonlyMap<number, number>, productId: number): number {
  const basis = bases.get(productId);
  if (basis === undefined) throw new TypeError(`product ${productId} was not looked at`);
  return basis;
}
