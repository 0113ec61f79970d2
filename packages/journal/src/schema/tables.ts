// The journal's tables as Kysely sees them. snake_case stays on this side: rows become the interface's objects in the
// file that owns the table. Booleans are 0 and 1, lists and maps are JSON text, times are ISO 8601 text.
import type { GeneratedAlways } from 'kysely';
import type {
  ActionStatus,
  Command,
  ImageKind,
  Mode,
  OpenAttempt,
  RunOutcome,
  RunPhase,
  Severity,
  Side,
  Sign,
  SlotKind,
  Snapshot,
  SpellKind,
  Verb,
} from '../journal.ts';

export interface Tables {
  journal: JournalTable;
  runs: RunsTable;
  snapshots: SnapshotsTable;
  snapshot_products: SnapshotProductsTable;
  snapshot_images: SnapshotImagesTable;
  snapshot_slots: SnapshotSlotsTable;
  findings: FindingsTable;
  findings_counted: FindingsCountedTable;
  actions: ActionsTable;
  actions_counted: ActionsCountedTable;
  bases: BasesTable;
  attempts: AttemptsTable;
  sightings: SightingsTable;
  pictures: PicturesTable;
  spells: SpellsTable;
}

/** One row: what the journal knows of itself. */
interface JournalTable {
  only: 1;
  id: string;
  /** Rows written since the journal was made; the tail file is compared with it. */
  seq: number;
  /** 1 from an owner's first write until it closes. */
  dirty: number;
  /** The highest number of a run that was forgotten; no other is given it. */
  runs_numbered: number;
}

export interface RunsTable {
  number: number;
  run: string;
  command: Command;
  mode: Mode;
  source: string;
  target: string;
  options_key: string;
  options: string;
  dry_run: number;
  phase: RunPhase;
  started_at: string;
  updated_at: string;
  finished_at: string | null;
  resumes: number;
  plan_run: string | null;
  verify_run: string | null;
  reverts_run: string | null;
  outcome: RunOutcome | null;
  march_cursor: number | null;
  marched: number;
  counts: string;
  /** How many actions this run has planned; the next one's number. */
  actions_planned: number;
  /** 1 while an unclean stop before or during this run has not been worked off. */
  unclean: number;
  /** 1 while its rows are being let go, 2 once they are gone. */
  pruned: number;
}

export interface SnapshotsTable {
  snapshot: GeneratedAlways<number>;
  run: string;
  side: Side;
  store: string;
  via: Snapshot['via'];
  cursor: number | null;
  complete: number;
  products: number;
  images: number;
  expected_images: number | null;
  /** JSON; null where addresses and times are kept whole. */
  model: string | null;
  /** The first address that a slot showed; '': none did yet; null where those of slots are kept whole. */
  slot_model: string | null;
}

export interface SnapshotProductsTable {
  snapshot: number;
  product_id: number;
  sku: string;
  name: string;
  url: string;
  match_key: string;
  is_hidden: number;
}

export interface SnapshotImagesTable {
  snapshot: number;
  product_id: number;
  image_id: number;
  image_file: string;
  description: string;
  is_thumbnail: number;
  sort_order: number;
  url_zoom: string;
  url_standard: string;
  url_thumbnail: string;
  url_tiny: string;
  date_created: string | null;
  date_modified: string | null;
  odd: string | null;
}

export interface SnapshotSlotsTable {
  snapshot: number;
  product_id: number;
  kind: SlotKind;
  slot: string;
  sku: string;
  choices: string;
  address: string;
}

export interface FindingsTable {
  seq: GeneratedAlways<number>;
  run: string;
  sign: Sign | null;
  rule: string | null;
  severity: Severity | null;
  kind: ImageKind;
  source: string | null;
  target: string | null;
  fields: string | null;
  message: string;
  field_values: string | null;
  /** The reason that was given. */
  suppressed: string | null;
  known: number;
  /** JSON: the images of the product that this row stands for; null where it is about one. */
  alike: string | null;
  /** How many findings it stands for. */
  number: number;
}

/** Findings of which nothing but their number is kept; '' where they have no such word. */
export interface FindingsCountedTable {
  run: string;
  sign: Sign | '';
  rule: string;
  severity: Severity | '';
  suppressed: number;
  known: number;
  number: number;
}

export interface PicturesTable {
  run: string;
  side: Side;
  product_id: number;
  image_id: number;
  digest: string;
}

export interface SpellsTable {
  run: string;
  number: number;
  is: SpellKind;
  word: string;
  store: string;
  began_at: string;
  ended_at: string;
  times: number;
  ms: number;
  images: number;
}

export interface ActionsTable {
  action: string;
  plan_run: string;
  source: string;
  target: string;
  kind: Verb;
  status: ActionStatus;
  source_product_id: number | null;
  source_image_id: number | null;
  target_product_id: number;
  target_image_id: number | null;
  sku: string | null;
  wanted: string;
  position: number;
  /** Null of a failed action, which has the two behind it. */
  reason: string | null;
  failure_code: string | null;
  failure_words: string | null;
  attempts: number;
  candidates: string;
  result_image_id: number | null;
  updated_at: string;
  archive: string | null;
  replaces: number;
  before: string | null;
  archived: string | null;
  source_file: string | null;
  shown: string | null;
  of: ImageKind;
  source_slot: string | null;
  target_slot: string | null;
  /** JSON; '' where the newest intent handed nothing over, or an original before that was kept. */
  handed_over: string | null;
}

/** How many actions of a plan stand there; '' where they have not failed. Kept by SQLite alone (see sixteenth-schema.ts). */
interface ActionsCountedTable {
  plan_run: string;
  status: ActionStatus;
  kind: Verb;
  failure_code: string;
  number: number;
}

interface BasesTable {
  basis: GeneratedAlways<number>;
  run: string;
  target_product_id: number;
  image_ids: string;
  saved_at: string;
}

export interface AttemptsTable {
  attempt: GeneratedAlways<number>;
  action: string;
  number: number;
  run: string;
  basis: number;
  sent_name: string;
  sent_via: OpenAttempt['sentVia'];
  digest: string;
  opened_at: string;
  /** Null while nobody knows how it ended. */
  outcome: 'answered' | 'found' | 'already' | 'not-done' | 'failed' | null;
  reason: string | null;
  closed_at: string | null;
}

export interface SightingsTable {
  run: string;
  moment: 'before' | 'after';
  target_product_id: number;
  images: string;
}
