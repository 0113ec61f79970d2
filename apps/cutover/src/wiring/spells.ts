// How a run goes by, told to its journal while it does: sittings, waits and how many images were done meanwhile. Invariants:
// a run of any length has some hundred spells at most, because those that lie nearest are put together; and what cannot be
// written stops nothing, since it is for people alone.
import type { Journal, Spell, SpellKind } from '@cutover/journal';
import type { EngineEvent, Wait, WaitsFor } from '@cutover/sync-engine';
import { refusedWord } from '../runs/times-continued.ts';

export interface SpellRecorder {
  event(event: EngineEvent): void;
  paused(isPaused: boolean): void;
  /** Says how this sitting has ended: `stopped`, or the code of an error; `isRefusal`: of one that says no to what was asked for. */
  close(word: string, isRefusal?: boolean): Promise<void>;
}

type Held = Pick<Journal, 'run' | 'saveSpells' | 'spells'>;

/** At most so many of each. */
const spellsMax: Readonly<Record<SpellKind, number>> = { sitting: 60, wait: 120, pace: 120 };
/** Shorter waits are the pace of the work. */
const waitMsMin = 2_000;
/** Those of a short run; of a longer one they are put together. */
const paceMs = 10_000;
/** So long after it was told nothing, the journal hears that the run is still worked at. */
const quietMs = 15_000;

export function createSpellRecorder(journal: Held, now: () => number): SpellRecorder {
  const runs = new Map<string, RunSpells>();
  let current: RunSpells | undefined;
  const begin = (event: EngineEvent & { type: 'run' }): void => {
    current = runs.get(event.run) ?? createRunSpells(journal, event.run, event.resumed, now);
    runs.set(event.run, current);
  };
  return {
    event(event) {
      if (event.type === 'run') begin(event);
      else if (event.type === 'wait') current?.wait(event);
      else if (event.type === 'progress') runs.get(event.run)?.progress(event);
    },
    paused(isPaused) {
      current?.wait({ waitsFor: 'pause', by: 'pause', ms: isPaused ? 0 : undefined });
    },
    async close(word, isRefusal = false) {
      for (const one of runs.values()) await one.close(word, isRefusal);
    },
  };
}

interface RunSpells {
  wait(event: Waiting): void;
  progress(event: EngineEvent & { type: 'progress' }): void;
  close(word: string, isRefusal: boolean): Promise<void>;
}

interface Waiting extends Pick<Wait, 'ms' | 'store'> {
  readonly waitsFor: WaitsFor | 'pause';
  readonly by: Wait['by'] | 'pause';
}

function createRunSpells(journal: Held, run: string, isResumed: boolean, now: () => number): RunSpells {
  const book = createBook(journal, run);
  const sitting = book.open('sitting', '', '', now());
  /** What is waited for, since when and by whom. */
  const waits = new Map<
    string,
    { readonly word: string; readonly store: string; readonly from: number; readonly by: Set<string> }
  >();
  let pace: Spell | undefined;
  let hasWritten = false;
  let last: { readonly phase: string; readonly done: number; readonly at: number } | undefined;
  const beganAt = now();
  let savedAt = beganAt;
  const save = async (): Promise<void> => {
    savedAt = now();
    book.lengthen(sitting, savedAt);
    await book.save();
  };
  void save();

  const endWait = (key: string): void => {
    const wait = waits.get(key);
    waits.delete(key);
    if (wait === undefined || now() - wait.from < waitMsMin) return;
    book.lengthen(book.open('wait', wait.word, wait.store, wait.from), now());
    void save();
  };
  return {
    wait({ waitsFor, by, store = '', ms }) {
      const key = `${waitsFor} ${store}`;
      if (ms !== undefined) {
        const wait = waits.get(key) ?? { word: waitsFor, store, from: now(), by: new Set() };
        waits.set(key, wait);
        wait.by.add(by);
      } else if (waits.get(key)?.by.delete(by) === true && waits.get(key)?.by.size === 0) endWait(key);
    },
    progress({ phase, done, unit = 'images' }) {
      const at = now();
      hasWritten ||= phase === 'writing' || phase === 'settling';
      const isSame = last?.phase === phase;
      const before = isSame ? (last?.done ?? 0) : isResumed ? done : 0;
      if (unit === 'images' && done > before) {
        const isOpen = pace?.word === phase && at - Date.parse(pace.from) < paceMs;
        pace = isOpen && pace !== undefined ? pace : book.open('pace', phase, '', last?.at ?? beganAt);
        pace = book.lengthen(pace, at, done - before);
      }
      if (unit === 'images') last = { phase, done, at };
      if (at - savedAt >= quietMs) void save();
    },
    async close(word, isRefusal) {
      for (const key of waits.keys()) endWait(key);
      const ending = isRefusal && !hasWritten ? refusedWord : word;
      book.name(sitting, isFinished(journal, run) ? 'finished' : ending);
      await save();
    },
  };
}

function isFinished(journal: Held, run: string): boolean {
  try {
    return journal.run(run)?.finishedAt !== undefined;
  } catch {
    return false;
  }
}

/** The spells of a run, those of earlier sittings too, and which of them the journal has not heard of. */
function createBook(journal: Held, run: string) {
  const spells = new Map<number, Spell>();
  const told = { changed: new Set<number>(), gone: new Set<number>() };
  let isLost = false;
  let next = 1;
  try {
    for (const spell of journal.spells(run)) {
      spells.set(spell.number, spell);
      next = Math.max(next, spell.number + 1);
    }
  } catch {
    isLost = true;
  }
  const put = (spell: Spell): Spell => {
    spells.set(spell.number, spell);
    told.changed.add(spell.number);
    return spell;
  };
  return {
    open(is: SpellKind, word: string, store: string, at: number): Spell {
      const { changed, gone } = putTogether([...spells.values()], is);
      for (const spell of changed) put(spell);
      for (const number of gone) {
        spells.delete(number);
        told.changed.delete(number);
        told.gone.add(number);
      }
      const time = new Date(at).toISOString();
      const began = { from: time, to: time, times: 1, ms: 0, images: 0 };
      return put({ number: next++, is, word, store: store.slice(0, 200), ...began });
    },
    lengthen(spell: Spell, at: number, images = 0): Spell {
      const kept = spells.get(spell.number) ?? spell;
      const ms = Math.max(0, Math.round(at - Date.parse(kept.from)));
      return put({
        ...kept,
        to: new Date(Math.max(at, Date.parse(kept.from))).toISOString(),
        ms,
        images: kept.images + images,
      });
    },
    name(spell: Spell, word: string): void {
      put({ ...(spells.get(spell.number) ?? spell), word });
    },
    async save(): Promise<void> {
      if (isLost) return;
      const changed = [...told.changed].flatMap((number) => spells.get(number) ?? []);
      const gone = [...told.gone];
      told.changed.clear();
      told.gone.clear();
      try {
        // A run of which nothing came is forgotten before its sitting ends.
        if (journal.run(run) !== undefined) await journal.saveSpells(run, changed, gone);
      } catch {
        isLost = true;
      }
    },
  };
}

/** Makes room for one more of its kind: the two that lie nearest, and are of one sort, become one. */
function putTogether(
  spells: readonly Spell[],
  is: SpellKind,
): { readonly changed: readonly Spell[]; readonly gone: readonly number[] } {
  const all = spells
    .filter((spell) => spell.is === is)
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.number - b.number));
  if (all.length < spellsMax[is]) return { changed: [], gone: [] };
  const lastOf = new Map<string, Spell>();
  let nearest: { readonly a: Spell; readonly b: Spell; readonly apart: number } | undefined;
  for (const b of all) {
    const sort = is === 'sitting' ? String(b.word === refusedWord) : `${b.word} ${b.store}`;
    const a = lastOf.get(sort);
    lastOf.set(sort, b);
    if (a === undefined) continue;
    // Paces stay of one length, the others are put together where least lies between.
    const apart = Date.parse(b.is === 'pace' ? b.to : b.from) - Date.parse(b.is === 'pace' ? a.from : a.to);
    if (nearest === undefined || apart < nearest.apart) nearest = { a, b, apart };
  }
  if (nearest === undefined) return { changed: [], gone: [] };
  const { a, b } = nearest;
  const one: Spell = {
    ...b,
    from: a.from,
    to: a.to > b.to ? a.to : b.to,
    times: a.times + b.times,
    ms: a.ms + b.ms,
    images: a.images + b.images,
  };
  return { changed: [one], gone: [a.number] };
}
