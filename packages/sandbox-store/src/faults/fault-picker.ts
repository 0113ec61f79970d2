/**
 * Decides which fault, if any, meets a request: first what a test asked for by a matcher, then the next-N settings,
 * then the probabilities in the table's order, one draw each from the store's own seeded sequence.
 */
import type { Random } from '../random.ts';
import {
  checkFaults,
  type Fault,
  type FaultName,
  type FaultScope,
  type FaultSetting,
  type Faults,
  faultNames,
  faultOf,
  faultTable,
} from './fault-table.ts';

/** What a fault may look at before it chooses. */
export interface FaultCandidate {
  readonly method: string;
  /** Path with its query, as the client sent it. */
  readonly path: string;
  readonly isWrite: boolean;
  readonly isImagePath: boolean;
  readonly isList: boolean;
  readonly isApi: boolean;
}

/** Which requests `failNext` meets; what is not given matches everything. */
export interface FaultMatcher {
  readonly method?: string;
  readonly path?: RegExp;
}

export interface FaultPicker {
  set(faults: Partial<Faults>): void;
  failNext(
    matcher: FaultMatcher,
    fault: FaultName | (FaultSetting & { name: FaultName }),
    times: number,
  ): void;
  pick(candidate: FaultCandidate): Fault | undefined;
}

/** Creates a picker; the same seed and the same requests give the same faults. */
export function createFaultPicker(random: Random, initial: Partial<Faults>): FaultPicker {
  const settings = new Map<FaultName, FaultSetting>();
  const remaining = new Map<FaultName, number>();
  let planned: { matcher: FaultMatcher; fault: Fault; left: number }[] = [];

  const set = (faults: Partial<Faults>): void => {
    for (const [name, given] of Object.entries(checkFaults(faults)) as [FaultName, number | FaultSetting][]) {
      const setting = typeof given === 'number' ? { probability: given } : given;
      settings.set(name, setting);
      remaining.set(name, setting.next ?? 0);
    }
  };
  set(initial);

  const pickPlanned = (candidate: FaultCandidate): Fault | undefined => {
    const plan = planned.find(({ matcher }) => matches(matcher, candidate));
    if (plan === undefined) return undefined;
    plan.left -= 1;
    if (plan.left <= 0) planned = planned.filter((other) => other !== plan);
    return plan.fault;
  };

  return {
    set,
    failNext(matcher, fault, times) {
      const chosen = typeof fault === 'string' ? faultOf(fault) : faultOf(fault.name, fault);
      if (times > 0) planned.push({ matcher, fault: chosen, left: times });
    },
    pick(candidate) {
      const asked = pickPlanned(candidate);
      if (asked !== undefined) return asked;
      for (const name of faultNames) {
        const setting = settings.get(name);
        if (setting === undefined || !applies(faultTable[name].appliesTo, candidate)) continue;
        const left = remaining.get(name) ?? 0;
        if (left > 0) {
          remaining.set(name, left - 1);
          return faultOf(name, setting);
        }
        const { probability = 0 } = setting;
        if (probability > 0 && random() < probability) return faultOf(name, setting);
      }
      return undefined;
    },
  };
}

function matches(matcher: FaultMatcher, candidate: FaultCandidate): boolean {
  if (matcher.method !== undefined && matcher.method.toUpperCase() !== candidate.method) return false;
  return matcher.path === undefined || candidate.path.search(matcher.path) >= 0;
}

function applies(scope: FaultScope, { isApi, isWrite, isImagePath, isList }: FaultCandidate): boolean {
  if (!isApi) return scope === 'pictures';
  switch (scope) {
    case 'pictures':
      return false;
    case 'lists':
      return !isWrite && isList;
    case 'reads':
      return !isWrite;
    case 'image writes':
      return isWrite && isImagePath;
    case 'reads and image writes':
      return !isWrite || isImagePath;
  }
}
