// What somebody has changed on the target since a run wrote it, or found it right, as far as others have to know of it: how
// it is found out is the kind's own matter.

export interface Edits {
  /** V3's names of the fields of this target image that somebody has edited; empty: none. */
  of(targetImageId: number): readonly string[];
  /** The same without what follows only from the choice of another thumbnail; default: {@link of}. */
  readonly ownOf?: (targetImageId: number) => readonly string[];
  /** True when somebody has chosen the thumbnail: that is a choice about the whole product. */
  readonly choseThumbnail?: boolean;
  /** True when somebody has put the images in another order, where only the order counts and not each place. */
  readonly choseOrder?: boolean;
}

export const noEdits: Edits = { of: () => [] };

export function ownOf(edits: Edits, targetImageId: number): readonly string[] {
  return (edits.ownOf ?? edits.of)(targetImageId);
}
