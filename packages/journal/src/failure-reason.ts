// How failed actions are told apart: by the code of each, or by words of its reason. Pure.
import type { Failure } from './action.ts';

/** Code and words as one line, for people and for scripts. */
export function reasonOf({ code, words }: Failure): string {
  return words === '' ? code : `${code}: ${words}`;
}

/** What {@link reasonOf} has put together, by the code that is kept beside it; undefined: it has not failed. */
export function failureIn(reason: string | null, code: string | null): Failure | undefined {
  if (code === null) return undefined;
  const words = reason ?? '';
  if (words === code) return { code, words: '' };
  const start = `${code}: `;
  return { code, words: words.startsWith(start) ? words.slice(start.length) : words };
}

export interface Failed {
  readonly action: string;
  readonly code: string;
  readonly reason: string;
}

/**
 * Which of these a person means by `asked`: those with exactly that code; where none has it, those whose reason contains
 * it, in whatever case. Undefined means all.
 */
export function failuresMeant(failed: readonly Failed[], asked: string | undefined): readonly Failed[] {
  if (asked === undefined) return failed;
  const exact = failed.filter(({ code }) => code === asked.trim());
  const part = asked.trim().toLowerCase();
  return exact.length > 0 ? exact : failed.filter(({ reason }) => reason.toLowerCase().includes(part));
}
