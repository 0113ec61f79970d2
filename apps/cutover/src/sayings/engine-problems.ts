// What it means when the engine will not go on: of each of its codes the code of the table, the reason in words, made of
// the facts that come with it, and the next step.
import type { EngineError, EngineTrouble } from '@cutover/sync-engine';
import { flagName, optionRows } from '../command-line/option-table.ts';
import { type ErrorCode, problemOf } from '../errors.ts';
import type { Problem } from '../problem.ts';
import { limitWords } from './action-reason-words.ts';
import { prunedNext, prunedWhy } from './pruned-words.ts';
import { sayingWords } from './saying-words.ts';
import { storesWords } from './stores-words.ts';

type Code = EngineTrouble['code'];

interface Row<Known extends Code> {
  readonly code: ErrorCode;
  readonly why: (trouble: EngineTrouble<Known>) => string;
  readonly next: (trouble: EngineTrouble<Known>) => string;
}

const rows: { readonly [Known in Code]: Row<Known> } = {
  'refused-max-changes': {
    code: 'too-many-changes',
    why: ({ changes, most, when }) =>
      `The plan holds ${changes === 1 ? '1 change' : `${changes} changes`}, more than the ${most} that are allowed. ${writtenBefore(when)}`,
    next: () => 'Look at it with `cutover plan show`, then raise --max-changes or change less at once.',
  },
  'refused-other-options': {
    code: 'other-options',
    why: ({ run, otherOptions }) => {
      const options = otherOptions.map(({ option, begunWith, given }) => {
        const flag = `--${flagName(option)}`;
        // What is said by being there has no value to name.
        if (Object.hasOwn(optionRows, option) && optionRows[option]?.placeholder === undefined)
          return `${begunWith === '' ? 'without' : 'with'} ${flag}`;
        return `${flag} ${begunWith || '(none)'} instead of ${given || '(none)'}`;
      });
      const which = options.join(', ') || 'another products file of the same name';
      return `Run ${run} is unfinished and was begun with other options: ${which}.`;
    },
    next: () => 'Continue it with the options it was begun with, or start over with --new.',
  },
  'refused-other-run': {
    code: 'other-options',
    why: ({ run, command, about }) => `Run ${run} is unfinished: it is the ${command} of run ${about}.`,
    next: () => 'Continue that one first, or start over with --new.',
  },
  'refused-dry-run': {
    code: 'other-options',
    why: ({ run }) => `Run ${run} is a dry run, which is never continued.`,
    next: () => 'Leave --run out; a new plan is made.',
  },
  'refused-other-stores': {
    code: 'other-stores',
    why: ({ run, ...stores }) => `Run ${run} is of other stores: ${storesWords(stores)}.`,
    next: () => 'Name the stores of that run, or leave --run out.',
  },
  'unknown-run': {
    code: 'unknown-run',
    why: ({ named }) => `The journal has no run ${named}.`,
    next: () => '`cutover runs` lists the runs of this journal.',
  },
  'no-plan-of-run': {
    code: 'unknown-run',
    why: ({ run, command }) => `Run ${run} is a ${command}, which has no plan to carry out.`,
    next: () => 'Name a diff or a migrate; `cutover runs` lists them.',
  },
  'plan-of-other-kinds': {
    code: 'journal-newer',
    why: ({ plan, kind }) =>
      `The plan ${plan} holds pictures of a kind (${kind}) that this version does not move.`,
    next: () => 'Use the version of Cutover that wrote it, or a later one.',
  },
  declined: {
    code: 'declined',
    why: () => 'The question was answered with no.',
    next: () => 'The plan is kept; the same command asks again.',
  },
  'store-failing': {
    code: 'store-failing',
    why: ({ unsent }) =>
      unsent === undefined
        ? 'The target answers reads but no writes.'
        : `The target cannot be reached: ${sayingWords(unsent)}.`,
    next: () => 'Run the same command again later; it continues where this one stopped.',
  },
  'store-out-of-order': {
    code: 'store-failing',
    why: ({ store }) => `Store ${store} lists its V2 products out of id order, so none can be proved read.`,
    next: () => 'Run the same command again; if it repeats, name the products with --products.',
  },
  'store-endless': {
    code: 'store-failing',
    why: ({ store, via, listed, counted }) =>
      `Store ${store} has listed ${listed} products by ${via.toUpperCase()} and goes on, though it counts ${counted ?? 'none of them'}.`,
    next: () =>
      'Run the same command again, which reads on from here; if it repeats, name the products with --products.',
  },
  'store-refuses-writes': {
    code: 'store-failing',
    why: ({ reason }) => `The store refuses writes: ${limitWords(reason)}.`,
    next: () => 'Look at the limits of the plan in the control panel, then run the same command again.',
  },
  'v2-gone': {
    code: 'v2-gone',
    why: ({ store, answer }) => {
      const words = typeof answer === 'number' ? `it counts ${answer} products and lists none` : answer;
      return `V2 of store ${store} does not answer any more (${words}); V3 does.`;
    },
    next: () =>
      'Without V2 the two views of a store cannot be compared; `cutover audit` needs V3 alone, and so does a migration to another store.',
  },
  'not-revertible': {
    code: 'not-revertible',
    why: ({ run, is }) =>
      `Run ${run} (${is === 'dry-run' ? 'a dry run' : is}) has written nothing that could be taken back.`,
    next: () => '`cutover runs` lists the runs; name a migrate, repair or revert run.',
  },
  'run-pruned': {
    code: 'run-pruned',
    why: prunedWhy,
    next: (pruned) => prunedNext(pruned),
  },
  'run-reverted': {
    code: 'run-reverted',
    why: ({ run, by }) => `Run ${run} has been taken back by run ${by}.`,
    next: () => 'A new migrate makes a new plan; to have this one back, take the revert back.',
  },
  'run-unfinished': {
    code: 'run-unfinished',
    why: ({ run, command }) => `Run ${run} (${command}) has begun to write and is unfinished.`,
    next: ({ command, revertsRun }) =>
      `Continue it first with \`cutover ${command}${revertsRun === undefined ? '' : ` ${revertsRun}`}\`, or give it up with --new.`,
  },
  'plan-overtaken': {
    code: 'plan-overtaken',
    why: ({ run, by, command }) => `Run ${by} (${command}) has written to the target since run ${run}.`,
    next: () => 'A new migrate makes a new plan, with what failed in the old one.',
  },
  'nothing-verified': {
    code: 'nothing-verified',
    why: ({ instead }) =>
      instead === undefined
        ? 'No verify of these stores has come to its end.'
        : `Run ${instead.id} is ${instead.command === 'verify' ? 'a verify that did not come to its end' : `no verify but a ${instead.command}`}.`,
    next: () => 'Run `cutover verify` first; repair does again what it found wrong.',
  },
};

function writtenBefore(when: EngineTrouble<'refused-max-changes'>['when']): string {
  if (when === 'before-writing') return 'Nothing was written.';
  if (when === 'grown') return 'It has grown because the target has changed.';
  return `Before this, ${when.made === 1 ? '1 was' : `${when.made} were`} made; no more was written.`;
}

export function engineProblem<Known extends Code>(trouble: EngineTrouble<Known>): Problem {
  const { code, why, next } = rows[trouble.code];
  return problemOf(code, why(trouble), next(trouble));
}

/** By its name and not by its class, so that `--help` need not load the engine to know it. */
export function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && error.name === 'EngineError' && 'trouble' in error;
}
