// Who carries out the transfers that are compared; each has stores of its own, named after it.
export const transferSides = ['bare', 'journaled', 'alike', 'naive', 'single', 'several'] as const;
