// What went wrong, for people; light, because wrong usage is told without anything else being loaded.
import type { Problem } from '../problem.ts';
import type { Palette } from '../terminal/palette.ts';
import { visible } from '../terminal/visible.ts';

/** What a person has asked for is no error. */
const wasAsked: ReadonlySet<string> = new Set(['declined', 'stopped']);

/** A problem as people read it: what, why, what next. */
export function problemText(problem: Problem, palette: Palette): string[] {
  const asAsked = wasAsked.has(problem.code);
  const head = asAsked
    ? palette.bold(problem.title)
    : `${palette.red('Error:')} ${palette.bold(problem.title)}`;
  return [
    head,
    ...(problem.why === '' ? [] : [`  ${visible(problem.why)}`]),
    ...(problem.next === '' ? [] : [`  ${palette.dim('Next:')} ${visible(problem.next)}`]),
    ...(asAsked ? [] : [palette.dim(`  (${problem.code}, exit code ${problem.exitCode})`)]),
  ];
}

/** For a program to read: the commands in it as they can be pasted. */
export const withSpelled = (problem: Problem, spell: (text: string) => string): Problem => ({
  ...problem,
  why: spell(problem.why),
  next: spell(problem.next),
});
