// Puts the journal together: the connection, the statements of each table, and the queue through which all of them are
// written. The parts know their tables; only here is it known that writes are queued and reads are not.
import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { checkPages, openConnection } from './files/connection.ts';
import { createGroupCommit } from './files/group-commit.ts';
import { createGuard } from './files/untrusted.ts';
import type { Journal } from './journal.ts';
import { fromSqlite, JournalError } from './journal-error.ts';
import { createOwnership, type Ownership } from './lock/ownership.ts';
import { journalName } from './run-name.ts';
import { createStatements, query } from './schema/statements.ts';
import { upgrades } from './schema/upgrades.ts';
import { createActions } from './statements/actions.ts';
import { createAttempts } from './statements/attempts.ts';
import { createFindings } from './statements/findings.ts';
import { createForget } from './statements/forget.ts';
import { createLinks } from './statements/links.ts';
import { createPictures } from './statements/pictures.ts';
import { createPrune } from './statements/prune.ts';
import { createRunSearch } from './statements/run-search.ts';
import { createRuns } from './statements/runs.ts';
import { createSightings } from './statements/sightings.ts';
import { createSlots } from './statements/slots.ts';
import { createSnapshots } from './statements/snapshots.ts';
import { createSpells } from './statements/spells.ts';

/** Larger files are checked page by page only where pages may be half written: some seconds for a million rows. */
const alwaysCheckedBytesMax = 200_000_000;

/** Some hundredths of a second. */
const ROWS_FORGOTTEN_AT_ONCE = 5_000;

export interface JournalOptions {
  /** Opens an existing journal to look at, also while another process writes to it. Default false. */
  readonly readOnly?: boolean;
  /** Wall clock in ms, for the times that are shown. Default `Date.now`. */
  readonly now?: () => number;
  /** Numbers in [0, 1), for the ids of runs. Default `Math.random`. */
  readonly random?: () => number;
  /** Tokens in use: where one turns up in anything to be stored, `[redacted]` is stored in its place. Default none. */
  readonly secrets?: readonly string[];
  /**
   * How long the steps of an action may wait for those of others, so that they share a commit, in ms; 0: no longer than
   * a turn of the event loop. Default 0.
   */
  readonly gatherMs?: number;
}

/** What a journal over an open connection is given besides it. */
export type JournalParts = Required<Pick<JournalOptions, 'now' | 'random' | 'secrets' | 'gatherMs'>>;

/**
 * Opens the journal at `path`, making it when it is not there; `:memory:` keeps nothing.
 * Throws {@link JournalError}: `missing`, `not-a-journal`, `newer`, `damaged`, `read-only`, `full`, `busy`.
 */
export function openJournal(path: string, options: JournalOptions = {}): Journal {
  const random = options.random ?? Math.random;
  const readOnly = options.readOnly ?? false;
  const database = openConnection(path, {
    readOnly,
    isGuarded: readOnly,
    upgrades,
    believe: (found) => void createRunSearch(createStatements(found)).runs(),
    first(made) {
      const about = query
        .insertInto('journal')
        .values({ only: 1, id: journalName(random), seq: 0, dirty: 0, runs_numbered: 0 })
        .compile();
      made.prepare(about.sql).run(...about.parameters);
    },
  });
  try {
    return createJournal(database, path, {
      now: options.now ?? Date.now,
      random,
      secrets: options.secrets ?? [],
      gatherMs: options.gatherMs ?? 0,
    });
  } catch (error) {
    database.close();
    throw fromSqlite(error, path, true);
  }
}

/** The journal over an open connection. */
export function createJournal(
  database: Database.Database,
  path: string,
  { now, random, secrets, gatherMs }: JournalParts,
): Journal {
  const time = () => new Date(now()).toISOString();
  const guard = database.readonly ? createGuard(database, path) : undefined;
  const statements = createStatements(database, { secrets, guard });
  const ownership = createOwnership(database, statements, path);
  const { unclean, lostRows } = ownership;
  if (path !== ':memory:' && mayHoldHalfPages(statSync(path).size, ownership, database.readonly))
    checkPages(database, path);
  const runs = createRuns(statements, { time, random, numbersUsed: ownership.numbersUsed, unclean });
  const search = createRunSearch(statements);
  // Any of them may decide what comes next. Once more: those of an older file had to be upgraded first, which no reader does.
  if (!database.readonly) search.runs();
  const snapshots = createSnapshots(statements);
  const spells = createSpells(statements);
  const findings = createFindings(statements);
  const pictures = createPictures(statements);
  const actions = createActions(statements, {
    time,
    reserve: (planRun, number) => runs.reserveActions(planRun, number),
  });
  const attempts = createAttempts(statements, time);
  const links = createLinks(statements);
  const slots = createSlots(statements);
  const sightings = createSightings(statements, search);
  const forget = createForget(statements, { time, findings });
  const prune = createPrune(statements, findings);
  const queue = createGroupCommit(database, {
    path,
    gatherMs,
    beforeCommit: ownership.beforeCommit,
    afterCommit: ownership.afterCommit,
  });

  function refuseToWrite(): void {
    if (database.readonly) {
      throw new JournalError('read-only', `The journal ${path} was opened to be read only.`);
    }
  }
  async function write<T>(work: () => T): Promise<T> {
    refuseToWrite();
    return await queue.write(work);
  }
  /** Of the lanes that write to a store: there are many of them, and none waits for the disk alone. */
  async function step<T>(work: () => T): Promise<T> {
    refuseToWrite();
    return await queue.writeInCompany(work);
  }
  function read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw fromSqlite(error, path);
    }
  }

  return {
    path,
    unclean,
    lostRows,

    openRun: (run) => write(() => runs.openRun(run)),
    resumeRun: (run) => write(() => runs.resumeRun(run)),
    run: (run) => read(() => search.run(run)),
    runs: (filter) => read(() => search.runs(filter)),
    unfinished: (command, { source, target }) => read(() => search.unfinished(command, source, target)),
    freshPlan: ({ source, target }, optionsKey) => read(() => search.freshPlan(source, target, optionsKey)),
    setPhase: (run, phase) => write(() => runs.setPhase(run, phase)),
    setPlanRun: (run, planRun) => write(() => runs.setPlanRun(run, planRun)),
    addCounts: (run, counts) => write(() => runs.addCounts(run, counts)),
    setCounts: (run, counts) => write(() => runs.setCounts(run, counts)),
    finishRun: (run, outcome, counts) => write(() => runs.finishRun(run, outcome, counts)),
    saveSpells: (run, told, gone) => write(() => spells.save(run, told, gone)),
    spells: (run) => read(() => spells.of(run)),
    async forgetRun(run) {
      for (;;) {
        const came = await write(() => forget(run, ROWS_FORGOTTEN_AT_ONCE));
        if (came !== 'more') return came;
      }
    },
    pruneRun: async (run, rowsMax) =>
      read(() => prune.whyWhole(run)) ?? (await write(() => prune.step(run, rowsMax))),

    openSnapshot: (run, side, store, via) => write(() => snapshots.open(run, side, store, via)),
    snapshot: (snapshot) => read(() => snapshots.snapshot(snapshot)),
    snapshotOf: (run, side) => read(() => snapshots.ofRun(run, side)),
    savePage: (snapshot, page) =>
      write(() => {
        snapshots.savePage(snapshot, page);
        slots.save(snapshot, page.products, page.slots ?? []);
        const { run } = snapshots.snapshot(snapshot);
        if (page.findings !== undefined) findings.add(run, page.findings);
        if (page.counts !== undefined) runs.addCounts(run, page.counts);
      }),
    saveProductImages: (snapshot, productId, images) =>
      write(() => snapshots.saveProductImages(snapshot, productId, images)),
    addSlots: (snapshot, more) => write(() => slots.add(snapshot, more)),
    setExpectedImages: (snapshot, expected) => write(() => snapshots.setExpectedImages(snapshot, expected)),
    products: (snapshot, after, limit) => read(() => snapshots.products(snapshot, after, limit)),
    product: (snapshot, productId) => read(() => snapshots.product(snapshot, productId)),
    productsOf: (snapshot, productIds) => read(() => snapshots.productsOf(snapshot, productIds)),
    productsByKey: (snapshot, keys) => read(() => snapshots.productsByKey(snapshot, keys)),
    productsByKeyInAnyCase: (snapshot, key) => read(() => snapshots.productsByKeyInAnyCase(snapshot, key)),
    productsBySku: (snapshot, sku) => read(() => snapshots.productsBySku(snapshot, sku)),
    images: (snapshot, productIds) => read(() => snapshots.images(snapshot, productIds)),
    glances: (snapshot, productIds) => read(() => snapshots.glances(snapshot, productIds)),
    viewGlances: (snapshot, productIds) => read(() => snapshots.viewGlances(snapshot, productIds)),
    slots: (snapshot, kind, productIds) => read(() => slots.of(snapshot, kind, productIds)),
    slotsShown: (snapshot, kind, counts) => read(() => slots.shown(snapshot, kind, counts)),
    imageCounts: (snapshot, atLeast) => read(() => snapshots.imageCounts(snapshot, atLeast)),

    saveMarchPage: (run, page) =>
      write(() => {
        runs.moveMarch(run, page.cursor, page.done, page.counts);
        findings.add(run, page.findings);
        actions.save(run, page.actions);
        pictures.add(run, page.pictures ?? []);
        pictures.told(run, page.picturesTold ?? []);
      }),
    addFindings: (run, rows) => write(() => findings.add(run, rows)),
    findings: (run, after, limit) => read(() => findings.page(run, after, limit)),
    findingCounts: (run) => read(() => findings.counts(run)),
    openFindings: (run) => read(() => findings.open(run)),
    sharedPictures: (run, side, limit) => read(() => pictures.shared(run, side, limit)),
    picturesLike: (run, side, digest, after, limit) =>
      read(() => pictures.showing(run, side, digest, after, limit)),

    addActions: (planRun, planned, insteadOf) =>
      write(() => {
        if (insteadOf !== undefined) attempts.superseded(insteadOf.actions, insteadOf.reason);
        return actions.add(planRun, planned);
      }),
    action: (action) => read(() => actions.action(action)),
    actions: (planRun, of) => read(() => actions.page(planRun, of)),
    pendingProducts: (planRun, after, limit) => read(() => actions.pendingProducts(planRun, after, limit)),
    pendingOf: (planRun, productIds) => read(() => actions.pendingOf(planRun, productIds)),
    touchedProducts: (planRun, after, limit) => read(() => actions.touchedProducts(planRun, after, limit)),
    missedBy: (planRun, productIds) => read(() => actions.missed(planRun, productIds)),
    actionsOf: (planRun, productIds) => read(() => actions.ofProducts(planRun, productIds)),
    actionCounts: (planRun) => read(() => actions.counts(planRun)),
    renditionCount: (planRun) => read(() => actions.renditions(planRun)),
    doubts: ({ source, target }) => read(() => actions.inDoubt(source, target)),
    doubtsOf: ({ source, target }, productIds) => read(() => actions.inDoubtOf(source, target, productIds)),
    openAttempt: (action) => read(() => attempts.open(action)),
    senders: (actions) => read(() => attempts.senders(actions)),
    failures: (planRun, reason) => read(() => attempts.failures(planRun, reason)),

    saveBasis: (run, productId, imageIds) => step(() => attempts.saveBasis(run, productId, imageIds)),
    start: (intents, after) => step(() => attempts.start(intents, after)),
    record: (outcomes) => step(() => attempts.record(outcomes)),
    failed: (action, failure) => step(() => attempts.failed(action, failure)),
    settle: (action, how) => step(() => attempts.settle(action, how)),
    retryFailed: (planRun, reason) => write(() => attempts.retryFailed(planRun, reason)),

    saveSighting: (run, moment, productId, images) =>
      step(() => sightings.save(run, moment, productId, images)),
    sightings: (run, moment, productIds) => read(() => sightings.ofRun(run, moment, productIds)),
    lastSightings: ({ source, target }, productIds, but) =>
      read(() => sightings.last(source, target, productIds, but)),
    sightedProducts: (run, after, limit) => read(() => sightings.sightedProducts(run, after, limit)),
    writtenProducts: (run, after, limit) => read(() => sightings.writtenProducts(run, after, limit)),
    putBack: ({ source, target }, productIds) => read(() => sightings.putBack(source, target, productIds)),
    writesOf: (run, productIds) => read(() => sightings.writesOf(run, productIds)),

    hasWritten: (target) => read(() => links.hasAny(target)),
    links: ({ source, target }, productIds) => read(() => links.links(source, target, productIds)),
    replacementsOpen: ({ source, target }, productIds) =>
      read(() => links.replacementsOpen(source, target, productIds)),
    setsDone: ({ source, target }, productIds) => read(() => slots.setsDone(source, target, productIds)),
    removed: (target, productIds) => read(() => links.removed(target, productIds)),
    lastSent: (target, productIds) => read(() => links.lastSent(target, productIds)),
    lastShown: (target, productIds) => read(() => links.lastShown(target, productIds)),
    claimed: (target, productId) => read(() => links.claimed(target, productId)),

    async compact() {
      // Behind what is queued, and refused as that would be.
      await write(() => undefined);
      try {
        database.exec('vacuum');
        database.pragma('wal_checkpoint(truncate)');
      } catch (error) {
        throw fromSqlite(error, path);
      }
    },
    async close() {
      if (!database.open) return;
      try {
        queue.close();
        if (!database.readonly) putAway(database, ownership.closing);
      } catch (error) {
        throw fromSqlite(error, path);
      } finally {
        ownership.close();
        database.close();
      }
    },
  };
}

/** A small file is always looked at; a large one by an owner, after a stop in which the machine may have stopped too. */
export function mayHoldHalfPages(
  bytes: number,
  { unclean, arePagesKept }: Pick<Ownership, 'unclean' | 'arePagesKept'>,
  readOnly: boolean,
): boolean {
  return bytes < alwaysCheckedBytesMax || (unclean && !arePagesKept && !readOnly);
}

/**
 * Leaves one plain file behind: without a write-ahead log beside it, it can be copied, and read where nothing may be
 * written. While somebody reads it stays as it is, which does no harm.
 */
function putAway(database: Database.Database, closing: () => void): void {
  closing();
  try {
    database.pragma('wal_checkpoint(truncate)');
    database.pragma('busy_timeout = 0');
    database.pragma('journal_mode = delete');
  } catch {
    // Everything is durable in the log; the next owner folds it in.
  }
}
