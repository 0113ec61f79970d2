// Can this image be what the action made? Asked of the target store alone, with one request, before a person's word is
// taken: an image of another product, one that was there before, or one that belongs to another action cannot be.
import type { Action, Journal } from '@cutover/journal';
import { idOfSlot } from '@cutover/journal/light';
import { isStoreError, type V3ProductImage } from '@cutover/v3-client';
import { checkProxies } from '../command-line/proxy.ts';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { slotWords } from '../runs/action-words.ts';
import { openStore } from '../wiring/store-port.ts';
import type { NamedStore } from '../wiring/stores.ts';
import { givenToken, missingToken, sourceToken } from '../wiring/tokens.ts';

/** Throws a CutoverError `not-the-image` when it cannot be. */
export async function refuseOtherImage(
  context: Context,
  journal: Journal,
  action: Action,
  imageId: number,
): Promise<void> {
  const { productId } = action.subject;
  if (action.verb === 'set') {
    const { slot } = action.subject;
    // A slot has no id but its variant's or its value's, and what it shows only a person's eyes tell now.
    if (idOfSlot(slot) === imageId) return;
    throw notTheImage(`The action is about ${slotWords(slot)}, not ${imageId}.`);
  }
  if (action.verb === 'create') {
    if (journal.claimed(action.target, productId).has(imageId))
      throw notTheImage(`Image ${imageId} is what another action made.`);
    if (journal.openAttempt(action.id)?.basis.includes(imageId) === true)
      throw notTheImage(`Image ${imageId} was on product ${productId} before the request was sent.`);
  } else if (imageId !== action.subject.imageId) {
    throw notTheImage(`The action is about image ${action.subject.imageId}, not ${imageId}.`);
  }
  const image = await askFor(context, action, imageId);
  if (action.verb === 'remove') {
    if (image !== undefined) throw notTheImage(`Image ${imageId} is still on product ${productId}.`);
    return;
  }
  if (image === undefined) throw notTheImage(`Product ${productId} has no image ${imageId}.`);
  if (image.product_id !== productId)
    throw notTheImage(`Image ${imageId} is of product ${image.product_id}, not ${productId}.`);
}

async function askFor(
  context: Context,
  action: Action,
  imageId: number,
): Promise<V3ProductImage | undefined> {
  const { environment, options, requests, secrets, stopping } = context;
  for (const password of checkProxies(environment)) secrets.add(password);
  const store = openStore(await targetOf(context, action), {
    quotaShare: options.quotaShare,
    concurrency: options.concurrency,
    originals: [],
    stopping: stopping.signal,
    onRequest: ({ version, sent }) => {
      if (sent) requests.count(version);
    },
  });
  try {
    return await store.port.v3.getImage(action.subject.productId, imageId);
  } catch (error) {
    if (isStoreError(error) && error.status === 404) return undefined;
    throw error;
  } finally {
    await store.close();
  }
}

/** The store that the action wrote to; one that is named has to be it, because the token given is for that one. */
async function targetOf(context: Context, action: Action): Promise<NamedStore> {
  const { options } = context;
  const isParity = action.source === action.target;
  const named = isParity ? options.source : options.target;
  if (named !== undefined && named !== action.target)
    throw new CutoverError(
      'other-stores',
      `Action ${action.id} is of store ${action.target}, not ${named}.`,
      `Name store ${action.target} and give its token.`,
    );
  if (isParity) return { hash: action.target, api: options.sourceApi, token: await sourceToken(context) };
  const token = await givenToken('target', context);
  if (token === undefined) throw missingToken('target');
  return { hash: action.target, api: options.targetApi ?? options.sourceApi, token };
}

const notTheImage = (why: string): CutoverError =>
  new CutoverError('not-the-image', why, 'Look at the candidates with `cutover settle`.');
