// The one request of a batch. Invariant: its intents are written, and it leaves, only while the look before it is fresh: an update
// of a product may take away an image that somebody has added since.
import { isStoreError } from '@cutover/v3-client';
import type { Carrying, With } from '../engine.ts';
import type { Saying } from '../sayings.ts';
import { refusalSaid, type SendBatch } from './write.ts';

const TOO_LARGE = 413;
/** After a pause, or a wait for quota, somebody may have given a product an image that an update would take away. */
const LOOK_FRESH_MS = 10_000;

export interface Sending {
  readonly batch: SendBatch;
  /** When it left. */
  leftMs: number;
  refusal: Refusal | undefined;
}

/** The one request, which does not leave when the look before it has grown old. */
export function sendingOf(
  { target, clock }: With<Carrying>,
  lookedAtMs: number,
  onLeft: () => void,
): Sending {
  let isOld = false;
  const sending: Sending = {
    leftMs: clock.monotonicMs(),
    refusal: undefined,
    async batch(creates, { beforeSend }) {
      try {
        await target.v3.createImagesOfProducts(bodiesOf(creates), {
          // What it waits for its turn is no time that the store takes.
          async beforeSend() {
            isOld = clock.monotonicMs() - lookedAtMs > LOOK_FRESH_MS;
            if (isOld) throw new Error('The look before it is old.');
            await beforeSend();
            sending.leftMs = clock.monotonicMs();
            onLeft();
          },
        });
        return 'answered';
      } catch (error) {
        if (isOld) return 'later';
        const says = refusalSaid(error);
        if (says !== undefined)
          sending.refusal = { says, isTooLarge: isStoreError(error) && error.status === TOO_LARGE };
        throw error;
      }
    },
  };
  return sending;
}

export interface Refusal {
  readonly says: Saying;
  readonly isTooLarge: boolean;
}

function bodiesOf(creates: Parameters<SendBatch>[0]) {
  return [...Map.groupBy(creates, ({ action }) => action.subject.productId)].map(([productId, ours]) => ({
    productId,
    images: ours.flatMap(({ create }) =>
      create !== undefined && 'imageUrl' in create.source
        ? [{ imageUrl: create.source.imageUrl, fields: create.fields }]
        : [],
    ),
  }));
}
