// Slots of a snapshot, and what runs have set in slots of the target. A slot has no id: it is known by its place, whose
// words are the same for the same place, so that they can be part of a key.

import { sql } from 'kysely';
import type { SetAction, SlotKind, SnapshotProduct, SnapshotSlot } from '../journal.ts';
import { listed, query, type Statements } from '../schema/statements.ts';
import type { SnapshotSlotsTable } from '../schema/tables.ts';
import { idOfSlot, placeOf } from '../slot.ts';
import { toAction } from './actions.ts';
import { slotAddressCodec } from './addresses.ts';
import { choicesColumn, slotColumn } from './json-column.ts';

// Said in the words of the partial index, which SQLite uses for nothing else.
const isSet = sql<boolean>`kind = 'set'`;

export function createSlots({ prepare, prepareRows, withoutSecrets }: Statements) {
  const replace = prepareRows((rows: readonly SnapshotSlotsTable[]) =>
    query.replaceInto('snapshot_slots').values(
      rows.map((p) => ({
        snapshot: p.snapshot,
        product_id: p.product_id,
        kind: p.kind,
        slot: p.slot,
        sku: p.sku,
        choices: p.choices,
        address: p.address,
      })),
    ),
  );
  const model = prepare((p: { snapshot: number }) =>
    query.selectFrom('snapshots').select('slot_model as address').where('snapshot', '=', p.snapshot),
  );
  const setModel = prepare((p: { snapshot: number; address: string }) =>
    query.updateTable('snapshots').set({ slot_model: p.address }).where('snapshot', '=', p.snapshot),
  );
  const drop = prepare((p: { snapshot: number; productId: number }) =>
    query
      .deleteFrom('snapshot_slots')
      .where('snapshot', '=', p.snapshot)
      .where('product_id', '=', p.productId),
  );
  const ofProducts = prepare((p: { snapshot: number; kind: SlotKind; productIds: string }) =>
    query
      .selectFrom('snapshot_slots')
      .selectAll()
      .where('snapshot', '=', p.snapshot)
      .where('product_id', 'in', listed<number>(p.productIds))
      .where('kind', '=', p.kind),
  );
  const countShown = prepare((p: { snapshot: number; kind: SlotKind }) =>
    query
      .selectFrom('snapshot_slots')
      .select((e) => [e.fn.countAll<number>().as('slots')])
      .where('snapshot', '=', p.snapshot)
      .where('kind', '=', p.kind)
      .where('address', '<>', ''),
  );
  const addressesShown = prepare((p: { snapshot: number; kind: SlotKind }) =>
    query
      .selectFrom('snapshot_slots')
      .select('address')
      .where('snapshot', '=', p.snapshot)
      .where('kind', '=', p.kind)
      .where('address', '<>', ''),
  );
  const setsDone = prepare((p: { source: string; target: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .innerJoin('attempts', (join) =>
        join
          .onRef('attempts.action', '=', 'actions.action')
          .onRef('attempts.number', '=', 'actions.attempts'),
      )
      .selectAll('actions')
      .where('target', '=', p.target)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where(isSet)
      .where('source', '=', p.source)
      .where('status', '=', 'applied')
      .orderBy('attempts.attempt'),
  );
  function add(snapshot: number, slots: readonly SnapshotSlot[]): void {
    if (slots.length === 0) return;
    // A secret that stands in an address is not to be found in parts of it either.
    const rows = slots.map((slot) => rowOf(snapshot, { ...slot, address: withoutSecrets(slot.address) }));
    let address = model.get({ snapshot })?.address ?? null;
    const first = rows.find((row) => row.address !== '');
    if (address === '' && first !== undefined) {
      ({ address } = first);
      setModel.run({ snapshot, address });
    }
    const { pack } = slotAddressCodec(address);
    replace.run(rows.map((row) => ({ ...row, address: pack(row.address) })));
  }

  return {
    add,
    save(snapshot: number, products: readonly SnapshotProduct[], slots: readonly SnapshotSlot[]): void {
      for (const { productId } of products) drop.run({ snapshot, productId });
      add(snapshot, slots);
    },
    shown(snapshot: number, kind: SlotKind, counts?: (address: string) => boolean): number {
      if (counts === undefined) return countShown.get({ snapshot, kind })?.slots ?? 0;
      const { unpack } = slotAddressCodec(model.get({ snapshot })?.address ?? null);
      return addressesShown.all({ snapshot, kind }).filter(({ address }) => counts(unpack(address))).length;
    },
    of(snapshot: number, kind: SlotKind, productIds: readonly number[]): Map<number, SnapshotSlot[]> {
      const rows = ofProducts.all({ snapshot, kind, productIds: JSON.stringify(productIds) });
      const { unpack } = slotAddressCodec(model.get({ snapshot })?.address ?? null);
      const slots = rows
        .map((row) => toSlot({ ...row, address: unpack(row.address) }))
        .toSorted((a, b) => idOfSlot(a.slot) - idOfSlot(b.slot));
      return Map.groupBy(slots, ({ productId }) => productId);
    },
    setsDone(source: string, target: string, productIds: readonly number[]): SetAction[] {
      const rows = setsDone.all({ source, target, productIds: JSON.stringify(productIds) });
      return rows.map(toAction).flatMap((action) => (action.verb === 'set' ? [action] : []));
    },
  };
}

function rowOf(snapshot: number, { productId, kind, slot, sku, choices, address }: SnapshotSlot) {
  return {
    snapshot,
    product_id: productId,
    kind,
    slot: JSON.stringify(placeOf(slot)),
    sku,
    choices: JSON.stringify(choices.map(({ name, label }) => [name, label])),
    address,
  } satisfies SnapshotSlotsTable;
}

const toSlot = (row: SnapshotSlotsTable): SnapshotSlot => ({
  productId: row.product_id,
  kind: row.kind,
  slot: slotColumn(row.slot),
  sku: row.sku,
  choices: choicesColumn(row.choices),
  address: row.address,
});
