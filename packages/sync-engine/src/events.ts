// What the engine says while it works: the one documented event union that the screens, the text and the JSON Lines
// reporters all read. What changes while it works is an event; counts of a whole run and long lists are asked of the journal.

import type {
  ActionStatus,
  Command,
  FindingRow,
  HandedOver,
  ImageKind,
  ImageRef,
  Mode,
  Verb,
} from '@cutover/journal';
import type { Saying } from './sayings.ts';

export type Phase = 'reading' | 'planning' | 'writing' | 'settling' | 'verifying';

/** What is waited for: the store's quota, a store that fails or cannot be reached, writes without an answer. */
export type WaitsFor = 'quota' | 'store' | 'doubts';

/** Nothing leaves (of one kind, or for one store) until the time is over; the same without `ms`: it is. */
export interface Wait {
  readonly type: 'wait';
  readonly waitsFor: WaitsFor;
  /** Who waits: requests in the store's queue, reads before they are tried again, writes alike, or all for doubts. */
  readonly by: 'queue' | 'reads' | 'writes' | 'doubts';
  /** Hash of the store; absent where both are meant. */
  readonly store?: string | undefined;
  /** How long, from now; undefined: the wait is over. */
  readonly ms: number | undefined;
  /** What a store has failed with, where it is waited for. */
  readonly why?: string | undefined;
  /** No request has come through to it. */
  readonly isUnreached?: true;
}

export type EngineEvent =
  | {
      readonly type: 'run';
      readonly run: string;
      readonly command: Command;
      readonly mode: Mode;
      /** True when this continues a run that stopped unfinished. */
      readonly resumed: boolean;
      readonly planRun?: string | undefined;
      readonly verifyRun?: string | undefined;
      readonly revertsRun?: string | undefined;
    }
  | ({ readonly type: 'finding'; readonly run: string } & FindingRow)
  | {
      readonly type: 'action';
      readonly run: string;
      readonly action: string;
      readonly verb: Verb;
      readonly kind: ImageKind;
      readonly status: ActionStatus;
      readonly source?: ImageRef | undefined;
      readonly target?: ImageRef | undefined;
      readonly reason?: string | undefined;
      /** Of a failed one: what its reason begins with. */
      readonly code?: string | undefined;
      /** Of a create or a set that was sent. */
      readonly handedOver?: HandedOver | undefined;
      /** Of a started one: no answer came, and it is settled by looking; the next event of the action is the end of it. */
      readonly inDoubt?: true | undefined;
    }
  | {
      readonly type: 'progress';
      readonly run: string;
      readonly phase: Phase;
      /** Done in this phase. */
      readonly done: number;
      /** Of so many in this phase; absent while it is not known. */
      readonly total?: number | undefined;
      /** How many milliseconds are left of this phase, where its end cannot be told from how fast it went so far. */
      readonly leftMs?: number | undefined;
      /** What is counted; default: images. */
      readonly unit?: 'images' | 'products' | undefined;
    }
  | Wait
  | ({ readonly type: 'notice'; readonly run: string } & Notice);

/** What came of it: not all images are there; they show other fields than were sent; it was refused, or not answered. */
export type BatchOff = 'incomplete' | 'fields-differ' | 'refused' | 'unanswered';

/** What people are shown on the way and no script reads: a code with its facts, which the app puts into words. */
export type Notice =
  /** Enough actions have failed (`stopAfterFailures`): nothing new was begun. */
  | { readonly code: 'enough-failures'; readonly failures: number; readonly most: number }
  /** Writes may be under way that the journal has no row of any more: their quiet time is waited for. */
  | { readonly code: 'rows-lost' }
  /** Swatches are written: a product on a global option set of V2 gets copies of its option values by that, under new ids. */
  | { readonly code: 'option-values-copied' }
  /** Several writes in a row had no answer: nothing new is sent until they are settled. */
  | { readonly code: 'writes-unanswered' }
  /** From here on each image is made by itself, because of what came of several products in one request. */
  | {
      readonly code: 'batch-off';
      readonly why: BatchOff;
      readonly products: number;
      readonly says?: Saying | undefined;
    }
  /** A product of the target is not as it was planned for, and was planned again. */
  | {
      readonly code: 'product-moved';
      readonly productId: number;
      readonly dropped: number;
      readonly added: number;
    }
  /** Images of the target that no march over the source's products meets. */
  | { readonly code: 'images-unmet'; readonly images: number }
  /** V2 answers no store any more, so what V3 lists was not held against its count. */
  | { readonly code: 'v2-gone' }
  /** V2 of this store has no count for what was listed, or (with `why`) does not give it. */
  | { readonly code: 'v2-uncounted'; readonly store: string; readonly why?: string | undefined }
  /** Nothing of V2 was held against V3: it does not answer (`why`), or lists no products. */
  | { readonly code: 'v2-unheard'; readonly store: string; readonly why?: string | undefined }
  /** A store asks for a wait longer than its quota's window; `believedMs` of it is waited. */
  | {
      readonly code: 'long-wait';
      readonly store: string;
      readonly askedMs: number;
      readonly believedMs: number;
    }
  /** Somebody has asked for another pace, by a key or by a command elsewhere; what is absent stays as it is. */
  | {
      readonly code: 'pace-changed';
      readonly by: 'key' | 'command';
      readonly quotaShare?: number | undefined;
      readonly concurrency?: number | undefined;
    };
