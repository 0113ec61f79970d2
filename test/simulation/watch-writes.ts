// The part of a watch that every watch needs: only the target is written to, through V3, and each complaint is told once.
import type { Watch } from './watch.ts';

interface Passing {
  readonly method: string;
  readonly url: URL;
}
type Rule = (request: Passing, complain: (words: string) => void) => void;

export interface WriteRules {
  /** A write is about to reach the target. */
  readonly onArrival: Rule;
  /** The target has done with it. */
  readonly onDone: Rule;
}

export function createWriteWatch({ onArrival, onDone }: WriteRules): Watch {
  const complaints = new Set<string>();
  const complain = (words: string): void => void complaints.add(words);
  const isWrite = ({ method }: Passing): boolean => method !== 'GET' && method !== 'HEAD';
  return {
    get complaints() {
      return [...complaints];
    },
    onArrival(request) {
      if (!isWrite(request)) return;
      if (!request.url.pathname.startsWith('/stores/target/v3/'))
        complain(`a ${request.method} to ${request.url.pathname}: only the target is written to, through V3`);
      onArrival(request, complain);
    },
    onDone(request) {
      if (isWrite(request)) onDone(request, complain);
    },
  };
}
