// How a run went by, as a report tells it: from its spells to places on a line and to sentences. Invariant: a long break takes
// little of the line, so that what was done stays readable; every mark on it is said in words.
import type { Run, Spell } from '@cutover/journal';
import type { Mark, Pace, Timeline } from '../formats/people-report.ts';
import { refusedWord } from '../runs/times-continued.ts';
import { counted, duration, moment, number } from '../terminal/quantities.ts';
import type { Clean } from './people-entries.ts';

/** So many breaks and waits are marked, the longest. */
const marksMax = 30;
/** A break takes this share of the line, and all of them together no more than that. */
const breakShare = 0.05;
const breaksShareMax = 0.4;
/** A break that is shorter is only the time in which the next process begins. */
const breakMsMin = 2_000;

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly word: string;
  readonly times: number;
}

/** Undefined where the run was of a version that kept none, or took no time that could be drawn. */
export function timelineOf(
  spells: readonly Spell[],
  run: Pick<Run, 'finishedAt'>,
  clean: Clean,
): Timeline | undefined {
  const sittings = sittingsOf(spells);
  const [first, last] = [sittings[0], sittings.at(-1)];
  if (first === undefined || last === undefined || last.to - first.from < 1_000) return undefined;
  const place = placing(sittings);
  const breaks = sittings.slice(1).map((next, at) => breakBefore(next, sittings[at] ?? next, clean));
  const waits = spells.filter(({ is }) => is === 'wait').map((wait) => waitOf(wait, clean));
  const all = [...breaks.filter(({ ms }) => ms >= breakMsMin), ...waits];
  const longest = new Set(all.toSorted((a, b) => b.ms - a.ms).slice(0, marksMax));
  const marked = all.filter((one) => longest.has(one)).toSorted((a, b) => a.from - b.from);
  return {
    from: moment(first.from),
    to: moment(last.to),
    paces: spells
      .filter(({ is, ms, images }) => is === 'pace' && ms >= 1_000 && images > 0)
      .map((pace) => paceOf(pace, place)),
    marks: marked.map(
      ({ is, from, to, words }): Mark => ({
        is,
        from: place(from),
        to: place(to),
        when: timeOf(from, to),
        words,
      }),
    ),
    sentences: [
      ...totals(sittings, breaks, run),
      ...waitSentences(spells),
      ...paceSentences(spells),
      ...(all.length > marked.length
        ? [`The ${number(marked.length)} longest of ${number(all.length)} breaks and waits are marked.`]
        : []),
    ],
  };
}

/** The day once where it is the same. */
function timeOf(from: number, to: number): string {
  const [one, other] = [moment(from), moment(to)];
  return one.slice(0, 10) === other.slice(0, 10)
    ? `${one.slice(0, 19)} to ${other.slice(11)}`
    : `${one} to ${other}`;
}
const endsOf = ({ from, to }: Spell): [number, number] => [Date.parse(from), Date.parse(to)];

/** In order; what overlaps, as of a clock that was set back, becomes one. A command that was refused and did nothing is none. */
function sittingsOf(spells: readonly Spell[]): Stretch[] {
  const stretches: Stretch[] = [];
  const paces = spells
    .filter(({ is, images }) => is === 'pace' && images > 0)
    .map(({ to }) => Date.parse(to));
  for (const spell of spells) {
    if (spell.is !== 'sitting') continue;
    const [from, to] = endsOf(spell);
    if (spell.word === refusedWord && !paces.some((at) => at >= from && at <= to)) continue;
    const before = stretches.at(-1);
    if (before === undefined || from >= before.to)
      stretches.push({ from, to, word: spell.word, times: spell.times });
    else
      stretches[stretches.length - 1] = {
        from: before.from,
        to: Math.max(before.to, to),
        word: spell.word,
        times: before.times + spell.times,
      };
  }
  return stretches;
}

/** From a moment to its place on the line, 0 to 1. */
function placing(sittings: readonly Stretch[]): (at: number) => number {
  const gap = Math.min(breakShare, breaksShareMax / Math.max(1, sittings.length - 1));
  const worked = sittings.reduce((sum, { from, to }) => sum + to - from, 0);
  const share = (1 - gap * (sittings.length - 1)) / Math.max(1, worked);
  return (at) => {
    let x = 0;
    for (const [index, { from, to }] of sittings.entries()) {
      if (at <= to) return at <= from ? x : x + (at - from) * share;
      x += (to - from) * share;
      const next = sittings[index + 1];
      if (next === undefined) return 1;
      if (at < next.from) return x + (gap * (at - to)) / (next.from - to);
      x += gap;
    }
    return 1;
  };
}

interface Told {
  readonly is: Mark['is'];
  readonly from: number;
  readonly to: number;
  readonly ms: number;
  readonly words: string;
}

function breakBefore(next: Stretch, before: Stretch, clean: Clean): Told {
  const how =
    before.word === 'stopped'
      ? 'Somebody stopped it'
      : before.word === ''
        ? 'It ended without saying why, as a program does that is killed or whose machine stops'
        : before.word === refusedWord
          ? 'The command was refused'
          : before.word === 'ended'
            ? 'The command ended before the run did'
            : `It ended with ${clean(before.word)}`;
  const ms = next.from - before.to;
  return {
    is: 'break',
    from: before.to,
    to: next.from,
    ms,
    words: `${how}; it went on after ${duration(inSeconds(ms))}.`,
  };
}

const waitedFor: Readonly<Record<string, string>> = {
  quota: 'the quota',
  store: 'an answer as it should be',
  doubts: 'writes without an answer',
  pause: 'somebody who had paused it',
};

function waitOf(wait: Spell, clean: Clean): Told {
  const [from, to] = endsOf(wait);
  const store = wait.store === '' ? '' : ` of store ${clean(wait.store)}`;
  const times = wait.times === 1 ? '' : `, ${number(wait.times)} times in all`;
  const words = `It waited ${duration(wait.ms)} for ${waitedFor[wait.word] ?? clean(wait.word)}${store}${times}.`;
  return { is: 'wait', from, to, ms: wait.ms, words };
}

function paceOf(pace: Spell, place: (at: number) => number): Pace {
  const [from, to] = endsOf(pace);
  return {
    from: place(from),
    to: place(to),
    perMinute: perMinute(pace),
    phase: pace.word === 'writing' || pace.word === 'settling' ? 'writing' : 'reading',
  };
}

const perMinute = ({ images, ms }: Pick<Spell, 'images' | 'ms'>): number =>
  (images * 60_000) / Math.max(1, ms);

function totals(
  sittings: readonly Stretch[],
  breaks: readonly Told[],
  run: Pick<Run, 'finishedAt'>,
): string[] {
  const [first, last] = [sittings[0]?.from ?? 0, sittings.at(-1)?.to ?? 0];
  const [whole = 0, idle = 0] = [last - first, breaks.reduce((sum, { ms }) => sum + ms, 0)].map(inSeconds);
  const count = sittings.reduce((sum, { times }) => sum + times, 0) - 1;
  const took = `From its beginning to ${run.finishedAt === undefined ? 'this point' : 'its end'} it took ${duration(whole)}`;
  return count === 0
    ? [`${took}, without a break.`]
    : [`${took}: ${duration(whole - idle)} of work, and ${duration(idle)} in ${counted(count, 'break')}.`];
}

/** To the nearest second, so that what is said of the parts comes to what is said of the whole. */
const inSeconds = (ms: number): number => Math.round(ms / 1000) * 1000;

function sumBy(spells: readonly Spell[], is: Spell['is']): Map<string, { ms: number; images: number }> {
  const sums = new Map<string, { ms: number; images: number }>();
  for (const { is: one, word, ms, images } of spells) {
    if (one !== is) continue;
    const sum = sums.get(word) ?? { ms: 0, images: 0 };
    sums.set(word, { ms: sum.ms + ms, images: sum.images + images });
  }
  return sums;
}

const waitSentences = (spells: readonly Spell[]): string[] =>
  [...sumBy(spells, 'wait')].flatMap(([word, { ms }]) =>
    waitedFor[word] === undefined ? [] : [`It waited ${duration(ms)} in all for ${waitedFor[word]}.`],
  );

const phases: Readonly<Record<string, string>> = {
  reading: 'Reading',
  planning: 'Comparing',
  writing: 'Writing',
  verifying: 'Checking',
};

/** Without how many: what is not yet told to the journal when a process is killed is missing here, and counted elsewhere. */
const paceSentences = (spells: readonly Spell[]): string[] =>
  [...sumBy(spells, 'pace')].flatMap(([word, sum]) =>
    phases[word] === undefined || sum.ms < 1_000
      ? []
      : [`${phases[word]} took ${duration(sum.ms)}, at ${number(perMinute(sum))} images a minute.`],
  );
