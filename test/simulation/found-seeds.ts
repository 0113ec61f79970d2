// Seeds that once failed, with what was wrong then. They are played first, always.
export const foundSeeds: readonly { readonly seed: number; readonly because: string }[] = [];
