// A run as a report for people tells it: everything but its looks. Read twice, first to count and then to list, so that
// memory grows neither with the store nor with what was found.

import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import {
  byKindOf,
  type CarriedKind,
  carriedKinds,
  type Estimate,
  estimateOf,
  kindsOfRun,
  notMovedOf,
  pictureShapes,
  proofOf,
  seenByKind,
  type VerifyCounts,
  verifyCounts,
} from '@cutover/sync-engine';
import { reportCommand } from '../command-line/report-command.ts';
import { spelled } from '../command-line/spelled.ts';
import type {
  EntryGroup,
  Fact,
  PeopleReport,
  Point,
  Progress,
  ResultNumber,
  RuleCount,
  Shares,
  Tone,
} from '../formats/people-report.ts';
import type { RequestCounts } from '../reporters/reporter.ts';
import { requestsOf } from '../runs/kept-requests.ts';
import { leftByRevert } from '../runs/left-by-revert.ts';
import { verifyWithin } from '../runs/left-surplus.ts';
import { type MainPictures, mainPicturesOf } from '../runs/proof-words.ts';
import { actionPages, doubtsElsewhere, findingPages, findingRunsOf } from '../runs/run-pages.ts';
import { readerOf, runSummary } from '../runs/run-summary.ts';
import { extraWords, missingWords, ownWords } from '../runs/side-words.ts';
import { timesContinued } from '../runs/times-continued.ts';
import { NOT_ON_SOURCE, notOnSourceIn } from '../runs/unpaired-words.ts';
import { nounsOfWord } from '../sayings/slot-nouns.ts';
import { sourceWithDigest, sourceWords, storesWords } from '../sayings/stores-words.ts';
import { counted, moment, number } from '../terminal/quantities.ts';
import {
  actionsOfReport,
  type Clean,
  groupNames,
  groupOfAction,
  groupOfFinding,
  peopleEntries,
  ruleRow,
} from './people-entries.ts';
import { partsOf, verdictOf } from './people-words.ts';
import { timelineOf } from './timeline.ts';

export interface Wish {
  readonly title: string | undefined;
  readonly madeBy: string;
  readonly madeAt: string;
  /** A text with the commands in its backticks as they can be pasted; default: as they are. */
  readonly spell?: (text: string) => string;
  readonly clean: Clean;
  /** A process is at work on the run just now. */
  readonly isUnderWay?: boolean;
}

export function reportForPeople(
  journal: Journal,
  run: Run,
  { title, madeBy, madeAt, clean, spell = (text) => text, isUnderWay = false }: Wish,
): PeopleReport {
  const { counts: read, exitCode } = runSummary(journal, run);
  const counts = { ...read, ...conflictsOf(journal, run), ...leftOf(run), ...setAsideOf(journal, run) };
  const pasted = <One extends Point>(point: One): One => ({
    ...point,
    means: spell(point.means),
    todo: spell(point.todo),
  });
  const rules = rulesOf(journal, run, clean).map(pasted);
  const told = { journal, run, counts, rules, clean, isUnderWay };
  const { entryCounts, unlisted, progress } = countEntries(journal, run);
  const [source, target] = [clean(sourceWords(run)), clean(run.target)];
  const isParity = run.mode === 'parity';
  const stores = isParity ? `store ${source}` : `${source} → ${target}`;
  return {
    whole: spell(`\`${reportCommand(run.id)}\``).slice(1, -1),
    title: title === undefined ? `${names[run.command]} of ${stores}` : clean(title),
    madeBy,
    madeAt: moment(madeAt),
    verdict: verdictOf(told),
    facts: [
      { name: 'Run', value: run.id },
      { name: 'Command', value: `${run.command}${run.dryRun ? ' --dry-run' : ''}` },
      {
        name: isParity ? 'Store' : 'Stores',
        value: isParity
          ? `${source} (its V2 view against its V3 view)`
          : clean(storesWords(run, sourceWithDigest(run))),
      },
      { name: 'Begun', value: moment(run.startedAt) },
      { name: 'Finished', value: run.finishedAt === undefined ? 'not yet' : moment(run.finishedAt) },
      ...(exitCode === undefined ? [] : [{ name: 'Exit code', value: exitCode, field: 'exitCode' }]),
      ...kindFacts(journal, run),
      ...factsOf<keyof typeof verifiedWords>('verified', verifiedWords, verifiedOf(journal, run)),
      // As the result of the command counts them.
      ...factsOf(
        'requests',
        timesContinued(journal, run) > 0 ? requestWordsOfLast : requestWords,
        requestsOf(run.counts),
      ),
      ...factsOf('estimate', estimateWords, estimateOf(run)),
    ],
    comparesSides: run.command !== 'audit',
    sides: isParity ? ['V2', 'V3'] : ['Source', 'Target'],
    results: resultsOf(journal, run, counts),
    parts: partsOf(told).map((part) => ({
      ...part,
      sentences: part.sentences.map((words) => clean(spell(words))),
      points: part.points.map(pasted),
    })),
    rules,
    shares: sharesOf(run, clean),
    progress,
    timeline: timelineOf(journal.spells(run.id), run, clean),
    entryCounts,
    unlisted,
    entries: () => peopleEntries(journal, run, entryCounts, clean),
  };
}

const names: Readonly<Record<Run['command'], string>> = {
  audit: 'Audit',
  diff: 'Comparison',
  migrate: 'Migration',
  verify: 'Verification',
  repair: 'Repair',
  revert: 'Revert',
};

/** As the result of the command counts them: those of the plan, and those met while it was carried out. */
function conflictsOf(journal: Journal, run: Run): Readonly<Record<string, number>> {
  if (!isOfPlan(run)) return {};
  const plan = journal.run(run.planRun ?? run.id);
  return { conflicts: (plan?.counts['conflicts'] ?? 0) + (run.counts['conflictsMet'] ?? 0) };
}

/** A revert leaves alone what somebody has changed since, and what cannot be put back. */
function leftOf({ command, counts }: Run): Readonly<Record<string, number>> {
  return command === 'revert' ? { left: counts['left'] ?? 0 } : {};
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
function factsOf<Name extends string>(
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

function setAsideOf(journal: Journal, run: Run): Readonly<Record<string, number>> {
  if (run.command !== 'audit') return {};
  const { suppressed, known } = journal.openFindings(run.id);
  return { suppressed, known };
}

const severities: ReadonlySet<string> = new Set(['fatal', 'critical', 'warning', 'info']);

const WITHOUT_COUNTERPART = 'products without a counterpart';

/** One number for scripts, of products that are left out for one reason or another. */
function unmatchedIn(journal: Pick<Journal, 'run'>, run: Run, unmatchedProducts: number): string {
  const absent = notOnSourceIn(journal, run);
  if (absent === 0) return WITHOUT_COUNTERPART;
  return absent >= unmatchedProducts
    ? `products ${NOT_ON_SOURCE}`
    : `${WITHOUT_COUNTERPART}, or ${NOT_ON_SOURCE}`;
}

/** What a number is called where its name does not say it, and how bad it is where it is not 0. */
const numbers: Readonly<Record<string, readonly [words: string, tone: Tone]>> = {
  same: ['the same', 'good'],
  changed: ['differ', 'warn'],
  missing: ['missing on the target', 'warn'],
  extra: ['only on the target', 'warn'],
  error: ['unknown', 'bad'],
  unmatchedProducts: [WITHOUT_COUNTERPART, 'bad'],
  unmatchedSlots: ['pictures of variants or values without a counterpart', 'bad'],
  created: ['created', 'good'],
  updated: ['updated', 'good'],
  set: ['pictures of variants or values set', 'good'],
  failed: ['failed', 'bad'],
  remaining: ['not begun', 'warn'],
  inDoubt: ['in doubt', 'bad'],
  conflicts: ['edited on the target, left alone', 'warn'],
  renditions: ['renditions, because no original could be reached', 'warn'],
  renditionsKept: ['renditions of earlier runs, still', 'warn'],
  left: ['left as it is', 'warn'],
  checked: ['checked', 'good'],
  unchecked: ['not checked', 'warn'],
  mismatched: ['wrong', 'bad'],
  onlyOnTarget: [ownWords.transfer, 'warn'],
  fatal: ['fatal', 'bad'],
  critical: ['critical', 'bad'],
  warning: ['warnings', 'warn'],
  info: ['for information', 'plain'],
  suppressed: ['of these set aside, with a reason', 'plain'],
  known: ['of these already known', 'plain'],
};

/** Where two views of one store are compared, neither is a target. */
const ofMode: Readonly<Record<string, typeof extraWords>> = {
  missing: missingWords,
  extra: extraWords,
  onlyOnTarget: ownWords,
};

/** A revert has no side that is preferred, looks at the target alone, and leaves things for two reasons. */
function ofRevert(
  journal: Pick<Journal, 'findingCounts'>,
  { id }: Run,
  name: string,
  value: number,
): string | undefined {
  if (name === 'images') return 'images on the products that were looked at';
  if (name === 'conflicts') return 'waiting for a decision';
  if (name !== 'left' || value === 0) return undefined;
  const { changed, kept } = leftByRevert(journal, id, value);
  return `left as they are: ${number(changed)} changed since or gone, ${counted(kept, 'picture')} that V3 cannot remove`;
}

function resultsOf(
  journal: Pick<Journal, 'run' | 'findingCounts'>,
  run: Run,
  counts: Readonly<Record<string, number>>,
): ResultNumber[] {
  return Object.entries(counts).map(([name, value]) => {
    const [usual, tone] = numbers[name] ?? [name, 'plain'];
    const words =
      name === 'unmatchedProducts'
        ? unmatchedIn(journal, run, value)
        : ((run.command === 'revert' ? ofRevert(journal, run, name, value) : undefined) ??
          ofMode[name]?.[run.mode] ??
          usual);
    const isSeverity = run.command === 'audit' && severities.has(name);
    return { field: isSeverity ? `findings.${name}` : name, value, words, tone };
  });
}

function rulesOf(journal: Journal, run: Run, clean: Clean): RuleCount[] {
  const all: Record<string, number> = {};
  for (const id of findingRunsOf(run))
    for (const [rule, count] of Object.entries(journal.findingCounts(id).byRule))
      all[rule] = (all[rule] ?? 0) + count;
  return Object.entries(all)
    .map(([rule, count]) => {
      const row = ruleRow(rule);
      const severity = run.command === 'audit' ? (row?.inAudit ?? row?.severity) : row?.severity;
      return {
        what: clean(rule),
        count,
        severity: severity ?? '',
        means: spelled(row?.means ?? ''),
        todo: spelled(row?.todo ?? ''),
        ...(run.command === 'audit' ? { field: `byRule.${clean(rule)}` } : {}),
      };
    })
    .toSorted((a, b) => b.count - a.count);
}

/** Which pictures an audit has met on the source, those that slots show included. */
function sharesOf({ counts }: Run, clean: Clean): Shares[] {
  const shapes = pictureShapes(counts);
  if (shapes === undefined) return [];
  const inPixels = (value: number): string => value.toLocaleString('en');
  const all: readonly Shares[] = [
    {
      title: 'Pictures by format',
      heads: ['Format', 'Pictures'],
      rows: shapes.formats.map(({ format, count }) => ({
        what: format === 'webp' ? 'WebP' : clean(format.toUpperCase()),
        count,
      })),
    },
    {
      title: 'Pictures by size',
      heads: ['Longer side, in pixels', 'Pictures'],
      rows: shapes.sizes.map(({ from, to, count }) => ({
        what:
          to === undefined
            ? `${inPixels(from)} and more`
            : from === 0
              ? `under ${inPixels(to)}`
              : `${inPixels(from)} to ${inPixels(to - 1)}`,
        count,
      })),
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

const stepCount = 60;

/** How many entries each group has; of a run that writes, also when its writes were done. */
function countEntries(
  journal: Journal,
  run: Run,
): Pick<PeopleReport, 'entryCounts' | 'unlisted' | 'progress'> {
  const found: Partial<Record<EntryGroup, number>> = {};
  const add = (group: EntryGroup | undefined): void => {
    if (group !== undefined) found[group] = (found[group] ?? 0) + 1;
  };
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  // Of what CSV and JSON Lines have a row for.
  let listed = 0;
  let rows = doubtsElsewhere(journal, run).length;
  for (const page of actionPages(journal, run)) rows += page.length;
  for (const { of, actions } of actionsOfReport(journal, run))
    for (const action of actions) {
      const group = groupOfAction(action);
      add(group);
      if (of === run && group !== undefined) listed += 1;
      const at = of === run ? writtenAt(run, action) : undefined;
      if (at !== undefined) [from, to] = [Math.min(from, at), Math.max(to, at)];
    }
  for (const id of findingRunsOf(run))
    for (const page of findingPages(journal, id))
      for (const finding of page) {
        const group = groupOfFinding(run, finding);
        add(group);
        rows += 1;
        if (group !== undefined) listed += 1;
      }
  const entryCounts = Object.fromEntries(
    groupNames.flatMap((group) => (found[group] === undefined ? [] : [[group, found[group]]])),
  );
  return {
    entryCounts,
    unlisted: rows - listed,
    ...(to - from < 1_000 ? {} : { progress: progressOf(journal, run, from, to) }),
  };
}

/** The moment of a write of this run, by the wall clock; others that the plan has seen are not its own. */
function writtenAt(run: Run, action: { status: string; updatedAt: string }): number | undefined {
  return action.status === 'applied' && action.updatedAt >= run.startedAt
    ? Date.parse(action.updatedAt)
    : undefined;
}

function progressOf(journal: Journal, run: Run, from: number, to: number): Progress {
  const steps = Array.from({ length: stepCount }, () => 0);
  for (const page of actionPages(journal, run))
    for (const action of page) {
      const at = writtenAt(run, action);
      if (at === undefined) continue;
      const step = Math.min(stepCount - 1, Math.floor(((at - from) / (to - from)) * stepCount));
      steps[step] = (steps[step] ?? 0) + 1;
    }
  let sum = 0;
  return {
    from: moment(from),
    to: moment(to),
    done: steps.map((count) => (sum += count)),
    interruptions: timesContinued(journal, run),
  };
}
