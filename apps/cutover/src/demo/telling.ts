// How the demo tells its story: one aligned line a step, written when the step has ended, and a line that moves meanwhile
// where a terminal can show one.
import { duration } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { filledBy, signsOf } from '../terminal/wrapped-by.ts';

export interface Voice {
  /** A line that stays. */
  line(text: string): void;
  /** Shows, replaces or (with '') removes the moving line. */
  live(text: string): void;
  readonly now: () => number;
  /** True once a person has asked to stop. */
  readonly isStopped: () => boolean;
  /** Calls back each so many ms until the function it returns is called. */
  readonly every: (intervalMs: number, callback: () => void) => () => void;
  readonly paint: Readonly<Record<'bold' | 'dim' | 'green' | 'yellow' | 'red', (text: string) => string>>;
}

export interface Telling {
  readonly plain: (text?: string) => void;
  readonly title: (text: string) => void;
  /** Does the work of a step and writes its line; the work may say how far it is. */
  readonly step: <T>(
    name: string,
    work: (say: (words: string) => void) => Promise<T>,
    words: (result: T) => StepEnd,
  ) => Promise<T>;
  /** A line of the summary: what, and in words. */
  readonly fact: (sign: '✓' | '✗', name: string, words: string) => void;
}
export interface StepEnd {
  readonly sign: '✓' | '■';
  readonly words: string;
}

const nameCells = 9;
const timeCells = 7;
const filled = (text: string, cells: number, side?: 'start'): string => filledBy(signsOf, text, cells, side);
const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

export function createTelling(voice: Voice): Telling {
  const { paint, now } = voice;
  const signs = { '✓': paint.green('✓'), '■': paint.yellow('■'), '✗': paint.red('✗') } as const;
  const row = (sign: string, name: string, ms: number | undefined, words: string): string =>
    `  ${sign} ${paint.bold(filled(name, nameCells))}${paint.dim(ms === undefined ? '' : filled(duration(ms, 'tenths'), timeCells, 'start'))}  ${visible(words)}`;

  return {
    plain: (text = '') => voice.line(text),
    title: (text) => voice.line(paint.bold(text)),
    async step(name, work, words) {
      const startedMs = now();
      let said = '';
      const show = () => {
        const elapsedMs = now() - startedMs;
        const frame = frames[Math.floor(elapsedMs / 100) % frames.length] ?? '';
        voice.live(row(frame, name, elapsedMs, said));
      };
      const stop = voice.every(100, show);
      show();
      try {
        const result = await work((more) => {
          said = more;
        });
        const end = words(result);
        voice.line(row(signs[end.sign], name, now() - startedMs, end.words));
        return result;
      } catch (error) {
        voice.line(
          row(signs['✗'], name, now() - startedMs, voice.isStopped() ? 'stopped' : 'did not go as it must'),
        );
        throw error;
      } finally {
        stop();
        voice.live('');
      }
    },
    fact: (sign, name, words) =>
      voice.line(`  ${signs[sign]} ${paint.bold(filled(name, nameCells + timeCells))}  ${words}`),
  };
}
