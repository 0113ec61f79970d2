import type { Engine } from '../engine.ts';

/** What helps where an address of a picture was not asked because its host is not, or cannot be told to be, public. */
export const blockedHint = ({ spell }: Pick<Engine, 'spell'>): string =>
  `; ${spell('allowPrivateHosts')} allows it`;
