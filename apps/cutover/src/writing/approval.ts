// What a person is asked before a plan is carried out: first whose word counts where somebody has edited the target, once,
// and then whether to write.
import type { MigrateRequest, Prefer } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import type { Work } from '../wiring/with-engine.ts';
import { approve } from './consent.ts';
import { askWhoseWordCounts } from './whose-word.ts';

export interface Approval {
  readonly approve: MigrateRequest['approve'];
  /** The command with the word that was decided, so that the one that continues says it, too. */
  asked(): Context;
}

/**
 * @param prefer whose word counts, as the command says.
 * @param mayDecide whose word counts may be asked; default: true.
 */
export function askBeforeWriting(
  context: Context,
  prefer: Prefer,
  { engine, named, screen }: Pick<Work, 'engine' | 'named' | 'screen'>,
  mayDecide = true,
): Approval {
  let asked = context;
  return {
    asked: () => asked,
    async approve(plan) {
      const said =
        mayDecide && asked === context
          ? await askWhoseWordCounts(context, { journal: engine.journal, prefer }, plan)
          : undefined;
      if (said !== undefined) {
        asked = { ...context, flags: new Map([...context.flags, ['prefer', [said]] as const]) };
        return { prefer: said };
      }
      const answer = await approve(asked, plan, named.target.hash, engine.journal);
      if (answer === 'go') await screen.open();
      return answer;
    },
  };
}
