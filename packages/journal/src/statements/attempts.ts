// An action's way from state to state, and the attempts behind it. Invariants: only steps of the state machine, each a
// guarded UPDATE that changes exactly one row; `started` and an open attempt come and go together, but for `blocked`,
// whose attempt stays open because nobody knows how it ended; a target image belongs to one action.
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import type {
  Action,
  ActionIntent,
  ActionOutcome,
  Failure,
  HandedOver,
  ImageBefore,
  Intent,
  OpenAttempt,
  Settlement,
  SlotShown,
} from '../journal.ts';
import { JournalError } from '../journal-error.ts';
import { listed, query, type Statements } from '../schema/statements.ts';
import type { ActionsTable, AttemptsTable } from '../schema/tables.ts';
import { type ActionStep, actionSteps } from '../transitions.ts';
import { toAction } from './actions.ts';
import { createFailures, reasonOf } from './failures.ts';
import { numbersColumn } from './json-column.ts';

const isOpen = sql<boolean>`outcome is null`;
const byHand = 'settled by a person';
const skipped: Failure = { code: 'skipped', words: byHand };

interface Change {
  readonly reason?: string;
  readonly failure?: Failure;
  readonly candidates?: readonly number[];
  readonly resultImageId?: number | undefined;
  readonly before?: Intent['before'];
  readonly archived?: string | undefined;
  readonly sourceFile?: string | undefined;
  readonly handedOver?: HandedOver | '' | undefined;
  readonly shown?: ImageBefore | SlotShown | undefined;
}

type SentIntent = Pick<Intent, 'run' | 'basis' | 'sentName' | 'sentVia' | 'digest'>;

export function createAttempts(statements: Statements, time: () => string) {
  const { prepare } = statements;
  const failures = createFailures(statements);
  const stateOf = prepare((p: { action: string }) =>
    query.selectFrom('actions').select('status').where('action', '=', p.action),
  );
  const moves = {
    start: prepareMove(statements, 'start'),
    applied: prepareMove(statements, 'applied'),
    notDone: prepareMove(statements, 'notDone'),
    blocked: prepareMove(statements, 'blocked'),
    failed: prepareMove(statements, 'failed'),
    superseded: prepareMove(statements, 'superseded'),
    confirmed: prepareMove(statements, 'confirmed'),
    givenUp: prepareMove(statements, 'givenUp'),
    retried: prepareMove(statements, 'retried'),
  } satisfies Record<ActionStep, unknown>;
  const openAttempt = prepare((p: SentIntent & { action: string; number: number; time: string }) =>
    query.insertInto('attempts').values({
      action: p.action,
      number: p.number,
      run: p.run,
      basis: p.basis,
      sent_name: p.sentName,
      sent_via: p.sentVia,
      digest: p.digest,
      opened_at: p.time,
    }),
  );
  const closeAttempt = prepare(
    (p: { action: string; outcome: AttemptsTable['outcome']; reason: string | null; time: string }) =>
      query
        .updateTable('attempts')
        .set({ outcome: p.outcome, reason: p.reason, closed_at: p.time })
        .where('action', '=', p.action)
        .where(isOpen),
  );
  const open = prepare((p: { action: string }) =>
    query
      .selectFrom('attempts')
      .innerJoin('bases', 'bases.basis', 'attempts.basis')
      .select(['attempt', 'action', 'number', 'sent_name', 'sent_via', 'image_ids'])
      .where('action', '=', p.action)
      .where(isOpen),
  );
  const ofActions = prepare((p: { actions: string }) =>
    query
      .selectFrom('attempts')
      .select(['action', 'run'])
      .where('action', 'in', listed<string>(p.actions))
      .orderBy('attempt'),
  );
  const insertBasis = prepare((p: { run: string; productId: number; imageIds: string; time: string }) =>
    query
      .insertInto('bases')
      .values({ run: p.run, target_product_id: p.productId, image_ids: p.imageIds, saved_at: p.time }),
  );

  /** Takes one step and returns the row as it is then. */
  function take(action: string, step: ActionStep, change: Change = {}): ActionsTable {
    const row = moves[step].changed({
      action,
      reason: change.reason ?? null,
      failureCode: change.failure?.code ?? null,
      failureWords: change.failure?.words ?? null,
      candidates: JSON.stringify(change.candidates ?? []),
      result: change.resultImageId ?? null,
      before: change.before === undefined ? null : JSON.stringify(change.before),
      archived: change.archived ?? null,
      sourceFile: change.sourceFile ?? null,
      handedOver: handedOverText(change.handedOver),
      shown: change.shown === undefined ? null : JSON.stringify(change.shown),
      time: time(),
    });
    if (row !== undefined) return row;
    const state = stateOf.get({ action });
    throw new JournalError(
      'transition',
      state === undefined
        ? `There is no action ${action} in this journal.`
        : `Action ${action} is ${state.status} and cannot become ${actionSteps[step].to}.`,
    );
  }

  function close(action: string, outcome: AttemptsTable['outcome'], reason: string | null): void {
    if (closeAttempt.run({ action, outcome, reason, time: time() }) === 1) return;
    throw new JournalError('damaged', `Action ${action} was started, but the attempt behind it is gone.`);
  }

  /** The step to `applied`, with what the table's own rules about a result say in words. */
  function claim(
    action: string,
    step: 'applied' | 'confirmed',
    resultImageId: number | undefined,
    shown?: ImageBefore | SlotShown,
  ): ActionsTable {
    try {
      return take(action, step, { resultImageId, shown });
    } catch (error) {
      throw claimError(error, action, resultImageId) ?? error;
    }
  }

  function start(intent: ActionIntent): Action {
    const { action, before, archived, sourceFile, handedOver = '' } = intent;
    const row = take(action, 'start', { before, archived, sourceFile, handedOver });
    openAttempt.insert({ ...intent, number: row.attempts, time: time() });
    return toAction(row);
  }

  function record(outcome: ActionOutcome): Action {
    const { action } = outcome;
    switch (outcome.is) {
      case 'applied': {
        const row = claim(action, 'applied', outcome.resultImageId, outcome.shown);
        close(action, outcome.how, null);
        return toAction(row);
      }
      case 'notDone': {
        const row = take(action, 'notDone', { reason: outcome.reason });
        close(action, 'not-done', outcome.reason);
        return toAction(row);
      }
      case 'failed':
        return failed(action, outcome.failure);
      case 'blocked':
        return toAction(take(action, 'blocked', { reason: outcome.reason, candidates: outcome.candidates }));
    }
  }

  function failed(action: string, failure: Failure): Action {
    const cameFrom = stateOf.get({ action })?.status;
    const row = take(action, 'failed', { failure });
    if (cameFrom === 'started') close(action, 'failed', reasonOf(failure));
    return toAction(row);
  }

  function retry(action: string): void {
    const cameFrom = stateOf.get({ action })?.status;
    take(action, 'retried');
    if (cameFrom === 'blocked') close(action, 'not-done', byHand);
  }

  return {
    senders: (actions: readonly string[]): Map<string, string> =>
      new Map(ofActions.all({ actions: JSON.stringify(actions) }).map(({ action, run }) => [action, run])),
    saveBasis: (run: string, productId: number, imageIds: readonly number[]): number =>
      insertBasis.insert({ run, productId, imageIds: JSON.stringify(imageIds), time: time() }),
    start(intents: readonly ActionIntent[], after: readonly string[] = []): Action[] {
      for (const action of after)
        if (stateOf.get({ action })?.status === 'started')
          throw new JournalError(
            'not-before',
            `Action ${action} was sent, and what became of it is not recorded.`,
          );
      return intents.map(start);
    },
    record: (outcomes: readonly ActionOutcome[]): Action[] => outcomes.map(record),
    settle(action: string, how: Settlement): void {
      if (how === 'retry') retry(action);
      else if (how === 'skip') {
        take(action, 'givenUp', { failure: skipped });
        close(action, 'failed', byHand);
      } else {
        claim(action, 'confirmed', how.applied);
        close(action, 'found', byHand);
      }
    },
    failures: (planRun: string, reason?: string): Record<string, number> => failures.counts(planRun, reason),
    retryFailed(planRun: string, reason?: string): number {
      const again = failures.meant(planRun, reason);
      for (const action of again) retry(action);
      return again.length;
    },
    failed,
    superseded(actions: readonly string[], reason: string): void {
      for (const action of actions) take(action, 'superseded', { reason });
    },
    open(action: string): OpenAttempt | undefined {
      const row = open.get({ action });
      if (row === undefined) return undefined;
      return {
        attempt: row.attempt,
        action: row.action,
        number: row.number,
        sentName: row.sent_name,
        sentVia: row.sent_via,
        basis: numbersColumn(row.image_ids),
      };
    },
  };
}

/** The guarded UPDATE of one step: it changes the action from one of the states before it, or changes nothing. */
function prepareMove({ prepare }: Statements, step: ActionStep) {
  const { from, to } = actionSteps[step];
  return prepare(
    (p: {
      action: string;
      reason: string | null;
      failureCode: string | null;
      failureWords: string | null;
      candidates: string;
      result: number | null;
      before: string | null;
      archived: string | null;
      sourceFile: string | null;
      handedOver: string | null;
      shown: string | null;
      time: string;
    }) =>
      query
        .updateTable('actions')
        .set((e) => ({
          status: to,
          reason: p.reason,
          failure_code: p.failureCode,
          failure_words: p.failureWords,
          ...(step === 'start' ? { attempts: e('attempts', '+', 1) } : {}),
          candidates: p.candidates,
          result_image_id: p.result,
          updated_at: p.time,
          // What a step does not say stays as an earlier intent said it.
          before: e.fn.coalesce(e.val(p.before), 'before'),
          archived: e.fn.coalesce(e.val(p.archived), 'archived'),
          source_file: e.fn.coalesce(e.val(p.sourceFile), 'source_file'),
          handed_over: e.fn.coalesce(e.val(p.handedOver), 'handed_over'),
          shown: e.fn.coalesce(e.val(p.shown), 'shown'),
        }))
        .where('action', '=', p.action)
        .where('status', 'in', from)
        .returningAll(),
  );
}

/** '' is said too: another intent may have handed something over before. */
function handedOverText(handedOver: Change['handedOver']): string | null {
  if (handedOver === undefined) return null;
  return handedOver === '' ? '' : JSON.stringify(handedOver);
}

/** What the table's own rules about a result say, in words. */
function claimError(error: unknown, action: string, image: number | undefined): JournalError | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  if (error.code === 'SQLITE_CONSTRAINT_UNIQUE') {
    return new JournalError(
      'claimed',
      `Image ${image} is the result of another action; ${action} cannot claim it too.`,
      {
        cause: error,
      },
    );
  }
  if (error.code === 'SQLITE_CONSTRAINT_CHECK') {
    return new JournalError(
      'transition',
      `Action ${action}: an applied create names the image it made, and nothing else does.`,
      { cause: error },
    );
  }
  return undefined;
}
