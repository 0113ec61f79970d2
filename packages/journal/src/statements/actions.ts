// Actions: what a plan wants done, as planned and as it stands. Their way from state to state is in attempts.ts.

import { sql } from 'kysely';
import { putBackBy, sourceOf, targetSlotOf, wantedBy } from '../action.ts';
import type {
  Action,
  ActionStatus,
  HandedOver,
  Missed,
  NewAction,
  NewImage,
  Standing,
  Verb,
} from '../journal.ts';
import { actionName, actionNamesOf } from '../run-name.ts';
import { renderedOnly } from '../schema/fourteenth-schema.ts';
import { everyRow, listed, query, type Statements } from '../schema/statements.ts';
import type { ActionsTable, RunsTable } from '../schema/tables.ts';
import { believeAction } from './believed.ts';
import { failureIn, reasonOf } from './failures.ts';
import {
  beforeColumn,
  damaged,
  handedOverColumn,
  numbersColumn,
  slotColumn,
  slotShownColumn,
  wantedColumn,
} from './json-column.ts';

const statuses = [
  'pending',
  'started',
  'applied',
  'failed',
  'blocked',
  'superseded',
] as const satisfies readonly ActionStatus[];

// Said in the words of the partial indexes, which SQLite uses for nothing else (see first-schema.ts).
const isPending = sql<boolean>`status = 'pending'`;
const isRendered = sql<boolean>`${sql.raw(renderedOnly)}`;
const inDoubtOnly = "status in ('started', 'blocked')";
const isInDoubt = sql<boolean>`${sql.raw(inDoubtOnly)}`;

export interface ActionsOptions {
  readonly time: () => string;
  /** Sets numbers aside in the planning run and returns it as it was before. */
  readonly reserve: (planRun: string, actions: number) => RunsTable;
}

export function createActions(statements: Statements, options: ActionsOptions) {
  const { prepare, prepareRows } = statements;
  const insert = prepareRows((rows: readonly ActionsTable[]) =>
    query.insertInto('actions').values(
      rows.map((p) => ({
        action: p.action,
        plan_run: p.plan_run,
        source: p.source,
        target: p.target,
        kind: p.kind,
        status: 'pending' as const,
        source_product_id: p.source_product_id,
        source_image_id: p.source_image_id,
        target_product_id: p.target_product_id,
        target_image_id: p.target_image_id,
        sku: p.sku,
        wanted: p.wanted,
        position: p.position,
        attempts: 0,
        candidates: '[]',
        updated_at: p.updated_at,
        archive: p.archive,
        replaces: p.replaces,
        of: p.of,
        source_slot: p.source_slot,
        target_slot: p.target_slot,
      })),
    ),
  );
  const byName = prepare((p: { action: string }) =>
    query.selectFrom('actions').selectAll().where('action', '=', p.action),
  );
  const page = prepare((p: { after: string; below: string; statuses: string; limit: number }) =>
    query
      .selectFrom('actions')
      .selectAll()
      .where('action', '>', p.after)
      .where('action', '<', p.below)
      .where('status', 'in', listed<ActionStatus>(p.statuses))
      .orderBy('action')
      .limit(p.limit),
  );
  const pendingProducts = prepare((p: { planRun: string; after: number; limit: number }) =>
    query
      .selectFrom('actions')
      .select('target_product_id')
      .distinct()
      .where('plan_run', '=', p.planRun)
      .where(isPending)
      .where('target_product_id', '>', p.after)
      .orderBy('target_product_id')
      .limit(p.limit),
  );
  const pendingOf = prepare(
    (p: { planRun: string; productIds: string }) =>
      query
        .selectFrom('actions')
        .select((e) => ['target_product_id', 'kind', e.fn.countAll<number>().as('number')])
        .where('plan_run', '=', p.planRun)
        .where('target_product_id', 'in', listed<number>(p.productIds))
        .where(isPending)
        .groupBy(['target_product_id', 'kind']),
    'our words',
  );
  const touchedProducts = prepare((p: { planRun: string; after: number; limit: number }) =>
    query
      .selectFrom('actions')
      .select('target_product_id')
      .distinct()
      .where('plan_run', '=', p.planRun)
      .where('target_product_id', '>', p.after)
      .where('status', '=', 'applied')
      .orderBy('target_product_id')
      .limit(p.limit),
  );
  const ofProducts = prepare((p: { planRun: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .selectAll()
      .where('plan_run', '=', p.planRun)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where('status', '!=', 'superseded')
      .orderBy('target_product_id')
      .orderBy('position')
      .orderBy('action'),
  );
  const missed = prepare((p: { planRun: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .select(['source_image_id', 'target_product_id'])
      .where('plan_run', '=', p.planRun)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where('kind', '=', 'create')
      .where('status', '!=', 'superseded')
      .where('source_image_id', 'is not', null)
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(
            selectFrom('actions as instead')
              .select('instead.action')
              .whereRef('instead.plan_run', '=', 'actions.plan_run')
              .whereRef('instead.target_product_id', '=', 'actions.target_product_id')
              .whereRef('instead.source_image_id', '=', 'actions.source_image_id')
              .where('instead.kind', '=', 'remove')
              .where('instead.replaces', '=', 1),
          ),
        ),
      )
      .orderBy('action'),
  );
  const counts = prepare((p: { planRun: string }) =>
    query
      .selectFrom('actions_counted')
      .select((e) => ['status', 'kind', e.fn.sum<number>('number').as('number')])
      .where('plan_run', '=', p.planRun)
      .groupBy(['status', 'kind']),
  );
  const renditions = prepare(
    (p: { planRun: string }) =>
      query
        .selectFrom('actions')
        .select((e) => e.fn.countAll<number>().as('number'))
        .where('plan_run', '=', p.planRun)
        .where(isRendered),
    { only: renderedOnly },
  );
  const inDoubt = prepare(
    (p: { source: string; target: string }) =>
      query
        .selectFrom('actions')
        .selectAll()
        .where('source', '=', p.source)
        .where('target', '=', p.target)
        .where(isInDoubt)
        .orderBy('action'),
    { only: inDoubtOnly },
  );
  const inDoubtOf = prepare((p: { source: string; target: string; productIds: string }) =>
    query
      .selectFrom('actions')
      .selectAll()
      .where('source', '=', p.source)
      .where('target', '=', p.target)
      .where('target_product_id', 'in', listed<number>(p.productIds))
      .where(isInDoubt)
      .orderBy('target_product_id')
      .orderBy('action'),
  );

  function save(planRun: string, wanted: readonly NewAction[]): ActionsTable[] {
    const run = options.reserve(planRun, wanted.length);
    const about = { plan_run: planRun, source: run.source, target: run.target, updated_at: options.time() };
    const rows = wanted.map((action, index) => ({
      ...rowOf(action),
      ...about,
      action: actionName(planRun, run.actions_planned + index + 1),
    }));
    insert.run(rows);
    return rows;
  }

  return {
    save: (planRun: string, wanted: readonly NewAction[]): void => void save(planRun, wanted),
    add: (planRun: string, wanted: readonly NewAction[]): Action[] => save(planRun, wanted).map(toAction),
    action(action: string): Action | undefined {
      const row = byName.get({ action });
      return row === undefined ? undefined : toAction(row);
    },
    page(
      planRun: string,
      of: { status?: readonly ActionStatus[]; after?: string; limit?: number } = {},
    ): Action[] {
      const [above, below] = actionNamesOf(planRun);
      const after = of.after !== undefined && of.after > above ? of.after : above;
      const wanted = JSON.stringify(of.status ?? statuses);
      return page.all({ after, below, statuses: wanted, limit: of.limit ?? everyRow }).map(toAction);
    },
    pendingProducts: (planRun: string, after: number, limit: number): number[] =>
      pendingProducts.all({ planRun, after, limit }).map((row) => row.target_product_id),
    pendingOf(planRun: string, productIds: readonly number[]): Map<number, Record<Verb, number>> {
      const found = new Map<number, Record<Verb, number>>();
      for (const row of pendingOf.all({ planRun, productIds: JSON.stringify(productIds) })) {
        const ofProduct = found.get(row.target_product_id) ?? { create: 0, update: 0, remove: 0, set: 0 };
        if (!Object.hasOwn(ofProduct, row.kind)) throw damaged();
        ofProduct[row.kind] = row.number;
        found.set(row.target_product_id, ofProduct);
      }
      return found;
    },
    touchedProducts: (planRun: string, after: number, limit: number): number[] =>
      touchedProducts.all({ planRun, after, limit }).map((row) => row.target_product_id),
    ofProducts(planRun: string, productIds: readonly number[]): Map<number, Action[]> {
      const found = new Map<number, Action[]>(productIds.map((productId) => [productId, []]));
      for (const row of ofProducts.all({ planRun, productIds: JSON.stringify(productIds) })) {
        found.get(row.target_product_id)?.push(toAction(row));
      }
      return found;
    },
    missed: (planRun: string, productIds: readonly number[]): Missed[] =>
      missed
        .all({ planRun, productIds: JSON.stringify(productIds) })
        .flatMap(({ source_image_id: sourceImageId, target_product_id: targetProductId }) =>
          sourceImageId === null ? [] : { sourceImageId, targetProductId },
        ),
    counts(planRun: string): Record<Verb, Record<ActionStatus, number>> {
      const none = { pending: 0, started: 0, applied: 0, failed: 0, blocked: 0, superseded: 0 };
      const found = { create: { ...none }, update: { ...none }, remove: { ...none }, set: { ...none } };
      for (const row of counts.all({ planRun })) {
        const ofVerb = Object.hasOwn(found, row.kind) ? found[row.kind] : undefined;
        if (ofVerb === undefined || !Object.hasOwn(ofVerb, row.status) || row.number < 0) throw damaged();
        ofVerb[row.status] = row.number;
      }
      return found;
    },
    renditions: (planRun: string): number => renditions.get({ planRun })?.number ?? 0,
    inDoubt: (source: string, target: string): Action[] => inDoubt.all({ source, target }).map(toAction),
    inDoubtOf: (source: string, target: string, productIds: readonly number[]): Action[] =>
      inDoubtOf.all({ source, target, productIds: JSON.stringify(productIds) }).map(toAction),
  };
}

/** The columns have the names of the first version: `kind` is the verb, `of` the kind of picture. */
function rowOf(
  action: NewAction,
): Omit<ActionsTable, 'action' | 'plan_run' | 'source' | 'target' | 'updated_at'> {
  const from = sourceOf(action);
  const slot = targetSlotOf(action);
  return {
    kind: action.verb,
    of: action.subject.kind,
    status: 'pending',
    source_product_id: from?.productId ?? null,
    source_image_id: from?.imageId ?? null,
    source_slot: from?.slot === undefined ? null : JSON.stringify(from.slot),
    target_product_id: action.subject.productId,
    target_image_id: imageIdColumn(action),
    target_slot: slot === undefined ? null : JSON.stringify(slot),
    sku: action.sku ?? null,
    wanted: JSON.stringify(wantedBy(action)),
    position: action.position,
    archive: putBackBy(action) ?? null,
    replaces: action.verb === 'remove' && action.replaces ? 1 : 0,
    attempts: 0,
    candidates: '[]',
    reason: null,
    failure_code: null,
    failure_words: null,
    result_image_id: null,
    before: null,
    archived: null,
    source_file: null,
    shown: null,
    handed_over: null,
  };
}

export function toAction(row: ActionsTable): Action {
  believeAction(row);
  const { sku, position } = row;
  const action = { sku: sku ?? undefined, position, ...standingOf(row) };
  if (row.kind === 'set') return { ...action, ...setIn(row) };
  if (row.of !== 'product-image') throw damaged();
  const image = { kind: row.of, productId: row.target_product_id };
  if (row.kind === 'create') return { ...action, ...createIn(row, image) };
  const subject = { ...image, imageId: there(row.target_image_id) };
  const before = row.before === null ? undefined : beforeColumn(row.before);
  return row.kind === 'update'
    ? { ...action, verb: row.kind, subject, ...updateIn(row), before }
    : { ...action, verb: row.kind, subject, ...removeIn(row), before };
}

function createIn(row: ActionsTable, subject: NewImage) {
  const create = {
    verb: 'create',
    subject,
    wanted: wantedColumn(row.wanted),
    resultImageId: row.result_image_id ?? undefined,
    ...sentIn(row),
    shown: row.shown === null ? undefined : beforeColumn(row.shown),
  } as const;
  return row.archive === null
    ? {
        ...create,
        from: { productId: there(row.source_product_id), imageId: there(row.source_image_id) },
      }
    : { ...create, putBack: { sha256: row.archive, imageId: there(row.target_image_id) } };
}

function updateIn(row: ActionsTable) {
  const { source_product_id: productId, source_image_id: imageId } = row;
  return {
    ...(productId === null || imageId === null ? {} : { from: { productId, imageId } }),
    wanted: wantedColumn(row.wanted),
    shown: row.shown === null ? undefined : beforeColumn(row.shown),
  };
}

function removeIn({
  source_product_id: productId,
  source_image_id: imageId,
  replaces,
  archived,
}: ActionsTable) {
  return {
    ...(productId === null ? {} : { from: { productId, imageId: imageId ?? undefined } }),
    replaces: replaces === 1,
    archived: archived ?? undefined,
  };
}

function setIn(row: ActionsTable) {
  if (row.of === 'product-image') throw damaged();
  const slot = slotColumn(there(row.target_slot));
  const set = {
    verb: 'set',
    subject: { kind: row.of, productId: row.target_product_id, slot },
    ...sentIn(row),
    before: row.before === null ? undefined : slotShownColumn(row.before),
    archived: row.archived ?? undefined,
    shown: row.shown === null ? undefined : slotShownColumn(row.shown),
  } as const;
  if (row.archive !== null) return { ...set, putBack: { sha256: row.archive } };
  return {
    ...set,
    from: {
      productId: there(row.source_product_id),
      slot: slotColumn(there(row.source_slot)),
      imageId: row.source_image_id ?? undefined,
    },
  };
}

function sentIn({ source_file: sourceFile, handed_over: handedOver }: ActionsTable) {
  return { sourceFile: sourceFile ?? undefined, handedOver: handedOverIn(handedOver) };
}

function imageIdColumn(action: NewAction): number | null {
  if ('imageId' in action.subject) return action.subject.imageId;
  return action.verb === 'create' && 'putBack' in action ? action.putBack.imageId : null;
}

/** What every action of its verb was written with. */
function there<T>(value: T | null): T {
  if (value === null) throw damaged();
  return value;
}

/** Of one that was handed over. */
export function handedOverIn(text: string | null): HandedOver | undefined {
  return text === null || text === '' ? undefined : handedOverColumn(text);
}

function standingOf(row: ActionsTable): Standing {
  const failure = failureIn(row);
  return {
    id: row.action,
    planRun: row.plan_run,
    source: row.source,
    target: row.target,
    status: row.status,
    reason: failure === undefined ? (row.reason ?? undefined) : reasonOf(failure),
    failure,
    attempts: row.attempts,
    candidates: numbersColumn(row.candidates),
    updatedAt: row.updated_at,
  };
}
