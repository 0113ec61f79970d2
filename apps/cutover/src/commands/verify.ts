import { verify } from '@cutover/sync-engine';
import type { RunCommand } from '../context.ts';
import { counted, number } from '../reporters/progress-text.ts';
import { nextCommand } from './next-command.ts';
import { endOfRun } from './result-facts.ts';
import { withEngine } from './with-engine.ts';

export const runVerify: RunCommand = (context) =>
  withEngine(context, false, async ({ engine, screen }) => {
    await screen.open();
    const result = await verify(engine, { level: context.options.level, sample: context.options.sample });
    const { checked, unchecked, mismatched, level, confidence } = result;
    return endOfRun(context, result, {
      facts: { checked, unchecked, mismatched, level, confidence },
      summary: [
        `${counted(checked, 'image')} checked (${level}), ${number(mismatched)} mismatched, ${number(unchecked)} not checked`,
        ...(confidence === undefined ? [] : [confidence]),
      ],
      next:
        result.exitCode === 0
          ? nextCommand(context, 'report', ['--run', result.run])
          : nextCommand(context, 'diff'),
    });
  });
