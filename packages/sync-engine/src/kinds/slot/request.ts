// A set made ready to be sent. Invariant: what the slot shows is kept before it is overwritten, unless that was allowed, or
// its address gives nothing that could be kept.
import { createHash } from 'node:crypto';
import type { Action, Intent } from '@cutover/journal';
import type { V3ImageSource } from '@cutover/v3-client';
import type { Engine } from '../../engine.ts';
import { type EngineFailure, failureOf } from '../../failures.ts';
import type { Handover, Handovers } from '../../pictures/handover.ts';
import { handoverOfBytes, handoverToVariant } from '../../pictures/slot-handover.ts';
import { keepSlot } from '../../pictures/slot-pictures.ts';
import type { SlotPicture } from '../../plan/looked.ts';
import type { Kind, Picture } from '../kind.ts';
import { sourceSlotOf } from './origin.ts';

export const request: Kind['request'] = async (
  engine,
  handovers,
  { action, origin, target },
  forceUpload,
) => {
  const { targetProductId: product, targetSlot: slot } = action;
  if (slot === undefined || !('variantId' in slot) || target === undefined || !('slot' in target))
    return { failure: failureOf('not-in-journal', 'the variant whose picture is to be set') };
  const handover = await handoverOf(engine, handovers, action, origin, forceUpload);
  if (handover.by === 'none') return { failure: handover.failure };
  const kept = await keptBefore(engine, target);
  if ('failure' in kept) return kept;
  const sourceFile = sourceSlotOf(engine.journal, action)?.address;
  return {
    intent: {
      sentName: handover.sentName,
      sentVia: handover.by,
      digest: digestOf(product, slot.variantId, handover.image),
      before: { address: target.address },
      ...kept,
      ...(sourceFile === undefined ? {} : { sourceFile }),
    },
    send: async (beforeSend) => {
      const { v3 } = engine.target;
      const answer = await v3.setVariantImage(product, slot.variantId, handover.image, { beforeSend });
      // Then nobody knows what the slot shows: a look tells.
      if (answer.image_url === '') throw new Error('the answer shows no address');
      return { slot: { variantId: slot.variantId }, address: answer.image_url };
    },
  };
};

async function handoverOf(
  engine: Engine,
  handovers: Handovers,
  action: Action,
  origin: Picture | undefined,
  forceUpload: boolean,
): Promise<Handover> {
  if (action.putBack !== undefined) return await fromArchive(engine, action.putBack, action);
  if (origin === undefined)
    return { by: 'none', failure: failureOf('not-in-journal', 'the picture to be set') };
  return await handoverToVariant(engine, handovers, origin, forceUpload);
}

async function fromArchive({ archive }: Engine, sha256: string, { targetSlot }: Action): Promise<Handover> {
  const none = (words: string): Handover => ({ by: 'none', failure: failureOf('archive-missing', words) });
  const bytes = await archive.get(sha256).catch((error: unknown) => String(error));
  if (bytes === undefined) return none(`the picture ${sha256} is not kept on this machine`);
  if (typeof bytes === 'string') return none(bytes);
  const variantId = targetSlot !== undefined && 'variantId' in targetSlot ? targetSlot.variantId : 0;
  return handoverOfBytes(bytes, `variant-${variantId}`);
}

async function keptBefore(
  engine: Engine,
  target: SlotPicture,
): Promise<Pick<Intent, 'archived'> | { failure: EngineFailure }> {
  if (target.address === '') return {};
  const kept = await keepSlot(engine, target);
  if ('sha256' in kept) return { archived: kept.sha256 };
  return kept.isGone === true || engine.settings.allowUnarchived === true
    ? {}
    : {
        failure: failureOf(
          'not-archived',
          `${kept.reason}; ${engine.spell('allowUnarchived')} overwrites it all the same`,
        ),
      };
}

function digestOf(product: number, variant: number, picture: V3ImageSource): string {
  const named =
    'imageUrl' in picture ? picture.imageUrl : [picture.imageFile.fileName, picture.imageFile.bytes.length];
  return createHash('sha256')
    .update(JSON.stringify(['set', product, variant, named]))
    .digest('hex');
}
