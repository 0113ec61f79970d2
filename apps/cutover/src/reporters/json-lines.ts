// THE schema of the JSON Lines on stdout, version 1: what a script may rely on. Fields are added, never renamed or
// removed; the names of the stores' fields are V3's. The reporters use the types alone, so no check is paid at run time;
// the tests parse what the reporters write.
import type { ImageRef } from '@cutover/journal';
import { kindOfWord, runCommands } from '@cutover/journal/light';
import type { CarriedKind } from '@cutover/sync-engine';
import { z } from 'zod';
import { exitCodeTable } from '../command-line/exit-codes.ts';

const runId = z.string().min(1);
const storeId = z.int().positive();
const count = z.int().nonnegative();
const time = z.iso.datetime({ precision: 3 });

const imageRef = z.strictObject({
  productId: storeId,
  imageId: storeId.optional(),
  sku: z.string().optional(),
  /** Of a variant's picture, which has no id of its own. */
  variantId: storeId.optional(),
  variantSku: z.string().optional(),
  /** Of the picture of a modifier's value. */
  modifierId: storeId.optional(),
  /** Of a swatch. */
  optionId: storeId.optional(),
  /** Of either, with the value's label; a variant without a SKU has those of its choices. */
  valueId: storeId.optional(),
  label: z.string().optional(),
} satisfies { readonly [Name in keyof Required<ImageRef>]: unknown });
const fieldValue = z.union([z.string(), z.number(), z.boolean()]);
const kindOfImage = z.enum(Object.values(kindOfWord));
const mode = z.enum(['parity', 'transfer']);
const command = z.enum(runCommands);

const runLine = z.strictObject({
  type: z.literal('run'),
  time,
  run: runId,
  command,
  mode,
  resumed: z.boolean(),
  planRun: runId.optional(),
  verifyRun: runId.optional(),
  revertsRun: runId.optional(),
});
const findingLine = z.strictObject({
  type: z.literal('finding'),
  time,
  run: runId,
  sign: z.enum(['=', '~', '+', '-', '!']).optional(),
  rule: z.string().optional(),
  severity: z.enum(['fatal', 'critical', 'warning', 'info']).optional(),
  kind: kindOfImage,
  source: imageRef.optional(),
  target: imageRef.optional(),
  fields: z.array(z.string()).optional(),
  /** By field: what the source shows and what the target shows, whole. */
  values: z.record(z.string(), z.tuple([fieldValue, fieldValue])).optional(),
  message: z.string(),
  /** Set aside, by whose word. */
  suppressed: z.strictObject({ reason: z.string() }).optional(),
  /** In the report that was given as the baseline, too. */
  known: z.literal(true).optional(),
});
const actionLine = z.strictObject({
  type: z.literal('action'),
  time,
  run: runId,
  action: z.string().min(1),
  kind: z.enum(['create', 'update', 'remove', 'set']),
  of: kindOfImage,
  status: z.enum(['pending', 'started', 'applied', 'failed', 'blocked', 'superseded']),
  source: imageRef.optional(),
  target: imageRef.optional(),
  reason: z.string().optional(),
  /** Of a failed one: what its reason begins with, for scripts and `retry --reason`. */
  code: z.string().optional(),
  /** What is handed over is no original but this copy of it, because no original could be reached. */
  rendition: z
    .strictObject({
      url: z.string(),
      origin: z.enum(['zoom', 'standard', 'thumbnail', 'tiny', 'slot']),
      contentType: z.string(),
      width: count.optional(),
      height: count.optional(),
      contentLength: count.optional(),
    })
    .optional(),
  /** What is handed over, be it an original or a rendition: by which rule it was found, and what its bytes have shown. */
  handedOver: z
    .strictObject({
      is: z.enum(['original', 'rendition']),
      /** Without its query string; absent where it lay on this machine. */
      url: z.string().optional(),
      origin: z.union([
        z.templateLiteral(['template:', z.int().positive()]),
        z.enum([
          'file',
          'folder',
          'stencil-original',
          'store-domain',
          'slot',
          'archive',
          'former-address',
          'zoom',
          'standard',
          'thumbnail',
          'tiny',
        ]),
      ]),
      contentType: z.string(),
      width: count.optional(),
      height: count.optional(),
      contentLength: count.optional(),
    })
    .optional(),
  /** `plan show`, `settle`: the fields that are sent. */
  wanted: z
    .strictObject({
      description: z.string().optional(),
      sort_order: z.int().optional(),
      is_thumbnail: z.boolean().optional(),
    })
    .optional(),
  /** `report`: the run that has sent it, the last of several; absent where it was never sent. */
  by: runId.optional(),
  /** `settle`: target images that could be what a blocked action made. */
  candidates: z.array(storeId).optional(),
});
const progressLine = z.strictObject({
  type: z.literal('progress'),
  time,
  /** Absent for `snapshot`, which is no run of the journal. */
  run: runId.optional(),
  phase: z.enum(['reading', 'planning', 'writing', 'settling', 'verifying']),
  done: count,
  total: count.optional(),
  /** Of `done` and `total`. */
  unit: z.enum(['images', 'products']),
  /** Nothing leaves (of one kind, or for one store) for so many milliseconds from now. */
  waitingFor: z.enum(['quota', 'store', 'doubts']).optional(),
  waitingMs: z.int().nonnegative().optional(),
});
/** The first line of `report --format jsonl`: the run itself. */
const summaryLine = z.strictObject({
  type: z.literal('summary'),
  time,
  run: runId,
  command,
  mode,
  source: z.string(),
  target: z.string(),
  startedAt: time,
  finishedAt: time.optional(),
  exitCode: z.int().optional(),
  level: z.enum(['fields', 'links', 'content']).optional(),
  sample: z.number().optional(),
  counts: z.record(z.string(), count),
});
/** `map --json`: a record in V3's shape, and where it came from. */
const mappedLine = z.strictObject({
  type: z.literal('mapped'),
  time,
  kind: kindOfImage,
  line: count,
  /** What the file says of the product; `line`, where the product stands, only where it says nothing else. */
  product: z.strictObject({
    id: z.int().positive().optional(),
    sku: z.string().optional(),
    name: z.string().optional(),
    line: count.optional(),
  }),
  record: z.record(z.string(), z.unknown()),
  warnings: z.array(z.string()),
});
const unreadableLine = z.strictObject({
  type: z.literal('unreadable'),
  time,
  line: count,
  field: z.string().optional(),
  reason: z.string(),
});
const sandboxLine = z.strictObject({
  type: z.literal('sandbox'),
  time,
  stores: z.array(z.strictObject({ store: z.string(), api: z.string(), token: z.string() })),
});

const countsOfKinds = {
  product: count.optional(),
  variant: count.optional(),
  modifier: count.optional(),
  swatch: count.optional(),
} as const satisfies Readonly<Record<CarriedKind, unknown>>;
const resultBase = {
  type: z.literal('result'),
  time,
  run: runId.optional(),
  exitCode: z.literal(Object.keys(exitCodeTable).map(Number)),
  products: count,
  images: count,
  /** Of this command: where it continues a run, those since then, because a process that was killed has kept none. */
  requests: z.strictObject({ v2: count, v3: count, content: count }),
  /** Pictures of kinds that are not carried, as many as were seen; absent where none was. */
  notMoved: z.strictObject(countsOfKinds).optional(),
  /** Of `images`; kinds that were not asked for are not in it, and where product images alone were, it is absent. */
  byKind: z.strictObject(countsOfKinds).optional(),
  /** Rows of a source file that could not be used; absent where there is none. */
  rowsNotUsed: count.optional(),
  error: z
    .strictObject({ code: z.string(), title: z.string(), what: z.string(), next: z.string() })
    .optional(),
};
const proof = z.strictObject({ v2: z.enum(['full', 'sample', 'pages', 'none']), products: count });
const perCommand = {
  audit: {
    findings: z.strictObject({ fatal: count, critical: count, warning: count, info: count }),
    byRule: z.record(z.string(), count),
    /** What of V2 was held against V3, and for how many products. */
    proof,
    /** Rules that could not speak, so that none of their findings proves nothing. */
    notLookedFor: z.array(z.string()),
    /** Of the findings; neither fails. */
    suppressed: count,
    known: count,
  },
  diff: {
    same: count,
    changed: count,
    missing: count,
    extra: count,
    /** Findings signed `!`, of which one may be about a whole view or store. Of a command that failed, `error` is what went wrong, as in every result, and this number is left out. */
    error: count,
    unmatchedProducts: count,
    /** Of a sample: what it proves of all. */
    confidence: z.string().optional(),
    /** Of one store. */
    proof: proof.optional(),
  },
  migrate: {
    created: count,
    updated: count,
    removed: count,
    /** Pictures of variants and of values. */
    set: count,
    failed: count,
    remaining: count,
    inDoubt: count,
    conflicts: count,
    /** Products without a counterpart, all their pictures left out; absent where there is none, as are the next two. */
    unmatchedProducts: count.optional(),
    /** Pictures of variants and of values without a counterpart, or without a clear one. */
    unmatchedSlots: count.optional(),
    /** Pictures that could not be compared. */
    unchecked: count.optional(),
    /** Of those created and set, how many show a rendition; absent where none does. */
    renditions: count.optional(),
    /** Renditions of earlier runs that stay, because no original can be reached; absent where there are none. */
    renditionsKept: count.optional(),
    estimate: z
      .strictObject({
        requests: count,
        bytes: count,
        seconds: count,
        secondsMin: count,
        secondsMax: count,
      })
      .optional(),
  },
  verify: {
    checked: count,
    unchecked: count,
    mismatched: count,
    /** Images of the target's own. */
    onlyOnTarget: count,
    level: z.enum(['fields', 'links', 'content']),
    confidence: z.string().optional(),
    /** Of one store. */
    proof: proof.optional(),
  },
};
const runRow = z.strictObject({
  run: runId,
  command,
  mode,
  source: z.string(),
  target: z.string(),
  phase: z.string(),
  /** A rehearsal: nothing of it was carried out, so that `done` stays 0. */
  dryRun: z.boolean(),
  /** What it has come to; absent while it is unfinished. */
  outcome: z.enum(['done', 'differs', 'incomplete', 'abandoned']).optional(),
  /** Of a comparison or a verify that looked at a part of the products: which share was asked for. */
  sample: z.number().optional(),
  /** Images that were looked at, or changes that were made. */
  done: count,
  total: count,
  resumable: z.boolean(),
  /** An earlier verify that found images wrong, at which nobody has looked again since; where `next` goes back to it. */
  stillWrong: z.strictObject({ run: runId, mismatched: count }).optional(),
  next: z.string(),
});
/** `status`: what is left of the newest unfinished run. Ages by the wall clock. */
const upcoming = z.strictObject({
  run: runId,
  /**
   * What is planned and not begun; while the row of the run says `scanning` its plan is not whole. `set`: pictures of
   * variants and of values; absent where there are none.
   */
  pending: z.strictObject({ create: count, update: count, remove: count, set: count.optional() }),
  inDoubt: z.array(
    z.strictObject({ action: z.string(), status: z.enum(['started', 'blocked']), ageSeconds: count }),
  ),
  failed: z.record(z.string(), count),
});
const lockRow = z.strictObject({
  path: z.string(),
  of: z.enum(['journal', 'target']),
  held: z.boolean(),
  cleared: z.boolean(),
  owner: z
    .strictObject({
      run: z.string().optional(),
      command: z.string(),
      pid: z.number(),
      host: z.string(),
      since: z.string(),
      heartbeat: z.string().optional(),
    })
    .optional(),
});
// A command that ended with an error has its counts only as far as it got: every field of its own may be absent then.
const resultOf = <T extends z.ZodRawShape>(name: string, shape: T) =>
  z.union([
    z.strictObject({ ...resultBase, command: z.literal(name), ...shape }),
    z.strictObject({
      ...resultBase,
      command: z.literal(name),
      ...z.object(shape).partial().shape,
      error: resultBase.error.unwrap(),
    }),
  ]);

export const resultLine = z.union([
  resultOf('audit', perCommand.audit),
  resultOf('diff', perCommand.diff),
  resultOf('migrate', perCommand.migrate),
  resultOf('verify', perCommand.verify),
  resultOf('status', { runs: z.array(runRow), upcoming: upcoming.optional() }),
  resultOf('runs', { runs: z.array(runRow) }),
  resultOf('report', { lines: count }),
  resultOf('plan show', {
    planRun: runId,
    create: count,
    update: count,
    remove: count,
    set: count.optional(),
    pending: count,
  }),
  resultOf('settle', { settled: count, inDoubt: count }),
  resultOf('retry', perCommand.migrate),
  resultOf('repair', {
    ...perCommand.migrate,
    verifyRun: runId,
    verified: z.strictObject({ run: runId, checked: count, unchecked: count, mismatched: count }).optional(),
  }),
  resultOf('revert', { ...perCommand.migrate, revertsRun: runId, left: count }),
  resultOf('pace', { share: z.number().optional(), concurrency: count.optional() }),
  resultOf('journal check', {
    problems: z.array(z.strictObject({ code: z.string(), message: z.string() })),
    facts: z.record(z.string(), count),
  }),
  resultOf('journal backup', { file: z.string() }),
  resultOf('journal compact', { bytesBefore: count, bytesAfter: count, runsPruned: count }),
  resultOf('unlock', { locks: z.array(lockRow) }),
  resultOf('map', { mapped: count, unreadable: count, leftOut: count, warnings: count }),
  resultOf('snapshot', {
    variants: count,
    modifiers: count,
    swatches: count,
    /** Pictures in the folder, and those that could not be saved. */
    pictures: count,
    missing: count,
    /** Of those in the folder, the ones of which nobody can make a picture: broken in the store, too. */
    unusable: count,
    /** Images that V2 counts and V3 does not show; absent where V2 gives no count. */
    uncounted: count.optional(),
  }),
  resultOf('sandbox', {}),
  resultOf('help', {}),
  resultOf('version', { version: z.string() }),
  resultOf('demo', {}).or(z.looseObject({ ...resultBase, command: z.literal('demo') })),
  z.strictObject({ ...resultBase, command: z.string(), error: resultBase.error.unwrap() }),
]);

export const jsonLine = z.union([
  z.discriminatedUnion('type', [
    runLine,
    findingLine,
    actionLine,
    progressLine,
    summaryLine,
    mappedLine,
    unreadableLine,
    sandboxLine,
  ]),
  resultLine,
]);

export type RunLine = z.infer<typeof runLine>;
export type RunRow = z.infer<typeof runRow>;
export type Upcoming = z.infer<typeof upcoming>;
export type LockRow = z.infer<typeof lockRow>;
