// The journal against a plain model of it: any steps in any order, with stops in between, leave both in the same state.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { targetImageOf } from './action.ts';
import { checkJournal } from './files/check.ts';
import type { ActionStatus, Journal } from './journal.ts';
import { JournalError } from './journal-error.ts';
import { someCreate, someIntent, someRun, stillJournal, temporaryFolder } from './testing/samples.ts';
import { type ActionStep, actionSteps } from './transitions.ts';

interface ModelAction {
  status: ActionStatus;
  attempts: number;
  result: number | undefined;
}
interface Model {
  readonly actions: Map<string, ModelAction>;
}
interface Real {
  journal: Journal;
  readonly path: string;
  run: string;
  basis: number;
}

const none = { pending: 0, started: 0, applied: 0, failed: 0, blocked: 0, superseded: 0 };
const noCounts = { create: none, update: none, remove: none, set: none };

function countsOf(actions: readonly ModelAction[]): Readonly<Record<ActionStatus, number>> {
  const counts = { ...none };
  for (const { status } of actions) counts[status] += 1;
  return counts;
}

function expectSame({ actions }: Model, { journal, run }: Real): void {
  const seen = journal
    .actions(run)
    .map((action) => [
      action.id,
      { status: action.status, attempts: action.attempts, result: targetImageOf(action) },
    ]);
  expect(seen).toEqual([...actions]);
  expect(journal.actionCounts(run)).toEqual({ ...noCounts, create: countsOf([...actions.values()]) });
  const failed = [...actions.values()].filter(({ status }) => status === 'failed').length;
  const told = Object.values(journal.failures(run)).reduce((sum, one) => sum + one, 0);
  expect(told).toBe(failed);
  const inDoubt = [...actions].flatMap(([name, { status }]) =>
    status === 'started' || status === 'blocked' ? [name] : [],
  );
  expect(journal.doubts({ source: 'source1', target: 'target1' }).map(({ id: action }) => action)).toEqual(
    inDoubt,
  );
  expect([...actions.keys()].filter((name) => journal.openAttempt(name) !== undefined)).toEqual(inDoubt);
  const claims = [...actions.values()].flatMap(({ result }) => result ?? []);
  expect(journal.claimed('target1', 1)).toEqual(new Set(claims));
  const pending = [...actions.values()].some(({ status }) => status === 'pending');
  expect(journal.pendingProducts(run, 0, 9)).toEqual(pending ? [1] : []);
  expect(journal.touchedProducts(run, 0, 9)).toEqual(claims.length > 0 ? [1] : []);
}

class Plan implements fc.AsyncCommand<Model, Real> {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    const wanted = Array.from({ length: this.number }, (_, position) =>
      someCreate(1, model.actions.size + position),
    );
    const added = await real.journal.addActions(real.run, wanted);
    for (const { id: action } of added)
      model.actions.set(action, { status: 'pending', attempts: 0, result: undefined });
    expectSame(model, real);
  }
  toString = () => `plan ${this.number}`;
}

/** Several steps in one turn of the event loop, so that they share a transaction. */
class Steps implements fc.AsyncCommand<Model, Real> {
  readonly steps: readonly (readonly [pick: number, step: ActionStep, image: number])[];
  constructor(steps: Steps['steps']) {
    this.steps = steps;
  }
  check = ({ actions }: Readonly<Model>) => actions.size > 0;
  async run(model: Model, real: Real): Promise<void> {
    const names = [...model.actions.keys()];
    const taken = this.steps.map(
      ([pick, step, image]) => [names[pick % names.length] ?? '', step, image] as const,
    );
    const settled = await Promise.allSettled(
      taken.map(([name, step, image]) => take(real, name, step, image)),
    );
    const codes = settled.map((one) =>
      one.status === 'fulfilled' ? 'done' : one.reason instanceof JournalError ? one.reason.code : one.reason,
    );
    expect(codes).toEqual(taken.map(([name, step, image]) => expected(model, name, step, image)));
    expectSame(model, real);
  }
  toString = () => `steps ${JSON.stringify(this.steps)}`;
}

class Restart implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    await real.journal.close();
    real.journal = stillJournal(real.path);
    expectSame(model, real);
  }
  toString = () => 'restart';
}

async function take(
  { journal, run, basis }: Real,
  name: string,
  step: ActionStep,
  image: number,
): Promise<void> {
  if (step === 'start') await journal.start([{ action: name, ...someIntent(run, basis) }]);
  else if (step === 'applied')
    await journal.record([{ action: name, is: 'applied', how: 'answered', resultImageId: image }]);
  else if (step === 'blocked')
    await journal.record([{ action: name, is: 'blocked', reason: 'why', candidates: [image] }]);
  else if (step === 'superseded') await journal.addActions(run, [], { actions: [name], reason: 'why' });
  else if (step === 'confirmed') await journal.settle(name, { applied: image });
  else if (step === 'givenUp') await journal.settle(name, 'skip');
  else if (step === 'retried') await journal.settle(name, 'retry');
  else if (step === 'notDone') await journal.record([{ action: name, is: step, reason: 'why' }]);
  else await journal.failed(name, { code: 'why', words: '' });
}

function expected({ actions }: Model, name: string, step: ActionStep, image: number): string {
  const action = actions.get(name);
  if (action === undefined || !actionSteps[step].from.includes(action.status)) return 'transition';
  const claims = step === 'applied' || step === 'confirmed';
  if (claims && [...actions.values()].some(({ result }) => result === image)) return 'claimed';
  action.status = actionSteps[step].to;
  if (step === 'start') action.attempts += 1;
  if (claims) action.result = image;
  return 'done';
}

it('behaves as a plain model does', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const steps = fc.constantFrom<ActionStep>(
    'start',
    'start',
    'start',
    'applied',
    'applied',
    'notDone',
    'blocked',
    'failed',
    'superseded',
    'confirmed',
    'givenUp',
    'retried',
    'retried',
  );
  const commands = fc.commands(
    [
      fc.integer({ min: 1, max: 3 }).map((number) => new Plan(number)),
      fc
        .array(fc.tuple(fc.nat(9), steps, fc.integer({ min: 70, max: 75 })), { minLength: 1, maxLength: 4 })
        .map((taken) => new Steps(taken)),
      fc
        .array(fc.tuple(fc.nat(9), steps, fc.integer({ min: 70, max: 75 })), { minLength: 1, maxLength: 4 })
        .map((taken) => new Steps(taken)),
      fc.constant(new Restart()),
    ],
    { size: 'medium', maxCommands: 30 },
  );
  let files = 0;
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      files += 1;
      const path = join(folder, `${files}.db`);
      const journal = stillJournal(path);
      const { id: run } = await journal.openRun(someRun());
      const real: Real = { journal, path, run, basis: await journal.saveBasis(run, 1, []) };
      try {
        await fc.asyncModelRun(() => ({ model: { actions: new Map() }, real }), sequence);
      } finally {
        await real.journal.close();
      }
      expect((await checkJournal(path)).problems).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
