// How failed actions are told apart: a reason begins with a code where there is one (`422: …`, `product-gone: …`), and
// is its own code where there is none. Pure.

/** The reason up to its first ':', without spaces around it. */
export function failureCode(reason: string): string {
  return reason.split(':', 1).join('').trim();
}

/**
 * Which of these reasons a person means by `asked`: those with exactly that code; where no reason has it, those that
 * contain it, in whatever case. Undefined means all.
 */
export function failuresMeant(reasons: readonly string[], asked: string | undefined): ReadonlySet<string> {
  if (asked === undefined) return new Set(reasons);
  const exact = reasons.filter((reason) => failureCode(reason) === asked.trim());
  const part = asked.trim().toLowerCase();
  return new Set(exact.length > 0 ? exact : reasons.filter((reason) => reason.toLowerCase().includes(part)));
}
