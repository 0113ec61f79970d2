// Why the engine will not go on, where a person can do something about it: a code with its facts, which the app puts into
// words beside an exit code and the next step.
import type { Command, ImageKind, Run } from '@cutover/journal';
import type { Saying } from './sayings.ts';

/** An option that a run was begun with otherwise; '' where it was not given. */
export interface OtherOption {
  readonly option: string;
  readonly begunWith: string;
  readonly given: string;
}

interface OfRun {
  /** The run concerned. */
  readonly run: string;
}

/** Each code with its facts. */
interface EngineErrorFacts {
  readonly 'refused-max-changes': OfRun & {
    readonly changes: number;
    readonly most: number;
    /** `grown`: by what the target has changed since; `made`: so many were made before the run was continued. */
    readonly when: 'before-writing' | 'grown' | { readonly made: number };
  };
  /** The options that differ; none: what they name is another thing of the same name. */
  readonly 'refused-other-options': OfRun & { readonly otherOptions: readonly OtherOption[] };
  /** The unfinished run is of this command, about that other run. */
  readonly 'refused-other-run': OfRun & { readonly command: Command; readonly about: string };
  readonly 'refused-dry-run': OfRun;
  readonly 'refused-other-stores': OfRun & Pick<Run, 'mode' | 'source' | 'target' | 'options'>;
  readonly 'unknown-run': { readonly named: string };
  readonly 'no-plan-of-run': OfRun & { readonly command: Command };
  /** It holds pictures of a kind that only a later version moves. */
  readonly 'plan-of-other-kinds': { readonly plan: string; readonly kind: ImageKind };
  readonly declined: OfRun;
  /** No write can be sent, for this reason; without one: reads are answered, and writes are not. */
  readonly 'store-failing': OfRun & { readonly unsent?: Saying };
  readonly 'store-out-of-order': { readonly store: string };
  /** `counted`: by the store itself, where it says. */
  readonly 'store-endless': {
    readonly store: string;
    readonly via: 'v2' | 'v3';
    readonly listed: number;
    readonly counted: number | undefined;
  };
  readonly 'store-refuses-writes': OfRun & { readonly reason: string | undefined };
  /** What V2 answers instead; a number: it counts so many products and lists none. */
  readonly 'v2-gone': { readonly store: string; readonly answer: string | number };
  readonly 'not-revertible': OfRun & { readonly is: Command | 'dry-run' };
  /** What it read, found and planned was let go. */
  readonly 'run-pruned': OfRun & {
    readonly command: Command;
    /** The run that has taken its place. */
    readonly later: string | undefined;
  };
  readonly 'run-reverted': OfRun & { readonly by: string };
  /** The run that has to be continued first. */
  readonly 'run-unfinished': OfRun & Pick<Run, 'command' | 'revertsRun'>;
  /** The run that has written since, and its command. */
  readonly 'plan-overtaken': OfRun & { readonly by: string; readonly command: Command };
  /** The run that was to be a verify; absent: none was named, and there is none. */
  readonly 'nothing-verified': { readonly instead?: Pick<Run, 'id' | 'command'> };
}

/** A code with its facts. */
export type EngineTrouble<Code extends keyof EngineErrorFacts = keyof EngineErrorFacts> = {
  [One in Code]: { readonly code: One } & EngineErrorFacts[One];
}[Code];

/** The engine will not go on, for a reason that a person can fix; the app puts it into words. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineTrouble['code'];
  /** The run concerned, where there is one. */
  readonly run: string | undefined;
  readonly trouble: EngineTrouble;
  constructor(trouble: EngineTrouble) {
    super(trouble.code);
    this.code = trouble.code;
    this.run = 'run' in trouble ? trouble.run : undefined;
    this.trouble = trouble;
  }
}
