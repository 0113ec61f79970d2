// The verdict of a report for people: in one sentence what became of the run, and whether somebody has to look. Invariant: it is
// `good` only of a run that is finished and of which nothing is left to be looked at but what weighs little.
import type { Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import { shareOf } from '@cutover/sync-engine';
import type { PeopleReport } from '../formats/people-report.ts';
import { counted, number } from '../terminal/quantities.ts';
import type { Told } from './people-words.ts';

export function verdictOf(told: Told): PeopleReport['verdict'] {
  const { run, counts, isUnderWay } = told;
  const count = (name: string): number => counts[name] ?? 0;
  if (run.dryRun) return { tone: 'plain', words: 'A dry run: nothing was written.' };
  if (run.outcome === undefined)
    return {
      tone: 'warn',
      words: isUnderWay
        ? 'This run is under way: what follows is how far it was when this report was made.'
        : 'This run is not finished. The same command continues it.',
    };
  if (run.outcome === 'abandoned') return { tone: 'warn', words: 'This run was given up for a new one.' };
  if (run.outcome === 'incomplete')
    return { tone: 'bad', words: isOfPlan(run) ? partWords(counts) : 'Not everything could be checked.' };
  if (run.outcome === 'differs')
    return {
      tone: 'bad',
      words:
        run.command === 'verify'
          ? `${counted(count('mismatched'), 'image')} of ${number(count('checked'))} checked ${count('mismatched') === 1 ? 'is' : 'are'} not as ${count('mismatched') === 1 ? 'it' : 'they'} should be.`
          : run.command === 'audit'
            ? 'The audit found faults that should be looked at.'
            : 'The two sides differ.',
    };
  if (run.command === 'audit') return auditVerdict(told);
  // What V2 was not asked for may well differ.
  const words = isSampledDiff(run) ? 'Nothing that was compared differs.' : doneWords[run.command];
  const renditions = count('renditions') + count('renditionsKept');
  return renditions === 0
    ? { tone: 'good', words }
    : {
        tone: 'warn',
        words: `${words.slice(0, -1)}, ${counted(renditions, 'picture')} of it as ${renditions === 1 ? 'a rendition' : 'renditions'}.`,
      };
}

const isSampledDiff = (run: Run): boolean => run.command === 'diff' && shareOf(run) < 1;

function partWords(counts: Readonly<Record<string, number>>): string {
  const { created = 0, updated = 0, removed = 0, set = 0 } = counts;
  const rest = [
    ['failed', 'failed'],
    ['remaining', 'not begun'],
    ['inDoubt', 'in doubt'],
  ].flatMap(([name = '', words]) =>
    (counts[name] ?? 0) === 0 ? [] : [`${number(counts[name] ?? 0)} ${words}`],
  );
  const done = `Done in part: ${counted(created + updated + removed + set, 'change')} made`;
  return `${[done, ...rest].join(', ')}. What is left, and why, is shown below.`;
}

/** Of an audit that has not failed: it was asked to fail for what is fatal alone, or what is worse was set aside or is known. */
function auditVerdict({ journal, run, counts }: Told): PeopleReport['verdict'] {
  const { fatal = 0, critical = 0, warning = 0, info = 0, suppressed = 0, known = 0 } = counts;
  const { bySeverity: open } = journal.openFindings(run.id);
  const severe = fatal + critical;
  const openSevere = (open['fatal'] ?? 0) + (open['critical'] ?? 0);
  const all = severe + warning + info;
  const aside = asideWords(suppressed, known);
  if (openSevere > 0)
    return {
      tone: 'warn',
      words: `The audit was asked to fail for fatal faults alone, and found ${number(openSevere)} that ${openSevere === 1 ? 'is' : 'are'} critical${aside === undefined ? '' : `; ${number(suppressed + known)} of all ${counted(all, 'finding')} ${suppressed + known === 1 ? 'is' : 'are'} ${aside}`}.`,
    };
  if (severe > 0)
    return {
      tone: 'warn',
      words: `The audit found ${counted(severe, 'fault')} that ${severe === 1 ? 'is fatal or critical, and is' : 'are fatal or critical, and all of them are'} ${aside ?? 'set aside'}.`,
    };
  return {
    tone: 'good',
    words: all === 0 ? 'The audit found nothing wrong.' : 'The audit found nothing fatal or critical.',
  };
}

function asideWords(suppressed: number, known: number): string | undefined {
  if (known === 0) return suppressed === 0 ? undefined : 'set aside';
  return suppressed === 0 ? 'known from an earlier report' : 'set aside or known from an earlier report';
}

const doneWords: Readonly<Record<Exclude<Run['command'], 'audit'>, string>> = {
  diff: 'Nothing differs.',
  migrate: 'Everything that was to be moved has been moved.',
  repair: 'Everything that was to be repaired has been repaired.',
  revert: 'Everything that was to be taken back has been taken back.',
  verify: 'Everything that was checked is as it should be.',
};
