// What must be true of the stores, whatever happened on the way. These checkers read the sandbox's own tables and share
// no code with the engine: they know pictures by their bytes, not by names, and the engine by its writes alone.
import type { ImageRow, StoreControl } from '@cutover/sandbox-store';
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

/** Images of the target that are, or may be, counterparts of the source's. */
function ours({ target, others }: Stores, productId: number): ImageRow[] {
  return target.images(productId).filter(({ id }) => !others.theirs.has(id));
}

/** Safety, at any time: no picture is on a product more often than the source has it, but for what is other people's. */
export function duplicates(stores: Stores, excused: readonly string[] = []): string[] {
  const { source, others } = stores;
  return pairs(stores).flatMap(({ sku, from, to }) => {
    const wanted = tally(source.images(from));
    const removed = tally(others.removedFromSource.filter((one) => one.sku === sku));
    return [...tally(ours(stores, to))].flatMap(([picture, count]) => {
      const most = (wanted.get(picture) ?? 0) + (removed.get(picture) ?? 0);
      return count > most && !excused.includes(picture)
        ? [`${sku}: ${count - most} too many of ${short(picture)}`]
        : [];
    });
  });
}

/** What a run that says it is done has promised: each source image is there, with its text. */
export function losses(stores: Stores): string[] {
  return pairs(stores).flatMap(({ sku, from, to }) => {
    const found = tally(ours(stores, to), 'picture and text');
    return [...tally(stores.source.images(from), 'picture and text')].flatMap(([name, count]) => {
      const there = found.get(name) ?? 0;
      return there < count ? [`${sku}: lost ${count - there} of ${short(name)}`] : [];
    });
  });
}

/** Under copy what others have added is still there; under mirror, in the end, nothing is that only the target had. */
export function foreignImages(stores: Stores): string[] {
  const { scenario, source, target, others } = stores;
  const there = new Set(target.images().map(({ id }) => id));
  if (scenario.policy === 'copy')
    return others.addedToTarget
      .filter(({ id }) => !there.has(id))
      .map(({ sku, id, picture }) => `${sku}: ${id} ${short(picture)} of somebody else is gone`);
  return pairs(stores).flatMap(({ sku, from, to }) => {
    const wanted = tally(source.images(from));
    return target
      .images(to)
      .filter(({ id, picture }) => !wanted.has(picture) || others.theirs.has(id))
      .map(({ picture }) => `${sku}: ${short(picture)} was to be removed`);
  });
}

/** Exactly one thumbnail, and the one that the source has; the source's order kept. */
export function wrongOrderOrThumbnail(stores: Stores): string[] {
  const { source, target, others } = stores;
  return pairs(stores).flatMap(({ sku, from, to }) => {
    const wanted = inOrder(source.images(from));
    if (wanted.length === 0) return [];
    const flagged = target.images(to).filter((image) => image.isThumbnail);
    const thumbnail = wanted.find((image) => image.isThumbnail) ?? wanted[0];
    const isWanted = ({ id, picture }: ImageRow): boolean =>
      picture === thumbnail?.picture && !others.theirs.has(id);
    return [
      ...(flagged.length === 1 ? [] : [`${sku}: ${flagged.length} thumbnails`]),
      ...(flagged.length === 0 || flagged.slice(0, 1).every(isWanted)
        ? []
        : [`${sku}: another picture is the thumbnail`]),
      ...(outOfOrder(wanted, inOrder(ours(stores, to))) === undefined
        ? []
        : [`${sku}: the order is not the source's`]),
    ];
  });
}

function inOrder(images: readonly ImageRow[]): ImageRow[] {
  return images.toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
}
