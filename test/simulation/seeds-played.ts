// How many fresh seeds of each kind are played with every commit. Both commands begin at the commit's own place, the second
// behind what the first has played, so that no seed is played twice.

/** With `npx pnpm test`, beside the kept ones: what two processors play in half a minute; one of repair takes as long as three of migrate. */
export const playedAtOnce = {
  migrate: 30,
  habits: 8,
  several: 16,
  together: 16,
  variants: 20,
  values: 20,
  second: 12,
  revert: 12,
  repair: 8,
} as const;

/** With `npx pnpm test:long`: what two quiet processors play in two minutes. */
export const playedBesides = {
  migrate: 180,
  habits: 45,
  several: 150,
  together: 110,
  variants: 75,
  values: 40,
  second: 45,
  revert: 45,
  repair: 25,
} as const;
