import { audit } from '@cutover/sync-engine';
import type { RunCommand } from '../context.ts';
import { counted, number } from '../reporters/progress-text.ts';
import { nextCommand } from './next-command.ts';
import { endOfRun } from './result-facts.ts';
import { withEngine } from './with-engine.ts';

export const runAudit: RunCommand = (context) =>
  withEngine(context, false, async ({ engine, named }) => {
    const result = await audit(engine, {
      failOn: context.options.failOn,
      withTarget: named.mode === 'transfer',
    });
    const { findings, byRule } = result;
    const rules = Object.entries(byRule).toSorted(([, a], [, b]) => b - a);
    return endOfRun(context, result, {
      facts: { findings, byRule },
      summary: [
        `${counted(result.images, 'image')} of ${counted(result.products, 'product')}: ${number(findings.fatal)} fatal, ${number(findings.critical)} critical, ${counted(findings.warning, 'warning')}, ${number(findings.info)} for information`,
        ...rules.map(([rule, count]) => `  ${number(count).padStart(8)}  ${rule}`),
      ],
      next: nextCommand(context, 'diff'),
    });
  });
