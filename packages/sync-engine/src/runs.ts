// Which run a command opens or continues. The same command with the same stores, products, match and policy continues
// what stopped; with other options it refuses and says how to go on, so that two plans never mix.
import { createHash } from 'node:crypto';
import type { Command, Run } from '@cutover/journal';
import { type Engine, EngineError } from './engine.ts';

export interface Opened {
  readonly run: Run;
  readonly resumed: boolean;
}

export interface OpenOptions {
  readonly command: Command;
  /** What else has to be equal for a run to be continued (level and sample of a verify). */
  readonly also?: Readonly<Record<string, string | number | boolean>>;
  readonly dryRun?: boolean;
  /** For a new `migrate`: the finished diff whose plan it carries out. */
  readonly planRun?: string | undefined;
}

export function optionsKeyOf(engine: Engine): string {
  const { productsDigest, match, policy } = engine.settings;
  return createHash('sha256')
    .update(JSON.stringify([productsDigest, match, policy]))
    .digest('hex')
    .slice(0, 16);
}

export async function openOrResume(engine: Engine, options: OpenOptions): Promise<Opened> {
  const { journal, settings } = engine;
  const optionsKey = optionsKeyOf(engine);
  const earlier =
    options.dryRun === true || settings.startNew ? undefined : earlierRun(engine, options, optionsKey);
  if (earlier !== undefined) {
    const run = await journal.resumeRun(earlier.run);
    announce(engine, run, true);
    return { run, resumed: true };
  }
  const run = await journal.openRun({
    command: options.command,
    mode: engine.mode,
    source: engine.source.hash,
    target: engine.target.hash,
    optionsKey,
    options: {
      match: settings.match,
      policy: settings.policy,
      products: settings.productsDigest,
      productsFile: settings.productsFile,
      ...options.also,
    },
    dryRun: options.dryRun ?? false,
    ...(options.planRun === undefined ? {} : { planRun: options.planRun }),
  });
  announce(engine, run, false);
  return { run, resumed: false };
}

function earlierRun(engine: Engine, { command, also }: OpenOptions, optionsKey: string): Run | undefined {
  const { journal, settings } = engine;
  if (settings.runId !== undefined) return named(engine, command, settings.runId);
  const found = journal.unfinished(command, engine.source.hash, engine.target.hash);
  if (found === undefined) return undefined;
  if (found.optionsKey !== optionsKey) {
    const words = Object.entries(found.options)
      .filter(([name, value]) => (name === 'match' || name === 'policy') && value !== '')
      .map(([name, value]) => `--${name} ${value}`);
    throw new EngineError(
      'refused-other-options',
      `Run ${found.run} is unfinished and was begun with other options (${words.join(' ')}${found.options['products'] ? ' and a products file' : ''}).`,
      {
        run: found.run,
        next: `Continue it with the options it was begun with, or begin anew with --new.`,
      },
    );
  }
  // Levels and samples are not worth a refusal: a run that asked another question is left where it is.
  return Object.entries(also ?? {}).every(([name, value]) => found.options[name] === value)
    ? found
    : undefined;
}

function named(engine: Engine, command: Command, runId: string): Run | undefined {
  const run = engine.journal.run(runId);
  if (run === undefined) {
    throw new EngineError('refused-other-stores', `The journal has no run ${runId}.`, {
      next: '`cutover runs` lists the runs of this journal.',
    });
  }
  if (run.source !== engine.source.hash || run.target !== engine.target.hash) {
    throw new EngineError(
      'refused-other-stores',
      `Run ${runId} is of other stores (${run.source} → ${run.target}).`,
      {
        run: runId,
        next: 'Name the stores of that run, or leave --run out.',
      },
    );
  }
  return run.command === command && run.finishedAt === undefined ? run : undefined;
}

/** The finished diff whose plan `migrate` carries out: the one named, else the newest that nobody has carried out. */
export function planToCarryOut(engine: Engine): Run | undefined {
  const { journal, settings } = engine;
  const run = settings.runId === undefined ? undefined : journal.run(settings.runId);
  if (run?.command === 'diff' && run.finishedAt !== undefined) return run;
  if (settings.startNew) return undefined;
  const plan = journal.freshPlan(engine.source.hash, engine.target.hash, optionsKeyOf(engine));
  // A migrate that came after it has read the stores anew; an older plan would only know less.
  const newest = journal
    .runs({ command: 'migrate', source: engine.source.hash, target: engine.target.hash, limit: 20 })
    .find((migrated) => !migrated.dryRun);
  return plan !== undefined && newest !== undefined && newest.startedAt > plan.startedAt ? undefined : plan;
}

export function announce(engine: Engine, run: Run, resumed: boolean): void {
  engine.emit({
    type: 'run',
    run: run.run,
    command: run.command,
    mode: run.mode,
    resumed,
    ...(run.planRun === undefined ? {} : { planRun: run.planRun }),
    ...(run.verifyRun === undefined ? {} : { verifyRun: run.verifyRun }),
  });
}
