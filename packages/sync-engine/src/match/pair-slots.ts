// Which slot of the target is the counterpart of which of the source, within two products that are paired. Where both have
// a SKU it alone tells; else what the shopper chooses to come to it. Texts are trimmed and brought into one Unicode form,
// and compared as they are before they are compared in lower case. Invariant: of two candidates none is taken. Pure.
export interface SlotText {
  readonly sku?: string | undefined;
  readonly choices?: readonly { readonly name: string; readonly label: string }[] | undefined;
}

export type SlotPair<Slot> =
  | { readonly source: Slot; readonly target: Slot }
  | { readonly source: Slot; readonly why: 'ambiguous' | 'unmatched' };

type Key = (slot: SlotText) => string;

const plain = (text: string): string => text.trim().normalize('NFC');
const skuOf: Key = ({ sku = '' }) => plain(sku);
const choicesOf: Key = ({ choices = [] }) =>
  JSON.stringify(choices.map(({ name, label }) => [plain(name), plain(label)].join('\u0000')).toSorted());
const folded =
  (key: Key): Key =>
  (slot) =>
    key(slot).toLowerCase();

/** One answer for each slot of the source, in their order. */
export function pairSlots<Slot extends SlotText>(
  sources: readonly Slot[],
  targets: readonly Slot[],
): SlotPair<Slot>[] {
  const pairs = new Map<Slot, SlotPair<Slot>>();
  const taken = new Set<Slot>();
  const bySku = (source: Slot, target: Slot): boolean => skuOf(source) !== '' && skuOf(target) !== '';
  const byChoices = (source: Slot, target: Slot): boolean => !bySku(source, target);
  const rounds = [
    [skuOf, bySku],
    [folded(skuOf), bySku],
    [choicesOf, byChoices],
    [folded(choicesOf), byChoices],
  ] as const;
  for (const [key, may] of rounds) {
    const free = Map.groupBy(
      targets.filter((target) => !taken.has(target)),
      key,
    );
    const open = sources.filter((source) => !pairs.has(source));
    const candidates = new Map(
      open.map((source) => [source, (free.get(key(source)) ?? []).filter((target) => may(source, target))]),
    );
    const wanted = new Map<Slot, number>();
    for (const target of [...candidates.values()].flat()) wanted.set(target, (wanted.get(target) ?? 0) + 1);
    for (const [source, found] of candidates) {
      const [target] = found;
      if (target === undefined) continue;
      const isAlone = found.length === 1 && wanted.get(target) === 1;
      pairs.set(source, isAlone ? { source, target } : { source, why: 'ambiguous' });
      for (const one of found) taken.add(one);
    }
  }
  return sources.map((source) => pairs.get(source) ?? { source, why: 'unmatched' });
}
