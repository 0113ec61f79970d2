// What a report format is: its row, which is known at once and makes the help, and how it looks, which is loaded when it is
// written. It knows nothing of runs: a table is given cells and fields, a page for people what is to be told.
import type { EntrySide, PeopleReport } from './people-report.ts';

/** One entry of a report, in both its shapes. */
export interface ReportLine {
  /** In the order of the columns. */
  readonly cells: readonly (string | number)[];
  /** As the JSON Lines of a run under way have them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How the lines of one report look. */
export interface ReportLines {
  /** What stands above all entries, such as headings. */
  readonly head: readonly string[];
  line(entry: ReportLine): string;
}

export interface LinesOptions {
  readonly columns: readonly string[];
  /** A file and a pipe get texts as they are; a terminal would obey them. */
  readonly isOnTerminal: boolean;
  /** A file is opened by a program that may ask how its letters are written; a pipe goes to one that knows. */
  readonly isToFile: boolean;
}

/** What the person who asks for a page wants of it. */
export interface PageOptions {
  /** Address (`data:`) of a picture that stands above the title. */
  readonly logo?: string | undefined;
  /** The pictures of its entries; default: none is shown. */
  readonly pictures?: PagePictures | undefined;
}

/** A picture that a page shows, or why it does not. */
export type ShownPicture =
  | { readonly src: string; readonly width: number; readonly height: number; readonly words: string }
  | { readonly why: string };

/** The pictures of a page: small, gathered before it is written. */
export interface PagePictures {
  /** Undefined: the side has none. */
  of(side: EntrySide): ShownPicture | undefined;
  /** Whether both show the same, in words; undefined where that is not known. */
  likeness(source: EntrySide, target: EntrySide): string | undefined;
  /** What a reader has to know of all of them. */
  readonly words: readonly string[];
  /** Where they are, as a policy of the page names it. */
  readonly from: readonly ('data:' | "'self'")[];
}

/** The whole of a page, in parts that are each whole by itself: an entry is never divided between two. */
export type Page = (report: PeopleReport, options: PageOptions) => Iterable<string>;

interface FormatRow {
  /** What a person calls it. */
  readonly title: string;
  /** The ends of file names that ask for it, without the dot; the first is the one to propose. */
  readonly endings: readonly [string, ...string[]];
  /** Whether it may share stdout with the lines of `--json`. */
  readonly isJsonLines: boolean;
}

/** A format of one line an entry, each of which a program can read by itself. */
export interface LinesFormat extends FormatRow {
  readonly is: 'lines';
  /** Loaded when a report is written, so that no other command waits for it. */
  load(): Promise<(options: LinesOptions) => ReportLines>;
  /** Whether the first entry sums the run up. */
  readonly hasSummary: boolean;
}

/** A format for people: one account of the whole run. */
export interface PageFormat extends FormatRow {
  readonly is: 'page';
  load(): Promise<Page>;
  /** Whether it lists every entry, however many there are. */
  readonly listsAll: boolean;
  readonly takesLogo?: true;
  readonly takesPictures?: true;
}

export type ReportFormat = LinesFormat | PageFormat;

/** The first is the one that is taken where nobody names any. */
export type ReportFormats = Readonly<Record<string, ReportFormat>>;
