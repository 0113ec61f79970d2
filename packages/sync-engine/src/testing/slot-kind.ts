// A made-up kind of picture, for tests: slots of variants, held by a port in memory. A slot has no id, is overwritten by
// what is set, and cannot be emptied; its store names what it keeps as it likes, so a write in doubt is settled by the
// address that is shown now against the one that was shown before it.
import { type Action, idOfSlot, sourceOf, targetSlotOf } from '@cutover/journal';
import { StoreError } from '@cutover/v3-client';
import { failureOf } from '../failures.ts';
import type { Judgement, Kind } from '../kinds/kind.ts';
import { nothingMarched } from '../plan/considered.ts';
import type { SlotPicture } from '../plan/looked.ts';

/** What becomes of a write: answered, done without an answer, or lost on the way. */
export type Answer = 'answered' | 'done' | 'lost';

export interface SlotPort {
  /** The pictures that the source's variants are to give, by variant. */
  readonly source: ReadonlyMap<number, string>;
  /** What the target's variants show: the picture's name and how often the slot was written, as the store makes it up. */
  readonly shown: Map<number, string>;
  readonly written: string[];
  /** What becomes of the writes, in their order; then all are answered. */
  readonly answers: Answer[];
}

export function slotPort(source: Record<number, string>, shown: Record<number, string>): SlotPort {
  const byVariant = (of: Record<number, string>) =>
    new Map(Object.entries(of).map(([id, text]) => [Number(id), text]));
  return { source: byVariant(source), shown: byVariant(shown), written: [], answers: [] };
}

/** Writes a slot; throws where no answer comes back. */
export function setSlot(port: SlotPort, variantId: number, picture: string): string {
  const answer = port.answers.shift() ?? 'answered';
  port.written.push(`${variantId}: ${picture}`);
  const address = `cdn/${picture}?${port.written.length}`;
  if (answer !== 'lost') port.shown.set(variantId, address);
  if (answer === 'answered') return address;
  const facts = { class: 'ambiguous', next: 'reconcile', method: 'PUT', path: '', attempt: 1 } as const;
  throw new StoreError('no answer', facts);
}

/** Target product 9 holds all slots of the port, and is the counterpart of whatever source product is asked about. */
export function slotKind(port: SlotPort): Kind {
  const slotsOf = (productId: number): SlotPicture[] =>
    [...port.shown].map(([variantId, address]) => ({ productId, slot: { variantId }, address }));
  return {
    name: 'variant-image',
    ridesWithProducts: true,
    async read(_engine, productIds) {
      return await Promise.resolve(
        productIds.map((productId) => ({ productId, images: [], slots: slotsOf(productId) })),
      );
    },
    considering: () => ({
      async consider({ product: { sourceProductId, targetProductId, sku, targetSlots = [] } }) {
        const actions = targetSlots.flatMap(({ slot, address }, position) => {
          const picture = port.source.get(idOfSlot(slot));
          if (picture === undefined || isPicture(address, picture)) return [];
          const subject = { kind: 'variant-image', productId: targetProductId, slot } as const;
          const from = { productId: sourceProductId, slot };
          return [{ verb: 'set', subject, from, sku, position } as const];
        });
        return await Promise.resolve({ ...nothingMarched, actions, conflicts: [] });
      },
    }),
    origins: (_journal, actions) =>
      new Map(
        actions.flatMap((action): [string, SlotPicture][] => {
          const { productId, slot } = sourceOf(action) ?? {};
          const address = slot === undefined ? undefined : port.source.get(idOfSlot(slot));
          return productId === undefined || slot === undefined || address === undefined
            ? []
            : [[action.id, { productId, slot, address }]];
        }),
      ),
    async request(_engine, _handovers, { action, origin, target }) {
      const slot = targetSlotOf(action);
      if (slot === undefined || origin === undefined || !('slot' in origin))
        return { failure: failureOf('not-in-journal', { code: 'not-in-journal', what: 'picture-to-set' }) };
      const before = target !== undefined && 'slot' in target ? { address: target.address } : undefined;
      return await Promise.resolve({
        intent: { sentName: '', sentVia: 'url', digest: origin.address, before },
        send: async (beforeSend: () => Promise<void>) => {
          await beforeSend();
          return { slot, address: setSlot(port, idOfSlot(slot), origin.address) };
        },
      });
    },
    takeBack: () => ({ actions: [], left: [] }),
    async recognise(_engine, _productId, actions) {
      return await Promise.resolve({ judgements: actions.map((one) => judge(port, one)), found: [] });
    },
  };
}

function judge(port: SlotPort, action: Action): Judgement {
  if (action.verb !== 'set') return { is: 'absent' };
  const { slot } = action.subject;
  const address = port.shown.get(idOfSlot(slot)) ?? '';
  return address === (action.before?.address ?? '')
    ? { is: 'absent' }
    : { is: 'found', now: { slot, address }, surplus: [], isAsSent: true };
}

const isPicture = (address: string, picture: string): boolean => address.startsWith(`cdn/${picture}?`);
