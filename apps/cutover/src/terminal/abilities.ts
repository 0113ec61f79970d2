// What a terminal may be asked to do, as the stream and the environment say: CI, TERM, ACCESSIBLE, NO_COLOR and
// FORCE_COLOR are looked at here and nowhere else.
import type { Environment, Io, Sink } from './io.ts';

type Stream = Pick<Sink, 'isTTY'>;

/** May lines be rewritten and screens be drawn here? Not where nobody looks, or somebody listens instead of looking. */
export const canDraw = (stream: Stream, environment: Environment): boolean =>
  stream.isTTY === true &&
  environment['TERM'] !== 'dumb' &&
  environment['CI'] === undefined &&
  (environment['ACCESSIBLE'] ?? '') === '';

/** May a line of progress be rewritten on stderr? */
export const canRewrite = (
  { stderr, isPiped }: Pick<Io, 'stderr' | 'isPiped'>,
  args: readonly string[],
  environment: Environment,
): boolean =>
  canDraw(stderr, environment) &&
  // The line would be torn by what the reader of a pipe prints (`cutover diff | grep …`).
  isPiped !== true &&
  environment['CUTOVER_ACCESSIBLE'] !== '1' &&
  !args.includes('--accessible');

/** How wide a terminal is; one that does not know (a serial line, an editor's) says 0. Undefined where there is none. */
export const columnsOf = ({ isTTY, columns }: Pick<Sink, 'isTTY' | 'columns'>): number | undefined =>
  isTTY === true ? columns || 80 : undefined;

/** --no-color, then NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether the stream is a terminal. */
export function canColour(stream: Stream, environment: Environment, noColor: boolean): boolean {
  if (noColor || (environment['NO_COLOR'] ?? '') !== '') return false;
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return environment['TERM'] !== 'dumb' && stream.isTTY === true;
}
