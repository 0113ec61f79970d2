// Seeds that once failed, with what was wrong then. They are played first, always.
import type { Kind } from './afterwards-scenario.ts';

export const foundSeeds: readonly { readonly seed: number; readonly because: string }[] = [
  {
    seed: 119,
    because:
      'a write that the old run had in doubt was left out of the plan that `--new` made, and never sent',
  },
];

export const foundAfterwards: Readonly<
  Record<Kind, readonly { readonly seed: number; readonly because: string }[]>
> = {
  revert: [
    { seed: 4, because: 'what a lost row of the journal had put back was put back again' },
    { seed: 16, because: 'the thumbnail that others had chosen was cleared' },
    { seed: 21, because: 'a picture that others had replaced went unseen where V3 names no files' },
    { seed: 47, because: 'a second revert removed what the first one had left as others had edited it' },
    { seed: 210, because: 'how a run left a product was noted before its last write there' },
    { seed: 372, because: 'what a lagging list did not show was taken for gone again' },
  ],
  second: [
    {
      seed: 2,
      because: 'what others had edited was overwritten by the run after the one that left it alone',
    },
    { seed: 36, because: 'a list without one of its rows made a run forget how it had left an image' },
    { seed: 55, because: 'the thumbnail that others had chosen was cleared by the one of the source' },
    { seed: 355, because: 'a page without one of its rows left no note of how the product was left' },
  ],
  repair: [],
};
