import { describe, expect, it } from 'vitest';
import { parseFault } from './faults/fault-table.ts';
import { startSandbox } from './sandbox.ts';
import { parseSwitch, type Switches, switchTable } from './switches.ts';

describe('parseSwitch', () => {
  it.each([
    ['v2-empty-list=array', { 'v2-empty-list': 'array' }],
    ['list-lag-ms=250', { 'list-lag-ms': 250 }],
    [' gzip = on ', { gzip: 'on' }],
  ])('%s', (text, value) => expect(parseSwitch(text)).toEqual(value));

  it.each([
    ['nothing=1', /^There is no switch "nothing"\. Switches: v2-empty-list, /],
    ['gzip', 'Give the switch gzip a value: gzip=off | on.'],
    ['gzip=maybe', 'The switch gzip cannot be "maybe". Allowed: off | on.'],
    ['list-lag-ms=-1', 'The switch list-lag-ms cannot be "-1". Allowed: a whole number from 0.'],
    ['constructor=1', /^There is no switch "constructor"/],
  ])('%s', (text, words) => expect(() => parseSwitch(text)).toThrow(words));

  it('knows every value of its table', () => {
    for (const [name, row] of Object.entries(switchTable)) {
      const values = 'values' in row ? row.values : [0, 1];
      for (const value of values) expect(parseSwitch(`${name}=${value}`)).toEqual({ [name]: value });
    }
  });
});

describe('parseFault', () => {
  it.each([
    ['reset-after=0.1', { 'reset-after': { probability: 0.1 } }],
    ['reset-after=next3', { 'reset-after': { next: 3 } }],
    ['error-before=1:503', { 'error-before': { probability: 1, status: 503 } }],
    ['slow=0.5:250ms', { slow: { probability: 0.5, delayMs: 250 } }],
  ])('%s', (text, value) => expect(parseFault(text)).toEqual(value));

  it.each([
    ['nothing=1', /^There is no fault "nothing"\. Faults: rate-limit, /],
    ['slow', /^The fault slow cannot happen ""/],
    ['slow=2', /Give a probability from 0 to 1, or next and a number: slow=0\.1, slow=next3\.$/],
    ['slow=0.1:fast', 'The fault slow takes a delay such as 500ms after its rate, not "fast".'],
    ['error-after=0.1:404', 'The fault error-after takes a status 500..599 after its rate, not "404".'],
    ['hang=0.1:5ms', 'The fault hang takes nothing more after its rate, not "5ms".'],
  ])('%s', (text, words) => expect(() => parseFault(text)).toThrow(words));
});

describe('startSandbox', () => {
  const catalog = { kind: 'seeded', products: 1 } as const;
  const start = (switches: unknown, hash = 'abc', faults: object = {}) =>
    startSandbox({
      stores: [{ hash, catalog, switches: switches as Partial<Switches> }],
      listen: false,
      faults,
    });
  it('refuses what the types would', async () => {
    await expect(start({ gzip: 'maybe' })).rejects.toThrow('The switch gzip cannot be "maybe"');
    await expect(start({ nothing: 1 })).rejects.toThrow('There is no switch "nothing"');
    await expect(start({}, 'abc', { slow: 4 })).rejects.toThrow('The fault slow cannot happen "4"');
    await expect(start({}, '../x')).rejects.toThrow('"../x" is no store hash, or is there twice.');
    await expect(startSandbox({ stores: [] })).rejects.toThrow('at least one store');
  });
});
