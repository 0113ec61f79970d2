// One action: intent, request, record; nothing between. Invariant: the intent is durable before the request leaves, and
// between the intent and the record there is exactly one request. The intent is written when the request's turn has
// come and not while it waits for quota, so that a kill leaves in doubt only what was on the wire.
import { createHash } from 'node:crypto';
import { fromV3, type ProductImage } from '@cutover/field-mapper';
import type { Action, Intent } from '@cutover/journal';
import { isStoreError, type V3ImageSource, type V3ProductImage } from '@cutover/v3-client';
import { type Engine, EngineError } from '../engine.ts';
import type { Handovers } from '../pictures/handover.ts';
import { handoverFromArchive, keepPicture } from '../pictures/keep-picture.ts';
import { asSeen, fileOf } from '../plan/edits.ts';
import { passGate, Stopped } from '../stopped.ts';
import { type Disposition, dispose, wordsOf } from './dispose.ts';
import { tellKeptText } from './tell-kept-text.ts';

const RETRY_FLOOR_MS = 500;
const RETRY_CEILING_MS = 60_000;
const UNSENT_MAX = 6;

export type Outcome = 'applied' | 'failed' | 'limit' | 'doubt';

export interface WriteRequest {
  readonly engine: Engine;
  readonly run: string;
  readonly action: Action;
  readonly basis: number;
  /** For a create: the image that it is made from. */
  readonly sourceImage: ProductImage | undefined;
  /** For an update or a removal: the target's image as the look has just shown it. */
  readonly targetImage: ProductImage | undefined;
  readonly handovers: Handovers;
  /** Tells that the action's status has changed. */
  readonly onStatus: (action: Action) => void;
}

interface Prepared {
  readonly intent: Omit<Intent, 'run' | 'basis'>;
  /** One request; `beforeSend` is run when its turn has come, right before it leaves. */
  send(beforeSend: () => Promise<void>): Promise<V3ProductImage | undefined>;
}

/** Carries one pending action to its end; `doubt` leaves it started. */
export async function write(request: WriteRequest): Promise<Outcome> {
  const { engine, action, onStatus } = request;
  const { journal } = engine;
  const changed = (): void => onStatus(journal.action(action.action) ?? action);
  let forceUpload = false;
  for (let unsent = 0; ; ) {
    await passGate(engine.control);
    const prepared = await prepare(request, forceUpload);
    if ('reason' in prepared) {
      // An original that was not asked for because of a stop is not missing.
      if (engine.control.stopping.aborted) throw new Stopped();
      await journal.failed(action.action, prepared.reason);
      changed();
      return 'failed';
    }
    const next = await attempt(request, prepared);
    if (next === undefined) {
      if (forceUpload && action.archive === undefined && request.sourceImage !== undefined)
        request.handovers.refused(request.sourceImage);
      changed();
      return 'applied';
    }
    if (next.next === 'settle') return 'doubt';
    if (next.next === 'fail' || (next.next === 'upload' && engine.settings.transfer !== 'auto')) {
      await journal.failed(action.action, next.reason);
      changed();
      return next.next === 'fail' && next.limit ? 'limit' : 'failed';
    }
    if (journal.action(action.action)?.status === 'started') {
      await journal.notDone(action.action, next.next === 'stop' ? wordsOf(next.error) : next.reason);
      changed();
    }
    if (next.next === 'stop') throw next.error;
    if (next.next === 'upload') {
      forceUpload = true;
      continue;
    }
    if (next.counts) unsent += 1;
    if (unsent >= UNSENT_MAX) {
      throw new EngineError('store-failing', `The target cannot be reached: ${next.reason}.`, {
        run: request.run,
        next: 'Run the same command again later; it continues where this one stopped.',
      });
    }
    await pause(engine, Math.max(next.waitMs, backoffMs(unsent, engine.random)));
  }
}

/** Sends once and records what is certain; the disposition of what is not. Undefined: applied. */
async function attempt(request: WriteRequest, prepared: Prepared): Promise<Disposition | undefined> {
  const { engine, run, action, basis, onStatus } = request;
  const { journal } = engine;
  try {
    const image = await prepared.send(async () => {
      await journal.start(action.action, { run, basis, ...prepared.intent });
      onStatus(journal.action(action.action) ?? action);
    });
    const made = action.kind === 'create' && image !== undefined ? { resultImageId: image.id } : {};
    const shown = image === undefined ? undefined : asSeen(fromV3(image));
    await journal.applied(action.action, { how: 'answered', shown, ...made });
    await tellKeptText(engine, run, journal.action(action.action) ?? action, shown);
    return undefined;
  } catch (error) {
    if (action.kind === 'remove' && isStoreError(error) && error.status === 404) {
      await journal.applied(action.action, { how: 'already' });
      return undefined;
    }
    if (isDisk(error)) throw error;
    return dispose(error, prepared.intent.sentVia === 'url');
  }
}

/** A journal that cannot be written stops the run; an id claimed twice is a doubt like any other. */
function isDisk(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'JournalError' && !('code' in error && error.code === 'claimed')
  );
}

async function prepare(request: WriteRequest, forceUpload: boolean): Promise<Prepared | { reason: string }> {
  const { engine, action } = request;
  const { v3 } = engine.target;
  const { targetProductId: product, targetImageId: image } = action;
  if (action.kind === 'create') {
    if (request.sourceImage === undefined)
      return { reason: 'the image to be made is not in the journal any more' };
    const handover =
      action.archive === undefined
        ? await request.handovers.prepare(request.sourceImage, forceUpload)
        : await handoverFromArchive(engine, action, request.sourceImage);
    if (handover.by === 'none') return { reason: handover.reason };
    return {
      intent: {
        sentName: handover.sentName,
        sentVia: handover.by,
        digest: digestOf(product, handover.image, action),
        sourceFile: fileOf(request.sourceImage),
      },
      send: async (beforeSend) =>
        await v3.createImage(product, handover.image, action.wanted, { beforeSend }),
    };
  }
  if (image === undefined) return { reason: 'the plan names no image to change' };
  const intent = {
    sentName: '',
    sentVia: action.kind === 'update' ? ('fields' as const) : ('none' as const),
    digest: digestOf(product, image, action),
    ...(request.targetImage === undefined ? {} : { before: asSeen(request.targetImage) }),
  };
  if (action.kind === 'update')
    return {
      intent,
      send: async (beforeSend) => await v3.updateImage(product, image, action.wanted, { beforeSend }),
    };
  const kept = await keptBefore(request);
  if ('reason' in kept) return kept;
  return {
    intent: { ...intent, ...kept },
    send: async (beforeSend) => {
      await v3.deleteImage(product, image, { beforeSend });
      return undefined;
    },
  };
}

/** Nothing is removed before its bytes are kept, unless that was allowed. */
async function keptBefore({
  engine,
  targetImage,
}: WriteRequest): Promise<Pick<Intent, 'archived'> | { reason: string }> {
  if (targetImage === undefined) return {};
  const kept = await keepPicture(engine, targetImage);
  if ('sha256' in kept) return { archived: kept.sha256 };
  return engine.settings.allowUnarchived === true
    ? {}
    : { reason: `not-archived: ${kept.reason}; --allow-unarchived removes it all the same` };
}

function digestOf(product: number, what: V3ImageSource | number, action: Action): string {
  const named =
    typeof what === 'number'
      ? what
      : 'imageUrl' in what
        ? what.imageUrl
        : [what.imageFile.fileName, what.imageFile.bytes.length];
  return createHash('sha256')
    .update(JSON.stringify([action.kind, product, named, action.wanted]))
    .digest('hex');
}

/** Exponential with full jitter; writes wait at least a floor, because a store in trouble is not helped by haste. */
function backoffMs(attempt: number, random: () => number): number {
  return RETRY_FLOOR_MS + random() * Math.min(RETRY_CEILING_MS, RETRY_FLOOR_MS * 2 ** attempt);
}

async function pause(engine: Engine, ms: number): Promise<void> {
  await engine.clock.sleep(ms, engine.control.stopping).catch(() => undefined);
}
