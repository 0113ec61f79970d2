// Options that several commands take together, so that one set of flags serves them all.
import type { OptionKey } from './option-table.ts';

/** What every command has. */
export const everywhere = [
  'json',
  'noColor',
  'accessible',
  'quiet',
  'verbose',
  'logFile',
] as const satisfies OptionKey[];

const stores = [
  'source',
  'sourceTokenFile',
  'sourceApi',
  'sourceOriginals',
  'sourceVia',
  'sourceFile',
  'pictures',
  'target',
  'targetTokenFile',
  'targetApi',
] as const satisfies OptionKey[];

/** Those of the commands of a run, whether they read or write. */
export const running = [
  ...stores,
  'journal',
  'run',
  'products',
  'match',
  'kinds',
  'policy',
  'prefer',
  'transfer',
  'batch',
  'allowUnarchived',
  'allowRenditions',
  'yes',
  'confirm',
  'maxChanges',
  'quotaShare',
  'settleAfter',
  'wait',
  'concurrency',
  'allowPrivateHosts',
  'new',
  ...everywhere,
] as const satisfies OptionKey[];

/** Those among them that only a command which writes heeds. */
export const writing = [
  'transfer',
  'batch',
  'allowUnarchived',
  'allowRenditions',
  'yes',
  'confirm',
  'maxChanges',
  'settleAfter',
] as const satisfies OptionKey[];
