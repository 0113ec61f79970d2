import { describe, expect, test } from 'vitest';
import { noColours, paletteFor } from './palette.ts';

describe('colours', () => {
  test.each([
    ['a terminal has them', { isTTY: true }, {}, false, true],
    ['a pipe has not', { isTTY: false }, {}, false, false],
    ['--no-color beats all', { isTTY: true }, { FORCE_COLOR: '1' }, true, false],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false, false],
    ['an empty NO_COLOR says nothing', { isTTY: true }, { NO_COLOR: '' }, false, true],
    ['FORCE_COLOR in a pipe', { isTTY: false }, { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0 on a terminal', { isTTY: true }, { FORCE_COLOR: '0' }, false, false],
    ['TERM=dumb', { isTTY: true }, { TERM: 'dumb' }, false, false],
  ])('%s', (_, stream, environment, noColor, expected) => {
    expect(paletteFor(stream, environment, noColor) !== noColours).toBe(expected);
  });
});
