// Which commands carry out a plan, and so write to a store.
import type { Command, Run } from './journal.ts';

export const writingCommands = ['migrate', 'repair', 'revert'] as const satisfies readonly Command[];

const writing: ReadonlySet<Command> = new Set(writingCommands);

/** Carries out a plan, or is about to make one. */
export const isOfPlan = ({ command }: Pick<Run, 'command'>): boolean => writing.has(command);
