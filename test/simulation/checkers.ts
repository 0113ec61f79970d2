// What must be true of the stores, whatever happened on the way. These checkers read the sandbox's own tables and share
// no code with the engine: they know pictures by their bytes, not by names, and the engine by its writes alone.
import type { StoreControl } from '@cutover/sandbox-store';
import type { Others } from './deeds.ts';
import { outOfOrder } from './in-order.ts';
import { tally } from './pictures-kept.ts';
import type { Scenario } from './scenario.ts';

export interface Stores {
  readonly scenario: Scenario;
  readonly source: StoreControl;
  readonly target: StoreControl;
  readonly others: Others;
}

interface Pair {
  readonly sku: string;
  readonly from: number;
  readonly to: number;
}

function pairs({ source, target }: Stores): Pair[] {
  return source.products().flatMap(({ id, sku }) => {
    const counterpart = target.products().find((one) => one.sku === sku);
    return counterpart === undefined ? [] : [{ sku, from: id, to: counterpart.id }];
  });
}

const short = (name: string): string => name.replace(/^sha256:(.{8})\S*/, '$1');

/** Safety, at any time: no picture is on a product more often than the source and other people have put it there. */
export function duplicates(stores: Stores, excused: readonly string[] = []): string[] {
  const { source, target } = stores;
  return pairs(stores).flatMap(({ sku, from, to }) => {
    const wanted = tally(source, from);
    const elses = elsewhere(stores, sku);
    return [...tally(target, to)].flatMap(([picture, count]) => {
      const most = (wanted.get(picture) ?? 0) + (elses.get(picture) ?? 0);
      return count > most && !excused.includes(picture)
        ? [`${sku}: ${count - most} too many of ${short(picture)}`]
        : [];
    });
  });
}

/** What a run that says it is done has promised: each source image is there, with its text. */
export function losses(stores: Stores): string[] {
  const { source, target } = stores;
  return pairs(stores).flatMap(({ sku, from, to }) => {
    const found = tally(target, to, 'picture and text');
    return [...tally(source, from, 'picture and text')].flatMap(([name, count]) => {
      const there = found.get(name) ?? 0;
      return there < count ? [`${sku}: lost ${count - there} of ${short(name)}`] : [];
    });
  });
}

/** Under copy what was only on the target is still there; under mirror, in the end, it is not. */
export function foreignImages(stores: Stores): string[] {
  const { scenario, source, target } = stores;
  return pairs(stores).flatMap(({ sku, from, to }) => {
    const wanted = tally(source, from);
    const found = tally(target, to);
    if (scenario.policy === 'mirror')
      return [...found.keys()]
        .filter((picture) => !wanted.has(picture))
        .map((picture) => `${sku}: ${short(picture)} was to be removed`);
    const removed = new Set(stores.others.removedFromSource.map(({ picture }) => picture));
    return [...elsewhere(stores, sku)]
      .filter(([picture, count]) => !removed.has(picture) && (found.get(picture) ?? 0) < count)
      .map(([picture]) => `${sku}: ${short(picture)} of somebody else is gone`);
  });
}

/** Pictures that are not from the source as it is now: planted, added by others, or taken from the source meanwhile. */
function elsewhere({ scenario, target, others }: Stores, sku: string): Map<string, number> {
  const planted = scenario.target.find((product) => product.sku === sku)?.images ?? [];
  const foreign = planted.filter((image) => image.picture >= 9000).length;
  const counts = new Map<string, number>();
  const add = (picture: string): void => void counts.set(picture, (counts.get(picture) ?? 0) + 1);
  const product = target.products().find((one) => one.sku === sku);
  const theirs = target.images(product?.id ?? 0).filter(({ imageFile }) => imageFile.includes('their-own'));
  for (const { picture } of theirs.slice(0, foreign)) add(picture);
  for (const one of [...others.addedToTarget, ...others.removedFromSource])
    if (one.sku === sku) add(one.picture);
  return counts;
}

/** Exactly one thumbnail, and the one that the source has; the source's order kept. */
export function wrongOrderOrThumbnail(stores: Stores): string[] {
  const { source, target } = stores;
  return pairs(stores).flatMap(({ sku, from, to }) => {
    const ours = inOrder(source, from);
    if (ours.length === 0) return [];
    const theirs = inOrder(target, to);
    const flagged = theirs.filter((image) => image.isThumbnail);
    const wanted = ours.find((image) => image.isThumbnail) ?? ours[0];
    return [
      ...(flagged.length === 1 ? [] : [`${sku}: ${flagged.length} thumbnails`]),
      ...(flagged.length === 0 || wanted?.picture === flagged[0]?.picture
        ? []
        : [`${sku}: another picture is the thumbnail`]),
      ...(outOfOrder(ours, theirs) === undefined ? [] : [`${sku}: the order is not the source's`]),
    ];
  });
}

function inOrder(store: StoreControl, productId: number) {
  return store.images(productId).toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
}
