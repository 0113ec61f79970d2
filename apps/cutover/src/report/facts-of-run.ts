// The facts at the head of a report for people: which run it is, when it was, of which kinds its images are, and the numbers
// of its result that stand below a name. What the command's result says, too, comes with its path there and is taken from
// where that takes it, so that a page and a script agree.
import type { Journal, Run } from '@cutover/journal';
import {
  byKindOf,
  type CarriedKind,
  carriedKinds,
  type Estimate,
  estimateOf,
  kindsOfRun,
  notMovedOf,
  proofOf,
  seenByKind,
  type VerifyCounts,
  verifyCounts,
} from '@cutover/sync-engine';
import type { Fact } from '../formats/people-report.ts';
import type { RequestCounts } from '../reporters/reporter.ts';
import { requestsOf } from '../runs/kept-requests.ts';
import { verifyWithin } from '../runs/left-surplus.ts';
import { type MainPictures, mainPicturesOf } from '../runs/proof-words.ts';
import { readerOf } from '../runs/run-summary.ts';
import { timesContinued } from '../runs/times-continued.ts';
import { nounsOfWord } from '../sayings/slot-nouns.ts';
import { sourceWithDigest, sourceWords, storesWords } from '../sayings/stores-words.ts';
import { moment } from '../terminal/quantities.ts';
import type { Clean } from './people-entries.ts';

/** @param exitCode of the command; undefined: it is not over. */
export function factsOf(journal: Journal, run: Run, exitCode: number | undefined, clean: Clean): Fact[] {
  const isParity = run.mode === 'parity';
  return [
    { name: 'Run', value: run.id },
    { name: 'Command', value: `${run.command}${run.dryRun ? ' --dry-run' : ''}` },
    {
      name: isParity ? 'Store' : 'Stores',
      value: isParity
        ? `${clean(sourceWords(run))} (its V2 view against its V3 view)`
        : clean(storesWords(run, sourceWithDigest(run))),
    },
    { name: 'Begun', value: moment(run.startedAt) },
    { name: 'Finished', value: run.finishedAt === undefined ? 'not yet' : moment(run.finishedAt) },
    ...(exitCode === undefined ? [] : [{ name: 'Exit code', value: exitCode, field: 'exitCode' }]),
    ...kindFacts(journal, run),
    ...factsBelow<keyof typeof verifiedWords>('verified', verifiedWords, verifiedOf(journal, run)),
    // As the result of the command counts them.
    ...factsBelow(
      'requests',
      timesContinued(journal, run) > 0 ? requestWordsOfLast : requestWords,
      requestsOf(run.counts),
    ),
    ...factsBelow('estimate', estimateWords, estimateOf(run)),
  ];
}

const kindWords = (kind: CarriedKind): string =>
  kind === 'product' ? 'images of products' : `pictures of ${nounsOfWord(kind).many}`;

/** Of which kinds the images are, and which were left out: the numbers that the result has by kind. */
function kindFacts(journal: Journal, run: Run): Fact[] {
  const reader = readerOf(journal, run);
  // Through V2 alone, an audit sees no pictures of other kinds.
  const isSeen = run.command !== 'audit' || journal.snapshotOf(run.id, 'source')?.via === 'v3';
  const { byKind } = isSeen
    ? byKindOf({ selection: { kinds: kindsOfRun(reader) } }, seenByKind(journal, reader))
    : {};
  const { notMoved } =
    run.command === 'repair' || run.command === 'revert' ? {} : notMovedOf(journal, reader);
  const proved = provedOf(run);
  return [
    ...factsByKind('byKind', 'Of the images, ', byKind),
    ...factsByKind('notMoved', 'Not moved, ', notMoved),
    ...(proved === undefined
      ? []
      : run.command === 'audit'
        ? lookedAtInV2(proved, mainPicturesOf(run))
        : [{ name: 'Products compared with V2', value: proved, field: 'proof.products' }]),
  ];
}

/** Not each has shown a main picture in both views; the words of the page say why. */
function lookedAtInV2(products: number, { bare, unmarked }: MainPictures): Fact[] {
  const without = bare + unmarked;
  return [
    { name: 'Products looked at in V2', value: products, field: 'proof.products' },
    ...(without === 0 ? [] : [{ name: 'Of these, main pictures compared', value: products - without }]),
  ];
}

const verifiedWords = {
  checked: 'Verified again: images checked',
  mismatched: 'Verified again: images wrong',
  unchecked: 'Verified again: images not checked',
} as const;

/** A repair ends with a verify of its own, before it is over. */
function verifiedOf(journal: Journal, run: Run): Pick<VerifyCounts, keyof typeof verifiedWords> | undefined {
  const verify = verifyWithin(journal, run);
  return verify === undefined ? undefined : verifyCounts(journal, verify);
}

const requestWords = {
  v2: 'Requests to V2',
  v3: 'Requests to V3',
  content: 'Requests for pictures',
} as const satisfies Readonly<Record<keyof RequestCounts, string>>;

/** Of a run that was continued they are those of the command that went on with it last: what was killed has kept none. */
const requestWordsOfLast = {
  v2: 'Requests to V2, since it was last continued',
  v3: 'Requests to V3, since it was last continued',
  content: 'Requests for pictures, since it was last continued',
} as const satisfies Readonly<Record<keyof RequestCounts, string>>;

const estimateWords = {
  requests: 'To carry it out: requests, about',
  bytes: 'To carry it out: bytes to upload, about',
  seconds: 'To carry it out: seconds, about',
  secondsMin: 'To carry it out: seconds, at least',
  secondsMax: 'To carry it out: seconds, at most',
} as const satisfies Readonly<Record<keyof Estimate, string>>;

/** Numbers of the result that stand below one name. */
function factsBelow<Name extends string>(
  field: string,
  words: Readonly<Record<Name, string>>,
  values: Readonly<Record<Name, number>> | undefined,
): Fact[] {
  if (values === undefined) return [];
  const numbers: Readonly<Record<string, number>> = values;
  return Object.entries<string>(words).flatMap(([name, told]) => {
    const { [name]: value } = numbers;
    return value === undefined ? [] : [{ name: told, value, field: `${field}.${name}` }];
  });
}

/** Of how many products what V2 says was held against V3; undefined of a run that is not about that. */
function provedOf(run: Run): number | undefined {
  return run.command === 'audit' ? (run.counts['heardOfV2'] ?? 0) : proofOf(run)?.products;
}

function factsByKind(
  field: string,
  words: string,
  counts: Partial<Record<CarriedKind, number>> = {},
): Fact[] {
  return carriedKinds.flatMap((kind) => {
    const { [kind]: value } = counts;
    return value === undefined
      ? []
      : [{ name: `${words}${kindWords(kind)}`, value, field: `${field}.${kind}` }];
  });
}
