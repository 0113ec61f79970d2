// How many pictures are of which format and size, under the names by which a run counts them. Pure.
import type { PictureFormat, ProbedPicture } from '@cutover/image-content';

type Shown = Pick<Extract<ProbedPicture, { is: 'picture' }>, 'format' | 'width' | 'height'>;

/** Of the longer side, in pixels: each from here up to the next. */
const STEPS = [0, 500, 1_000, 2_000, 4_000] as const;

const nameOfFormat = (format: PictureFormat): string => `picturesOf-${format}`;
const nameOfStep = (step: number): string => `picturesFrom-${step}`;

/** Of those that were looked at and are pictures. */
export function shapeCounts(pictures: Iterable<Shown>): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const { format, width, height } of pictures) {
    add(nameOfFormat(format));
    if (width === undefined || height === undefined) continue;
    const step = STEPS.findLast((from) => from <= Math.max(width, height));
    if (step !== undefined) add(nameOfStep(step));
  }
  return counts;
}

export interface PictureShapes {
  /** The most frequent first. */
  readonly formats: readonly { readonly format: string; readonly count: number }[];
  /** By the longer side, the smallest first; `to` undefined: and more. */
  readonly sizes: readonly {
    readonly from: number;
    readonly to: number | undefined;
    readonly count: number;
  }[];
}

/** Of an audit that has looked at pictures; undefined where none was measured or known. */
export function pictureShapes(counts: Readonly<Record<string, number>>): PictureShapes | undefined {
  const formats = Object.entries(counts)
    .flatMap(([name, count]) => {
      const format = /^picturesOf-(.+)$/.exec(name)?.[1];
      return format === undefined ? [] : [{ format, count }];
    })
    .toSorted((a, b) => b.count - a.count);
  if (formats.length === 0) return undefined;
  const sizes = STEPS.flatMap((from, at) => {
    const count = counts[nameOfStep(from)] ?? 0;
    return count === 0 ? [] : [{ from, to: STEPS[at + 1], count }];
  });
  return { formats, sizes };
}
