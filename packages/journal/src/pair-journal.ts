// The journal as a command sees it that works with one pair of stores: the pair is said once, and cannot be mixed up.
import type { Journal, NewRun, Run } from './journal.ts';

type Rest<Method> = Method extends (source: string, target: string, ...rest: infer Args) => infer Result
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
  readonly [Name in 'claimed' | 'lastSent' | 'lastShown' | 'removed']: RestOfTarget<Journal[Name]>;
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

/** @param target in parity the same store as the source. */
export function journalOfPair(journal: Journal, source: string, target: string): PairJournal {
  return {
    ...journal,
    openRun: async (run) => await journal.openRun({ ...run, source, target }),
    runs: (filter) => journal.runs({ ...filter, source, target }),
    unfinished: (command) => journal.unfinished(command, source, target),
    doubts: () => journal.doubts(source, target),
    doubtsOf: (productId) => journal.doubtsOf(source, target, productId),
    freshPlan: (optionsKey) => journal.freshPlan(source, target, optionsKey),
    lastSightings: (productIds, but) => journal.lastSightings(source, target, productIds, but),
    links: (productIds) => journal.links(source, target, productIds),
    putBack: (productIds) => journal.putBack(source, target, productIds),
    replacementsOpen: (productIds) => journal.replacementsOpen(source, target, productIds),
    setsDone: (productIds) => journal.setsDone(source, target, productIds),
    claimed: (productId) => journal.claimed(target, productId),
    lastSent: (productIds) => journal.lastSent(target, productIds),
    lastShown: (productIds) => journal.lastShown(target, productIds),
    removed: (productIds) => journal.removed(target, productIds),
  };
}
