// A run of two stores, for tests that fill a journal by hand.
import type { NewRun } from '@cutover/journal';

export const someRun = (over: Partial<NewRun> = {}): NewRun => ({
  command: 'migrate',
  mode: 'transfer',
  source: 'abc',
  target: 'def',
  optionsKey: 'k',
  options: { match: 'sku', policy: 'copy' },
  dryRun: false,
  ...over,
});
