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
