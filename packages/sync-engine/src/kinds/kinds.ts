// All kinds of picture that can be planned, sent and recognised.
import type { Action, Mode, PairJournal, Run, Snapshot, SnapshotSlot } from '@cutover/journal';
import { type CarriedKind, kindsOfRun, kindsToMove } from '../carried.ts';
import type { Engine, Selection } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import type { Kind, Kinds, Picture } from './kind.ts';
import { modifierImage } from './modifier-image/modifier-image.ts';
import { productImage } from './product-image/product-image.ts';
import { swatchImage } from './swatch/swatch.ts';
import { variantImage } from './variant-image/variant-image.ts';

const kindByWord: Readonly<Record<CarriedKind, Kind>> = {
  product: productImage,
  variant: variantImage,
  modifier: modifierImage,
  swatch: swatchImage,
};

export const allKinds: Kinds = kindsOf(Object.values(kindByWord));

interface Asked {
  readonly mode: Mode;
  readonly selection: Pick<Selection, 'kinds'>;
}

/** Those that a command is asked for and can move; what an earlier run has left in doubt is of any kind. */
export function kindsAsked(asked: Asked): Kinds {
  return { ...allKinds, all: kindsToMove(asked).map((kind) => kindByWord[kind]) };
}

/** What snapshots hold of the slots of these kinds, by product. */
export function slotsOfProducts(
  { journal }: Pick<Engine, 'journal'>,
  { all }: Kinds,
): (
  snapshot: Pick<Snapshot, 'snapshot'>,
  productIds: readonly number[],
) => ReadonlyMap<number, SnapshotSlot[]> {
  const names = all.flatMap(({ name }) => (name === 'product-image' ? [] : [name]));
  return ({ snapshot }, productIds) =>
    Map.groupBy(
      names.flatMap((name) => [...journal.slots(snapshot, name, productIds).values()].flat()),
      ({ productId }) => productId,
    );
}

/** What these actions are made from, by their ids; the journal is asked once for each kind. */
export function originsOf(
  kinds: Kinds,
  journal: PairJournal,
  actions: readonly Action[],
): ReadonlyMap<string, Picture> {
  const made = actions.filter(({ verb }) => verb === 'create' || verb === 'set');
  return new Map(
    [...Map.groupBy(made, (action) => kinds.of(action))].flatMap(([kind, ours]) => [
      ...kind.origins(journal, ours),
    ]),
  );
}

/** Those that a run was about. */
export const kindsOfOne = (run: Pick<Run, 'options' | 'mode'>): Kinds =>
  kindsAsked({ mode: run.mode, selection: { kinds: kindsOfRun(run) } });

export function kindsOf(all: readonly Kind[]): Kinds {
  const byName = new Map(all.map((kind) => [kind.name, kind]));
  return {
    all,
    of({ subject, planRun }) {
      const kind = byName.get(subject.kind);
      if (kind !== undefined) return kind;
      throw new EngineError({ code: 'plan-of-other-kinds', plan: planRun, kind: subject.kind });
    },
  };
}
