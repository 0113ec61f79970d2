// A report as texts propose it, to be looked at: the page, which opens anywhere. Without a file, a terminal would be filled
// with the lines of a table for programs.

/** The words behind the command. */
export const reportWords = (run: string): readonly string[] => ['--run', run, '--out', 'report.html'];

/** For a text, between backticks, so that it is spelled as it can be pasted; without a run, the newest that was carried out. */
export const reportCommand = (run?: string): string =>
  `cutover report${run === undefined ? '' : ` --run ${run}`} --out report.html`;

/** The same with a row for each action, also of those that were dropped, which the page does not show. */
export const tableCommand = (run?: string): string =>
  `cutover report${run === undefined ? '' : ` --run ${run}`} --out report.csv`;
