// What was made of a product and is still on its way to the disk while its next image is made ready: the record of the one
// and the intent of the other share a wait for the disk. Invariant: nothing more of the product is sent before that record
// is durable. Should it be refused, the image is in doubt, and the journal refuses the next intent (`start`).
// There is one for each product while it is written, and what is durable is forgotten at once; so it never holds more than
// the images of one product, and as a rule a single dispatch.
import type { Action } from '@cutover/journal';
import { allOf } from '../in-parallel.ts';

/** `doubt`: the record was refused, so nobody knows. */
export type BehindCame = 'applied' | 'doubt';

export interface Behind {
  /** Actions that were answered and are not recorded yet. */
  actions(): readonly string[];
  /** @param recorded resolves when it is durable, or was refused. */
  add(sent: readonly Action[], recorded: Promise<BehindCame>): void;
  /** Waits for all that was added; returns, once, those that are in doubt. Throws what kept the journal from being written. */
  settled(): Promise<readonly Action[]>;
}

/** @param onFailed hears at once of what kept the journal from being written, as `settled` may be far off. */
export function createBehind(onFailed: (error: unknown) => void): Behind {
  const open = new Set<{ readonly sent: readonly Action[]; readonly recorded: Promise<BehindCame> }>();
  return {
    actions: () => [...open].flatMap(({ sent }) => sent.map(({ id }) => id)),
    add(sent, recorded) {
      const one = { sent, recorded };
      open.add(one);
      recorded.then((came) => {
        if (came === 'applied') open.delete(one);
      }, onFailed);
    },
    async settled() {
      const waited = [...open];
      // One that fails leaves none behind that is still on its way.
      const came = await allOf(waited.map(({ recorded }) => recorded));
      for (const one of waited) open.delete(one);
      return waited.flatMap(({ sent }, index) => (came[index] === 'doubt' ? sent : []));
    },
  };
}
