// Rules as a person or a program is pointed to them. A name that the table of rules does not have does not compile.

import type { RuleId } from '@cutover/sync-engine';
import { reportCommand } from '../command-line/report-command.ts';

export const seeRule = (rule: RuleId): string => `See rule ${rule} in \`${reportCommand()}\``;

/** How many findings of a run carry this rule. */
export const countOfRule = (byRule: Readonly<Record<string, number>>, rule: RuleId): number =>
  byRule[rule] ?? 0;
