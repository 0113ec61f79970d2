import type { Finding, Journal } from '@cutover/journal';
import { audit } from '@cutover/sync-engine';
import type { Context, RunCommand } from '../context.ts';
import { auditText } from '../reporters/audit-text.ts';
import { counted, number } from '../reporters/progress-text.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { nextStep } from '../runs/next-step.ts';
import { type Palette, paletteFor } from '../terminal/palette.ts';
import { withEngine } from '../wiring/with-engine.ts';

export const runAudit: RunCommand = (context) =>
  withEngine(context, false, async ({ engine, named }) => {
    const result = await audit(engine, {
      failOn: context.options.failOn,
      withTarget: named.mode === 'transfer',
    });
    const { findings, byRule } = result;
    return endOfRun(context, result, {
      facts: { findings, byRule },
      summary: [
        // Told one by one before, where somebody asked for it.
        ...(context.options.verbose || context.options.json
          ? []
          : auditText(findingsOf(engine.journal, result.run), placesMax(context), paletteOf(context))),
        `${counted(result.images, 'image')} of ${counted(result.products, 'product')}: ${number(findings.fatal)} fatal, ${number(findings.critical)} critical,`,
        `  ${counted(findings.warning, 'warning')}, ${number(findings.info)} for information`,
      ],
      next: nextStep(context, engine.journal, result.run),
    });
  });

/** On a terminal a few examples of each rule; the report, or a pipe, has them all. */
const placesMax = ({ io }: Context): number => (io.stdout.isTTY === true ? 12 : Number.POSITIVE_INFINITY);
const paletteOf = ({ io, environment, options }: Context): Palette =>
  paletteFor(io.stdout, environment, options.noColor);

function* findingsOf(journal: Journal, run: string): Generator<Finding> {
  for (let after = 0; ; ) {
    const page = journal.findings(run, after, 500);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}
