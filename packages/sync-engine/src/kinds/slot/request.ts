// A set made ready to be sent. Invariant: what the slot shows is kept before it is overwritten, unless that was allowed, or
// its address gives nothing that could be kept.
import { createHash } from 'node:crypto';
import { sniffFormat } from '@cutover/image-content';
import { type Intent, idOfSlot, type SetAction, type Slot } from '@cutover/journal';
import type { V3ImageSource } from '@cutover/v3-client';
import type { Carrying, Engine, With } from '../../engine.ts';
import { type EngineFailure, failureOf } from '../../failures.ts';
import { InDoubt } from '../../in-doubt.ts';
import type { PictureReason } from '../../picture-reasons.ts';
import { putBackAs } from '../../pictures/handed-over.ts';
import type { Handover, Handovers } from '../../pictures/handover.ts';
import { keptBytes } from '../../pictures/keep-picture.ts';
import { handoverOfBytes, handoverToSlot, type SlotTakes } from '../../pictures/slot-handover.ts';
import { compareSlot, keepSlot } from '../../pictures/slot-pictures.ts';
import type { SlotPicture } from '../../plan/looked.ts';
import { idsOfSlot, isSameSlot, showsPicture } from '../../slots.ts';
import type { Kind, Picture } from '../kind.ts';
import { sourceSlotOf } from './origin.ts';
import { renditionIn } from './set-before.ts';
import type { SlotSort } from './slot-sort.ts';

export const requestOf =
  ({ reading: { kind }, takes, set }: SlotSort): Kind['request'] =>
  async (engine, handovers, { action, origin, target }, forceUpload) => {
    if (action.verb !== 'set' || target === undefined || !('slot' in target))
      return {
        failure: failureOf('not-in-journal', { code: 'not-in-journal', what: kind }),
      };
    const { productId, slot } = action.subject;
    const handover =
      'from' in action
        ? await handoverOf(engine, handovers, origin, {
            takes,
            forceUpload,
            mayBeRendition: async () => !(await wouldReplaceRendition(engine, action, target)),
          })
        : await putBack(engine, takes, { productId, slot, sha256: action.putBack.sha256 });
    if (handover.by === 'none') return { failure: handover.failure };
    const kept = await keptBefore(engine, target);
    if ('failure' in kept) return kept;
    const sourceFile = sourceSlotOf(engine.journal, action)?.address;
    return {
      intent: {
        sentName: handover.sentName,
        sentVia: handover.by,
        digest: digestOf(productId, slot, handover.image),
        before: { address: target.address },
        ...kept,
        ...(sourceFile === undefined ? {} : { sourceFile }),
        handedOver: handover.handedOver,
      },
      send: async (beforeSend) => {
        const { v3 } = engine.target;
        const address = await set(v3, { productId, slot, target }, handover.image, { beforeSend });
        // Then nobody knows what the slot shows: a look tells.
        if (address === '') throw new InDoubt({ code: 'answer-without-address' });
        return { slot: idsOfSlot(slot), address };
      },
    };
  };

async function handoverOf(
  engine: With<Carrying>,
  handovers: Handovers,
  origin: Picture | undefined,
  how: Parameters<typeof handoverToSlot>[3],
): Promise<Handover> {
  return origin === undefined
    ? { by: 'none', failure: failureOf('not-in-journal', { code: 'not-in-journal', what: 'picture-to-set' }) }
    : await handoverToSlot(engine, handovers, origin, how);
}

/** The slot shows a rendition of the same picture: only the original is better, and nobody is to set the rendition once more. */
async function wouldReplaceRendition(
  engine: With<Carrying>,
  action: SetAction,
  target: SlotPicture,
): Promise<boolean> {
  const done = engine.journal.setsDone([action.subject.productId]);
  const wanted = sourceSlotOf(engine.journal, action)?.address;
  if (wanted === undefined || renditionIn(done, target) === undefined) return false;
  const { is } = await compareSlot(engine, wanted, target.address);
  return is === 'same' || is === 'unknown';
}

interface ToPutBack {
  readonly productId: number;
  readonly slot: Slot;
  readonly sha256: string;
}

async function putBack(engine: Engine, takes: SlotTakes, back: ToPutBack): Promise<Handover> {
  const none = (code: Parameters<typeof failureOf>[0], says: PictureReason): Handover => ({
    by: 'none',
    failure: failureOf(code, says),
  });
  const { slot, sha256 } = back;
  const bytes = await keptBytes(engine, sha256);
  if ('code' in bytes) return none('archive-missing', bytes);
  if (takes.by !== 'url') return await handoverOfBytes(bytes, fileStemOf(slot), takes);
  const address = formerAddress(engine, back);
  const format = sniffFormat(bytes);
  if (address === undefined || format === undefined)
    return none('address-only', { code: 'former-address-lost', kind: takes.kind });
  const { is } = await compareSlot(engine, bytes, address);
  const found = { origin: 'former-address', url: address } as const;
  return is === 'same'
    ? {
        by: 'url',
        image: { imageUrl: address },
        sentName: '',
        handedOver: await putBackAs(found, bytes, format),
      }
    : none('address-only', { code: 'former-address-lost', kind: takes.kind });
}

/** Where the target had kept the picture before it was overwritten. */
function formerAddress({ journal }: Engine, { productId, slot, sha256 }: ToPutBack): string | undefined {
  const set = journal
    .setsDone([productId])
    .findLast(({ archived, subject }) => archived === sha256 && isSameSlot(subject.slot, slot));
  return set?.before?.address;
}

const fileStemOf = (slot: Slot): string => `${'variantId' in slot ? 'variant' : 'value'}-${idOfSlot(slot)}`;

async function keptBefore(
  engine: With<Carrying>,
  target: SlotPicture,
): Promise<Pick<Intent, 'archived'> | { failure: EngineFailure }> {
  if (!showsPicture(target.address)) return {};
  const kept = await keepSlot(engine, target);
  if ('sha256' in kept) return { archived: kept.sha256 };
  return kept.isGone === true || engine.means.allowUnarchived === true
    ? {}
    : {
        failure: failureOf('not-archived', {
          code: 'not-kept-first',
          why: kept.says,
          would: 'overwrite',
        }),
      };
}

function digestOf(product: number, slot: Slot, picture: V3ImageSource): string {
  const named =
    'imageUrl' in picture ? picture.imageUrl : [picture.imageFile.fileName, picture.imageFile.bytes.length];
  return createHash('sha256')
    .update(JSON.stringify(['set', product, ...Object.values(idsOfSlot(slot)), named]))
    .digest('hex');
}
