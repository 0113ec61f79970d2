// How many requests a command made, kept with its run so that a report can say it: of a run that was continued those of the
// command that went on with it last, as its result says them.
import type { RequestCounts } from '../reporters/reporter.ts';

const keptAs = {
  v2: 'requestsV2',
  v3: 'requestsV3',
  content: 'requestsContent',
} as const satisfies Readonly<Record<keyof RequestCounts, string>>;

export const keptRequests = ({ v2, v3, content }: RequestCounts): Readonly<Record<string, number>> => ({
  [keptAs.v2]: v2,
  [keptAs.v3]: v3,
  [keptAs.content]: content,
});

/** Undefined for a run of an earlier version, and for one that was killed. */
export function requestsOf(counts: Readonly<Record<string, number>>): RequestCounts | undefined {
  const { [keptAs.v2]: v2, [keptAs.v3]: v3, [keptAs.content]: content } = counts;
  return v2 === undefined || v3 === undefined || content === undefined ? undefined : { v2, v3, content };
}
