// What is known of one product when a run is taken back, and what follows from it for one field of one image: whether it
// is as the run left it, or as somebody else has. The moments are told in the ids that the run knows. Pure.
import { isMovedByStore, unsaidValues, type WritableField } from '@cutover/field-mapper';
import { type Action, type SeenImage, targetImageOf, type WantedFields, wantedBy } from '@cutover/journal';
import { type KnownIds, knownIds, type PutBack } from './put-back.ts';

export interface RevertInput {
  readonly productId: number;
  /** Undefined: the journal has no note of it, so that only what was changed is known, and not what moved beside it. */
  readonly before: readonly SeenImage[] | undefined;
  /** Undefined: the run was cut short before it looked back, so that only the texts it sent tell what it left. */
  readonly after: readonly SeenImage[] | undefined;
  readonly found: readonly SeenImage[];
  /** What commands of ours that came after the run found and left here, the first of them first; default: none. */
  readonly since?: readonly CommandSince[];
  readonly now: readonly SeenImage[];
  /** What the run did here, in the order in which it was sent. */
  readonly writes: readonly Action[];
  readonly putBack: PutBack;
  /** Images of the run in whose place a later run has made another: the run's → the later one's. */
  readonly successors: ReadonlyMap<number, number>;
}

export interface CommandSince {
  readonly found: readonly SeenImage[];
  /** Undefined: it was cut short before it looked back. */
  readonly after: readonly SeenImage[] | undefined;
  /**
   * Whose work it is; default: this run's, which it took back. `another`: of another run that is not to be taken back first.
   * `later`: of a run that is.
   */
  readonly by?: 'another' | 'later';
  /** The place in the list of the command that it took back; default: none of them. */
  readonly takesBack?: number;
}

/** A product at one moment, in the ids that the run knows. */
type Moment = ReadonlyMap<number, SeenImage>;

/** From one moment to a later one. */
interface Span {
  readonly from: Moment;
  readonly to: Moment;
}

/** A command that came after the run; the last step is now, when no command has begun yet. */
interface Step {
  /** While none of our commands was at work here, so that others have done what changed; undefined: that is not known. */
  readonly until: Span | undefined;
  /** While it was itself. */
  readonly during: Span;
  readonly by: CommandSince['by'];
  readonly takesBack: number | undefined;
}

export interface Knowledge {
  readonly ids: KnownIds;
  readonly before: readonly SeenImage[];
  /** The moments below are told in the ids that the run knows. */
  readonly now: ReadonlyMap<number, SeenImage>;
  readonly found: ReadonlyMap<number, SeenImage>;
  readonly after: ReadonlyMap<number, SeenImage> | undefined;
  /** What came after the run, in order. */
  readonly steps: readonly Step[];
  /** Files of the images that the run made, as the store named them when it had made them. */
  readonly files: ReadonlyMap<number, string>;
  /** What the run sent last, image by image. */
  readonly sent: ReadonlyMap<number, WantedFields>;
  /** Images that the run itself has removed. */
  readonly taken: ReadonlySet<number>;
  /** The thumbnail that there was before; undefined: none. Of several, V3 can show one. */
  readonly thumbnail: number | undefined;
  /** True once that one is it again, or when there was none. */
  readonly mayClear: boolean;
  /** Somebody has chosen another thumbnail since the run: the product keeps theirs. */
  readonly thumbnailIsElses: boolean;
  /** Images that neither the run nor any revert knows of. */
  readonly strangers: readonly SeenImage[];
}

export function knowledgeOf(input: RevertInput): Knowledge {
  const { before, after, found, since = [], now, writes, putBack } = input;
  const was = before ?? beforeWrites(writes);
  // The better known last: how the run saw an image counts for more than what it sent.
  const ids = knownIds([...madeBy(writes), ...was, ...(after ?? [])], now, putBack);
  const byId = (images: readonly SeenImage[]) => new Map(images.map((image) => [image.image_id, image]));
  const sent = new Map<number, WantedFields>();
  for (const write of writes) {
    const imageId = write.verb === 'create' ? write.resultImageId : targetImageOf(write);
    if (write.verb !== 'remove' && imageId !== undefined)
      sent.set(imageId, { ...sent.get(imageId), ...wantedBy(write) });
  }
  const shown = byId(ids.asKnown(now));
  const flagged = was
    .filter((image) => image.is_thumbnail)
    .toSorted((a, b) => a.sort_order - b.sort_order || a.image_id - b.image_id);
  const isFlaggedNow = ({ image_id }: SeenImage): boolean => shown.get(image_id)?.is_thumbnail === true;
  const thumbnail = flagged.find(isFlaggedNow) ?? flagged[0];
  const left = after === undefined ? undefined : byId(after);
  const steps = stepsOf(after, since, found, (images) => byId(ids.asKnown(images)));
  const isChosen = ({ from, to }: Span): boolean =>
    [...to.values()].some(
      ({ image_id, is_thumbnail }) =>
        is_thumbnail &&
        from.get(image_id)?.is_thumbnail !== true &&
        !flagged.some((image) => image.image_id === image_id),
    );
  const first = byId(ids.asKnown(found));
  const isStillChosen = ({ from, to }: Span): boolean =>
    isChosen({
      from,
      to: new Map([...to].filter(([imageId]) => first.get(imageId)?.is_thumbnail === true)),
    });
  const known = new Set([...was.map((image) => image.image_id), ...sent.keys(), ...(left?.keys() ?? [])]);
  return {
    ids,
    before: was,
    now: shown,
    found: first,
    after: left,
    steps,
    files: new Map(madeBy(writes).map((image) => [image.image_id, image.image_file])),
    sent,
    taken: new Set(writes.flatMap((write) => (write.verb === 'remove' ? [write.subject.imageId] : []))),
    thumbnail: thumbnail?.image_id,
    mayClear: thumbnail === undefined || isFlaggedNow(thumbnail),
    thumbnailIsElses: steps.some(
      ({ until, during, by }) =>
        (until !== undefined && isChosen(until)) || (by === 'later' && isStillChosen(during)),
    ),
    strangers: [...shown.values()].filter((image) => !known.has(image.image_id)),
  };
}

/** A command that was cut short has done what the next one finds: then nobody can tell what others have done since. */
function stepsOf(
  after: readonly SeenImage[] | undefined,
  since: readonly CommandSince[],
  found: readonly SeenImage[],
  momentOf: (images: readonly SeenImage[]) => Moment,
): Step[] {
  const steps: Step[] = [];
  let left = after === undefined ? undefined : momentOf(after);
  for (const [nth, command] of [...since, { found, after: found }].entries()) {
    const from = momentOf(command.found);
    const until = left === undefined ? undefined : { from: left, to: from };
    left = command.after === undefined ? undefined : momentOf(command.after);
    const { by, takesBack } = { by: undefined, takesBack: undefined, ...command };
    steps.push({
      until,
      during: { from, to: left ?? momentOf(since[nth + 1]?.found ?? found) },
      by,
      takesBack,
    });
  }
  return steps;
}

/** What the actions themselves say of the images they changed, the first of each. */
function beforeWrites(writes: readonly Action[]): SeenImage[] {
  const first = new Map<number, SeenImage>();
  for (const write of writes) {
    if (write.verb !== 'update' && write.verb !== 'remove') continue;
    const { imageId } = write.subject;
    if (write.before !== undefined && !first.has(imageId))
      first.set(imageId, { image_id: imageId, ...write.before });
  }
  return [...first.values()];
}

/** Images that the run made, as the store answered or, of an older journal, as it sent them; so that they are known where it was cut short. */
function madeBy(writes: readonly Action[]): SeenImage[] {
  return writes.flatMap((write) =>
    write.verb !== 'create' || write.resultImageId === undefined
      ? []
      : [{ image_id: write.resultImageId, ...unsaidValues, image_file: '', ...write.wanted, ...write.shown }],
  );
}

/** Whether a field is as somebody else has left it, as far as that can be known. */
export function isElses(
  knowledge: Knowledge,
  field: WritableField | 'image_file',
  image: SeenImage,
): boolean {
  const { after, sent, found, files } = knowledge;
  const first = found.get(image.image_id) ?? image;
  // Our own writes move places and thumbnails of siblings, but never a text or a picture.
  const isMoved = field !== 'image_file' && isMovedByStore(field);
  if (!isMoved && image[field] !== first[field]) return true;
  const left = after?.get(image.image_id);
  if (left !== undefined && isMoved) return isToBeLeft(authorOf(knowledge, field, image.image_id));
  if (left !== undefined) return first[field] !== left[field];
  if (field === 'image_file') {
    // Where the run did not look back, the store's answer tells under which file it made the image.
    const file = files.get(image.image_id) ?? '';
    return file !== '' && first.image_file !== '' && first.image_file !== file;
  }
  const ours = isMoved ? undefined : sent.get(image.image_id)?.[field];
  return ours !== undefined && first[field] !== ours;
}

/**
 * The same of an image that the run removed and a revert has put back, as it was. Put back by this one, our own writes alone
 * move it; by an earlier one that looked back, what differs from what that one left; without that look, all that differs.
 */
export function isElsesOfPutBack(knowledge: Knowledge, field: WritableField, imageId: number): boolean {
  const { steps, found } = knowledge;
  if (!found.has(imageId)) return false;
  const isKnown = steps.some(({ until }) => until?.from.has(imageId) === true);
  return !isKnown || isToBeLeft(authorOf(knowledge, field, imageId));
}

/** Whether a field is as a command of ours that was about another run has left it: that is what it should be, then. */
export function isOfAnotherRun(knowledge: Knowledge, field: WritableField, imageId: number): boolean {
  return authorOf(knowledge, field, imageId) === 'another';
}

/** Whether an image that is gone was removed by such a command. */
export function isRemovedByAnotherRun({ steps }: Knowledge, imageId: number): boolean {
  const took = ({ from, to }: Span): boolean => from.has(imageId) && !to.has(imageId);
  const last = steps.findLast(({ until, during }) => (until !== undefined && took(until)) || took(during));
  return last?.by === 'another' && took(last.during);
}

/** Who has made a field what it is since the run: the run and what took it back; somebody; or commands about another run. */
type Author = 'run' | 'others' | 'another' | 'later';

const isToBeLeft = (author: Author): boolean => author === 'others' || author === 'later';

function authorOf({ steps }: Knowledge, field: WritableField, imageId: number): Author {
  const before: Author[] = [];
  let author: Author = 'run';
  for (const { until, during, by, takesBack } of steps) {
    // What somebody has changed stays theirs, however our own writes move it afterwards.
    if (until !== undefined && hasChanged(until, field, imageId)) return 'others';
    before.push(author);
    if (by === undefined || !hasChanged(during, field, imageId)) continue;
    const undone = takesBack === undefined ? undefined : steps[takesBack];
    const isAsBefore = undone?.during.from.get(imageId)?.[field] === during.to.get(imageId)?.[field];
    author = isAsBefore && takesBack !== undefined ? (before[takesBack] ?? by) : by;
  }
  return author;
}

function hasChanged({ from, to }: Span, field: WritableField, imageId: number): boolean {
  const [was, is] = [from.get(imageId), to.get(imageId)];
  return was !== undefined && is !== undefined && was[field] !== is[field];
}

/** A text that differs and that the run never sent is somebody's, whatever the run saw at its end. */
export function isNeverSentText({ sent }: Knowledge, field: WritableField, imageId: number): boolean {
  return !isMovedByStore(field) && sent.get(imageId)?.[field] === undefined;
}
