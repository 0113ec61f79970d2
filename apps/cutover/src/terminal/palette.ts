// Colours, decided once for each stream; colour is never the only sign of anything.
import { canColour } from './abilities.ts';
import type { Environment, Sink } from './io.ts';

type Paint = (text: string) => string;

export interface Palette {
  readonly dim: Paint;
  readonly bold: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly magenta: Paint;
  readonly cyan: Paint;
}

const sequence =
  (open: number, close: number): Paint =>
  (text) =>
    `\u001B[${open}m${text}\u001B[${close}m`;
const plain: Paint = (text) => text;

export const colours: Palette = {
  dim: sequence(2, 22),
  bold: sequence(1, 22),
  red: sequence(31, 39),
  green: sequence(32, 39),
  yellow: sequence(33, 39),
  magenta: sequence(35, 39),
  cyan: sequence(36, 39),
};
export const noColours: Palette = {
  dim: plain,
  bold: plain,
  red: plain,
  green: plain,
  yellow: plain,
  magenta: plain,
  cyan: plain,
};

/** Colours where the stream may have them. */
export const paletteFor = (
  stream: Pick<Sink, 'isTTY'>,
  environment: Environment,
  noColor: boolean,
): Palette => (canColour(stream, environment, noColor) ? colours : noColours);
