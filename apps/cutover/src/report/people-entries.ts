// What a report for people lists of a run, and in which order: first what was not done, then what somebody has to decide,
// last what went well. Of a run that writes, a difference that became a change is told as that change.
import { calledByPeople, writableFields } from '@cutover/field-mapper';
import {
  type Action,
  type Finding,
  type FindingRow,
  handedOverBy,
  type Journal,
  putBackBy,
  type Run,
  renditionOf,
  type Sign,
  wantedBy,
} from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import { type Rule, type RuleId, rules, slotRules } from '@cutover/sync-engine';
import {
  type ComparedField,
  type EntryGroup,
  type EntrySide,
  entryGroups,
  type PeopleEntry,
  type Tone,
} from '../formats/people-report.ts';
import { refsOf } from '../runs/action-fields.ts';
import { actionPages, doubtsElsewhere, findingPages, findingRunsOf } from '../runs/run-pages.ts';
import { handedOverWords, renditionWords } from '../sayings/handed-over-words.ts';
import { migrationBeside } from './runs-beside.ts';
import { type SideFacts, seenSince, sidesOf } from './sides-of-entries.ts';

/** Makes a text harmless and takes the tokens out of it. */
export type Clean = (text: string) => string;

/** The row of a rule, which an earlier or later version may have named otherwise. */
export const ruleRow = (id: string): Rule | undefined =>
  Object.entries<Rule>(rules).find(([name]) => name === id)?.[1];

/** What `migrate` leaves until somebody has said, or done, how it is to go on. */
export const needsDecision = (rule: string): boolean =>
  ruleRow(rule)?.fixedByMigrate === 'with an option' || slotRules.some((one) => one === rule);

/** Undefined: it is not listed. */
export function groupOfFinding(
  { command }: Pick<Run, 'command'>,
  finding: FindingRow,
): EntryGroup | undefined {
  const { sign, rule, severity } = finding;
  if (rule === undefined && sign === '=') return undefined;
  // Somebody has said that it is no fault, or it was one before.
  if (finding.suppressed !== undefined || finding.known === true) return 'note';
  if (rule === undefined && isOfPlan({ command }) && (sign === '+' || sign === '~')) return undefined;
  if (sign === '!' || (rule !== undefined && needsDecision(rule))) return 'decision';
  if (severity === 'info') return 'note';
  if (severity === 'warning') return 'difference';
  if (severity !== undefined) return 'failed';
  return command === 'verify' && sign !== '-' ? 'failed' : 'difference';
}

export const groupOfAction = ({ status }: Pick<Action, 'status'>): EntryGroup | undefined =>
  (
    ({
      failed: 'failed',
      blocked: 'decision',
      started: 'decision',
      pending: 'planned',
      applied: 'done',
      superseded: undefined,
    }) as const
  )[status];

/**
 * What was done or is to be done, a page at a time: of a run that writes its plan; of a verify what the migration before it
 * has moved, for that is what it has looked at; and whatever is in doubt between the two stores, whichever run has sent it.
 */
export function* actionsOfReport(
  journal: Journal,
  run: Run,
): Generator<{ readonly of: Run; readonly actions: readonly Action[] }> {
  if (isOfPlan(run)) for (const actions of actionPages(journal, run)) yield { of: run, actions };
  const moved = run.command === 'verify' ? migrationBeside(journal, run) : undefined;
  if (moved !== undefined && moved.startedAt <= run.startedAt)
    for (const actions of actionPages(journal, moved))
      yield { of: moved, actions: actions.filter(({ status }) => status === 'applied') };
  const doubts = isOfPlan(run) ? doubtsElsewhere(journal, run) : journal.doubts(run);
  if (doubts.length > 0) yield { of: run, actions: doubts };
}

/** Once for each group, so that nothing has to be kept to be sorted. */
export function* peopleEntries(
  journal: Journal,
  run: Run,
  counts: Readonly<Partial<Record<EntryGroup, number>>>,
  clean: Clean,
): Generator<PeopleEntry> {
  for (const group of groupNames) {
    if ((counts[group] ?? 0) === 0) continue;
    for (const { of, actions: page } of actionsOfReport(journal, run)) {
      const actions = page.filter((action) => groupOfAction(action) === group);
      const refs = actions.map((action) => refsOf(action));
      const sides = seenSince(journal, of, sidesOf(journal, of, refs));
      const senders = journal.senders(actions.map(({ id }) => id));
      for (const [at, action] of actions.entries()) {
        const by = senders.get(action.id);
        // Of another run's plan, what that run or a third one did is not this one's.
        const other = of === run && by !== run.id && action.status !== 'pending' ? by : undefined;
        yield ofAction({ action, group, sides: sides[at], by: other, clean });
      }
    }
    for (const id of findingRunsOf(run))
      for (const page of findingPages(journal, id)) {
        const findings = page.filter((finding) => groupOfFinding(run, finding) === group);
        const sides = seenSince(journal, run, sidesOf(journal, run, findings));
        for (const [at, finding] of findings.entries()) yield ofFinding(finding, group, sides[at], clean);
      }
  }
}

export const groupNames = Object.keys(entryGroups).filter((name): name is EntryGroup => name in entryGroups);

const tones: Readonly<Record<EntryGroup, Tone>> = {
  failed: 'bad',
  decision: 'warn',
  difference: 'warn',
  planned: 'plain',
  done: 'good',
  note: 'plain',
};

type Sides = ReturnType<typeof sidesOf>[number] | undefined;

const signWords: Readonly<Record<Sign, string>> = {
  '=': 'same',
  '~': 'differs',
  '+': 'missing',
  '-': 'only on the target',
  '!': 'unknown',
};

function ofFinding(finding: Finding, group: EntryGroup, sides: Sides, clean: Clean): PeopleEntry {
  const { sign, rule, severity, message, values = {} } = finding;
  return {
    group,
    state: sign === undefined ? (severity ?? 'found') : signWords[sign],
    tone: tones[group],
    severity: sign === undefined ? undefined : severity,
    rule: rule === undefined ? undefined : clean(rule),
    // What merely differs says in words what the fields show.
    message: rule === undefined && sign === '~' && Object.keys(values).length > 0 ? '' : clean(message),
    ...cleanSides(sides, clean),
    fields: Object.entries(values).map(([name, [source, target]]) =>
      comparedField(name, source, target, clean),
    ),
  };
}

const doneWords = { create: 'created', update: 'updated', remove: 'removed', set: 'set' } as const;

interface ToldAction {
  readonly action: Action;
  readonly group: EntryGroup;
  readonly sides: Sides;
  /** The run that sent it, where that is not the one that is reported. */
  readonly by: string | undefined;
  readonly clean: Clean;
}

function ofAction({ action, group, sides, by, clean }: ToldAction): PeopleEntry {
  const { verb, status } = action;
  const handedOver = handedOverBy(action);
  const isInDoubt = status === 'started' || status === 'blocked';
  const words = status === 'applied' ? doneWords[verb] : isInDoubt ? 'in doubt' : `${verb} ${status}`;
  return {
    group,
    state: words,
    tone: group === 'done' && renditionOf(action) !== undefined ? 'warn' : tones[group],
    rule: ruleOf(action, clean),
    message: [...(by === undefined ? [] : [`By run ${by}`]), messageOf(action, clean)].join(': '),
    ...(handedOver === undefined
      ? {}
      : { [status === 'applied' ? 'handedOver' : 'offered']: clean(handedOverWords(handedOver)) }),
    ...cleanSides(asLeft(action, sides), clean),
    fields: comparedFields(action, clean),
  };
}

/** Why it failed, or that what it handed over is no original. */
function ruleOf(action: Action, clean: Clean): string | undefined {
  if (action.failure !== undefined) return clean(action.failure.code);
  return renditionOf(action) === undefined ? undefined : ('rendition-copied' satisfies RuleId);
}

/** Why it is as it is, else what was sent, and of a rendition that it is one. */
function messageOf(action: Action, clean: Clean): string {
  const { verb, status, reason = '' } = action;
  const rendition = renditionOf(action);
  const sent = Object.keys(wantedBy(action)).map(calledByPeople).join(', ');
  const copied = rendition === undefined ? '' : clean(renditionWords(rendition));
  const stated = sent === '' ? (copied === '' ? statedAlone(verb, status) : '') : `Sent: ${sent}`;
  return [reason === '' ? stated : clean(reason), copied].filter((text) => text !== '').join('; ');
}

/** Of a change that sends no fields. */
const statedAlone = (verb: Action['verb'], status: Action['status']): string =>
  status === 'applied' ? `Was ${doneWords[verb]}.` : `To ${verb}.`;

/** The target's picture as the change has left it; of one that was removed, or made of kept bytes, those bytes. */
function asLeft(action: Action, sides: Sides): Sides {
  if (sides?.target === undefined) return sides;
  const shown = action.verb === 'set' && action.status === 'applied' ? action.shown?.address : undefined;
  const kept =
    action.verb === 'remove' ? action.archived : action.verb === 'create' ? putBackBy(action) : undefined;
  return { ...sides, target: { ...sides.target, kept, picture: shown ?? sides.target.picture } };
}

/** What an update has changed: the value that was sent, and the one that was there before. */
function comparedFields(action: Action, clean: Clean): ComparedField[] {
  if (action.verb !== 'update' || action.before === undefined) return [];
  const { wanted, before } = action;
  return writableFields.flatMap((field) => {
    const sent = wanted[field];
    return sent === undefined ? [] : [comparedField(field, sent, before[field], clean)];
  });
}

type Value = string | number | boolean;

function comparedField(name: string, source: Value, target: Value, clean: Clean): ComparedField {
  const shown = (value: Value): string => (value === '' ? '(empty)' : clean(String(value)));
  const called = calledByPeople(name);
  // Lines for programs and the API have its other name.
  const both = called === name ? name : `${called} (${name})`;
  return { name: clean(both), source: shown(source), target: shown(target) };
}

function cleanSides(sides: Sides, clean: Clean): Pick<PeopleEntry, 'source' | 'target'> {
  return { source: cleanSide(sides?.source, clean), target: cleanSide(sides?.target, clean) };
}

function cleanSide(side: SideFacts | undefined, clean: Clean): EntrySide | undefined {
  if (side === undefined) return undefined;
  const { productId, imageId, sku, name, panel, picture, altText, kept } = side;
  return {
    productId,
    imageId,
    panel,
    sku: clean(sku),
    name: clean(name),
    picture: picture !== undefined && /^https?:\/\//i.test(picture) ? clean(picture) : undefined,
    altText: altText === undefined ? undefined : clean(altText),
    kept: kept !== undefined && /^[\da-f]{64}$/.test(kept) ? kept : undefined,
  };
}
