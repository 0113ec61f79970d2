// The sentences of a report for people: what was moved, what was checked and how far, what needs a decision, what could not be
// done and why. Numbers come from the journal; nothing is said that it does not hold.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import {
  comparedIn,
  type FailureRow,
  failures,
  kindsOfRun,
  notLookedFor,
  notMovedOf,
  planCounts,
  probes,
  shareOf,
  verifyCounts,
} from '@cutover/sync-engine';
import { percentText } from '../command-line/read-value.ts';
import { spelled } from '../command-line/spelled.ts';
import type { Part, Point, RuleCount } from '../formats/people-report.ts';
import { type LeftByRevert, leftByRevert } from '../runs/left-by-revert.ts';
import { notMovedWords } from '../runs/not-moved-words.ts';
import {
  asSentence,
  confidenceWords,
  mainPicturesOf,
  mainPictureWords,
  sampledWords,
  signedBesideWords,
} from '../runs/proof-words.ts';
import { findingPages } from '../runs/run-pages.ts';
import { readerOf, runSummary } from '../runs/run-summary.ts';
import { ownWords } from '../runs/side-words.ts';
import { unpairedWords } from '../runs/unpaired-words.ts';
import { levelWords, proofSentence, uncheckedWords } from '../runs/verify-words.ts';
import { slotPictures } from '../sayings/slot-counts.ts';
import { digestOfFile, sourceWords } from '../sayings/stores-words.ts';
import { counted, number } from '../terminal/quantities.ts';
import { type Clean, needsDecision } from './people-entries.ts';
import { lookedAtAfter, migrationBeside, writtenBefore } from './runs-beside.ts';

export interface Told {
  readonly journal: Journal;
  readonly run: Run;
  readonly counts: Readonly<Record<string, number>>;
  readonly rules: readonly RuleCount[];
  readonly clean: Clean;
  /** A process is at work on it just now. */
  readonly isUnderWay: boolean;
}

export function partsOf(told: Told): Part[] {
  const decisions = decisionPoints(told);
  const undone = undonePoints(told);
  return [
    { id: 'moved', title: 'What was moved', sentences: movedWords(told), points: [] },
    { id: 'checked', title: 'What was checked, and how far', sentences: checkedWords(told), points: [] },
    {
      id: 'decisions',
      title: 'What needs a decision',
      sentences: decisions.length === 0 ? ['Nothing needs a decision.'] : [],
      points: decisions,
    },
    {
      id: 'not-done',
      title: isOfPlan(told.run) ? 'What could not be done, and why' : 'What is wrong, and why',
      sentences: undoneWords(told, undone.length, decisions.length),
      points: undone,
    },
  ];
}

function movedWords({ journal, run, counts }: Told): string[] {
  const reader = readerOf(journal, run);
  const left = notMovedWords(reader, notMovedOf(journal, reader).notMoved).map((words) => `${words}.`);
  if (run.dryRun)
    return [
      `Nothing: this was a rehearsal. ${counted(counts['remaining'] ?? 0, 'change')} would be made.`,
      ...left,
    ];
  if (isOfPlan(run))
    return [
      `On store ${run.target}, ${changesWords(counts)}`,
      ...byOthersWords(journal, run, counts),
      ...left,
    ];
  return ['This run looked and changed nothing.', ...besideWords(journal, run), ...left];
}

/** So many runs that have written since the migration are named each; of more, the last ones. */
const besideMax = 4;

/** What has written to the target before this run, as what it saw is what they have left; else the migration since then. */
function besideWords(journal: Journal, run: Run): string[] {
  const [first, ...others] = writtenBefore(journal, run);
  if (first === undefined) {
    const since = migrationBeside(journal, run);
    return since === undefined ? [] : [`Since then, ${wroteWords(journal, since)}`];
  }
  const named = others.slice(-besideMax);
  const between = others.length - named.length;
  return [
    `Before it, ${wroteWords(journal, first)}`,
    ...(between === 0 ? [] : [`After that, ${counted(between, 'more run')} wrote to it.`]),
    ...named.map((one) => `After that, ${wroteWords(journal, one)}`),
  ];
}

function wroteWords(journal: Journal, run: Run): string {
  const { id, command, target, revertsRun } = run;
  const who = command === 'migrate' ? 'migration' : command;
  const changes = changesWords(runSummary(journal, run).counts);
  return revertsRun === undefined
    ? `${who} ${id} ran on store ${target}: ${changes}`
    : `${who} ${id} took back changes of ${revertsRun} on store ${target}: ${changes}`;
}

/** A plan that several runs have carried out is listed whole, in the report of each of them. */
function byOthersWords(journal: Journal, run: Run, counts: Readonly<Record<string, number>>): string[] {
  const planRun = run.planRun ?? run.id;
  const done = ({
    created = 0,
    updated = 0,
    removed = 0,
    set = 0,
  }: Readonly<Record<string, number>>): number => created + updated + removed + set;
  const all = done({ ...planCounts(journal.actionCounts(planRun)) });
  const others = all - done(counts);
  return others <= 0
    ? []
    : [
        `The list below shows the whole plan of run ${planRun}: ${counted(all, 'change')} made, ${number(done(counts))} of them by this run and ${number(others)} by others, which are named there.`,
      ];
}

function changesWords(counts: Readonly<Record<string, number>>): string {
  const { created = 0, updated = 0, removed = 0, set = 0, renditions = 0, renditionsKept = 0 } = counts;
  const slots = set === 0 ? '' : `, ${slotPictures(set)} set`;
  return `${counted(created, 'image')} created, ${number(updated)} updated, ${number(removed)} removed${slots}.${renditionsText(renditions, renditionsKept)}`;
}

/** Pictures that are no originals are never told as if they were. */
function renditionsText(made: number, kept: number): string {
  const now = `${number(made)} of these ${made === 1 ? 'is a rendition' : 'are renditions'}, because no original could be reached.`;
  const before = `${counted(kept, 'picture')} of earlier runs ${kept === 1 ? 'is a rendition' : 'are renditions'} still.`;
  return [...(made === 0 ? [] : [now]), ...(kept === 0 ? [] : [before])].map((words) => ` ${words}`).join('');
}

const probeWords: Readonly<Record<string, readonly string[]>> = {
  none: ['The pictures themselves were not looked at.'],
  head: ['Each picture was checked to be there.'],
  bytes: ['The first bytes of each picture were looked at: its type and its size.'],
  content: ['Each picture was loaded in full and decoded.'],
};

/** A rule that could not speak proves nothing by its silence. */
function notLookedForWords(journal: Journal, run: Run): string[] {
  const probe = probes.find((one) => one === run.options['probe']);
  if (probe === undefined || run.finishedAt === undefined) return [];
  const source = journal.snapshotOf(run.id, 'source');
  const missed = notLookedFor({
    probe,
    source,
    // V2's lists show no pictures of other kinds.
    ...(source?.via === 'v3' ? { kinds: kindsOfRun(run) } : {}),
    hasTarget: run.mode === 'transfer',
    heardOfV2: (run.counts['heardOfV2'] ?? 0) > 0,
    bothViews: run.mode === 'parity' && source?.via === 'v2',
    isFile: digestOfFile(run) !== undefined,
  });
  return missed.length === 0 ? [] : [`Not looked for: ${missed.join(', ')}.`];
}

function checkedWords({ journal, run, counts, clean }: Told): string[] {
  const { images = 0, products = 0 } = counts;
  const read = `${counted(images, 'image')} of ${counted(products, 'product')} ${images === 1 ? 'was' : 'were'} read`;
  if (run.command === 'audit') {
    const heard = run.counts['heardOfV2'] ?? 0;
    return [
      run.mode === 'transfer'
        ? `${read} ${digestOfFile(run) === undefined ? `on store ${run.source}` : `in ${clean(sourceWords(run))}`} and checked; what is found on store ${run.target} is said to be the target’s.`
        : `${read} and checked.`,
      ...(probeWords[String(run.options['probe'])] ?? []),
      heard === 0
        ? 'Nothing of the V2 API was compared with V3.'
        : // Read through V2, its lists were; beside V3 its product pages, which show the main picture alone.
          journal.snapshotOf(run.id, 'source')?.via === 'v2'
          ? `V2 was read in full, for ${counted(heard, 'product')}.`
          : asSentence(mainPictureWords(mainPicturesOf(run))),
      ...notLookedForWords(journal, run),
    ];
  }
  if (run.command === 'diff') {
    const paired = comparedIn(run);
    const beside = signedBesideWords(run);
    return [
      `${counted(paired.images, 'image')} of ${counted(paired.products, 'product')} ${paired.images === 1 ? 'was' : 'were'} read on both sides and compared, field by field.`,
      ...(beside.length === 0 ? [] : [`Beside these: ${beside.join('; ')}.`]),
      ...sampleWords(journal, run),
    ];
  }
  if (run.command === 'verify') {
    // V2 has shown those of the sample alone.
    const sides = sampledWords(run) === undefined ? ' on both sides' : '';
    return [`${read} again${sides}.`, ...verifyWords(journal, run, clean)];
  }
  if (run.dryRun) return ['Nothing was written, so there is nothing to verify.'];
  const { verify, writer } = lookedAtAfter(journal, run);
  if (verify !== undefined)
    return [`Verify ${verify.id} has checked the result since then.`, ...verifyWords(journal, verify, clean)];
  return [
    writer === undefined
      ? 'The result is not verified yet; the command verify does that.'
      : `The result was not verified before ${writer.command === 'migrate' ? 'migration' : writer.command} ${writer.id} wrote to the target again; a verify shows what all have left.`,
  ];
}

/** What a verify found wrong and no rule explains. */
function withoutRule(journal: Journal, { id }: Run): number {
  let count = 0;
  for (const page of findingPages(journal, id))
    count += page.filter(({ sign = '=', rule }) => rule === undefined && sign !== '=' && sign !== '!').length;
  return count;
}

function sampleWords(journal: Journal, run: Run): string[] {
  const share = shareOf(run);
  const sampled = sampledWords(run);
  const confidence = confidenceWords(journal, run);
  return share >= 1
    ? []
    : [
        `It was a sample of ${percentText(share)} of the products; the next ones look at the rest in turn.`,
        ...(sampled === undefined ? [] : [sampled]),
        ...(confidence === undefined ? [] : [asSentence(confidence)]),
      ];
}

function verifyWords(journal: Journal, verify: Run, clean: Clean): string[] {
  const { checked, unchecked, mismatched, onlyOnTarget } = verifyCounts(journal, verify);
  const proof = proofSentence(journal, verify);
  return [
    `Checked: ${levelWords(verify)}.`,
    `${counted(checked, 'image')} checked, ${number(mismatched)} of them wrong; ${number(unchecked)} not checked${unchecked === 0 ? '' : ` (${uncheckedWords(verify)})`}; ${number(onlyOnTarget)} ${ownWords[verify.mode]}.`,
    ...sampleWords(journal, verify),
    ...(proof === undefined ? [] : [clean(proof)]),
  ];
}

function decisionPoints({ journal, run, rules }: Told): Point[] {
  const doubts = journal.doubts(run);
  const isForPeople = doubts.some(({ status }) => status === 'blocked');
  return [
    ...rules.filter(({ what }) => needsDecision(what)),
    ...(doubts.length > 0
      ? [
          {
            what: 'in doubt',
            count: doubts.length,
            means: 'A write was sent, and it is not known yet whether it took effect.',
            todo: isForPeople
              ? 'Only somebody who looks at the product can tell: `cutover settle` shows what to look at.'
              : 'Run the same command again; it looks at the store.',
          },
        ]
      : []),
  ];
}

function undonePoints({ journal, run, rules, clean }: Told): Point[] {
  if (isOfPlan(run))
    return Object.entries(journal.failures(run.planRun ?? run.id)).map(([code, count]) => ({
      what: clean(code),
      count,
      ...failureWords(code),
    }));
  return rules.filter(
    ({ what, severity }) => (severity === 'critical' || severity === 'fatal') && !needsDecision(what),
  );
}

function failureWords(code: string): FailureRow {
  const row = Object.entries<FailureRow>(failures).find(([name]) => name === code)?.[1];
  if (row !== undefined) return { means: spelled(row.means), todo: spelled(row.todo) };
  return {
    means: /^\d{3}$/.test(code)
      ? `The store refused it with status ${code}; its message is shown with each image in the list.`
      : '',
    todo: 'Once the reason is gone, run `cutover retry --failed`.',
  };
}

function undoneWords({ journal, run, counts }: Told, points: number, decisions: number): string[] {
  const remaining = counts['remaining'] ?? 0;
  if (run.command === 'diff') {
    const others = withoutRule(journal, run);
    if (others > 0)
      return [
        `${counted(others, 'image')} ${others === 1 ? 'is' : 'are'} not the same; the list of images says how.`,
      ];
  }
  if (run.command === 'verify') {
    const others = withoutRule(journal, run);
    if (others > 0)
      return [
        `${counted(others, 'image')} ${others === 1 ? 'is' : 'are'} missing or ${others === 1 ? 'differs' : 'differ'} from what should be there; the list of images says how.`,
      ];
  }
  // What the verify met has no finding of the repair's own.
  const unpaired =
    run.command === 'repair' ? unpairedWords(journal, run, counts['unmatchedProducts'] ?? 0) : [];
  const left = run.command === 'revert' ? (counts['left'] ?? 0) : 0;
  const wrong =
    run.command === 'repair' ? (lookedAtAfter(journal, run).verify?.counts['mismatched'] ?? 0) : 0;
  return [
    ...(isOfPlan(run) && remaining > 0 ? [`${counted(remaining, 'change')} not begun yet.`] : []),
    ...(wrong > 0
      ? [
          `The verify of the result found ${counted(wrong, 'image')} that ${wrong === 1 ? 'is not as it' : 'are not as they'} should be; its own report lists ${wrong === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...unpaired.map(
      ({ what, todo, namedBy }) => `Left out: ${what}, named in the report of ${namedBy}. ${todo}`,
    ),
    ...(left > 0 ? leftWords(leftByRevert(journal, run.id, left)) : []),
    ...(points === 0 &&
    wrong === 0 &&
    unpaired.length === 0 &&
    left === 0 &&
    !(isOfPlan(run) && remaining > 0)
      ? [nothingWords(run, counts, decisions)]
      : []),
  ];
}

function leftWords({ changed, kept }: LeftByRevert): string[] {
  const say = (what: string, count: number, why: string): string =>
    `${what} ${count === 1 ? 'was left as it is' : 'were left as they are'}, ${why}; ${count === 1 ? 'its finding says' : 'their findings say'} why.`;
  return [
    ...(changed === 0
      ? []
      : [say(counted(changed, 'image'), changed, 'changed since or not available any more')]),
    ...(kept === 0
      ? []
      : [say(slotPictures(kept), kept, `because V3 cannot remove ${kept === 1 ? 'it' : 'them'}`)]),
  ];
}

/** An audit tells of more than what is wrong. */
function nothingWords({ command }: Run, counts: Readonly<Record<string, number>>, decisions: number): string {
  if (decisions > 0) return 'Nothing but what needs a decision.';
  const less = (counts['warning'] ?? 0) + (counts['info'] ?? 0);
  return command === 'audit' && less > 0
    ? `Nothing that is fatal or critical; the list of images has ${counted(less, 'finding')} of less weight.`
    : 'Nothing.';
}
