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

/** With `npx pnpm test:long`: what two quiet processors play in a minute and a half. */
export const playedBesides = {
  migrate: 120,
  habits: 30,
  several: 100,
  together: 75,
  variants: 50,
  values: 30,
  second: 30,
  revert: 30,
  repair: 15,
} as const;
