// Everything a run must remember, and nothing about how a store is spoken to. Invariants: a page of images and the
// checkpoint behind it are one transaction; an intent is durable before its promise resolves (and so before any
// request leaves); a target image id belongs to at most one action; what resolved survives SIGKILL.
import type { ProductImage, RenditionUrls, WritablePart } from '@cutover/field-mapper';
import type {
  Action,
  ActionIntent,
  ActionOutcome,
  ActionStatus,
  Failure,
  Link,
  Missed,
  NewAction,
  OpenAttempt,
  Replacement,
  SeenImage,
  SetAction,
  Settlement,
  Slot,
  SlotShown,
  Verb,
  WantedFields,
} from './action.ts';
import type { Finding, FindingRow, SameImages } from './finding.ts';
import type { SlotKind } from './picture-kinds.ts';
import type { Command } from './run-commands.ts';
import type { Spell } from './spell.ts';

export type * from './action.ts';
export type * from './finding.ts';
export type * from './picture-kinds.ts';
export type * from './run-commands.ts';
export type * from './spell.ts';

export type Mode = 'parity' | 'transfer';
export type Side = 'source' | 'target';
/**
 * What a finished run has come to. `done`: nothing differs, or all that was to be done is. `differs`: something differs or is
 * wrong. `incomplete`: something could not be done or checked. `abandoned`: it was given up for a new one.
 */
export type RunOutcome = 'done' | 'differs' | 'incomplete' | 'abandoned';
export type RunPhase = 'scanning' | 'planned' | 'applying' | 'settling' | 'verifying' | 'finished';

/** A run as `status` and `runs` show it. Times are ISO 8601, UTC. */
export interface Run {
  readonly id: string;
  readonly command: Command;
  readonly mode: Mode;
  readonly source: string;
  readonly target: string;
  /** Digest of what an unfinished run must share with the command that continues it: products, match, policy. */
  readonly optionsKey: string;
  /** The options in words, for messages and for the command that continues. Never a token. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly dryRun: boolean;
  readonly phase: RunPhase;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly finishedAt: string | undefined;
  /** Undefined while it is unfinished. */
  readonly outcome: RunOutcome | undefined;
  /** How often this run was opened again after it stopped unfinished. */
  readonly resumes: number;
  readonly planRun: string | undefined;
  /** For a repair: the verify run whose findings it fixes. */
  readonly verifyRun: string | undefined;
  /** For a revert: the run whose writes it takes back. */
  readonly revertsRun: string | undefined;
  /** Cursor of the march: the last source product whose findings and actions are saved. */
  readonly marchCursor: number | undefined;
  /** Set when the march has seen every product. */
  readonly marched: boolean;
  /** Counts that the engine keeps with the run (see saveMarchPage and finishRun). */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * What it read, found and planned was let go, or is being; what it came to is still known, and how many findings of what
   * there were. Absent: nothing was.
   */
  readonly pruned?: 'in-part' | 'whole';
}

export interface NewRun
  extends Pick<Run, 'command' | 'mode' | 'source' | 'target' | 'optionsKey' | 'options' | 'dryRun'> {
  readonly planRun?: string | undefined;
  readonly verifyRun?: string | undefined;
  readonly revertsRun?: string | undefined;
}

export interface SnapshotProduct {
  readonly productId: number;
  readonly sku: string;
  readonly name: string;
  readonly url: string;
  /** The pairing key of this run, '' when the product has none; equal keys are the same product. */
  readonly matchKey: string;
  /** Not shown to shoppers, where the view that was read says so. */
  readonly isHidden?: true;
}

export interface Snapshot {
  readonly snapshot: number;
  readonly run: string;
  readonly side: Side;
  readonly store: string;
  readonly via: 'v2' | 'v3';
  /** Last product id (or row) that is saved; undefined before the first page. */
  readonly cursor: number | undefined;
  readonly complete: boolean;
  readonly products: number;
  readonly images: number;
  /** What the store says it holds in all (V2's count); undefined when it was not asked or did not answer. */
  readonly expectedImages: number | undefined;
}

/** As much of an image as a comparison of two stores looks at first. */
export interface ImageGlance extends Pick<ProductImage, 'productId' | 'imageId' | 'imageFile'>, WritablePart {
  /** The store shows a field as something that it cannot be. */
  readonly isOdd: boolean;
}

/** The same with its addresses, which two views of one store show alike. */
export interface ViewGlance extends ImageGlance {
  readonly urls: RenditionUrls;
}

/** A slot as it was read: whose it is, what people tell it by, and what it shows. */
export interface SnapshotSlot extends SlotShown {
  readonly kind: SlotKind;
  readonly productId: number;
  readonly slot: Slot;
  /** Of the variant; '' when it has none. */
  readonly sku: string;
  /** What the shopper chooses to come to it: the option's name, and the label of the value. */
  readonly choices: readonly SlotChoice[];
}
export interface SlotChoice {
  readonly name: string;
  readonly label: string;
}

export interface MarchPage {
  /** The last source product of this page; the march goes on behind it. */
  readonly cursor: number;
  readonly done: boolean;
  readonly findings: readonly (FindingRow | SameImages)[];
  readonly actions: readonly NewAction[];
  /** Added to the run's counts. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of pictures that were looked at whole; default: none. */
  readonly pictures?: readonly PictureDigest[];
  /** Pictures that are let go, because all was told of them; default: none. */
  readonly picturesTold?: readonly ToldPicture[];
}

/** Equal digests are the same picture. */
export interface PictureDigest {
  readonly side: Side;
  readonly productId: number;
  readonly imageId: number;
  readonly digest: string;
}

/** A picture that several products show. */
export interface SharedPicture {
  readonly digest: string;
  readonly products: number;
}

export interface ToldPicture {
  readonly side: Side;
  readonly digest: string;
}

/**
 * What became of a run that was to be forgotten. `in-doubt`: kept, nobody knows yet what its writes have done.
 * `has-written`: kept, because later runs learn from it what is theirs. `in-use`: kept, another run refers to it.
 */
export type Forgotten = 'forgotten' | 'in-doubt' | 'has-written' | 'in-use';

/** What became of a run whose rows were to be let go. `more`: some are left; otherwise as {@link Forgotten}. */
export type Pruned = 'pruned' | 'more' | Exclude<Forgotten, 'forgotten'>;

/** Two stores by their hashes; in parity the same one twice. A run and an action are of one. */
export interface StorePair {
  readonly source: string;
  readonly target: string;
}

/**
 * The journal. Methods that return a promise are durable when it resolves (writes of one event-loop turn share a
 * commit); methods that return a value only read. Errors are {@link JournalError}.
 */
export interface Journal {
  readonly path: string;
  /** True when the last owner did not close cleanly, so that products must be looked at before they are written to. */
  readonly unclean: boolean;
  /**
   * True when the journal is behind the note beside it (`<path>.seq`): rows that were acknowledged are gone, which
   * SQLite itself does not notice. Implies `unclean`.
   */
  readonly lostRows: boolean;

  openRun(run: NewRun): Promise<Run>;
  /** Counts a resume and returns the run as it stands. */
  resumeRun(run: string): Promise<Run>;
  /** By its name, or by the number that the name begins with (`r0001`). */
  run(run: string): Run | undefined;
  /** Newest first. */
  runs(filter?: { command?: Command; source?: string; target?: string; limit?: number }): Run[];
  /** The newest unfinished, not dry run of this command and store pair. */
  unfinished(command: Command, pair: StorePair): Run | undefined;
  /** The newest finished diff of this pair and options whose plan no migrate run has used, undefined if none. */
  freshPlan(pair: StorePair, optionsKey: string): Run | undefined;
  setPhase(run: string, phase: RunPhase): Promise<void>;
  setPlanRun(run: string, planRun: string): Promise<void>;
  addCounts(run: string, counts: Readonly<Record<string, number>>): Promise<void>;
  /** Puts counts in the place of those of their names, of a finished run too: what was needed is known only afterwards. */
  setCounts(run: string, counts: Readonly<Record<string, number>>): Promise<void>;
  finishRun(run: string, outcome: RunOutcome, counts?: Readonly<Record<string, number>>): Promise<void>;
  /** Saves spells of the run, each in the place of the one of its number, and takes out those that are put together in others. */
  saveSpells(run: string, spells: readonly Spell[], gone: readonly number[]): Promise<void>;
  /** How the run went by, by when each began. */
  spells(run: string): Spell[];
  /** Takes a run out, with all that only it has; anything but `forgotten` says why it was left. */
  forgetRun(run: string): Promise<Forgotten>;
  /**
   * Lets go what a finished audit, diff or verify read, found and planned: some `rowsMax` rows of it, so that nobody waits long;
   * `more` asks to be called again. The run itself stays, with its counts and the number of its findings.
   */
  pruneRun(run: string, rowsMax: number): Promise<Pruned>;

  /** The run's snapshot of that side, made when it is not there yet. */
  openSnapshot(run: string, side: Side, store: string, via: Snapshot['via']): Promise<Snapshot>;
  snapshot(snapshot: number): Snapshot;
  snapshotOf(run: string, side: Side): Snapshot | undefined;
  /** Products, their images and slots, and the cursor in one transaction; a product saved again replaces what it had. */
  savePage(
    snapshot: number,
    page: {
      products: readonly SnapshotProduct[];
      images: readonly ProductImage[];
      /** Default: none. */
      slots?: readonly SnapshotSlot[];
      cursor: number;
      complete: boolean;
      /** Of the run that reads; default: none. */
      findings?: readonly FindingRow[];
      /** Added to the counts of that run; default: none. */
      counts?: Readonly<Record<string, number>>;
    },
  ): Promise<void>;
  /** Replaces the images of one product (a list that was read again whole). */
  saveProductImages(snapshot: number, productId: number, images: readonly ProductImage[]): Promise<void>;
  /** Adds slots that were not read with their products; one that is there already shows from now on what this one does. */
  addSlots(snapshot: number, slots: readonly SnapshotSlot[]): Promise<void>;
  setExpectedImages(snapshot: number, expected: number): Promise<void>;
  /** Products in id order behind `after`. */
  products(snapshot: number, after: number, limit: number): SnapshotProduct[];
  product(snapshot: number, productId: number): SnapshotProduct | undefined;
  /** Those of these products that are there, by their ids. */
  productsOf(snapshot: number, productIds: readonly number[]): Map<number, SnapshotProduct>;
  /** Which products carry these keys: key → product ids, ascending. Keys that nobody has are absent. */
  productsByKey(snapshot: number, keys: readonly string[]): Map<string, number[]>;
  /** Products whose key is this one but for upper and lower case. Reads all keys of the snapshot once, and remembers them. */
  productsByKeyInAnyCase(snapshot: number, key: string): SnapshotProduct[];
  /** Products with exactly this SKU, in id order. */
  productsBySku(snapshot: number, sku: string): SnapshotProduct[];
  /** Images of these products, in product and image id order. */
  images(snapshot: number, productIds: readonly number[]): Map<number, ProductImage[]>;
  /** The same, as much as a first look takes; a product without images is absent. */
  glances(snapshot: number, productIds: readonly number[]): Map<number, ImageGlance[]>;
  /** The same as much as a first look at two views of one store takes. */
  viewGlances(snapshot: number, productIds: readonly number[]): Map<number, ViewGlance[]>;
  /** Slots of that kind of these products, by product; those that have none are absent. */
  slots(snapshot: number, kind: SlotKind, productIds: readonly number[]): Map<number, SnapshotSlot[]>;
  /** How many slots of that kind show something. @param counts whether what one shows counts; default: all does, which is counted without reading it. */
  slotsShown(snapshot: number, kind: SlotKind, counts?: (address: string) => boolean): number;
  /** Number of images per product, for products that have any, largest first. */
  imageCounts(snapshot: number, atLeast?: number): { productId: number; images: number }[];

  saveMarchPage(run: string, page: MarchPage): Promise<void>;
  addFindings(run: string, findings: readonly FindingRow[]): Promise<void>;
  findings(run: string, after?: number, limit?: number): Finding[];
  findingCounts(run: string): {
    bySign: Record<string, number>;
    byRule: Record<string, number>;
    bySeverity: Record<string, number>;
  };
  /** Findings that nobody has set aside, by severity, and how many were: one that is both counts as suppressed. */
  openFindings(run: string): { bySeverity: Record<string, number>; suppressed: number; known: number };
  /** Pictures that several products show, in the order of their digests. */
  sharedPictures(run: string, side: Side, limit: number): SharedPicture[];
  /** The images that show this picture, by image id, behind `after`. */
  picturesLike(
    run: string,
    side: Side,
    digest: string,
    after: number,
    limit: number,
  ): { productId: number; imageId: number }[];

  /**
   * Adds to the plan, and in the same moment lets go of what it takes the place of: pending → superseded. One without the
   * other would leave a product without what it needs.
   */
  addActions(
    planRun: string,
    actions: readonly NewAction[],
    insteadOf?: { readonly actions: readonly string[]; readonly reason: string },
  ): Promise<Action[]>;
  action(action: string): Action | undefined;
  actions(
    planRun: string,
    options?: { status?: readonly ActionStatus[]; after?: string; limit?: number },
  ): Action[];
  /** Target products with pending actions, ascending, behind `after`. */
  pendingProducts(planRun: string, after: number, limit: number): number[];
  /** Of these target products, how many pending actions of each verb there are; one without any is not in it. */
  pendingOf(
    planRun: string,
    targetProductIds: readonly number[],
  ): Map<number, Readonly<Record<Verb, number>>>;
  /** Target products on which an action of this plan was applied, ascending, behind `after`. */
  touchedProducts(planRun: string, after: number, limit: number): number[];
  /** Actions of these target products, by position, whatever their status but superseded. */
  actionsOf(planRun: string, targetProductIds: readonly number[]): Map<number, Action[]>;
  /**
   * Source images of which this plan holds a create for these target products, whatever became of it, but for those that it
   * was to make in the place of another.
   */
  missedBy(planRun: string, targetProductIds: readonly number[]): Missed[];
  /** kind → status → number. */
  actionCounts(planRun: string): Readonly<Record<Verb, Readonly<Record<ActionStatus, number>>>>;
  /** How many applied actions of this plan handed a rendition over. */
  renditionCount(planRun: string): number;
  /** Started or blocked actions of the whole store pair, whichever run planned them. */
  doubts(pair: StorePair): Action[];
  /** The same for these target products, in the order of their ids. */
  doubtsOf(pair: StorePair, targetProductIds: readonly number[]): Action[];
  openAttempt(action: string): OpenAttempt | undefined;
  /** Of these actions the run that has sent each last; one that was never sent is absent. */
  senders(actions: readonly string[]): Map<string, string>;
  /** Failed actions of this plan by code; with `reason`, those {@link retryFailed} takes up. */
  failures(planRun: string, reason?: string): Record<string, number>;

  saveBasis(run: string, targetProductId: number, imageIds: readonly number[]): Promise<number>;
  /**
   * pending → started for the actions of one request, with an attempt opened for each, all or none. Durable when it
   * resolves: only then may the request leave. Returns the actions as they are then, in the same order.
   * @param after actions sent before, whose record has been asked for and may share this transaction: if one of them is
   * started still, for its record was refused, nothing is started (JournalError 'not-before').
   */
  start(intents: readonly ActionIntent[], after?: readonly string[]): Promise<Action[]>;
  /**
   * What became of started actions, in one transaction: all or nothing is recorded. An image that is claimed twice is a
   * JournalError 'claimed'. Returns the actions as they are then, in the same order.
   */
  record(outcomes: readonly ActionOutcome[]): Promise<Action[]>;
  /** started → failed, or pending → failed (nothing was sent: no original, not sendable). Returns it as it is then. */
  failed(action: string, failure: Failure): Promise<Action>;
  /** A person's word: blocked → applied or failed, or blocked or failed → pending. An id claimed twice is 'claimed'. */
  settle(action: string, how: Settlement): Promise<void>;
  /**
   * failed → pending, for all of the plan, or for those with `reason` as their code; where none has that code, for those
   * whose reason contains it. Returns how many.
   */
  retryFailed(planRun: string, reason?: string): Promise<number>;

  /**
   * What the run sees of a product: before its first write there, which is kept as it was saved first, and after its
   * last, which a later look replaces.
   */
  saveSighting(
    run: string,
    moment: 'before' | 'after',
    targetProductId: number,
    images: readonly SeenImage[],
  ): Promise<void>;
  /** What the run saw of these products; those that it did not see are absent. */
  sightings(
    run: string,
    moment: 'before' | 'after',
    targetProductIds: readonly number[],
  ): Map<number, SeenImage[]>;
  /**
   * What the newest run of the pair that wrote to a product saw of it when it was done, the run `but` left out; undefined
   * where that run was cut short. A product that none has written to is absent.
   */
  lastSightings(
    pair: StorePair,
    targetProductIds: readonly number[],
    but?: string,
  ): Map<number, SeenImage[] | undefined>;
  /** Target products that the run began to write to, ascending, behind `after`. */
  sightedProducts(run: string, after: number, limit: number): number[];
  /** Target products on which writes of this run took effect, ascending, behind `after`. */
  writtenProducts(run: string, after: number, limit: number): number[];
  /** Images of these products that were removed and that reverts of the pair have put back → what was made of them last. */
  putBack(pair: StorePair, targetProductIds: readonly number[]): Map<number, number>;
  /**
   * What this run did to these products, in the order in which it was sent. Without what others had done already: what
   * was found done at the first attempt.
   */
  writesOf(run: string, targetProductIds: readonly number[]): Map<number, Action[]>;

  /**
   * Whether a run has made, changed or removed an image of this store, or plans to remove one in whose place another comes:
   * if not, {@link links}, {@link replacementsOpen}, {@link removed}, {@link lastSent} and {@link lastShown} hold nothing.
   */
  hasWritten(target: string): boolean;
  /**
   * Source images of these products whose create is applied, over all runs of the pair, with what was last written; older
   * ones first, and without those that we have removed again.
   */
  links(pair: StorePair, targetProductIds: readonly number[]): Link[];
  /** What was set in slots of these products by any run of the pair and took effect, in the order of sending. */
  setsDone(pair: StorePair, targetProductIds: readonly number[]): SetAction[];
  /** Images of these products in whose place another has been made, and that were to go for that and are not gone. */
  replacementsOpen(pair: StorePair, targetProductIds: readonly number[]): Replacement[];
  /** Images of these products that we have removed. */
  removed(target: string, targetProductIds: readonly number[]): Set<number>;
  /** What was sent last to images of these products, creates and updates of all runs taken together. */
  lastSent(target: string, targetProductIds: readonly number[]): Map<number, WantedFields>;
  /** By image, what the store showed of those fields when it answered; what it did not answer is absent. */
  lastShown(target: string, targetProductIds: readonly number[]): Map<number, WantedFields>;
  /** Every target image id that an action of any run has claimed on this product. */
  claimed(target: string, targetProductId: number): Set<number>;

  /**
   * Rewrites the file without the room of rows that are gone: the whole of it, or nothing. Nothing else is done
   * meanwhile, some seconds for a gigabyte. Throws {@link JournalError} `full` where there is no room for a second one.
   */
  compact(): Promise<void>;

  /** Waits for queued writes, notes a clean close, checkpoints and closes. */
  close(): Promise<void>;
}
