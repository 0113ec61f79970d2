// What a report format is: its row, which is known at once and makes the help, and its lines, which are loaded when they
// are written. It knows nothing of runs: it is given cells and fields, and says how they look.

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
}

export interface ReportFormat {
  /** What a person calls it. */
  readonly title: string;
  /** The ends of file names that ask for it, without the dot; the first is the one to propose. */
  readonly endings: readonly [string, ...string[]];
  /** Whether it may share stdout with the lines of `--json`. */
  readonly isJsonLines: boolean;
  /** Loaded when a report is written, so that no other command waits for it. */
  load(): Promise<(options: LinesOptions) => ReportLines>;
}

/** The first is the one that is taken where nobody names any. */
export type ReportFormats = Readonly<Record<string, ReportFormat>>;
