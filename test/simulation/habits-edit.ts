// What somebody does by hand to one image of ours on a target of other habits, past its API, once a migration is done.
import type { ImageRow, StoreControl } from '@cutover/sandbox-store';
import type { Stores } from './checkers.ts';
import type { Habits, HabitsEdit } from './habits-scenario.ts';

export interface EditByHand {
  readonly does: HabitsEdit['does'];
  /** True while the target shows it. */
  stands(): boolean;
}

const THEIRS = 'their own words for it';

/** Undefined where there is nothing of ours to edit. */
export function editByHand({ source, target }: Stores, habits: Habits): EditByHand | undefined {
  const ours = new Set(source.images().map(({ picture }) => picture));
  const known = target.images().filter(({ picture }) => ours.has(picture));
  const image = known[(habits.edit?.nth ?? 0) % Math.max(1, known.length)];
  if (image === undefined || habits.edit === undefined) return undefined;
  const siblings = known.filter(({ productId }) => productId === image.productId);
  const does = meaningful(habits, image, siblings);
  const now = (): ImageRow | undefined => target.images().find(({ id }) => id === image.id);
  const change: Record<HabitsEdit['does'], () => void> = {
    describe: () => void target.updateImage(image.id, { description: THEIRS }),
    move: () => moveToEnd(target, image, habits),
    flag() {
      for (const { id } of target.images(image.productId))
        target.updateImage(id, { isThumbnail: id === image.id });
    },
  };
  change[does]();
  const then = now();
  const field = ({ describe: 'description', move: 'sortOrder', flag: 'isThumbnail' } as const)[does];
  return { does, stands: () => now()?.[field] === then?.[field] };
}

/** An only image cannot be moved, the thumbnail not be chosen; where nobody knows the source's places, no order is wrong. */
function meaningful(
  { edit, placeless }: Habits,
  image: ImageRow,
  siblings: readonly ImageRow[],
): HabitsEdit['does'] {
  if (edit?.does === 'flag' && !image.isThumbnail) return 'flag';
  const isLast = siblings.every(({ sortOrder }) => sortOrder <= image.sortOrder);
  return edit?.does === 'move' && !isLast && placeless === undefined ? 'move' : 'describe';
}

function moveToEnd(target: StoreControl, image: ImageRow, { scenario }: Habits): void {
  target.updateImage(image.id, { sortOrder: image.sortOrder + 5000 });
  if (scenario.targetSwitches?.['sort-kept'] !== 'renumbered') return;
  const inTurn = target.images(image.productId).toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
  for (const [place, { id }] of inTurn.entries()) target.updateImage(id, { sortOrder: place });
}
