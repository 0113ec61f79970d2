// The engine's face: what it is given (everything that touches the world is an argument) and what each verb returns.
// Only what reads and what writes asks a store (`read`, `write`, `kinds`, `pictures`, the witness and the rules of `grade`, and
// `revert` of variants); march, plan, reconcile and predict are pure.
import type { Archive, ContentHttp } from '@cutover/image-content';
import type { FindingRow, Mode, PairJournal, RunOutcome } from '@cutover/journal';
import type { V2Reader } from '@cutover/v2-client';
import type { V3Client, V3ImageFields, V3ImageSource, V3ProductImage, V3Reader } from '@cutover/v3-client';
import type { CarriedKind } from './carried.ts';
import type { EngineEvent } from './events.ts';
import type { Probe, RuleId } from './rules.ts';
import type { SampleSaying, Words } from './sayings.ts';

export interface EngineClock {
  /** Wall clock in ms, for display only. */
  now(): number;
  /** Milliseconds that only go forward; every wait and every quiet time is measured with it. */
  monotonicMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A store as the engine may use it. The V2 writer is not here, so the source cannot be harmed by a bug. */
export interface StorePort {
  readonly hash: string;
  readonly v2: V2Reader;
  readonly v3: V3Client;
  /**
   * Reads as `v3` does, and for some seconds after a stop, too: what shows what became of a write that was under way.
   * Absent: a stop ends no read of `v3`.
   */
  readonly v3AfterStop?: V3Reader | undefined;
  /** Absent where a request makes one image. */
  readonly several?: SeveralCreates | undefined;
  /** True when the API is BigCommerce's own, so that its store domain serves originals. */
  readonly isBigCommerce: boolean;
  /** Templates of `--source-originals`, tried before the derived addresses. */
  readonly originals: readonly string[];
  /** A saved file: its pictures are uploaded, but what takes an address alone is given the one that the file names. */
  readonly isSaved?: boolean | undefined;
  /** What a whole window of the store's quota allows us, as far as an answer has said; for estimates only. */
  readonly pace: () => Pace | undefined;
  /** What has come of asking it so far; lanes follow it. Absent: as many lanes as where a store tells no quota. */
  readonly turns?: (() => Turns) | undefined;
}

/** When requests to a store have left, whatever they were. */
export interface Turns {
  /** Requests a second that are ours of the store's quota; undefined: it has told none. */
  readonly requestsPerSecond: number | undefined;
  /** How many were given their turn. */
  readonly given: number;
  /** How long they have waited for it, in ms in all; those that wait now included. */
  readonly waitedMs: number;
  /** Requests in flight at most, where somebody has named another number on the way. */
  readonly most?: number | undefined;
}

export interface Pace {
  readonly requestsPerSecond: number;
  readonly windowMs: number;
}

/** Makes several images of one product in one request. */
export interface SeveralCreates {
  /** So many in one request at most. */
  readonly most: number;
  /**
   * Exactly one request, which is never repeated; `beforeSend` runs when its turn has come, right before it leaves. Resolves
   * to what was answered of each create, in the order in which they were given; throws what is true of all of them.
   */
  create(
    productId: number,
    creates: readonly { readonly source: V3ImageSource; readonly fields: V3ImageFields }[],
    options: { readonly beforeSend: () => Promise<void> },
  ): Promise<readonly CreateAnswer[]>;
}
/** An error that is no StoreError, or one whose class leaves it open, means that the create may have been done. */
export type CreateAnswer = { readonly image: V3ProductImage } | { readonly error: unknown };

/** What a person wants while it runs. `stopping`: take no new request, finish those in flight. */
export interface EngineControl {
  readonly stopping: AbortSignal;
  /** Resolves at once, or when a pause has ended. */
  whileNotPaused(): Promise<void>;
  /**
   * Resolves once what was reported has been taken, or nobody will take it; at once where the reader keeps up. Absent: it is
   * taken as it is reported.
   */
  whileUnread?: (() => Promise<void>) | undefined;
}

export type MatchBy = 'sku' | 'id' | 'name' | 'url';
export type Policy = 'copy' | 'mirror';
/** Whose word counts for an image that somebody has edited on the target since the last migration; `ask`: it is left alone and shown. */
export type Prefer = 'source' | 'target' | 'ask';
export type TransferBy = 'auto' | 'url' | 'upload';
export type VerifyLevel = 'fields' | 'links' | 'content';

/** One product that was asked for: by id or SKU, with its counterpart where that is named. */
export interface ProductPair {
  readonly sourceProductId?: number | undefined;
  readonly sourceSku?: string | undefined;
  readonly targetProductId?: number | undefined;
  readonly targetSku?: string | undefined;
  /** Of the products file; absent where the product was asked for in another way. */
  readonly line?: number | undefined;
}

/** Which products and pictures a command is about, and how they are read. */
export interface Selection {
  readonly match: MatchBy;
  /** Undefined: all products. */
  readonly products: readonly ProductPair[] | undefined;
  /** The products file as it was named, '' without one; for the command that continues. */
  readonly productsFile: string;
  /** Digest of the products file's content, '' without one. */
  readonly productsDigest: string;
  /** Which kinds of picture are compared and moved; default: `kindsCarried`. */
  readonly kinds?: readonly CarriedKind[] | undefined;
  readonly sourceVia: 'auto' | 'v2' | 'v3';
}

/** What is to become of what the target has of its own. A comparison, too, goes by it, and each run keeps it. */
export interface Decisions {
  readonly policy: Policy;
  readonly prefer: Prefer;
}

/** How a plan is carried out. */
export interface Means {
  readonly transfer: TransferBy;
  /** Creates of products that have no image go together, several products in one request, where that proves to work. Default: off. */
  readonly batch?: 'auto' | 'off' | undefined;
  /** Images may be removed although their bytes could not be kept first. Default false. */
  readonly allowUnarchived?: boolean | undefined;
  /** Where no original can be reached, the largest rendition is handed over, and said to be one. Default false. */
  readonly allowRenditions?: boolean | undefined;
  /** No new work is taken once so many actions have failed since the run was begun or continued; undefined: never. */
  readonly stopAfterFailures?: number | undefined;
}

/** What a run shares with the command that continues it: two plans of other choices never mix. */
export interface SharedChoice {
  readonly option: string;
  /** What decides whether it is the same; undefined: nobody has said it, and a run without a word of it means the same. */
  readonly value: (choices: Choices) => string | undefined;
  /** As a person spells it; default: its value. */
  readonly words?: ((choices: Choices) => string) | undefined;
  /** What the run keeps the words as, where that is not the option's name. */
  readonly keptAs?: string | undefined;
  /** The value of runs from before it was there; then it says nothing, so that they are continued. */
  readonly before?: string | undefined;
}

/** Which run is continued or opened, and how the command was given that does so. */
export interface WhichRun {
  readonly runId: string | undefined;
  /** In the order in which they came to be, a new one last: what is known of a run is a digest of their values. */
  readonly shared: readonly SharedChoice[];
  /** Start over although an unfinished run of other options is there. */
  readonly startNew: boolean;
  /** How the stores were named besides their hashes (API bases, token files; never a token), for the command that continues. */
  readonly origin?: Readonly<Record<string, string>> | undefined;
}

/** How long the stores are waited for, and how much is asked of them at once. */
export interface Patience {
  /** Milliseconds after which an unanswered write is settled by looking. */
  readonly settleAfterMs: number;
  /** Milliseconds that a store which cannot be reached, or fails every write, is waited out; default 0. */
  readonly outageMs?: number | undefined;
  /** Requests in flight at most; undefined: as many as the stores' quotas keep busy. */
  readonly concurrency: number | undefined;
}

/** Everything that touches the world, but for the stores and the journal. */
export interface World {
  readonly content: ContentHttp;
  /** Where pictures are kept before they are removed. */
  readonly archive: Pick<Archive, 'put' | 'get'>;
  readonly clock: EngineClock;
  readonly random: () => number;
  readonly control: EngineControl;
  emit(event: EngineEvent): void;
  /** What a saying reads as; asked for where it is kept and told (`found.ts`, `failures.ts`, and the loop that writes). */
  readonly words: Words;
}

/** The two stores, and what is known of them. */
export interface Pair {
  readonly mode: Mode;
  readonly source: StorePort;
  /** In parity the same object as `source`. */
  readonly target: StorePort;
  readonly journal: PairJournal;
}

export interface Engine extends World, Pair {
  readonly patience: Patience;
}

/** The engine as it is handed down: with the parts of the request that reach into its depths. */
export type With<Parts> = Engine & Readonly<Parts>;
export interface Selecting {
  readonly selection: Selection;
}
export interface Deciding {
  readonly decisions: Decisions;
}
/** What two sides are read and compared by. */
export interface Choices extends Selecting, Deciding {}
/** As where nobody has chosen anything. */
export const choicesUnsaid: Choices = {
  selection: {
    match: 'sku',
    products: undefined,
    productsFile: '',
    productsDigest: '',
    kinds: undefined,
    sourceVia: 'auto',
  },
  decisions: { policy: 'copy', prefer: 'ask' },
};
export interface Carrying {
  readonly means: Means;
}

/** Whether a store that is away is waited out at all. */
export function waitsOut({ patience }: Pick<Engine, 'patience'>): boolean {
  return (patience.outageMs ?? 0) > 0;
}

/** What a command has come to. `stopped`: somebody asked for it; the same command continues the run. */
export type ResultOutcome = Exclude<RunOutcome, 'abandoned'> | 'stopped';

export interface ResultBase {
  readonly run: string;
  readonly outcome: ResultOutcome;
  /** Products and images looked at by this run. */
  readonly products: number;
  readonly images: number;
  /** Absent where none was seen; kinds that were not counted are not in it. */
  readonly notMoved?: NotMoved;
  /** Absent where product images alone were asked for. */
  readonly byKind?: ByKind;
}
/** How many of the pictures are of which kind; a kind that was not asked for is not in it. */
export type ByKind = { readonly [Kind in CarriedKind]?: number };
/** Pictures of kinds that are not carried, as many as were seen on the source; a kind of which none was seen is not in it. */
export type NotMoved = ByKind;
/** What of V2 was held against V3: all of it, the lists of a share, its product pages, or nothing; and for how many products. */
export interface Proof {
  readonly v2: 'full' | 'sample' | 'pages' | 'none';
  readonly products: number;
}
export interface AuditResult extends ResultBase {
  readonly findings: {
    readonly fatal: number;
    readonly critical: number;
    readonly warning: number;
    readonly info: number;
  };
  readonly byRule: Readonly<Record<string, number>>;
  readonly proof: Proof;
  /** Rules that could not speak, by what was asked and read: no finding of theirs proves nothing. */
  readonly notLookedFor: readonly RuleId[];
  /** Of the findings, those that are set aside, and those that are not and were in an earlier report. Neither fails. */
  readonly suppressed: number;
  readonly known: number;
}
export interface DiffResult extends ResultBase {
  /** Products whose images were compared: those without a counterpart have none to be compared with. */
  readonly pairedProducts: number;
  readonly pairedImages: number;
  readonly same: number;
  readonly changed: number;
  readonly missing: number;
  readonly extra: number;
  readonly error: number;
  readonly unmatchedProducts: number;
  /** Actions in the saved plan. */
  readonly planned: number;
  /** Of a sample: what it proves of all. */
  readonly confidence?: SampleSaying;
  /** Of one store. */
  readonly proof?: Proof;
}
export interface Estimate {
  readonly requests: number;
  /** Bytes of pictures to be moved by upload, as far as their length is known. */
  readonly bytes: number;
  /**
   * By the quota of whole windows, never by what is left of this one, so it is the same whenever it is asked; and by a usual
   * time for an image, where images go together.
   */
  readonly seconds: number;
  /** Where a window's quota is still unused at the start. */
  readonly secondsMin: number;
  /** Where a window is lost at the start, and the store is slow. */
  readonly secondsMax: number;
}
export interface MigrateResult extends ResultBase {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
  /** Slots (pictures of variants and of values) that were filled. */
  readonly set: number;
  readonly failed: number;
  readonly remaining: number;
  /** Started or blocked. */
  readonly inDoubt: number;
  /** Pictures that no run has set, or that somebody has edited on the target, left as they are until it is decided whose word counts. */
  readonly conflicts: number;
  /** Of those created and set: how many show a rendition; absent where none does. */
  readonly renditions?: number;
  /** Renditions of earlier runs that stay, because no original can be reached; absent where there are none. */
  readonly renditionsKept?: number;
  readonly unmatchedProducts: number;
  /** Pictures of slots that have no counterpart on the target, or none that is clear; absent where there is none. */
  readonly unmatchedSlots?: number;
  /** Pictures that could not be compared, when the plan was made or when it was carried out; absent where there is none. */
  readonly unchecked?: number;
  readonly estimate?: Estimate;
  /** Set when it stopped because so many had failed: the run is unfinished, and the same command continues it. */
  readonly stoppedAfterFailures?: number;
}
export interface RepairResult extends MigrateResult {
  /** The verify run whose findings were fixed. */
  readonly verifyRun: string;
  /** What the verify of the fixed products found; absent where nothing was to be fixed, or it did not come so far. */
  readonly verified?: {
    readonly run: string;
    readonly checked: number;
    readonly unchecked: number;
    readonly mismatched: number;
  };
}
export interface RevertResult extends MigrateResult {
  readonly revertsRun: string;
  /** Images (and products) left as they are, because somebody has changed them since. */
  readonly left: number;
}
export interface VerifyResult extends ResultBase {
  readonly checked: number;
  readonly unchecked: number;
  readonly mismatched: number;
  /** Images of the target's own: no image of the source is their counterpart, and nobody called them wrong. */
  readonly onlyOnTarget: number;
  readonly level: VerifyLevel;
  /** For a sample: what it proves of all. */
  readonly confidence?: SampleSaying;
  /** Of one store. */
  readonly proof?: Proof;
}

/** What a person is asked to approve before the first write. */
export interface PlanSummary {
  readonly run: string;
  readonly create: number;
  readonly update: number;
  readonly remove: number;
  readonly set: number;
  /** Of the removals, those whose picture is made again first. */
  readonly replace: number;
  readonly conflicts: number;
  readonly unmatchedProducts: number;
  readonly estimate: Estimate;
}

/** What a person says of a plan; `no` ends the command with nothing written. */
export type Consent = 'go' | 'no';
/** Or whose word counts where somebody has edited the target: then the plan is made once more with that, and shown. */
export type Answer = Consent | { readonly prefer: Exclude<Prefer, 'ask'> };

export interface AuditRequest extends Choices {
  readonly which: WhichRun;
  readonly failOn: 'fatal' | 'critical' | 'warning' | 'info';
  /** How closely pictures are looked at; default `bytes`. */
  readonly probe?: Probe | undefined;
  /** The least length of a picture's longer side that is no fault; default 500. */
  readonly minPixels?: number | undefined;
  /** Which findings do not count; default: all do. */
  readonly setAside?: SetAside | undefined;
}

/** What a person has set aside. */
export interface SetAside {
  /** The same for the same wishes; a run is continued with the same alone. */
  readonly key: string;
  of(finding: FindingRow): Pick<FindingRow, 'suppressed' | 'known'>;
}
export type MaxChanges = { readonly count: number } | { readonly percent: number };

/** One store: of which share of the products V2 is asked for its lists; of the others its product pages speak. Default: 1, all. */
export interface Sampled {
  readonly sample?: number | undefined;
}

export interface DiffRequest extends Choices, Sampled {
  readonly which: WhichRun;
}

/** What a command that writes is bound by, and who approves its plan. */
export interface Approval<Said extends Answer = Answer> {
  readonly maxChanges: MaxChanges | undefined;
  /** Asked before the first write. */
  readonly approve: (plan: PlanSummary) => Promise<Said>;
}

export interface MigrateRequest extends Choices, Carrying, Approval {
  readonly which: WhichRun;
  readonly dryRun: boolean;
  /** Failed actions of the plan are taken up again first: all, or those that this reason means. */
  readonly retryFailed?: { readonly reason?: string | undefined } | undefined;
}
/** The kinds are those of the verify, whose run `which` may name. */
export interface RepairRequest extends Deciding, Carrying, Approval, Sampled {
  readonly selection: Omit<Selection, 'kinds'>;
  readonly which: WhichRun;
  readonly dryRun: boolean;
}
export interface RevertRequest extends Carrying, Approval<Consent> {
  /** The run that is taken back: a migrate, repair or revert of these stores, finished or not. */
  readonly run: string;
  readonly which: Omit<WhichRun, 'runId'>;
  /** By which kinds the pictures are counted; default: `kindsCarried`. Those of the run are taken back, whichever they are. */
  readonly kinds?: readonly CarriedKind[] | undefined;
  readonly dryRun: boolean;
}
export interface VerifyRequest extends Choices {
  readonly which: WhichRun;
  readonly level: VerifyLevel;
  /** Share of images to check, 0..1; 1 is all. */
  readonly sample: number;
}
