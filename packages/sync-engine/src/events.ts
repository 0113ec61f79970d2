// What the engine says while it works: the one documented event union that the screens, the text and the JSON Lines
// reporters all read. Counters are events; long lists are queries on the journal.
import type { ActionKind, ActionStatus, Command, FindingRow, ImageRef, Mode } from '@cutover/journal';

export type Phase = 'reading' | 'planning' | 'writing' | 'settling' | 'verifying';

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
      readonly kind: ActionKind;
      readonly status: ActionStatus;
      readonly source?: ImageRef | undefined;
      readonly target?: ImageRef | undefined;
      readonly reason?: string | undefined;
    }
  | {
      readonly type: 'progress';
      readonly run: string;
      readonly phase: Phase;
      /** Images done in this phase. */
      readonly done: number;
      /** Images in this phase; absent while it is not known. */
      readonly total?: number | undefined;
      readonly waitingForQuotaMs?: number | undefined;
    }
  /** Words for people that no script should read: a plan made anew, a doubt being settled. */
  | { readonly type: 'notice'; readonly run: string; readonly message: string };
