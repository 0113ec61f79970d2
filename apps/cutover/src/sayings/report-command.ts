// The report of a run as texts propose it: the page, which opens anywhere. What a terminal would be filled with otherwise are
// the lines of a table for programs.

/** To be put into backticks, so that it is spelled as it can be pasted. */
export const reportCommand = (run: string): string => `cutover report --run ${run} --out report.html`;
