// THE list of the commands that open a run, and which of them carry out a plan, and so write to a store. The schema's check has
// a list of its own, since an upgrade stays what it was.

export const runCommands = ['audit', 'diff', 'migrate', 'verify', 'repair', 'revert'] as const;
export type Command = (typeof runCommands)[number];

export const writingCommands = ['migrate', 'repair', 'revert'] as const satisfies readonly Command[];

const writing: ReadonlySet<Command> = new Set(writingCommands);

/** Carries out a plan, or is about to make one. */
export const isOfPlan = ({ command }: { readonly command: Command }): boolean => writing.has(command);
