// What a revert has promised, told from the target's tables alone: four moments of it (before the migration, as that left
// it, as the revert found it, and now) are held against each other. Knows neither the engine nor its journal.
import type { Scenario } from './scenario.ts';
import { changedFields, type Field, type Shown, type ShownImage, words } from './shown.ts';

export interface Moments {
  readonly before: Shown;
  /** As the migration left it. */
  readonly left: Shown;
  /** After other people's edits. */
  readonly found: Shown;
  readonly now: Shown;
  readonly switches: Scenario['switches'];
  /** The disk has lost commits of the journal. */
  readonly cut: boolean;
  /** Writes of the migration were still under way when it was looked at last. */
  readonly isInterrupted: boolean;
}

/** Empty: the target shows what it showed before, but for what others have edited since. */
export function notTakenBack(moments: Moments): string[] {
  return [...moments.before.keys()].flatMap((productId) =>
    productComplaints(productId, moments).map((one) => `product ${productId}: ${one}`),
  );
}

interface Kept {
  readonly before: ShownImage;
  /** What it is now; put back under another id where the migration had removed it. */
  readonly now: ShownImage;
  /** What others have edited of it. */
  readonly edited: readonly Field[];
  /** The target's own; else others have added it, or edited what the migration made. */
  readonly isOwn: boolean;
  readonly isPutBack: boolean;
}

function productComplaints(productId: number, moments: Moments): string[] {
  const of = (shown: Shown): readonly ShownImage[] => shown.get(productId) ?? [];
  const [before, left, found, now] = [moments.before, moments.left, moments.found, moments.now].map(of);
  if (before === undefined || left === undefined || found === undefined || now === undefined) return [];
  const complaints: string[] = [];
  const unexplained = new Map(now.map((image) => [image.id, image]));
  const take = (id: number | undefined): ShownImage | undefined => {
    const image = id === undefined ? undefined : unexplained.get(id);
    unexplained.delete(image?.id ?? 0);
    return image;
  };
  const wasThere = (images: readonly ShownImage[], id: number): ShownImage | undefined =>
    images.find((image) => image.id === id);
  const editedOf = (id: number): Field[] =>
    wasThere(left, id) === undefined ? [] : changedFields(wasThere(left, id), wasThere(found, id));

  const kept: Kept[] = [];
  for (const own of before) {
    if (wasThere(found, own.id) === undefined) continue;
    const image = take(own.id);
    if (image === undefined) complaints.push(`${words(own)} is gone`);
    else kept.push({ before: own, now: image, edited: editedOf(own.id), isOwn: true, isPutBack: false });
  }
  for (const theirs of found) {
    if (wasThere(before, theirs.id) !== undefined) continue;
    const isAdded = wasThere(left, theirs.id) === undefined && !moments.isInterrupted;
    // Where the journal has lost how the migration left it, a place or a flag tells of nobody: a store moves them itself.
    const edited = editedOf(theirs.id).filter(
      (field) => !moments.cut || field === 'picture' || field === 'description',
    );
    if (!isAdded && edited.length === 0) continue; // The migration made it, and nobody has touched it since.
    const image = take(theirs.id);
    if (image === undefined) complaints.push(`${words(theirs)} was somebody's, and is gone`);
    else
      kept.push({
        before: theirs,
        now: image,
        edited: isAdded
          ? ['picture', 'description', ...(theirs.isThumbnail ? (['isThumbnail'] as const) : [])]
          : edited,
        isOwn: false,
        isPutBack: false,
      });
  }
  // What the migration had removed is there again, as a new image of the same picture.
  for (const own of before) {
    if (wasThere(left, own.id) !== undefined || wasThere(found, own.id) !== undefined) continue;
    const image = take(
      [...unexplained.values()].find(
        (one) => one.picture === own.picture && one.description === own.description,
      )?.id,
    );
    if (image === undefined && !moments.cut)
      complaints.push(`${words(own)} was removed by the migration, and is not put back`);
    if (image !== undefined) kept.push({ before: own, now: image, edited: [], isOwn: true, isPutBack: true });
  }
  // Where the journal has lost rows, nobody knows any more what the migration has done there: an image that it made may
  // stay, one that it removed stays away, and what it changed is taken for somebody's edit. What was there is there.
  if (moments.cut) return complaints;
  const shouldShow = (id: number): ShownImage | undefined => wasThere(found, id);
  return [
    ...complaints,
    ...[...unexplained.values()].map((image) => `${words(image)} was not there before`),
    ...kept.flatMap((one) => fieldComplaints(one, shouldShow(one.before.id))),
    ...thumbnailComplaints(kept, { left, found }),
    ...orderComplaints(kept, moments),
  ];
}

/** Words and picture: as others have edited them, else (where they edited nothing of the image) as before. */
function fieldComplaints({ before, now, edited }: Kept, found: ShownImage | undefined): string[] {
  return (['picture', 'description'] as const).flatMap((field) => {
    // An image of which somebody has edited anything is left as it is, as a whole.
    const allowed =
      edited.length === 0
        ? [before[field]]
        : [found?.[field], ...(edited.includes(field) ? [] : [before[field]])];
    return allowed.includes(now[field]) ? [] : [`${words(now)} should show the ${field} of ${words(before)}`];
  });
}

function thumbnailComplaints(
  kept: readonly Kept[],
  { left, found }: Readonly<Record<'left' | 'found', readonly ShownImage[]>>,
): string[] {
  const isEdited = kept.some((one) => one.edited.includes('isThumbnail'));
  const isGone = left.some((image) => image.isThumbnail && !found.some((one) => one.id === image.id));
  // A thumbnail that others have removed is replaced by nobody's choice.
  if (isGone && !isEdited) return [];
  const wanted = kept.filter((one) =>
    isEdited
      ? found.some((image) => image.id === one.before.id && image.isThumbnail)
      : one.isOwn && one.before.isThumbnail,
  );
  // Where there is no thumbnail to be put right again, the store may choose an heir.
  if (wanted.length === 0) return [];
  // An image of which somebody has edited anything is left as it is, as a whole.
  if (!isEdited && wanted.some((one) => one.edited.length > 0)) return [];
  const shown = kept.filter((one) => one.now.isThumbnail);
  const ids = (list: readonly Kept[]): string => list.map((one) => one.before.id).join(', ');
  return ids(wanted) === ids(shown) ? [] : [`the thumbnail is [${ids(shown)}] instead of [${ids(wanted)}]`];
}

function orderComplaints(kept: readonly Kept[], { switches }: Moments): string[] {
  const free = kept.filter((one) => one.edited.length === 0);
  const shown = free.toSorted((a, b) => a.now.sortOrder - b.now.sortOrder || a.now.id - b.now.id);
  const complaints: string[] = [];
  for (const [index, one] of shown.entries()) {
    const next = shown[index + 1];
    if (next === undefined) break;
    const goesBack = one.before.sortOrder > next.before.sortOrder;
    // Among equals age decides, and what was put back is younger than it was.
    const isYounger =
      one.before.sortOrder === next.before.sortOrder &&
      one.before.id > next.before.id &&
      !one.isPutBack &&
      !next.isPutBack;
    if (goesBack || isYounger) complaints.push(`${words(one.now)} stands before ${words(next.now)}`);
  }
  // A store that renumbers the siblings of what is written keeps the order, but cannot always keep the numbers.
  if (switches['sort-on-create'] === 'bump' || switches['sort-on-update'] === 'bump') return complaints;
  return [
    ...complaints,
    ...free
      .filter((one) => one.now.sortOrder !== one.before.sortOrder)
      .map((one) => `${words(one.now)} should stand at ${one.before.sortOrder}`),
  ];
}
