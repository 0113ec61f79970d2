// What a change has handed over, as others ask of it.
import type { HandedOver, Rendition } from './action.ts';

/** Where it is no original, because none could be reached. */
export const renditionOf = (handedOver: HandedOver | undefined): Rendition | undefined =>
  handedOver?.is === 'rendition' ? handedOver : undefined;
