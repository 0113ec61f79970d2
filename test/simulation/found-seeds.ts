// Seeds that once failed, with what was wrong then. They are played first, always.
export const foundSeeds: readonly { readonly seed: number; readonly because: string }[] = [
  {
    seed: 119,
    because:
      'a write that the old run had in doubt was left out of the plan that `--new` made, and never sent',
  },
];
