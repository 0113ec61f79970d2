// Actions: what a plan wants done, as planned and as it stands. Their way from state to state is in attempts.ts.

import { sql } from 'kysely';
import type { Action, ActionKind, ActionStatus, Missed, NewAction, Rendition, Standing } from '../journal.ts';
import { actionName, actionNamesOf } from '../run-name.ts';
import { everyRow, listed, query, type Statements } from '../schema/statements.ts';
import type { ActionsTable, RunsTable } from '../schema/tables.ts';
import { isCounted, renderedOnly } from '../schema/thirteenth-schema.ts';
import { believeAction } from './believed.ts';
import { failureIn, reasonOf } from './failures.ts';
import {
  beforeColumn,
  damaged,
  numbersColumn,
  renditionColumn,
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
  const { prepare } = statements;
  const insert = prepare((p: ActionsTable) =>
    query.insertInto('actions').values({
      action: p.action,
      plan_run: p.plan_run,
      source: p.source,
      target: p.target,
      kind: p.kind,
      status: 'pending',
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
    }),
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
  // From an index that holds these words and nothing else: of a million actions none is read.
  const counts = prepare(
    (p: { planRun: string }) =>
      query
        .selectFrom('actions')
        .select((e) => ['kind', 'status', e.fn.countAll<number>().as('number')])
        .where('plan_run', '=', p.planRun)
        .where(isCounted)
        .groupBy(['status', 'kind']),
    'our words',
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
  const counted = new Map<string, Record<ActionKind, Record<ActionStatus, number>>>();
  let countedAt = '';
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
  const inDoubtOf = prepare((p: { source: string; target: string; productId: number }) =>
    query
      .selectFrom('actions')
      .selectAll()
      .where('source', '=', p.source)
      .where('target', '=', p.target)
      .where('target_product_id', '=', p.productId)
      .where(isInDoubt)
      .orderBy('action'),
  );
  return {
    add(planRun: string, wanted: readonly NewAction[]): Action[] {
      const run = options.reserve(planRun, wanted.length);
      return wanted.map((action, index) => {
        const row: ActionsTable = {
          action: actionName(planRun, run.actions_planned + index + 1),
          plan_run: planRun,
          source: run.source,
          target: run.target,
          kind: action.kind,
          status: 'pending',
          source_product_id: action.sourceProductId ?? null,
          source_image_id: action.sourceImageId ?? null,
          target_product_id: action.targetProductId,
          target_image_id: action.targetImageId ?? null,
          sku: action.sku ?? null,
          wanted: JSON.stringify(action.wanted),
          position: action.position,
          reason: null,
          failure_code: null,
          failure_words: null,
          attempts: 0,
          candidates: '[]',
          result_image_id: null,
          updated_at: options.time(),
          archive: action.putBack ?? null,
          replaces: action.replaces === true ? 1 : 0,
          before: null,
          archived: null,
          source_file: null,
          shown: null,
          of: action.of,
          source_slot: action.sourceSlot === undefined ? null : JSON.stringify(action.sourceSlot),
          target_slot: action.targetSlot === undefined ? null : JSON.stringify(action.targetSlot),
          rendition: null,
        };
        insert.run(row);
        return toAction(row);
      });
    },
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
    counts(planRun: string): Record<ActionKind, Record<ActionStatus, number>> {
      const { version } = statements;
      if (version !== countedAt) counted.clear();
      countedAt = version;
      const before = counted.get(planRun);
      if (before !== undefined) return before;
      const none = { pending: 0, started: 0, applied: 0, failed: 0, blocked: 0, superseded: 0 };
      const found = { create: { ...none }, update: { ...none }, remove: { ...none }, set: { ...none } };
      for (const row of counts.all({ planRun })) {
        const ofKind = Object.hasOwn(found, row.kind) ? found[row.kind] : undefined;
        if (ofKind === undefined || !Object.hasOwn(ofKind, row.status)) throw damaged();
        ofKind[row.status] = row.number;
      }
      counted.set(planRun, found);
      return found;
    },
    renditions: (planRun: string): number => renditions.get({ planRun })?.number ?? 0,
    inDoubt: (source: string, target: string): Action[] => inDoubt.all({ source, target }).map(toAction),
    inDoubtOf: (source: string, target: string, productId: number): Action[] =>
      inDoubtOf.all({ source, target, productId }).map(toAction),
  };
}

export function toAction(row: ActionsTable): Action {
  const planned = plannedOf(row);
  return planned.kind === 'set'
    ? { ...planned, ...standingOf(row, slotShownColumn) }
    : { ...planned, ...standingOf(row, beforeColumn) };
}

function plannedOf(row: ActionsTable): NewAction {
  const { kind, of } = row;
  const planned = {
    targetProductId: row.target_product_id,
    sku: row.sku ?? undefined,
    position: row.position,
  };
  const source = {
    sourceProductId: row.source_product_id ?? undefined,
    sourceImageId: row.source_image_id ?? undefined,
  };
  if (kind === 'set') {
    if (of === 'product-image') throw damaged();
    return {
      ...planned,
      ...source,
      kind,
      of,
      sourceSlot: row.source_slot === null ? undefined : slotColumn(row.source_slot),
      targetSlot: slotColumn(there(row.target_slot)),
      wanted: {},
      putBack: row.archive ?? undefined,
    };
  }
  if (of !== 'product-image') throw damaged();
  if (kind === 'create' && row.archive === null)
    return {
      ...planned,
      kind,
      of,
      sourceProductId: there(row.source_product_id),
      sourceImageId: there(row.source_image_id),
      wanted: wantedColumn(row.wanted),
    };
  const targetImageId = there(row.target_image_id);
  switch (kind) {
    case 'create':
      return {
        ...planned,
        kind,
        of,
        targetImageId,
        wanted: wantedColumn(row.wanted),
        putBack: there(row.archive),
      };
    case 'update':
      return { ...planned, ...source, kind, of, targetImageId, wanted: wantedColumn(row.wanted) };
    case 'remove':
      return {
        ...planned,
        ...source,
        kind,
        of,
        targetImageId,
        wanted: {},
        replaces: row.replaces === 1 ? true : undefined,
      };
  }
}

/** What every action of its kind was written with. */
function there<T>(value: T | null): T {
  if (value === null) throw damaged();
  return value;
}

/** Of one that was handed over. */
export function renditionIn(text: string | null): Rendition | undefined {
  return text === null || text === '' ? undefined : renditionColumn(text);
}

function standingOf<Shown>(row: ActionsTable, shownColumn: (text: string) => Shown): Standing<Shown> {
  believeAction(row);
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
    resultImageId: row.result_image_id ?? undefined,
    before: row.before === null ? undefined : shownColumn(row.before),
    archived: row.archived ?? undefined,
    sourceFile: row.source_file ?? undefined,
    rendition: renditionIn(row.rendition),
    shown: row.shown === null ? undefined : shownColumn(row.shown),
    updatedAt: row.updated_at,
  };
}
