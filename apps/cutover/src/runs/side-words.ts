// What is said of an image that one side alone shows: of two stores one is the target, of one store both are views.
import type { Mode } from '@cutover/journal';

export const missingWords: Readonly<Record<Mode, string>> = {
  transfer: 'missing on the target',
  parity: 'only in V2',
};
export const extraWords: Readonly<Record<Mode, string>> = {
  transfer: 'only on the target',
  parity: 'only in V3',
};

/** The rest of those, where one that belongs to no image of the source is counted among what is wrong. */
export const ownWords: Readonly<Record<Mode, string>> = {
  transfer: `${extraWords.transfer}, not counted as wrong`,
  parity: `${extraWords.parity}, not counted as wrong`,
};
