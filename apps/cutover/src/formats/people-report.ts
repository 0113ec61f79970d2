// What a report for people tells of a run, before anybody says how it looks. Invariant: every text in it is harmless to
// show and free of tokens, and every number of `results` is the one that the command's own result has under that name.

/** How good or bad it is, for a colour and a word beside it. */
export type Tone = 'good' | 'bad' | 'warn' | 'plain';

/** A number (or word) of the result. */
export interface ResultNumber {
  /** The path of its field in the result, such as `created` or `findings.critical`. */
  readonly field: string;
  readonly value: number | string;
  readonly words: string;
  readonly tone: Tone;
}

/** One thing that a person has to know or decide, or why something was not done. */
export interface Point {
  /** A rule's id, a failure's code or a few words. */
  readonly what: string;
  readonly count: number;
  readonly means: string;
  /** What to do about it; commands stand between backticks. */
  readonly todo: string;
}

export interface Part {
  readonly id: 'moved' | 'checked' | 'decisions' | 'not-done';
  readonly title: string;
  readonly sentences: readonly string[];
  readonly points: readonly Point[];
}

export interface RuleCount extends Point {
  readonly severity: string;
  /** The path of its count in the result, where it stands there. */
  readonly field?: string | undefined;
}

/** Pictures that were looked at, by format or by size: a bar each. */
export interface Shares {
  readonly title: string;
  /** What its rows are, and what they count. */
  readonly heads: readonly [what: string, count: string];
  readonly rows: readonly { readonly what: string; readonly count: number }[];
}

/** How much was done by when, in equal steps of time. */
export interface Progress {
  readonly from: string;
  readonly to: string;
  /** Done by the end of each step. */
  readonly done: readonly number[];
  readonly interruptions: number;
}

/** A break in the work, or a wait within it; places are shares of the line, 0 to 1. */
export interface Mark {
  readonly is: 'break' | 'wait';
  readonly from: number;
  readonly to: number;
  readonly when: string;
  readonly words: string;
}

/** How fast images were done on a part of the line. */
export interface Pace {
  readonly from: number;
  readonly to: number;
  readonly perMinute: number;
  /** Whether the store was changed meanwhile. */
  readonly phase: 'reading' | 'writing';
}

/** How the run went by, on a line of time on which breaks are short. */
export interface Timeline {
  readonly from: string;
  readonly to: string;
  readonly paces: readonly Pace[];
  /** By when each began. */
  readonly marks: readonly Mark[];
  readonly sentences: readonly string[];
}

/** What an entry is about, in the order in which they are listed. */
export const entryGroups = {
  failed: 'Not done or wrong',
  decision: 'Needs a decision',
  difference: 'Differences and warnings',
  planned: 'Planned',
  done: 'Changes made',
  note: 'For information',
} as const;
export type EntryGroup = keyof typeof entryGroups;

export interface EntrySide {
  readonly productId: number;
  readonly imageId?: number | undefined;
  readonly sku: string;
  readonly name: string;
  /** The product's page in the store's control panel; undefined where the name of the store is no store's. */
  readonly panel?: string | undefined;
  /** Where the picture is; undefined unless it is an address of the web. */
  readonly picture?: string | undefined;
  /** The digest of its picture as it was kept on this machine, where it was. */
  readonly kept?: string | undefined;
  readonly altText?: string | undefined;
}

export interface ComparedField {
  readonly name: string;
  readonly source: string;
  readonly target: string;
}

export interface PeopleEntry {
  readonly group: EntryGroup;
  /** A word or two: `missing`, `failed`, `created`. */
  readonly state: string;
  readonly tone: Tone;
  readonly severity?: string | undefined;
  /** A rule's id, or a failure's code. */
  readonly rule?: string | undefined;
  readonly message: string;
  /** What was handed over: where it was found, and what was seen of it. */
  readonly handedOver?: string | undefined;
  /** The same, where the target has not taken it, as far as is known. */
  readonly offered?: string | undefined;
  readonly source?: EntrySide | undefined;
  readonly target?: EntrySide | undefined;
  readonly fields: readonly ComparedField[];
}

export interface Fact {
  readonly name: string;
  readonly value: string | number;
  /** The path of its field in the result, where it stands there. */
  readonly field?: string | undefined;
}

export interface PeopleReport {
  /** The command that writes a page with every entry, for a format that has the first of them alone. */
  readonly whole: string;
  readonly title: string;
  readonly madeBy: string;
  /** `2026-01-02 03:04:05 UTC`, as all moments here. */
  readonly madeAt: string;
  readonly verdict: { readonly tone: Tone; readonly words: string };
  /** What the run is: its stores, its moments. */
  readonly facts: readonly Fact[];
  /** Whether an entry holds two sides against each other; an audit speaks of one at a time. */
  readonly comparesSides: boolean;
  /** What the two sides of an entry are called. */
  readonly sides: readonly [source: string, target: string];
  readonly results: readonly ResultNumber[];
  readonly parts: readonly Part[];
  readonly rules: readonly RuleCount[];
  /** Default: none. */
  readonly shares?: readonly Shares[];
  readonly progress?: Progress | undefined;
  readonly timeline?: Timeline | undefined;
  /** How many entries each group has; groups without any are absent. */
  readonly entryCounts: Readonly<Partial<Record<EntryGroup, number>>>;
  /** How many rows of CSV and JSON Lines stand for nothing that is listed: what is the same, what became a change. */
  readonly unlisted: number;
  /** In the order of the groups. */
  entries(): Iterable<PeopleEntry>;
}
