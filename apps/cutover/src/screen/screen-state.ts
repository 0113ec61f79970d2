// What the screen knows, folded from the engine's events by a pure function. Invariants: every string in the state is
// harmless to show; lists are short however long the run; an action counts once, by its last status.
// It must not know layout, React or the journal.
import type { Command, ImageRef, Mode, Severity, Sign, Verb } from '@cutover/journal';
import { type EngineEvent, isUnmatchedProduct, type Phase } from '@cutover/sync-engine';
import { afterWait, noWaits, type Waits } from '../reporters/waits.ts';
import { copyOf } from '../sayings/handed-over-words.ts';
import { noticeWords } from '../sayings/notice-words.ts';
import { pictureId, pictureName } from '../sayings/picture-name.ts';
import { visible } from '../terminal/visible.ts';
import { cut } from '../terminal/width.ts';
import { addSample, type Sample, spanMs } from './throughput.ts';

/** One line of the lists: what happened to which image. */
export interface Happening {
  readonly what: 'applied' | 'again' | 'failed' | 'doubt' | 'finding' | 'notice';
  readonly verb: Verb | undefined;
  readonly sign: Sign | undefined;
  /** By SKU and label; '' without either. */
  readonly name: string;
  /** `image 7`, `variant 5`, `product 3`. */
  readonly id: string;
  /** Reason or message, '' without one. */
  readonly words: string;
}

export interface ScreenState {
  readonly startedAtMs: number;
  readonly run: string;
  readonly command: Command | undefined;
  readonly mode: Mode | undefined;
  readonly resumed: boolean;
  readonly phase: Phase | undefined;
  readonly seen: readonly Phase[];
  readonly done: number;
  readonly total: number | undefined;
  /** What `done` and `total` count. */
  readonly unit: 'images' | 'products';
  readonly samples: readonly Sample[];
  /** When the phase will be done, as the engine says; undefined: the samples tell it. */
  readonly endsAtMs: number | undefined;
  /** Until then the samples tell no end of the writing. */
  readonly unsteadyUntilMs: number;
  readonly waits: Waits;
  readonly applied: Readonly<Record<Verb, number>>;
  readonly failed: number;
  /** Actions without an end: on the wire, or in doubt because no answer came or nobody could tell. */
  readonly open: ReadonlyMap<string, 'on the wire' | 'in doubt'>;
  readonly signs: Readonly<Record<Sign, number>>;
  readonly severities: Readonly<Record<Severity, number>>;
  readonly unmatched: number;
  /** What a person should look at, newest last. */
  readonly troubles: readonly Happening[];
  /** What was done, newest last. */
  readonly latest: readonly Happening[];
}

const listMax = 20;
/** No row is wider, and a store may say a lot. */
const wordsMax = 400;

/** What an earlier run of the same plan has done already; the counters go on from there. */
export interface Before {
  readonly applied: Readonly<Record<Verb, number>>;
  readonly failed: number;
  readonly doubts: readonly string[];
}

const nothingBefore: Before = { applied: { create: 0, update: 0, remove: 0, set: 0 }, failed: 0, doubts: [] };

export function initialState(nowMs: number, before: Before = nothingBefore): ScreenState {
  return {
    startedAtMs: nowMs,
    run: '',
    command: undefined,
    mode: undefined,
    resumed: false,
    phase: undefined,
    seen: [],
    done: 0,
    total: undefined,
    unit: 'images',
    samples: [],
    endsAtMs: undefined,
    unsteadyUntilMs: nowMs,
    waits: noWaits,
    applied: before.applied,
    failed: before.failed,
    open: new Map(before.doubts.map((action) => [action, 'in doubt'])),
    signs: { '=': 0, '~': 0, '+': 0, '-': 0, '!': 0 },
    severities: { fatal: 0, critical: 0, warning: 0, info: 0 },
    unmatched: 0,
    troubles: [],
    latest: [],
  };
}

/** The state after one event; `nowMs` is when it came. */
export function reduce(state: ScreenState, event: EngineEvent, nowMs: number): ScreenState {
  switch (event.type) {
    case 'run':
      return {
        ...state,
        run: shown(event.run),
        command: event.command,
        mode: event.mode,
        resumed: event.resumed,
      };
    case 'progress':
      return afterProgress(state, event, nowMs);
    case 'action':
      return afterAction(state, event);
    case 'finding':
      return afterFinding(state, event);
    case 'wait':
      return { ...state, waits: afterWait(state.waits, event, nowMs) };
    case 'notice': {
      const told = { ...state, latest: push(state.latest, happening('notice', noticeWords(event))) };
      // How fast it went says nothing of how fast it goes; where the engine says what is left, it knows the pace.
      if (event.code === 'pace-changed' && state.endsAtMs === undefined) return forgetRate(told, nowMs);
      if (event.code !== 'batch-off') return told;
      // How fast requests for several products went says nothing of those for one, which at first use up what the others
      // have left of their window.
      return { ...forgetRate(told, nowMs), unsteadyUntilMs: nowMs + spanMs };
    }
  }
}

/** The samples start over: after a pause, or where work of another kind begins, the old rate says nothing. */
export function forgetRate(state: ScreenState, nowMs: number): ScreenState {
  return { ...state, samples: [{ atMs: nowMs, done: state.done }], endsAtMs: undefined };
}

type EventOf<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

function afterProgress(state: ScreenState, event: EventOf<'progress'>, nowMs: number): ScreenState {
  const { phase, done, total, leftMs, unit = 'images' } = event;
  const sample = { atMs: nowMs, done };
  const sameWork = phase === state.phase && unit === state.unit;
  return {
    ...state,
    phase,
    seen: state.seen.includes(phase) ? state.seen : [...state.seen, phase],
    done,
    total,
    unit,
    samples: sameWork ? addSample(state.samples, sample) : [sample],
    endsAtMs: leftMs === undefined ? undefined : nowMs + leftMs,
  };
}

function afterAction(state: ScreenState, event: EventOf<'action'>): ScreenState {
  const line = (what: Happening['what']) =>
    happening(what, event.reason ?? (copyOf(event.handedOver) === undefined ? '' : 'a rendition'), {
      verb: event.verb,
      ref: event.source ?? event.target,
    });
  const open = openAfter(state.open, event);
  switch (event.status) {
    case 'started':
    case 'superseded':
      return { ...state, open };
    case 'applied': {
      const applied = { ...state.applied, [event.verb]: state.applied[event.verb] + 1 };
      return { ...state, open, applied, latest: push(state.latest, line('applied')) };
    }
    case 'failed':
      return { ...state, open, failed: state.failed + 1, troubles: push(state.troubles, line('failed')) };
    case 'blocked':
      return { ...state, open, troubles: push(state.troubles, line('doubt')) };
    case 'pending':
      if (event.reason === undefined) return { ...state, open };
      return { ...state, open, latest: push(state.latest, line('again')) };
  }
}

function afterFinding(state: ScreenState, event: EventOf<'finding'>): ScreenState {
  const signs =
    event.sign === undefined ? state.signs : { ...state.signs, [event.sign]: state.signs[event.sign] + 1 };
  const isUnmatched = isUnmatchedProduct(event.rule);
  const unmatched = state.unmatched + (isUnmatched ? 1 : 0);
  // The differences that a plan is made of are the work itself; those that a check meets are troubles.
  const isMismatch = state.command === 'verify' && event.sign !== '=' && event.severity !== 'info';
  const isGrave = state.command === 'audit' && (event.severity === 'fatal' || event.severity === 'critical');
  const isTrouble = isUnmatched || isMismatch || isGrave;
  const severities =
    event.severity === undefined
      ? state.severities
      : { ...state.severities, [event.severity]: state.severities[event.severity] + 1 };
  if (!isTrouble) return { ...state, signs, severities, unmatched };
  const line = happening('finding', event.message, { sign: event.sign, ref: event.source ?? event.target });
  return { ...state, signs, severities, unmatched, troubles: push(state.troubles, line) };
}

function openAfter(
  open: ScreenState['open'],
  { action, status, inDoubt }: EventOf<'action'>,
): ScreenState['open'] {
  const isOpen = status === 'started' || status === 'blocked';
  if (!isOpen && !open.has(action)) return open;
  const next = new Map(open);
  if (isOpen) next.set(action, status === 'blocked' || inDoubt === true ? 'in doubt' : 'on the wire');
  else next.delete(action);
  return next;
}

/** @param isOver nothing is on the wire any more: whatever is open by now is in doubt. */
export function doubtsIn({ open }: ScreenState, isOver: boolean): number {
  return isOver ? open.size : [...open.values()].filter((one) => one === 'in doubt').length;
}

function happening(
  what: Happening['what'],
  words: string,
  of: { verb?: Verb; sign?: Sign | undefined; ref?: ImageRef | undefined } = {},
): Happening {
  return {
    what,
    verb: of.verb,
    sign: of.sign,
    name: shown(pictureName(of.ref ?? {})),
    id: of.ref === undefined ? '' : pictureId(of.ref) || `product ${of.ref.productId}`,
    words: shown(words),
  };
}

function push(list: readonly Happening[], line: Happening): readonly Happening[] {
  return [...list.slice(-(listMax - 1)), line];
}

const shown = (text: string): string => cut(visible(text.slice(0, 4 * wordsMax)), wordsMax);
