// The journal, to look at: nothing is made, upgraded or locked, so it works while a run is under way.
import { existsSync } from 'node:fs';
import type { Journal } from '@cutover/journal';
import type { Context } from '../context.ts';
import { journalPathOf } from './journal-path.ts';

/** The journal; undefined when nobody named one and there is none here yet. */
export async function openToRead({ options, flags, environment, io }: Context): Promise<Journal | undefined> {
  const path = journalPathOf({ io, options });
  const isNamed = flags.has('journal') || (environment['CUTOVER_JOURNAL'] ?? '') !== '';
  if (!isNamed && !existsSync(path)) return undefined;
  const { openJournal } = await import('@cutover/journal');
  return openJournal(path, { readOnly: true });
}

/** The stores named on the command line. Those of the environment are for the commands that use a store: a list of runs is whole. */
export function storesNamed({ options, flags }: Pick<Context, 'options' | 'flags'>): {
  source?: string;
  target?: string;
} {
  return {
    ...(flags.has('source') && options.source !== undefined ? { source: options.source } : {}),
    ...(flags.has('target') && options.target !== undefined ? { target: options.target } : {}),
  };
}
