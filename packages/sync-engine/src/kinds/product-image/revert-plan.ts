// What taking one run back needs on one product. Four moments of the product are held against each other: as it was
// before the run (`before`), as the run left it (`after`), as this revert found it (`found`), and as it is (`now`).
// Invariants: what somebody has changed between `after` and `found` is left alone and told; only what the run itself made
// is removed; what the run removed is put back from the archive, first of all; there are never fewer images than before,
// so an image whose predecessor cannot be put back stays. Pure.

import { looseStem, pickWritable, stemOf, tellingFields, writableFields } from '@cutover/field-mapper';
import type { Action, CreateOfArchive, NewAction, SeenImage, WantedFields } from '@cutover/journal';
import { REMOVALS_FROM, UPDATES_FROM } from '../../plan/actions.ts';
import type { LeftAlone, RevertPlan } from '../../plan/left-alone.ts';
import {
  isElses,
  isElsesOfPutBack,
  isNeverSentText,
  isOfAnotherRun,
  isRemovedByAnotherRun,
  type Knowledge,
  knowledgeOf,
  type RevertInput,
} from './revert-knowledge.ts';

export function planRevert(input: RevertInput): RevertPlan {
  const knows = knowledgeOf(input);
  const strangers = [...knows.strangers];
  const puts = input.writes.flatMap((write) => putsBack(input, knows, write, strangers));
  const restored = knows.before.flatMap((image) => restores(knows, image));
  const removed = keepInPlace(
    puts.filter(isLeft),
    input.writes.flatMap((write) => removes(input, knows, write)),
    knows,
  );
  const updates = restored
    .flatMap((one) => (isLeft(one) ? [] : [one]))
    // Ascending, because a store may renumber the siblings at or behind the place that is given.
    .toSorted((a, b) => a.before.sort_order - b.before.sort_order || a.before.image_id - b.before.image_id);
  const subject = { kind: 'product-image', productId: input.productId } as const;
  const sku = input.writes[0]?.sku;
  const note =
    input.before === undefined
      ? [
          {
            fields: [],
            why: { code: 'product-before-unknown' } as const,
          },
        ]
      : [];
  return {
    actions: [
      ...puts
        .flatMap((one) => (isLeft(one) ? [] : [one]))
        .map((one, index): NewAction => ({ verb: 'create', subject, ...one, sku, position: index })),
      ...updates.map(
        ({ targetImageId, wanted }, index): NewAction => ({
          verb: 'update',
          subject: { ...subject, imageId: targetImageId },
          sku,
          wanted,
          position: UPDATES_FROM + index,
        }),
      ),
      ...removed
        .flatMap((one) => (isLeft(one) ? [] : [one]))
        .map(
          ({ targetImageId }, index): NewAction => ({
            verb: 'remove',
            subject: { ...subject, imageId: targetImageId },
            sku,
            replaces: false,
            position: REMOVALS_FROM + index,
          }),
        ),
    ],
    left: [...note, ...[...puts, ...restored, ...removed].filter(isLeft)],
  };
}

function isLeft(one: object): one is LeftAlone {
  return 'why' in one;
}

/** A picture that the run removed, made again from the bytes that were kept. */
function putsBack(
  { putBack }: RevertInput,
  { before, now, ids, thumbnailIsElses }: Knowledge,
  write: Action,
  strangers: SeenImage[],
): (LeftAlone | Pick<CreateOfArchive, 'putBack' | 'wanted'>)[] {
  if (write.verb !== 'remove' || now.has(write.subject.imageId)) return [];
  const { imageId } = write.subject;
  const left = (why: LeftAlone['why']): LeftAlone[] => [{ imageId, fields: [], why }];
  if (putBack.inDoubt.has(imageId)) return left({ code: 'put-back-in-doubt' });
  if (ids.isGoneAgain(imageId)) return left({ code: 'gone-again' });
  const image = before.find((one) => one.image_id === imageId);
  // Put back by a revert whose journal has lost that, or by somebody; or another picture of its name: only a look tells.
  const again = strangers.findIndex((stranger) => image !== undefined && isAgain(stranger, image));
  if (again >= 0) {
    const [stranger] = strangers.splice(again, 1);
    return left({ code: 'namesake-there', imageId: stranger?.image_id ?? 0 });
  }
  const { archived: sha256 } = write;
  if (sha256 === undefined || image === undefined) return left({ code: 'not-kept' });
  const wanted = {
    ...pickWritable(image, () => true),
    is_thumbnail: image.is_thumbnail && !thumbnailIsElses,
  };
  return [{ putBack: { sha256, imageId }, wanted }];
}

function isAgain(stranger: SeenImage, removed: SeenImage): boolean {
  const name = looseStem(stemOf(removed.image_file));
  return (
    name !== '' &&
    name === looseStem(stemOf(stranger.image_file)) &&
    tellingFields.words.every((field) => stranger[field] === removed[field])
  );
}

type Removal = LeftAlone | { readonly targetImageId: number };

/** An image that the run made. */
function removes({ successors }: RevertInput, knows: Knowledge, write: Action): Removal[] {
  if (write.verb !== 'create' || write.resultImageId === undefined) return [];
  const { resultImageId } = write;
  const image = knows.now.get(resultImageId);
  const later = successors.get(resultImageId);
  if (image === undefined) {
    return later === undefined
      ? []
      : [{ imageId: resultImageId, fields: [], why: { code: 'made-again', imageId: later } }];
  }
  const targetImageId = knows.ids.actual(resultImageId);
  const changed = [...writableFields, 'image_file' as const].filter((field) => isElses(knows, field, image));
  return changed.length === 0
    ? [{ targetImageId }]
    : [
        {
          imageId: targetImageId,
          fields: changed,
          why: { code: 'made-and-edited', fields: changed },
        },
      ];
}

/** Never fewer images than before: for each that cannot be put back, one that the run made stays, the first in order. */
function keepInPlace(
  unrestored: readonly LeftAlone[],
  removed: readonly Removal[],
  { now, ids }: Knowledge,
): Removal[] {
  const places = new Map([...now.values()].map((image) => [ids.actual(image.image_id), image.sort_order]));
  const missing = unrestored.filter(({ imageId }) => imageId !== undefined && !now.has(imageId));
  const kept = new Map(
    removed
      .flatMap((one) => (isLeft(one) ? [] : [one.targetImageId]))
      .toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0) || a - b)
      .slice(0, missing.length)
      .map((imageId, index) => [imageId, missing[index]?.imageId]),
  );
  return removed.map((one) => {
    const instead = isLeft(one) ? undefined : kept.get(one.targetImageId);
    if (isLeft(one) || instead === undefined) return one;
    return {
      imageId: one.targetImageId,
      fields: [],
      why: { code: 'in-place-of', imageId: instead },
    };
  });
}

/** An image that was there before the run: its fields go back to what they were. */
function restores(
  knows: Knowledge,
  before: SeenImage,
): (
  | LeftAlone
  | { readonly before: SeenImage; readonly targetImageId: number; readonly wanted: WantedFields }
)[] {
  const { image_id: known } = before;
  const imageId = knows.ids.actual(known);
  const image = knows.now.get(known);
  const isTaken = knows.taken.has(known);
  if (image === undefined) {
    return knows.sent.has(known) && !isTaken && !isRemovedByAnotherRun(knows, known)
      ? [{ imageId, fields: [], why: { code: 'changed-and-removed' } }]
      : [];
  }
  const differing = writableFields.filter(
    (field) => image[field] !== before[field] && !isOfAnotherRun(knows, field, known),
  );
  if (differing.length === 0) return [];
  // Put back by this revert, it is moved by our own writes alone; by an earlier one, only by somebody since.
  const elses = differing.filter((field) =>
    isTaken
      ? isElsesOfPutBack(knows, field, known)
      : isElses(knows, field, image) || isNeverSentText(knows, field, known),
  );
  if (elses.length > 0)
    return [{ imageId, fields: elses, why: { code: 'changed-by-others', fields: elses } }];
  if (knows.thumbnailIsElses && differing.join() === 'is_thumbnail')
    return before.is_thumbnail
      ? [{ imageId, fields: differing, why: { code: 'other-thumbnail-chosen' } }]
      : [];
  const isSecond = before.is_thumbnail && known !== knows.thumbnail;
  if (isSecond && differing.join() === 'is_thumbnail')
    return [{ imageId, fields: differing, why: { code: 'second-thumbnail' } }];
  const mayFlag = !isSecond && !knows.thumbnailIsElses && (before.is_thumbnail || knows.mayClear);
  const wanted = pickWritable(
    before,
    (field) => differing.includes(field) && (field !== 'is_thumbnail' || mayFlag),
  );
  return Object.keys(wanted).length === 0 ? [] : [{ before, targetImageId: imageId, wanted }];
}
