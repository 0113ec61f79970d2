// Loads a command when it is asked for, so that `--help` does not wait for databases, pictures and screens.
import type { RunCommand } from '../context.ts';
import type { CommandName } from './command-table.ts';

export async function loadCommand(name: CommandName): Promise<RunCommand> {
  switch (name) {
    case 'audit':
      return (await import('./audit.ts')).runAudit;
    case 'diff':
      return (await import('./diff.ts')).runDiff;
    case 'migrate':
      return (await import('./migrate.ts')).runMigrate;
    case 'verify':
      return (await import('./verify.ts')).runVerify;
    case 'status':
      return (await import('./status.ts')).runStatus;
    case 'runs':
      return (await import('./status.ts')).runRuns;
    case 'report':
      return (await import('./report.ts')).runReport;
    case 'plan show':
      return (await import('./plan-show.ts')).runPlanShow;
    case 'settle':
      return (await import('./settle.ts')).runSettle;
    case 'repair':
      return (await import('./repair.ts')).runRepair;
    case 'revert':
      return (await import('./revert.ts')).runRevert;
    case 'retry':
      return (await import('./retry.ts')).runRetry;
    case 'journal check':
      return (await import('./journal-check.ts')).runJournalCheck;
    case 'journal backup':
      return (await import('./journal-backup.ts')).runJournalBackup;
    case 'unlock':
      return (await import('./unlock.ts')).runUnlock;
    case 'map':
      return (await import('./map.ts')).runMap;
    case 'sandbox':
      return (await import('./sandbox.ts')).runSandbox;
    case 'demo': {
      const { runDemo } = await import('./demo.ts');
      return (context) => runDemo(context);
    }
  }
}
