import { describe, expect, it } from 'vitest';
import type { ActionStatus, Journal, RunPhase } from './journal.ts';
import { planned, someCreate, someIntent, someRun, stillJournal } from './testing/samples.ts';
import { type ActionStep, actionSteps, phaseStep, runPhases } from './transitions.ts';

const statuses: readonly ActionStatus[] = [
  'pending',
  'started',
  'applied',
  'failed',
  'blocked',
  'superseded',
];
const steps: readonly ActionStep[] = [
  'start',
  'applied',
  'notDone',
  'blocked',
  'failed',
  'superseded',
  'confirmed',
  'givenUp',
  'retried',
];

/** Written out by hand, so that a change of the table has to be meant. */
const allowed: Readonly<Record<string, ActionStatus>> = {
  'pending start': 'started',
  'pending failed': 'failed',
  'pending superseded': 'superseded',
  'started applied': 'applied',
  'started notDone': 'pending',
  'started blocked': 'blocked',
  'started failed': 'failed',
  'blocked confirmed': 'applied',
  'blocked givenUp': 'failed',
  'blocked retried': 'pending',
  'failed retried': 'pending',
};
const pairs = statuses.flatMap((from) => steps.map((step) => [from, step] as const));

/** An action that stands at `status`, brought there by steps of the machine. */
async function actionAt(
  journal: Journal,
  status: ActionStatus,
): Promise<{ action: string; take: (step: ActionStep) => Promise<unknown> }> {
  const { run, actions } = await planned(journal, someCreate(1, 11));
  const action = actions[0]?.id ?? '';
  const basis = await journal.saveBasis(run, 1, []);
  const take = (step: ActionStep): Promise<unknown> => {
    switch (step) {
      case 'start':
        return journal.start([{ action, ...someIntent(run, basis) }]);
      case 'applied':
        return journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 71 }]);
      case 'blocked':
        return journal.record([{ action, is: 'blocked', reason: 'cannot tell', candidates: [71, 72] }]);
      case 'notDone':
        return journal.record([{ action, is: 'notDone', reason: 'not done' }]);
      case 'failed':
        return journal.failed(action, { code: 'refused', words: '' });
      case 'superseded':
        return journal.addActions(run, [], { actions: [action], reason: 'moved' });
      case 'confirmed':
        return journal.settle(action, { applied: 71 });
      case 'givenUp':
        return journal.settle(action, 'skip');
      case 'retried':
        return journal.settle(action, 'retry');
    }
  };
  const way: Readonly<Record<ActionStatus, readonly ActionStep[]>> = {
    pending: [],
    started: ['start'],
    applied: ['start', 'applied'],
    failed: ['failed'],
    blocked: ['start', 'blocked'],
    superseded: ['superseded'],
  };
  for (const step of way[status]) await take(step);
  return { action, take };
}

describe('an action', () => {
  it.each(pairs)('that is %s, asked to take the step %s', async (from, step) => {
    const journal = stillJournal();
    const { action, take } = await actionAt(journal, from);
    const to = allowed[`${from} ${step}`];
    expect(actionSteps[step].from.includes(from)).toBe(to !== undefined);
    if (to === undefined) {
      await expect(take(step)).rejects.toMatchObject({
        code: 'transition',
        message: `Action ${action} is ${from} and cannot become ${actionSteps[step].to}.`,
      });
      expect(journal.action(action)?.status).toBe(from);
    } else {
      await take(step);
      expect(journal.action(action)?.status).toBe(to);
    }
    await journal.close();
  });

  it('is refused when it is not there', async () => {
    const journal = stillJournal();
    await expect(
      journal.record([{ action: 'r0009-2222/0000001', is: 'notDone', reason: 'x' }]),
    ).rejects.toMatchObject({ code: 'transition' });
  });
});

const order: readonly RunPhase[] = ['scanning', 'planned', 'applying', 'settling', 'verifying', 'finished'];
const phasePairs = order.flatMap((from, i) => order.map((to, k) => [from, to, k - i] as const));

describe('a run', () => {
  it('has its phases in order', () => expect(runPhases).toEqual(order));

  it.each(phasePairs)('that is %s, asked to become %s', async (from, to, distance) => {
    const journal = stillJournal();
    const { id: run } = await journal.openRun(someRun());
    if (from === 'finished') await journal.finishRun(run, 'done');
    else await journal.setPhase(run, from);
    const step =
      from === 'finished' || to === 'finished' || distance < 0
        ? 'refused'
        : distance === 0
          ? 'stay'
          : 'forward';
    expect(phaseStep(from, to)).toBe(step);
    if (step === 'refused') {
      await expect(journal.setPhase(run, to)).rejects.toMatchObject({
        code: 'transition',
        message: `Run ${run} is ${from} and cannot become ${to}.`,
      });
    } else await journal.setPhase(run, to);
    expect(journal.run(run)?.phase).toBe(step === 'refused' ? from : to);
    await journal.close();
  });

  it('takes no change once it is finished', async () => {
    const journal = stillJournal();
    const { id: run } = await journal.openRun(someRun());
    await journal.finishRun(run, 'incomplete', { images: 2 });
    const finished = journal.run(run);
    const page = { cursor: 1, done: true, findings: [], actions: [], counts: {} };
    const attempts = [
      journal.resumeRun(run),
      journal.addCounts(run, { images: 1 }),
      journal.finishRun(run, 'done'),
      journal.setPlanRun(run, run),
      journal.saveMarchPage(run, page),
    ];
    const codes = (await Promise.allSettled(attempts)).map(
      (one) => one.status === 'rejected' && one.reason.code,
    );
    expect(codes).toEqual(['transition', 'transition', 'transition', 'transition', 'transition']);
    expect(journal.run(run)).toEqual(finished);
  });
});
