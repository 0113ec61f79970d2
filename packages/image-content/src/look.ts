// Two signatures of what one sees. Invariant: they come from exact means over areas and not from a resampling filter,
// whose reach depends on the size: a picture and its rendition of any size have to look alike.

/** Pixels of at least three channels (red, green, blue), row by row. */
export interface Pixels {
  readonly values: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

export interface Look {
  /** The gradient hash (9 × 8, grey) of the first frame on white: 64 bits as 16 hex digits. */
  readonly dHash: string;
  /** The mean colours of a 4 × 4 grid on white: 48 values of 0–255 as 96 hex digits. */
  readonly colours: string;
}

const HASH_COLUMNS = 9;
const HASH_ROWS = 8;
const COLOUR_CELLS = 4;
/** A smaller step, of 255, is the noise of encoding and counts as none; flat areas would be a lottery otherwise. */
const STEP_MIN = 2;

export function lookOf(pixels: Pixels): Look {
  const grey = means(pixels, HASH_COLUMNS, HASH_ROWS).map(
    ([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue,
  );
  const colours = means(pixels, COLOUR_CELLS, COLOUR_CELLS).flat();
  return { dHash: gradients(grey), colours: Buffer.from(colours.map(Math.round)).toString('hex') };
}

/** One bit for each of a row's eight steps: does it get darker to the right? */
function gradients(grey: readonly number[]): string {
  let bits = 0n;
  for (let row = 0; row < HASH_ROWS; row += 1) {
    for (let column = 1; column < HASH_COLUMNS; column += 1) {
      const right = grey[row * HASH_COLUMNS + column] ?? 0;
      const left = grey[row * HASH_COLUMNS + column - 1] ?? 0;
      bits = (bits << 1n) | (left - right >= STEP_MIN ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
}

/** The mean colour of each cell of a grid; a pixel across a border counts on both sides by its share. */
export function means(pixels: Pixels, columns: number, rows: number): [number, number, number][] {
  const cells: [number, number, number][] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      cells.push(mean(pixels, shares(column, columns, pixels.width), shares(row, rows, pixels.height)));
    }
  }
  return cells;
}

interface Share {
  readonly at: number;
  readonly weight: number;
}

/** Which pixels of a line a cell covers, and how much of each. */
function shares(cell: number, cells: number, length: number): Share[] {
  const from = (cell * length) / cells;
  const to = ((cell + 1) * length) / cells;
  const covered: Share[] = [];
  for (let at = Math.floor(from); at < Math.min(length, Math.ceil(to)); at += 1) {
    covered.push({ at, weight: Math.min(at + 1, to) - Math.max(at, from) });
  }
  return covered;
}

function mean(
  { values, width, channels }: Pixels,
  across: readonly Share[],
  down: readonly Share[],
): [number, number, number] {
  let [red, green, blue, total] = [0, 0, 0, 0];
  for (const y of down) {
    for (const x of across) {
      const weight = x.weight * y.weight;
      const place = (y.at * width + x.at) * channels;
      red += weight * (values[place] ?? 0);
      green += weight * (values[place + 1] ?? 0);
      blue += weight * (values[place + 2] ?? 0);
      total += weight;
    }
  }
  return [red / total, green / total, blue / total];
}
