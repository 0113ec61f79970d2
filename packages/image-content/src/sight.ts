// What tells whether two pictures of a catalog are one, or whether there is anything on a picture. Finer than a look, which
// has to know a rendition again: here a small thing of another colour or in another place is another picture.
import { means, type Pixels } from './look.ts';

export interface Sight {
  /** The mean colours of a 16 × 16 grid on white: 768 values of 0–255. */
  readonly grid: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Hardly a pixel is of another colour than all the others. */
  readonly isOneColour: boolean;
}

const CELLS = 16;
/** How far, of 255, a cell may move in one picture: encoding it again at a low quality moves it by less. */
const CELL_MOVE_MAX = 8;
/** How far width ÷ height may differ in one picture: rounding moves it. */
const ASPECT_DIFFERENCE_MAX = 0.02;
/** Noise of encoding is no other colour. */
const COLOUR_STEP_MIN = 12;
/** So many of the pixels may be of another colour. */
const OTHERS_MAX = 0.001;

export function sightOf(pixels: Pixels): Sight {
  const grid = Uint8Array.from(means(pixels, CELLS, CELLS).flat(), Math.round);
  return { grid, width: pixels.width, height: pixels.height, isOneColour: isOneColour(pixels) };
}

/** Whether what another program has answered is one. */
export function isSight(value: unknown): value is Sight {
  return (
    typeof value === 'object' &&
    value !== null &&
    'grid' in value &&
    value.grid instanceof Uint8Array &&
    value.grid.length === CELLS * CELLS * 3 &&
    'width' in value &&
    'height' in value &&
    'isOneColour' in value &&
    typeof value.width === 'number' &&
    typeof value.height === 'number' &&
    typeof value.isOneColour === 'boolean'
  );
}

function isOneColour(pixels: Pixels): boolean {
  const { values, width, height, channels } = pixels;
  const [mean = [0, 0, 0]] = means(pixels, 1, 1);
  const most = width * height * OTHERS_MAX;
  let others = 0;
  for (let at = 0; at < values.length; at += channels) {
    const isOther = mean.some(
      (colour, channel) => Math.abs(colour - (values[at + channel] ?? 0)) > COLOUR_STEP_MIN,
    );
    if (isOther) others += 1;
    if (others > most) return false;
  }
  return true;
}

/** Whether both show the same; of another size or quality, too. Pictures of one colour are alike only where their bytes are. */
export function isSameSight(a: Sight, b: Sight): boolean {
  if (a.isOneColour || b.isOneColour) return false;
  if (Math.abs(Math.log((a.width * b.height) / (a.height * b.width))) > ASPECT_DIFFERENCE_MAX) return false;
  return a.grid.every((value, index) => Math.abs(value - (b.grid[index] ?? 0)) <= CELL_MOVE_MAX);
}
