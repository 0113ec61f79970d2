// Which kinds of picture a command is about where nobody says which: all that can be moved from this source to this target, or
// that both views of one store show, but for a run that an earlier version began with fewer, which goes on as it was begun.
import { type Command, type Journal, journalOfPair, type PairJournal } from '@cutover/journal';
import { type CarriedKind, carriedKinds, runGoneOnWith } from '@cutover/sync-engine';
import { kindsOfViews, kindsText } from '../command-line/read-value.ts';
import type { Context } from '../context.ts';
import { type NamedStores, pairOf } from './stores.ts';

/** The runs that a command goes on with; the others have no choice of kinds, or take it from the run that they are about. */
const goesOnWith: Readonly<Record<string, Command>> = {
  audit: 'audit',
  diff: 'diff',
  migrate: 'migrate',
  retry: 'migrate',
  verify: 'verify',
} satisfies Readonly<Record<Exclude<Command, 'repair' | 'revert'> | 'retry', Command>>;

interface Asked extends Pick<Context, 'command'> {
  readonly options: Pick<Context['options'], 'kinds' | 'sourceVia' | 'run' | 'new'>;
}

/** @returns undefined: images of products alone, and nothing is kept of it with the run. */
export function kindsMeant(
  { command, options }: Asked,
  named: NamedStores,
  all: Journal,
): readonly CarriedKind[] | undefined {
  if (options.kinds !== undefined) return options.kinds;
  const runs = goesOnWith[command];
  const isComparedWithItself = named.mode === 'parity' && command !== 'audit';
  // Through V2 alone, only images of products are read.
  if (runs === undefined || (options.sourceVia === 'v2' && !isComparedWithItself)) return undefined;
  const journal = journalOfPair(all, pairOf(named));
  const run = options.run ?? (command === 'retry' ? newestToRetry(journal) : undefined);
  const begun = options.new ? undefined : runGoneOnWith(journal, runs, run);
  if (begun !== undefined && begun.options['kinds'] === undefined) return undefined;
  if (!isComparedWithItself) return carriedKinds;
  return begun?.options['kinds'] === kindsText(kindsOfViewsBefore) ? kindsOfViewsBefore : kindsOfViews;
}

/** Those that were meant before pictures of V2's rules were. */
const kindsOfViewsBefore = ['product', 'variant'] as const satisfies readonly CarriedKind[];

const newestToRetry = (journal: PairJournal): string | undefined =>
  journal.runs({ command: 'migrate' }).find((run) => !run.dryRun && run.planRun !== undefined)?.id;
