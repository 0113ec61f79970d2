// THE table of commands, in the order in which the help lists them. What a command is stands in its own file, and what
// only its work needs is loaded by its work, so that `--help` waits for no database, picture or screen.
import type { CommandRows } from './command-line/command-row.ts';
import { audit } from './commands/audit.ts';
import { demo } from './commands/demo.ts';
import { diff } from './commands/diff.ts';
import { journalBackup } from './commands/journal-backup.ts';
import { journalCheck } from './commands/journal-check.ts';
import { map } from './commands/map.ts';
import { migrate } from './commands/migrate.ts';
import { pace } from './commands/pace.ts';
import { planShow } from './commands/plan-show.ts';
import { repair } from './commands/repair.ts';
import { report } from './commands/report.ts';
import { retry } from './commands/retry.ts';
import { revert } from './commands/revert.ts';
import { runs } from './commands/runs.ts';
import { sandbox } from './commands/sandbox.ts';
import { settle } from './commands/settle.ts';
import { snapshot } from './commands/snapshot.ts';
import { status } from './commands/status.ts';
import { unlock } from './commands/unlock.ts';
import { verify } from './commands/verify.ts';
import type { Command } from './context.ts';

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
  unlock,
  map,
  snapshot,
  sandbox,
  demo,
];

export const commandTable: CommandRows<Command> = new Map(rows.map((row) => [row.name, row]));
