// The two state machines, as data. The tables are the truth: the guarded UPDATEs are built from them, and so are the
// tests. They know nothing of SQL.
//
//   action   pending ── start ──────► started      an intent is durable; the request may leave. In doubt from here on.
//            started ── applied ────► applied      answered, or found by looking. Final.
//            started ── notDone ────► pending      certainly not done, may be tried again.
//            started ── blocked ────► blocked      nobody can tell; shown with its candidates, settled by a person.
//            started ── failed ─────► failed       refused for good; only a person's word brings it back.
//            pending ── failed ─────► failed       nothing could be sent (no original, not sendable).
//            pending ── superseded ─► superseded   the product moved and was planned again. Final.
//            blocked ── confirmed ──► applied      a person says it was done (and as which image). Final.
//            blocked ── givenUp ────► failed       a person says it is to be left.
//            blocked ── retried ────► pending      a person says it was not done, and is to be tried again.
//            failed ─── retried ────► pending      a person says that it may work by now.
//
//   run      scanning ► planned ► applying ► settling ► verifying ► finished
//            Forward only, in this order; each command skips the phases it lacks. To stay is to change nothing (a run
//            that is opened again says its phase again). `finished` is final and is reached by finishing alone, which
//            notes what the run has come to.
import type { ActionStatus, RunPhase } from './journal.ts';

export type ActionStep =
  | 'start'
  | 'applied'
  | 'notDone'
  | 'blocked'
  | 'failed'
  | 'superseded'
  | 'confirmed'
  | 'givenUp'
  | 'retried';

/** From which states a step leads, and where to. */
export const actionSteps: Readonly<
  Record<ActionStep, { readonly from: readonly ActionStatus[]; readonly to: ActionStatus }>
> = {
  start: { from: ['pending'], to: 'started' },
  applied: { from: ['started'], to: 'applied' },
  notDone: { from: ['started'], to: 'pending' },
  blocked: { from: ['started'], to: 'blocked' },
  failed: { from: ['started', 'pending'], to: 'failed' },
  superseded: { from: ['pending'], to: 'superseded' },
  confirmed: { from: ['blocked'], to: 'applied' },
  givenUp: { from: ['blocked'], to: 'failed' },
  retried: { from: ['blocked', 'failed'], to: 'pending' },
};

/** The phases of a run in their order. */
export const runPhases = [
  'scanning',
  'planned',
  'applying',
  'settling',
  'verifying',
  'finished',
] as const satisfies readonly RunPhase[];

export type PhaseStep = 'forward' | 'stay' | 'refused';

/** What asking for `to` means for a run that stands at `from`; finishing is not asked for this way. */
export function phaseStep(from: RunPhase, to: RunPhase): PhaseStep {
  if (from === 'finished' || to === 'finished') return 'refused';
  if (from === to) return 'stay';
  return runPhases.indexOf(to) > runPhases.indexOf(from) ? 'forward' : 'refused';
}
