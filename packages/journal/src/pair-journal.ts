// The journal as a command sees it that works with one pair of stores: the pair is said once, and cannot be mixed up.
import type { Journal, NewRun, Run, StorePair } from './journal.ts';

type Rest<Method> = Method extends (pair: StorePair, ...rest: infer Args) => infer Result
  ? (...rest: Args) => Result
  : never;
type RestOfTarget<Method> = Method extends (target: string, ...rest: infer Args) => infer Result
  ? (...rest: Args) => Result
  : never;

/** What is asked of both stores, or of the target, without naming them. */
type OfPair = {
  readonly [Name in
    | 'doubts'
    | 'doubtsOf'
    | 'freshPlan'
    | 'lastSightings'
    | 'links'
    | 'putBack'
    | 'replacementsOpen'
    | 'setsDone']: Rest<Journal[Name]>;
} & {
  readonly [Name in 'claimed' | 'hasWritten' | 'lastSent' | 'lastShown' | 'removed']: RestOfTarget<
    Journal[Name]
  >;
};

export interface PairJournal
  extends Omit<Journal, keyof OfPair | 'openRun' | 'runs' | 'unfinished' | 'close'>,
    OfPair {
  openRun(run: Omit<NewRun, 'source' | 'target'>): Promise<Run>;
  /** Newest first. */
  runs(filter?: Pick<NonNullable<Parameters<Journal['runs']>[0]>, 'command' | 'limit'>): Run[];
  /** The newest unfinished, not dry run of this command. */
  unfinished(command: Run['command']): Run | undefined;
}

export function journalOfPair(journal: Journal, pair: StorePair): PairJournal {
  const { source, target } = pair;
  return {
    ...journal,
    openRun: async (run) => await journal.openRun({ ...run, source, target }),
    runs: (filter) => journal.runs({ ...filter, source, target }),
    unfinished: (command) => journal.unfinished(command, pair),
    doubts: () => journal.doubts(pair),
    doubtsOf: (productIds) => journal.doubtsOf(pair, productIds),
    freshPlan: (optionsKey) => journal.freshPlan(pair, optionsKey),
    lastSightings: (productIds, but) => journal.lastSightings(pair, productIds, but),
    links: (productIds) => journal.links(pair, productIds),
    putBack: (productIds) => journal.putBack(pair, productIds),
    replacementsOpen: (productIds) => journal.replacementsOpen(pair, productIds),
    setsDone: (productIds) => journal.setsDone(pair, productIds),
    claimed: (productId) => journal.claimed(target, productId),
    hasWritten: () => journal.hasWritten(target),
    lastSent: (productIds) => journal.lastSent(target, productIds),
    lastShown: (productIds) => journal.lastShown(target, productIds),
    removed: (productIds) => journal.removed(target, productIds),
  };
}
