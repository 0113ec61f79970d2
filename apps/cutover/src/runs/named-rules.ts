// Rules as a person or a program is pointed to them. A name that the table of rules does not have does not compile.
import type { RuleId } from '@cutover/sync-engine';

export const seeRule = (rule: RuleId): string => `See rule ${rule} in \`cutover report\``;

/** How many findings of a run carry this rule. */
export const countOfRule = (byRule: Readonly<Record<string, number>>, rule: RuleId): number =>
  byRule[rule] ?? 0;
