// What is looked at before it is believed of a row: the words and times that others read as dates, names of files or
// branches of the program. SQLite keeps types and words where it writes; a file that comes from elsewhere was not
// written by it.
import * as z from 'zod';
import type { ActionStatus, Verb } from '../journal.ts';
import { runCommands } from '../run-commands.ts';
import type { ActionsTable, RunsTable } from '../schema/tables.ts';
import { actionSteps, runPhases } from '../transitions.ts';
import { damaged } from './json-column.ts';

/** Shown to people as they are: a store's hash, a name. */
const word = z
  .string()
  .max(4096)
  .regex(/^\P{Cc}*$/u);
const runId = z.string().regex(/^r\d{4,15}-[2-9a-z]{4}$/);
const instant = z.iso.datetime();
const count = z.int().min(0);
const isTrue = z.union([z.literal(0), z.literal(1)]);

const runRow = z.object({
  number: count,
  run: runId,
  command: z.enum(runCommands),
  mode: z.enum(['parity', 'transfer']),
  source: word,
  target: word,
  options_key: z.string(),
  options: z.string(),
  dry_run: isTrue,
  phase: z.enum(runPhases),
  started_at: instant,
  updated_at: instant,
  finished_at: instant.nullable(),
  resumes: count,
  plan_run: runId.nullable(),
  verify_run: runId.nullable(),
  reverts_run: runId.nullable(),
  outcome: z.enum(['done', 'differs', 'incomplete', 'abandoned']).nullable(),
  march_cursor: z.int().nullable(),
  marched: isTrue,
  counts: z.string(),
  actions_planned: count,
  unclean: isTrue,
  pruned: z.union([isTrue, z.literal(2)]),
}) satisfies z.ZodType<RunsTable>;

/** The run as it was read; throws {@link JournalError} `damaged`. */
export function believedRun(row: RunsTable): RunsTable {
  const read = runRow.safeParse(row);
  if (!read.success) throw damaged(read.error);
  return read.data;
}

const verbs: ReadonlySet<Verb> = new Set(['create', 'update', 'remove', 'set']);
const statuses: ReadonlySet<ActionStatus> = new Set(
  Object.values(actionSteps).flatMap(({ from, to }) => [...from, to]),
);
const instantText = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,18}Z$/;
const digestText = /^[\da-f]{64}$/;

/** By hand, since there may be a million of them. Throws {@link JournalError} `damaged`. */
export function believeAction(
  row: Pick<ActionsTable, 'kind' | 'status' | 'updated_at' | 'archive' | 'archived'>,
): void {
  const isBelievable =
    verbs.has(row.kind) &&
    statuses.has(row.status) &&
    instantText.test(row.updated_at) &&
    !Number.isNaN(Date.parse(row.updated_at)) &&
    [row.archive, row.archived].every((digest) => digest === null || digestText.test(digest));
  if (!isBelievable) throw damaged();
}
