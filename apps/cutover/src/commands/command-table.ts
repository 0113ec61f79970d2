// THE table of commands, in the order in which the help lists them. What a command is stands in its own file, and what
// only its work needs is loaded by its work, so that `--help` waits for no database, picture or screen.
import type { CommandRows } from '../command-line/command-row.ts';
import type { Command } from '../context.ts';
import { audit } from './audit.ts';
import { demo } from './demo.ts';
import { diff } from './diff.ts';
import { journalBackup } from './journal-backup.ts';
import { journalCheck } from './journal-check.ts';
import { journalCompact } from './journal-compact.ts';
import { map } from './map.ts';
import { migrate } from './migrate.ts';
import { pace } from './pace.ts';
import { planShow } from './plan-show.ts';
import { repair } from './repair.ts';
import { report } from './report.ts';
import { retry } from './retry.ts';
import { revert } from './revert.ts';
import { runs } from './runs.ts';
import { sandbox } from './sandbox.ts';
import { settle } from './settle.ts';
import { snapshot } from './snapshot.ts';
import { status } from './status.ts';
import { unlock } from './unlock.ts';
import { verify } from './verify.ts';

const rows: readonly Command[] = [
  audit,
  diff,
  migrate,
  verify,
  status,
  runs,
  report,
  planShow,
  repair,
  revert,
  settle,
  retry,
  pace,
  journalCheck,
  journalBackup,
  journalCompact,
  unlock,
  map,
  snapshot,
  sandbox,
  demo,
];

export const commandTable: CommandRows<Command> = new Map(rows.map((row) => [row.name, row]));
